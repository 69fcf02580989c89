"""What nobody has named yet: found by the machine among what no theme covers, named or set aside by a person."""
