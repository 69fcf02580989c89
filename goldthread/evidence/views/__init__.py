"""Pages of the self-assessment: statements, claims, evidence and packs."""
