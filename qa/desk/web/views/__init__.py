"""What the templates see: tables' rows laid out for reading, as plain frozen values."""
