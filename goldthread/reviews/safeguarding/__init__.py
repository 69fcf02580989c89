"""Referrals for a safeguarding adult review: from whom, the decision and its reason, quality markers, family, publication."""
