"""How a result becomes XLIFF: the parts of its writer."""
