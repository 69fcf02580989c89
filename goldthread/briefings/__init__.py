"""Seven-minute briefings and their readers."""
