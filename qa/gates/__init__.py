"""Gates as sentences: what may be required, how it is written, and how it is judged."""
