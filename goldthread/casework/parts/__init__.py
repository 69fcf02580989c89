"""Parts of a reply by others: a provider or the NHS answers what it is asked, and one of them leads."""
