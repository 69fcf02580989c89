"""The staff's home, search, and the thread walked both ways."""
