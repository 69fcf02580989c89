"""What an administrator sets for the council, in one place, without a shell."""
