"""Letters to the person who complained: from templates, checked for names of others, signed off, sent, and kept as sent."""
