"""Subject access: everything held about one person found, read by somebody, without what is about others, and given."""
