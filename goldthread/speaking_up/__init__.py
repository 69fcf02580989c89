"""Speaking up in confidence: what staff say that two named people read, and no administrator."""
