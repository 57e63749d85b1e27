"""How sentences are aligned: a first look, a band around it, costs, a search."""
