"""What is brought in from others and given out to them: what, with whom, how far it reached, and whether it was used."""
