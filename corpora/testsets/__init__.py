"""WMT's test sets, and a translation in lines beside them."""
