"""What indexes of a wiki hold of one paper: a paper in, its row out.

A row follows from its paper alone. So it is made once and remembered with the paper (`content.known`), and a wiki of
which one paper changed makes its indexes and digests without looking at the others.
"""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import chain
from operator import attrgetter

from msgspec import Struct
from msgspec.msgpack import encode

from litwiki.model.people import PrintedName, names_on
from litwiki.model.records import Paper
from litwiki.model.replace import replace
from litwiki.model.richtext import rich
from litwiki.text.id_kinds import NORMAL, Identifier, id_key, normal
from litwiki.text.words import clean, collation_key, first_sentence, title_key

LEFT_OUT = frozenset({"abstract", "notes", "terms", "summary"})
"""Fields of a paper that lists do not see; of the summary they see the first sentence."""
PLAIN = re.compile(r"[\w\s.,;:()'\"!?%+/-]*")
"""A text in which every character stands for itself."""
_seen_by_lists = attrgetter(*(name for name in Paper.__struct_fields__ if name not in LEFT_OUT))


class IndexRow(Struct, frozen=True):
    """Of a paper: digests in hexadecimal digits of its record and of what lists see of it; where its title stands in
    the alphabet; the keys of all titles that it had; its strong ids; its keys in bibliographies."""

    digest: str
    outline: str
    order: str
    titles: tuple[str, ...]
    ids: tuple[tuple[str, str], ...]
    keys: tuple[str, ...]
    names: str
    """Of each author the key of the name in a line, and the name in the next: one text takes a third of the memory of
    its lines, and most wikis have more authors than papers."""

    def authors(self) -> Iterator[PrintedName]:
        """The names of its authors."""
        lines = iter(self.names.split("\n") if self.names else ())
        return zip(lines, lines, strict=True)


def row_of(paper: Paper) -> IndexRow:
    """The row of a paper."""
    return IndexRow(
        _digest(paper),
        _digest((_seen_by_lists(paper), _lead(paper.summary))),
        collation_key(paper.title),
        tuple(dict.fromkeys(title_key(title) for title in (paper.title, *paper.also_titled))),
        tuple(strong_ids(paper.ids.items())),
        paper.keys,
        "\n".join(chain.from_iterable(names_on(paper))),
    )


def _digest(record: object) -> str:
    return blake2b(encode(record), digest_size=16).hexdigest()


def outlined(paper: Paper) -> Paper:
    """A paper as lists see it."""
    return replace(paper, summary=_lead(paper.summary), abstract=None, notes="", terms={})


def _lead(summary: str) -> str:
    """The first sentence, as text in our markup that is its own first sentence; where it has no such form, all."""
    if PLAIN.fullmatch(summary):
        return first_sentence(clean(summary))
    lead = rich(summary).lead
    return lead.source if rich(lead.source).lead.source == lead.source else summary


def strong_ids(ids: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Ids in the form in which two records of one paper agree; those that several papers share are left out.

    DOIs are case-insensitive (DOI Handbook 2.4), arXiv's versions are one paper, and arXiv's own DOI is its number.
    An ISBN is that of a whole book, and its chapters bear it too.

    >>> strong_ids([("arxiv", "2410.23168v2"), ("doi", "10.48550/arXiv.2410.23168"), ("isbn", "978-3-16-148410-0")])
    [('arxiv', '2410.23168')]
    """
    known = (normal(kind, value) or Identifier(kind, value) for kind, value in ids if kind in NORMAL and kind != "isbn")
    return list(dict.fromkeys((one.kind, id_key(one.kind, one.value)) for one in known))
