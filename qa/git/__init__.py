"""What git knows: files as they were at a commit, and the lines that changed since."""
