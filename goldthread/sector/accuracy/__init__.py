"""The check of the council's own draft report for factual accuracy, within the regulator's days."""
