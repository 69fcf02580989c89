"""Adding up: the codebook, codings suggested and confirmed, and the counts."""
