"""Atom (RFC 4287): `/feeds/all.xml`, and `/feeds/<page>.xml` of topics, listings, people and venues.

Atom demands a date of every entry (RFC 4287, 4.1.2). What has none is dated `UNDATED`, the first second of Unix time:
a date that nobody takes for a real one, and the same on every build. Only what has a date says when it came.

An entry is one line without spaces: a paper stands in the feeds of all its people, which are a seventh of a site.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from litwiki.exports import subscriptions
from litwiki.exports.subscriptions import Entry, Feed
from litwiki.facts.site import Site
from litwiki.markup.xml import XML_DECLARATION, xml_element
from litwiki.model.ids import DocPath
from litwiki.model.outputs import Output

name = "atom"
NAMESPACE = "http://www.w3.org/2005/Atom"
UNDATED = "1970-01-01"


def files(site: Site) -> Iterable[Output]:
    """One file a feed."""
    entries: dict[str, tuple[str, str]] = {}  # by address, whole and brief: a paper is in some five feeds
    for name, inputs, papers, make in subscriptions.feeds(site):
        path = DocPath(f"{name}.xml")
        address, by = site.settings.address_of(path), site.settings.site_name
        yield Output(path, (inputs, address, by), partial(_write, make, address, by, entries), papers)


def _write(make: Callable[[], Feed], address: str, by: str, entries: dict[str, tuple[str, str]]) -> bytes:
    feed = make()
    lines = [XML_DECLARATION, f'<feed xmlns="{NAMESPACE}">', *_head(feed, address, by)]
    for entry in feed.entries:
        if entry.url not in entries:
            entries[entry.url] = _whole_and_brief(entry)
        lines.append(entries[entry.url][feed.is_brief])
    return "\n".join([*lines, "</feed>", ""]).encode()


def _head(feed: Feed, address: str, site: str) -> Iterator[str]:
    yield xml_element("id", address)
    yield xml_element("title", feed.title)
    if feed.description:
        yield xml_element("subtitle", feed.description)
    yield xml_element("updated", _time(max((entry.updated for entry in feed.entries), default="")))
    yield xml_element("link", rel="self", type="application/atom+xml", href=address)
    yield xml_element("link", rel="alternate", type="text/html", href=feed.page)
    yield _author(site)


def _whole_and_brief(entry: Entry) -> tuple[str, str]:
    both = "".join(_head_of_entry(entry))
    topics = "".join(xml_element("category", term=topic.id, label=topic.name) for topic in entry.topics)
    summary, lead = (xml_element("summary", text) if text else "" for text in (entry.summary, entry.lead))
    return f"<entry>{both}{topics}{summary}</entry>", f"<entry>{both}{lead}</entry>"


def _head_of_entry(entry: Entry) -> Iterator[str]:
    yield xml_element("id", entry.url)
    yield xml_element("title", entry.title)
    yield xml_element("updated", _time(entry.updated))
    if entry.published:
        yield xml_element("published", _time(entry.published))
    yield xml_element("link", href=entry.url)  # an alternate, as nothing else is said (RFC 4287, 4.2.7.2)
    if entry.paper_url:
        yield xml_element("link", rel="related", href=entry.paper_url)
    for author in entry.authors:
        yield _author(author)


def _author(name: str) -> str:
    return f"<author>{xml_element('name', name)}</author>"


def _time(day: str) -> str:
    return f"{day or UNDATED}T00:00:00Z"
