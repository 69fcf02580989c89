"""Notifications: what a person is told of in the product and by e-mail, without anybody's words (decision 91)."""
