"""Other councils' published reports: the shelf, ideas taken from them, and whether their failures could happen here."""
