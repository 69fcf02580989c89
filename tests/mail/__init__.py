"""Tests of the reader of e-mails."""
