"""Reader of published assessment reports: a page or a whole report in, its parts and figures out."""
