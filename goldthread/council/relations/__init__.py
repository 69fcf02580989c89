"""Related records: a link between any two records, with its reason, both ways."""
