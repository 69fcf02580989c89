"""Claims of the CQC self-assessment, their evidence, and evidence packs."""
