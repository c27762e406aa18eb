"""The stories that change `content/`: each calls the stages in order, and what they write belongs to people."""
