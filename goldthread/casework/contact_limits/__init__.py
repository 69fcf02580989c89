"""Limits on contact with a person whose contact is persistent: approved by a named person, and reviewed by a date."""
