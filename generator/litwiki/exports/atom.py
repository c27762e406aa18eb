"""Atom (RFC 4287): `/feeds/all.xml`, and `/feeds/<page>.xml` of topics, listings, people and venues.

Atom demands a date of every entry (RFC 4287, 4.1.2). What has none is dated `UNDATED`, the first second of Unix time:
a date that nobody takes for a real one, and the same on every build. Only what has a date says when it came.
"""

from collections.abc import Callable, Iterable
from functools import partial
from xml.etree.ElementTree import Element, SubElement

from litwiki.exports import subscriptions
from litwiki.exports.subscriptions import Entry, Feed
from litwiki.facts import Site
from litwiki.markup import xml_bytes
from litwiki.model.ids import DocPath
from litwiki.model.records import Output

name = "atom"
NAMESPACE = "http://www.w3.org/2005/Atom"
UNDATED = "1970-01-01"


def files(site: Site) -> Iterable[Output]:
    """One file a feed."""
    for name, inputs, make in subscriptions.feeds(site):
        path = DocPath(f"{name}.xml")
        address, by = site.settings.address_of(path), site.settings.site_name
        yield Output(path, (inputs, address, by), partial(_write, make, address, by))


def _write(make: Callable[[], Feed], address: str, by: str) -> bytes:
    return xml_bytes(_feed(make(), address, by))


def _feed(feed: Feed, address: str, site: str) -> Element:
    root = Element("feed", {"xmlns": NAMESPACE})
    _text(root, "id", address)
    _text(root, "title", feed.title)
    if feed.description:
        _text(root, "subtitle", feed.description)
    _text(root, "updated", _time(max((entry.updated for entry in feed.entries), default="")))
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": address})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page})
    _text(SubElement(root, "author"), "name", site)
    for entry in feed.entries:
        _entry(SubElement(root, "entry"), entry)
    return root


def _entry(parent: Element, entry: Entry) -> None:
    _text(parent, "id", entry.url)
    _text(parent, "title", entry.title)
    _text(parent, "updated", _time(entry.updated))
    if entry.published:
        _text(parent, "published", _time(entry.published))
    SubElement(parent, "link", {"rel": "alternate", "type": "text/html", "href": entry.url})
    if entry.own_url:
        SubElement(parent, "link", {"rel": "related", "href": entry.own_url})
    for author in entry.authors:
        _text(SubElement(parent, "author"), "name", author)
    for topic in entry.topics:
        SubElement(parent, "category", {"term": topic.id, "label": topic.name})
    if entry.summary:
        _text(parent, "summary", entry.summary)


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = text


def _time(day: str) -> str:
    return f"{day or UNDATED}T00:00:00Z"
