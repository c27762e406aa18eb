"""A wiki without the long texts of its papers, and a digest of it: what all pages but a paper's own are made from.

Lists say of a paper its title, the first sentence of its summary, its people and its topics. Whoever makes them gets a
wiki in which nothing else stands. So while its digest is what it was, no list can be another one, and a sentence that
is mended further down in a summary needs no list to be planned again (docs/decisions/100).
"""

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from operator import attrgetter

from litwiki.model.ids import Slug
from litwiki.model.index_rows import outlined
from litwiki.model.records import Paper
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki

_around = attrgetter(*(name for name in Wiki.__struct_fields__ if name != "papers"))


def outline_of(wiki: Wiki) -> Wiki:
    """The wiki as lists see it. Of its papers those are made that somebody asks for."""
    outline = replace(wiki, papers=_Outlined(wiki.papers))
    vars(outline)["rows"] = wiki.rows
    share(outline, wiki)
    return outline


def share(wiki: Wiki, other: Wiki) -> None:
    """Lets a wiki have what follows from an outline (`Wiki.in_common`) as another wiki with the same outline has it."""
    # Where `cached_property` keeps what it made.
    vars(wiki)["in_common"] = other.in_common


def digest_of_outline(wiki: Wiki) -> str:
    """A digest of all that lists see. `repr` says every field with its quotes; where it says sets in another order, no
    more is lost than that lists are planned again."""
    state = blake2b(repr(_around(wiki)).encode("utf-8", "surrogatepass"), digest_size=16)
    for row in wiki.rows.values():
        state.update(bytes.fromhex(row.outline))
    return state.hexdigest()


class _Outlined(Mapping[Slug, Paper]):
    """Papers as lists see them, each made when it is asked for first."""

    def __init__(self, whole: Mapping[Slug, Paper]) -> None:
        self._whole = whole
        self._made: dict[Slug, Paper] = {}

    def __getitem__(self, slug: Slug) -> Paper:
        paper = self._made.get(slug)
        if paper is None:
            paper = self._made[slug] = outlined(self._whole[slug])
        return paper

    def __contains__(self, slug: object) -> bool:
        return slug in self._whole

    def __iter__(self) -> Iterator[Slug]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)
