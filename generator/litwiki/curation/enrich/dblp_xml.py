"""DBLP's XML dump (https://dblp.org/xml/, its form: https://dblp.org/xml/docu/dblpxml.pdf), read as it streams.

The DTD is not read. Its entities are those of HTML 4 for letters of Latin-1, so their names are exchanged for numbers
before the parser sees them; any other entity stays what it is and is never expanded. Its licence is CC0.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from html.entities import name2codepoint
from typing import BinaryIO

from lxml import etree
from msgspec import Struct

from litwiki.curation.enrich.streams import Dump, Lead
from litwiki.model.entries import Entry, Rejected
from litwiki.model.replace import replace
from litwiki.sources.json_items import JsonText
from litwiki.sources.table import entry_of_row
from litwiki.text.name_parts import stored_name
from litwiki.text.words import clean

name = "dblp"
title = "DBLP's XML"

TYPES = {
    "article": "article",
    "inproceedings": "inproceedings",
    "incollection": "chapter",
    "book": "book",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "data": "dataset",
}
"""Elements that are papers; `proceedings` and `www`, people's pages, are none."""
FIELDS = ("title", "journal", "booktitle", "volume", "number", "pages", "year", "doi", "ee", "publtype")
"""What is called as columns of tables are (`sources.columns`), or kept."""
ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
CUT = re.compile(rb"&[A-Za-z0-9]{0,31}\Z")
XML_ENTITIES = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
HOMONYM = re.compile(r"\s+\d{4}\Z")
"""DBLP numbers people of one name: `Wei Wang 0001`."""


def sniff(head: bytes) -> bool:
    """An XML document whose root is DBLP's."""
    return re.match(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE\s+dblp\b[^>]*>\s*)?<dblp\b", head) is not None


class _Numbered(Struct):
    """A stream in which names of entities are their numbers; no block of it ends within a name."""

    stream: BinaryIO

    def read(self, size: int) -> bytes:
        block = self.stream.read(size)
        while CUT.search(block, len(block) - 40) and (more := self.stream.read(1)):
            block += more
        return ENTITY.sub(_number, block)


def _number(match: "re.Match[bytes]") -> bytes:
    word = match[1]
    code = None if word in XML_ENTITIES else name2codepoint.get(word.decode("ascii"))
    return match[0] if code is None else b"&#%d;" % code


def leads(dump: Dump) -> Iterator[Lead | Rejected]:
    """Every paper in order; where the XML is broken, reading ends there."""
    parser = etree.iterparse(
        _Numbered(dump.stream),
        events=("end",),
        tag=tuple(TYPES),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
    )
    try:
        for _, element in parser:
            parent = element.getparent()
            # A paper stands in the root and in nothing else: a field may be called like one.
            if parent is None or parent.getparent() is not None:
                continue
            printed = next(iter(_texts(element, "title")), "").removesuffix(".")
            if printed:
                # Whoever wants all of it reads on at once: then the element is emptied.
                yield Lead(element.sourceline or 1, printed, _ids(element), lambda element=element: _read(element))  # type: ignore[misc]
            element.clear()
            while element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        yield dump.reject(error.lineno or 1, f"the XML is broken here, and the rest was not read ({error.msg})")


def _read(element: "etree._Element") -> Entry:
    def texts(name: str) -> list[str]:
        attribute = element.get(name)
        return [attribute] if attribute else _texts(element, name)

    return entry_of(texts, TYPES[str(element.tag)], element.sourceline or 1)


def entry_of(texts: Callable[[str], Sequence[str]], type_: str, line: int) -> Entry:
    """What DBLP says of a paper; `texts` gives those of a field by its name."""
    row: dict[str, JsonText] = {name: [*texts(name)] for name in FIELDS}
    row["dblp"], row["publisher"] = "".join(texts("key")), "".join([*texts("publisher"), *texts("school")][:1])
    authors = tuple(filter(None, (stored_name(HOMONYM.sub("", text)) for text in texts("author"))))
    entry = entry_of_row(row, line, type_, (authors, True))
    # Of what appeared nowhere `year` says the year.
    publication = entry.publication if entry.publication.venue else replace(entry.publication, date="")
    return replace(entry, title=entry.title.removesuffix("."), links=(), publication=publication)


def _ids(element: "etree._Element") -> tuple[tuple[str, str], ...]:
    """Ids as far as they are seen without reading: the key, and DOIs, of which some are arXiv's own."""
    dois = (text.partition("doi.org/")[2] for text in _texts(element, "ee") if "doi.org/" in text)
    return (("dblp", element.get("key", "")), *(("doi", doi) for doi in dois))


def _texts(element: "etree._Element", tag: str) -> list[str]:
    texts = (clean("".join(str(text) for text in child.itertext())) for child in element if child.tag == tag)
    return [text for text in texts if text]
