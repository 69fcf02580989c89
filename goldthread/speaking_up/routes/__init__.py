"""Routes to raise a concern, beside speaking up in confidence: policies, forums, supervision, sessions, audits."""
