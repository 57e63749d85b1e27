"""Which article is next: need, filters, search, and who has what open."""
