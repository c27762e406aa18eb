"""The wiki as one list that people keep in a repository's README, or as a LaTeX review with its bibliography.

`sections` puts topics and papers into order, `as_markdown` and `as_latex` write them, `between_markers` puts that into
a file that people wrote the rest of. It is what `litwiki migrate` reads, written back.
"""
