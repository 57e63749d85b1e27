"""What editors do with an article: accept, dismiss, edit, undo, sign off."""
