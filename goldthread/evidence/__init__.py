"""Proof: claims of the self-assessment and what each rests on."""
