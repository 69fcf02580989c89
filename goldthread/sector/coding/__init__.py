"""Passages of published reports coded by the council's codebook: suggested by the model, decided by a person."""
