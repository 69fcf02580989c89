"""Organisations that feedback is about, that speak to the council or that own actions with it: one list for all rooms."""
