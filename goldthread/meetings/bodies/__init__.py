"""Boards, forums, networks and partners: what each is for, who sits on it, and what changed because of it."""
