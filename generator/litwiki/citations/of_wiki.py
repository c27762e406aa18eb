"""How to cite a wiki itself, and one of its pages. Days are those of its content, so that the same content is cited
the same way whenever it is built."""

from litwiki.citations.record import Citation
from litwiki.model.config import Settings
from litwiki.model.entries import Publication
from litwiki.model.ids import Slug, slugify
from litwiki.text.dates import printed_day
from litwiki.text.latex import to_markup
from litwiki.text.name_parts import parse_name
from litwiki.text.spans import Span


def cite_wiki(settings: Settings, day: str) -> Citation:
    """The wiki as a record for bibliographies; `day` is that of its last change, '' where it is not known."""
    name = slugify(settings.site_name) or "wiki"
    return Citation(
        Slug(name),
        settings.site_name,
        to_markup([Span(settings.site_name)]),
        key=name,
        authors=settings.curators,
        year=int(day[:4]) if day else None,
        publication=Publication("other", date=day),
        url=settings.site_url,
    )


def cite_page(settings: Settings, title: str, url: str, day: str) -> str:
    """One page of the wiki in a line of text: who keeps the wiki, title, wiki, day of the last change, full address.

    >>> cite_page(Settings("Tea", curators=("Boyle, Ada",)), "Kettles", "", "2026-03-07")
    'Boyle, Ada. “Kettles.” Tea, March 7, 2026.'
    """
    names = [parse_name(name) for name in settings.curators]
    people = [*(name.inverted for name in names[:1]), *(name.in_order for name in names[1:])]
    who = " and ".join(filter(None, (", ".join(people[:-1]), *people[-1:])))
    parts = (
        f"{who.removesuffix('.')}." if who else "",
        f"“{title}{'' if title.endswith(('.', '?', '!')) else '.'}”",
        f"{settings.site_name}, {printed_day(day)}." if day else f"{settings.site_name}.",
        url,
    )
    return " ".join(filter(None, parts))
