"""E-mails as they come, read in plain Python: .eml and .msg, charsets, what is new in a reply, what came along."""
