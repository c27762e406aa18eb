"""JSON Feed 1.1 (jsonfeed.org): `/feeds/all.json`. Topics and listings have Atom, which every reader reads.

An item needs no date: what has none has none. Its text is the summary, or the title where there is none.
"""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice

from litwiki.exports import subscriptions
from litwiki.exports.subscriptions import Entry, Feed
from litwiki.facts.site import Site
from litwiki.markup.json import json_bytes
from litwiki.model.ids import DocPath
from litwiki.model.outputs import Output
from litwiki.text.words import clean

name = "json_feed"
VERSION = "https://jsonfeed.org/version/1.1"


def files(site: Site) -> Iterable[Output]:
    """One file, for all papers."""
    for name, inputs, papers, make in islice(subscriptions.feeds(site), 1):  # the first is of all
        path = DocPath(f"{name}.json")
        address = site.settings.address_of(path)
        yield Output(path, (inputs, address), partial(_write, make, address), papers)


def _write(make: Callable[[], Feed], address: str) -> bytes:
    feed = make()
    head = {"version": VERSION, "title": feed.title, "home_page_url": feed.page, "feed_url": address}
    head |= {"description": feed.description} if feed.description else {}
    return json_bytes({**head, "items": [_item(entry) for entry in feed.entries]})


def _item(entry: Entry) -> dict[str, object]:
    """What is known of a paper; an item's id is its address."""
    said = {
        "external_url": entry.paper_url,
        "title": entry.title,
        "content_text": entry.summary or entry.title or entry.url,
        "date_published": f"{entry.published}T00:00:00Z" if entry.published else "",
        "date_modified": f"{entry.updated}T00:00:00Z" if entry.updated > entry.published else "",
        "authors": [{"name": author} for author in entry.authors],
        "tags": [clean(topic.name) for topic in entry.topics],
    }
    return {"id": entry.url, "url": entry.url} | {key: value for key, value in said.items() if value}
