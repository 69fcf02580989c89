"""Work that changes hands: handed over for leave or by whoever leaves, and asking its owner how it stands."""
