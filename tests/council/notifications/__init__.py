"""Notifications, the digest by e-mail, and the calendar."""
