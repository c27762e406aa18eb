"""Checks of titles: addresses, ids, and what browsers and archives show in place of a title."""

import re
from collections.abc import Iterator

from litwiki import content
from litwiki.model.records import Problem, Severity
from litwiki.model.wiki import Wiki
from litwiki.text.furniture import FURNITURE
from litwiki.text.identifiers import parse_identifier


def check_titles(wiki: Wiki) -> Iterator[Problem]:
    """Titles that are none: an address or an id, or what a page has instead of a title."""
    for slug, paper in wiki.papers.items():
        what = no_title(paper.title) if paper.title else ""
        if what:
            place = content.locate(wiki.config.root, f"content/papers/{slug}.md", "title")
            fix = "write the title as the paper prints it"
            yield Problem(place, "S104", f"the title is {what}", fix, Severity.WARNING)


def no_title(title: str) -> str:
    """What a title is instead of one; '' where it may be one.

    >>> no_title("https://arxiv.org/abs/2501.00123"), no_title("Just a moment..."), no_title("Kettle")
    ('an address', 'that of a page without one', '')
    """
    text = title.strip().strip(".…:!?").strip()
    if re.fullmatch(r"(?:https?://|www\.)\S+", title.strip(), re.IGNORECASE):
        return "an address"
    if " " not in title.strip() and (found := parse_identifier(title)):
        return f"an id ({found.kind})"
    if re.fullmatch(r"arxiv:\s*\S+|doi:\s*\S+", title.strip(), re.IGNORECASE):
        return "an id"
    if text.casefold() in FURNITURE:
        return "that of a page without one"
    return "" if any(character.isalnum() for character in text) else "without letters"
