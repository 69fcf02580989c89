"""Redaction of feedback: detections of personal data, the redacted text, and corrections by people."""
