"""Could it happen here?, asked of a failure elsewhere, with the answer, its owner and what was done about it."""
