"""The public's front door: telling the council something without an account, and seeing where it is."""
