"""How far coproduction has come in the council: ratings with their evidence and plans, none overwritten."""
