"""Fairness of a round: files marked twice, blind; grades agreed at a meeting; drift; external auditors of other councils."""
