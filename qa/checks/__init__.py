"""One file a rule; each exposes `check`, and its docstring is the rule's page in the manual."""
