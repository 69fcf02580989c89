"""Seats of a body by lived experience or role: who holds one until when, through which channel they came, who asked for one."""
