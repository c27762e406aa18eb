"""What became of a paper after it appeared, as services say it: their words in, our kinds of status out.

Crossref names the notices of a work under `updated-by`, each with its type, DOI and day (crossref.org/documentation,
"Updates"); a record that itself has `update-to` is such a notice and no paper. arXiv has no field for it: authors
withdraw by a last version whose comments say so.
"""

import re
from collections.abc import Iterable, Mapping

from litwiki.model.entries import Status

KINDS: Mapping[str, str] = {
    "retraction": "retracted",
    "partial_retraction": "corrected",
    "removal": "retracted",
    "withdrawal": "withdrawn",
    "correction": "corrected",
    "corrigendum": "corrected",
    "erratum": "corrected",
    "addendum": "corrected",
    "expression_of_concern": "corrected",
}
"""Crossref's types of updates; others (a new version, a new edition) say nothing against a paper."""
WORST = ("retracted", "withdrawn", "corrected", "superseded")
WITHDRAWN = re.compile(
    r"\b(?:paper|article|submission|manuscript|work|preprint|it)\s+(?:has|have|had)?\s*(?:been|is|was|being)?\s*"
    r"withdrawn\b|\A\s*withdrawn\b",
    re.IGNORECASE,
)
MARKED_TITLE = re.compile(
    r"\A\s*\[?(?:retracted|withdrawn|removed)(?: (?:article|paper|chapter))?\]?\s*[:\-–—]\s*", re.IGNORECASE
)
"""What publishers write before the title of a paper that they took back."""


def worst(statuses: Iterable[Status]) -> Status | None:
    """The status that readers must know of first; of equal ones the later."""
    some = sorted(statuses, key=lambda status: status.date, reverse=True)
    return min(some, key=lambda status: WORST.index(status.kind), default=None)


def kind_of(printed: str) -> str:
    """Our kind of status by a notice's type in Crossref's words; empty where it says nothing against a paper."""
    return KINDS.get(printed.lower().replace("-", "_").replace(" ", "_"), "")


def of_comment(comment: str, number: str, date: str) -> Status | None:
    """Whether the comments of an arXiv paper say that its authors withdrew it."""
    is_said = WITHDRAWN.search(comment[:2_000])
    return Status("withdrawn", f"https://arxiv.org/abs/{number}", "arxiv", date) if is_said else None


def without_mark(title: str) -> str:
    """A title without the mark of its withdrawal.

    >>> without_mark("RETRACTED ARTICLE: Kettles and Pots")
    'Kettles and Pots'
    """
    return MARKED_TITLE.sub("", title)
