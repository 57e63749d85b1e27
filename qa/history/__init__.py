"""The history: what each run measured, kept in one file, and what became of it."""
