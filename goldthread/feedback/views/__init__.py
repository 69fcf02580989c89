"""The pages of feedback: reading it, answering it, writing it down, and bringing in a spreadsheet of it."""
