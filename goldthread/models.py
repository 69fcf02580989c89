"""Only an index: Django finds the models of every room here."""

from goldthread.rooms import modules_named

modules_named("models")
