"""Information returns: what a body asks for, item by item, who finds it, and what is redacted, signed off and sent."""
