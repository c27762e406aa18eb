"""A wiki without the long texts of its papers, and a digest of it: what all pages but a paper's own are made from.

Lists say of a paper its title, the first sentence of its summary, its people and its topics. Whoever makes them gets a
wiki in which nothing else stands. So while its digest is what it was, no list can be another one, and a sentence that
is mended further down in a summary needs no list to be planned again (docs/decisions/100).
"""

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from hashlib import blake2b
from operator import attrgetter

from litwiki.model.ids import Slug
from litwiki.model.memo import NO_MEMORY, Memory
from litwiki.model.records import Paper
from litwiki.model.richtext import rich
from litwiki.model.wiki import Wiki
from litwiki.text.words import clean, first_sentence

LEFT_OUT = frozenset({"abstract", "notes", "terms", "summary"})
"""Fields of a paper that lists do not see; of the summary they see the first sentence."""
PLAIN = re.compile(r"[\w\s.,;:()'\"!?%+/-]*")
"""A text in which every character stands for itself."""
_others = attrgetter(*(field.name for field in fields(Paper) if field.name not in LEFT_OUT))
_around = attrgetter(*(field.name for field in fields(Wiki) if field.name != "papers"))


SHARED = ("people", "writers", "in_title_order", "papers_by_topic", "papers_by_venue", "papers_by_year", "appearances")
"""What follows from a wiki as from its outline, and is dear."""


def outline_of(wiki: Wiki, memory: Memory = NO_MEMORY) -> Wiki:
    """The wiki as lists see it."""
    found = replace(wiki, papers=memory.each("outlines", wiki.papers, outlined))
    share(found, wiki)
    return found


def outlined(paper: Paper) -> Paper:
    """A paper as lists see it."""
    return replace(paper, summary=_lead(paper.summary), abstract=None, notes="", terms={})


def share(wiki: Wiki, other: Wiki) -> None:
    """Lets a wiki have what follows from an outline as another wiki with the same outline has it."""
    # Where `cached_property` keeps what it made.
    vars(wiki).update({name: getattr(other, name) for name in SHARED})


def digest_of_outline(wiki: Wiki, lines: Mapping[Slug, str]) -> str:
    """A digest of all that lists see; `lines` are those of the wiki. `repr` says every field with its quotes; where it
    says sets in another order, no more is lost than that lists are planned again."""
    text = repr(_around(wiki)) + "".join(lines.values())
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def lines_of(wiki: Wiki, memory: Memory = NO_MEMORY) -> Mapping[Slug, str]:
    """A digest of all that lists see of each paper's file."""
    return memory.each("lines of the outline", wiki.papers, _line)


def _line(paper: Paper) -> str:
    text = repr((_others(paper), _lead(paper.summary)))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _lead(summary: str) -> str:
    """The first sentence, as text in our markup that is its own first sentence; where it has no such form, all."""
    if PLAIN.fullmatch(summary):
        return first_sentence(clean(summary))
    lead = rich(summary).lead
    return lead.source if rich(lead.source).lead.source == lead.source else summary
