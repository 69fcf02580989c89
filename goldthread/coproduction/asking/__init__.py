"""The people who agreed to be asked, and invitations drawn from them by lot."""
