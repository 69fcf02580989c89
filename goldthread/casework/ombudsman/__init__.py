"""What the ombudsman asks about a case: the enquiry, our reply, who authorised it, the decision and what follows."""
