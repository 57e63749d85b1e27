"""What goes on beside the pages: jobs, the worker that does them, checks of what editors write."""
