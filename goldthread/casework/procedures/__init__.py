"""The procedures a council writes for itself: copied from one that is shipped or new, in editions of which none in use changes."""
