"""Pages of requests: their list and each, who is to be told, and the figures."""
