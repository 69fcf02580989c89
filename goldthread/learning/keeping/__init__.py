"""Learning from success: what to keep, which teams it was spread to, and whether they do it when they are asked later."""
