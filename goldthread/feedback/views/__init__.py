"""The pages of feedback: list, record, intake, import, redaction, duplicates and responses."""
