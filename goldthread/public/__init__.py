"""The front door: what the public tells the council, in short steps, without an account."""
