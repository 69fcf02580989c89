"""You said, we did: what people asked, what became of it and whether it worked, as the council publishes it."""
