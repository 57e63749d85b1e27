"""What the readers of files for translators share: XLIFF, TMX, PO."""
