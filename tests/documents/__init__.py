"""Tests of documents: what is written of one model says the same in each form."""
