"""Digests: `content/digests/<name>.md`, what was new in a span of days, as it was published.

`litwiki digest --publish` writes one; after that it belongs to people like every text. Its links lead to papers' and
topics' files, as in notes; one that leads nowhere any more leaves its words, for a digest is of its day.
"""

from typing import Any

from msgspec.structs import asdict

from litwiki.content.date_fields import DAY_KIND
from litwiki.content.fields import Key, Report, fields_of, written, wrong
from litwiki.content.front_matter import Document, front_matter
from litwiki.content.text_fields import SLUG_KIND, text_kind
from litwiki.model.ids import DigestId
from litwiki.model.records import PublishedDigest

KEYS: tuple[Key[Any], ...] = (
    Key("title", text_kind(200), "The title that readers see.", needed=True),
    Key("since", DAY_KIND, "The first day that it is about: YYYY-MM-DD.", needed=True),
    Key("until", DAY_KIND, "The last day that it is about: YYYY-MM-DD; digests are listed by it.", needed=True),
    Key("topic", SLUG_KIND, "The topic that it is about, where it is about one."),
)


def read_digest(document: Document, name: DigestId, report: Report) -> PublishedDigest:
    """The record that a digest's file holds; what is wrong with it is reported."""
    values = fields_of(document, KEYS, report).values()
    since, until = values["since"], values["until"]
    if since and until and since > until:
        fix = f"write a day from {since} on, or an earlier one as since"
        report(wrong(document.front.items["until"], f"the last day is before the first one, {since}", fix, "F004"))
    return PublishedDigest(name, **values, text=document.body)


def write_digest(digest: PublishedDigest) -> str:
    """A new digest's file."""
    return front_matter(written(KEYS, asdict(digest)), digest.text)
