"""What browsers, archives and text processors show where a page or a document has no title, in small letters."""

FURNITURE = frozenset(
    """
    untitled|no title|title|unknown|paper|pdf|abstract|abstracts|introduction to this issue|404|404 not found|
    not found|page not found|just a moment|access denied|forbidden|403 forbidden|error|log in|login|sign in|
    redirecting|loading|captcha|are you a robot|google scholar|semantic scholar|arxiv|arxiv.org e-print archive|
    openreview|download pdf|view pdf|view of|full text|table of contents|front matter|back matter|new tab|
    untitled document|document1|microsoft word|cookie policy|subscribe|read more|click here|home|index|todo|tba|tbd|
    n/a|none|null|test
    """.replace("\n    ", "").split("|")
)
