"""Documents: one plain model of a report, from which its page, its Word file and its tagged PDF are written."""
