"""Import of feedback from a spreadsheet: columns matched, rows checked, then saved by a job that can resume."""
