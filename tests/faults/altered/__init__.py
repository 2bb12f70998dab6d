"""The product with a fault built in from outside: what no healthy installation can show."""
