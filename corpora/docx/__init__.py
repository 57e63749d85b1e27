"""What reading and writing DOCX share: the package, the body's words, comments, stored flags."""
