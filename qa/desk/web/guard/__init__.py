"""What stands before every page: hosts, limits, forgery, who is asking."""
