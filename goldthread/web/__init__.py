"""How pages are made: doors, templates, forms, fragments."""
