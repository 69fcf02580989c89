"""Accounts, sign-in, roles and permissions."""
