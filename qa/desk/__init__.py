"""The editors' desk: a web page where articles wait, worst first, and what editors do with them."""
