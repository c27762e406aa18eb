"""Feeds of arXiv: what its API answers (Atom), and the daily lists of rss.arxiv.org (RSS 2.0, Atom, the old RSS 1.0).

Sources: arXiv's API user manual, 3.3, and its help page on RSS feeds. A feed is read as it streams; entities, DTDs and
the network are none of it. An error comes as an entry, too, whose id begins with `https://arxiv.org/api/errors`.
"""

import io
import re
from collections.abc import Iterator

from lxml import etree

from litwiki.model.entries import Entry, ListingHead, RawListing, Rejected
from litwiki.sources.columns import KEEP
from litwiki.sources.row_entry import Cell, entry_of
from litwiki.sources.source import Reading, or_refused
from litwiki.text.dates import iso_date, parse_date
from litwiki.text.html_text import from_html
from litwiki.text.identifiers import parse_identifier
from litwiki.text.latex import from_bibtex
from litwiki.text.name_parts import stored_name
from litwiki.text.names import NameList, split_printed_names
from litwiki.text.words import clean

name = "arxiv-feed"
title = "arXiv feed (Atom, RSS)"

FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:\w+:)?(?:feed|rss|RDF)\b", re.DOTALL)
ERRORS = "/api/errors"
ANNOUNCED = re.compile(r"\s*arXiv:\S+\s+Announce Type:\s*[\w-]+\s*(?:Abstract:\s*)?|\s*Abstract:\s*", re.IGNORECASE)
OLD_TITLE = re.compile(r"\.?\s*\(arXiv:[^()]*\)\s*\Z", re.IGNORECASE)
CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z-]{2,12})?")
NUMBER = re.compile(r"(?:[a-z-]+/)?(?P<year>\d\d)(?P<month>\d\d)")
EXTRA_FIELDS = ("comment", "journal_ref", "journal_reference", "updated", "announce_type", "rights", "license")


def sniff(head: str) -> bool:
    """A feed that speaks of arXiv."""
    return FEED.match(head) is not None and "arxiv.org" in head.lower()


def read(raw: RawListing) -> Reading:
    """Every entry in order; where the XML is broken, reading ends there."""
    content = raw.text.lstrip("\ufeff")
    dropped = len(raw.text) - len(content.lstrip())
    lines_before = raw.text.count("\n", 0, dropped)
    parser = etree.iterparse(
        io.BytesIO(content.lstrip().encode("utf-8", "replace")),
        events=("end",),
        tag=("{*}entry", "{*}item"),
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for _, element in parser:
            line = (element.sourceline or 1) + lines_before
            yield _read(raw, element, line)
            element.clear()
    except etree.XMLSyntaxError as error:
        line = (error.lineno or 1) + lines_before
        yield Rejected(raw.path, line, f"the XML is broken here, and the rest was not read ({error.msg})", "")
    yield _head(parser.root)


def _head(root: "etree._Element | None") -> ListingHead:
    """The feed's title and day: an RSS feed's are in its channel."""
    if root is None:
        return ListingHead(name)
    channel = next(_children(root, "channel"), root)
    printed = _first(channel, "pubDate", "lastBuildDate", "updated", "date")
    date = parse_date(printed)
    return ListingHead(name, printed or None, date if len(date) == 10 else None, _first(channel, "title") or None)


def _children(element: "etree._Element", *names: str) -> "Iterator[etree._Element]":
    """The children with these names, in order, whatever their namespace."""
    yield from element.iterchildren(*(f"{{*}}{name}" for name in names))


def _texts(element: "etree._Element", *names: str) -> list[str]:
    """The texts of the children with these names, in order, without what is empty."""
    texts = (clean("".join(child.itertext())) for child in _children(element, *names))
    return [text for text in texts if text]


def _first(element: "etree._Element", *names: str) -> str:
    return next(iter(_texts(element, *names)), "")


def _read(raw: RawListing, element: "etree._Element", line: int) -> Entry | Rejected:
    entry_id = _first(element, "id", "guid")
    if ERRORS in entry_id:
        said = _first(element, "summary") or "an error"
        return Rejected(raw.path, line, f"arXiv answered with an error: {said}", entry_id[:200])
    # The API has authors in elements; daily lists, whose date is the day of the list, have them in a line.
    authors = [*_children(element, "author")]
    named = tuple(stored_name(text) for person in authors for text in _texts(person, "name"))
    people = (named, True) if authors else _of_list(element)
    entry = entry_of(
        _cells(element, _number(element, entry_id), is_of_list=not authors), line, _text, "preprint", people
    )
    return or_refused(entry, raw.path, "an entry without a title and without an id", entry_id[:200])


def _cells(element: "etree._Element", number: str, *, is_of_list: bool) -> Iterator[Cell]:
    """What an entry says, as cells of a row."""
    affiliations = (text for person in element for text in _texts(person, "affiliation"))
    yield Cell("affiliation", KEEP, 0, tuple(dict.fromkeys(affiliations)))
    yield Cell("id", "arxiv", 0, (number,))
    yield from (Cell("doi", "doi", 0, (text,)) for text in _texts(element, "doi", "DOI"))
    yield from (Cell("link", "paper link", 0, (child.get("href", ""),)) for child in _children(element, "link"))
    yield Cell("title", "title", 0, (OLD_TITLE.sub("", _first(element, "title")),))
    abstract = ANNOUNCED.sub("", _first(element, "summary", "description"), count=1)
    yield Cell("summary", "abstract", 0, (abstract,))
    published = _first(element, "published")
    yield Cell("published", "date", 0, (_month(number) if is_of_list else parse_date(published),))
    # arXiv's categories, the primary one first; classes of other schemes (MSC, ACM) are kept.
    classes = [child.get("term", "") for child in _children(element, "primary_category")]
    others = _children(element, "category", "subject")
    classes += [child.get("term") or clean("".join(child.itertext())) for child in others]
    yield Cell("category", "keywords", 0, tuple(filter(CATEGORY.fullmatch, classes)), is_list=True)
    yield from (Cell("category", KEEP, 0, (text,)) for text in classes if not CATEGORY.fullmatch(text))
    for name_ in EXTRA_FIELDS:
        texts = (text for text in _texts(element, name_) if name_ != "updated" or text != published)
        yield from (Cell(name_, KEEP, 0, (text,)) for text in texts)


def _text(printed: str) -> str:
    """Titles and abstracts of arXiv are TeX; old feeds have paragraphs of HTML around them."""
    text = from_html(printed) if re.search(r"</?(?:p|br|a|i|b)\b", printed) else printed
    has_commands = "\\" in re.sub(r"\$[^$]*\$", "", text)
    return clean(from_bibtex(text) if has_commands else text)


def _number(element: "etree._Element", entry_id: str) -> str:
    about = next((value for key, value in element.attrib.items() if key.endswith("}about")), "")
    candidates = (entry_id.removeprefix("oai:arXiv.org:"), *_texts(element, "link"), about)
    ids = (parse_identifier(candidate) for candidate in candidates if candidate)
    return next((identifier.value for identifier in ids if identifier and identifier.kind == "arxiv"), "")


def _of_list(element: "etree._Element") -> NameList:
    printed = ", ".join(clean(from_html(text)) if "<" in text else text for text in _texts(element, "creator"))
    # Authors may have TeX in their names and their institution in brackets.
    printed = re.sub(r"\s*\([^()]*\)", "", from_bibtex(printed) if "\\" in printed else printed)
    return split_printed_names(printed) if printed else ((), True)


def _month(number: str) -> str:
    """The month of an arXiv number: a daily list prints when it announced a paper, also one that was replaced."""
    match = NUMBER.match(number)
    if not match:
        return ""
    year = int(match["year"])
    return iso_date(year + (1900 if year > 90 else 2000), int(match["month"]))
