"""One briefing in several forms: page, A4 sheet, slide, text of an e-mail, easy read."""
