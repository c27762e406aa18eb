"""Checks of single papers: titles that are an address, an id, or what browsers and archives show in place of a title;
summaries that readers will miss.
"""

import re
from collections.abc import Iterator

from litwiki.content.loading import Places
from litwiki.model.problems import Problem, Severity
from litwiki.model.records import Paper
from litwiki.text.furniture import FURNITURE
from litwiki.text.identifiers import parse_identifier
from litwiki.text.words import first_sentence

LONGEST_SUMMARY = 90
LONGEST_TLDR = 32
"""Words; a page shows the first sentence alone."""


def examine(paper: Paper, places: Places) -> Iterator[Problem]:
    """What only a person can mend in a paper."""
    if paper.title and (what := no_title(paper.title)):
        fix = "write the title as the paper prints it"
        yield Problem(places("title"), "S104", f"the title is {what}", fix, Severity.WARNING)
    if not paper.summary:
        if paper.topics_status == "curated":
            yield Problem(places("summary"), "S101", "no summary", "write two to five sentences", Severity.WARNING)
        return
    total, first = len(paper.summary.split()), len(first_sentence(paper.summary).split())
    if total > LONGEST_SUMMARY:
        fix = f"{LONGEST_SUMMARY} at most"
        yield Problem(places("summary"), "S102", f"a summary of {total} words", fix, Severity.WARNING)
    if first > LONGEST_TLDR:
        fix = f"it stands alone in lists: {LONGEST_TLDR} at most"
        yield Problem(places("summary"), "S103", f"a first sentence of {first} words", fix, Severity.WARNING)


def no_title(title: str) -> str:
    """What a title is instead of one; '' where it may be one.

    >>> no_title("https://arxiv.org/abs/2501.00123"), no_title("Just a moment..."), no_title("Kettle")
    ('an address', 'that of a page without one', '')
    """
    text = title.strip().strip(".…:!?").strip()
    if re.fullmatch(r"(?:https?://|www\.)\S+", title.strip(), re.IGNORECASE):
        return "an address"
    if " " not in title.strip() and (identifier := parse_identifier(title)):
        return f"an id ({identifier.kind})"
    if re.fullmatch(r"arxiv:\s*\S+|doi:\s*\S+", title.strip(), re.IGNORECASE):
        return "an id"
    if text.casefold() in FURNITURE:
        return "that of a page without one"
    return "" if any(character.isalnum() for character in text) else "without letters"
