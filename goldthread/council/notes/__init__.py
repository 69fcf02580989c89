"""Notes on records of any type: who may read them, whom they mention, and their place in the timeline."""
