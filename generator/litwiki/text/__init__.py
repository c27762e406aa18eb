"""Text as data: leaf functions on strings that know neither papers nor files."""
