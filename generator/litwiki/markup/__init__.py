"""The only writers of HTML, YAML, XML, JSON and Markdown syntax, and the reader of what curators write in Markdown."""
