"""JSON Feed 1.1 (jsonfeed.org): `/feeds/all.json`. Topics and listings have Atom, which every reader reads.

An item needs no date: what has none has none. Its text is the summary, or the title where there is none.
"""

from collections.abc import Callable, Iterable
from functools import partial

from litwiki.exports import subscriptions
from litwiki.exports.subscriptions import Entry, Feed
from litwiki.facts.site import Site
from litwiki.markup.json import json_bytes
from litwiki.model.as_json import JsonValue
from litwiki.model.ids import DocPath
from litwiki.model.outputs import Output
from litwiki.text.words import clean

name = "json_feed"
VERSION = "https://jsonfeed.org/version/1.1"


def files(site: Site) -> Iterable[Output]:
    """One file, for all papers."""
    for name, inputs, papers, make in subscriptions.feeds(site):
        if name != subscriptions.ALL:
            return
        path = DocPath(f"{name}.json")
        address = site.settings.address_of(path)
        yield Output(path, (inputs, address), partial(_write, make, address), papers)


def _write(make: Callable[[], Feed], address: str) -> bytes:
    return json_bytes(_feed(make(), address))


def _feed(feed: Feed, address: str) -> dict[str, JsonValue]:
    record: dict[str, JsonValue] = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": address,
    }
    record |= {"description": feed.description} if feed.description else {}
    return record | {"items": [_item(entry) for entry in feed.entries]}


def _item(entry: Entry) -> dict[str, JsonValue]:
    item: dict[str, JsonValue] = {"id": entry.url, "url": entry.url}
    known = {
        "external_url": entry.own_url,
        "title": entry.title,
        "content_text": entry.summary or entry.title or entry.url,
        "date_published": f"{entry.published}T00:00:00Z" if entry.published else "",
        "date_modified": f"{entry.updated}T00:00:00Z" if entry.updated > entry.published else "",
    }
    item |= {key: value for key, value in known.items() if value}
    if entry.authors:
        item["authors"] = [{"name": author} for author in entry.authors]
    if entry.topics:
        item["tags"] = [clean(topic.name) for topic in entry.topics]
    return item
