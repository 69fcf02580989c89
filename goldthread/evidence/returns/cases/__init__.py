"""Cases drawn for pathway tracking: by lot, with a seed that is kept, consent, swaps and a chronology; for few to see."""
