"""A corpus of any size as one page: distributions, worst articles, rules, drift."""
