"""How a result becomes a DOCX: a copy or a new document, and comments at the flagged words."""
