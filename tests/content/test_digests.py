"""Digests' files: what we write we read, and days in the wrong order are said."""

from litwiki.content.digests import read_digest, write_digest
from litwiki.content.front_matter import read as read_document
from litwiki.model.ids import DigestId, TopicId
from litwiki.model.problems import Problem
from litwiki.model.records import PublishedDigest

NAME = DigestId("2026-w48-tea")


def read(text: str) -> tuple[PublishedDigest, list[str]]:
    problems: list[Problem] = []
    digest = read_digest(read_document(text.encode(), "content/digests/2026-w48-tea.md"), NAME, problems.append)
    return digest, [f"{problem.place.line} {problem.code} {problem.message}" for problem in problems]


def test_what_is_written_is_read() -> None:
    digest = PublishedDigest(NAME, "New: 'tea' #1 – {pots}", "0001-01-01", "9999-12-31", TopicId("null"), "Text.\n")
    assert read(write_digest(digest)) == (digest, [])


def test_days_in_the_wrong_order_are_said() -> None:
    _, problems = read("---\ntitle: Tea\nsince: 2026-11-23\nuntil: 2026-11-16\n---\n")
    assert problems == ["4 F004 the last day is before the first one, 2026-11-23"]
