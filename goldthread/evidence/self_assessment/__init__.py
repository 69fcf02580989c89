"""The self-assessment as a document: written by several, compared, checked, scored, and signed by the director."""
