"""The texts that a council keeps for its letters: templates in editions, standard paragraphs, and how letters go."""
