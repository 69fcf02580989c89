"""Contact details found again: by name, telephone number or e-mail address, however they are spelled or spaced."""
