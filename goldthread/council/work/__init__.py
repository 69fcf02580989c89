"""Work that changes hands: handed over for leave or for good, and asking its owner how it stands."""
