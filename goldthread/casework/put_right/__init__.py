"""After a case is closed: was it put right? Two questions, where the person wishes to be asked."""
