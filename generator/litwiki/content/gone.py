"""Links that lead nowhere any more: `gone` in a paper's file, a list beside `links`.

A link stays as somebody wrote it; what became of it stands here by its address. Where a person changes the link, the
line is about an address that nobody links to any more, and means nothing.
"""

from collections.abc import Iterable

from litwiki.content.date_fields import DAY_KIND
from litwiki.content.fields import Key
from litwiki.content.items import LINK_ADDRESS, flow_mapping, items_kind, record_of
from litwiki.markup.yaml import yaml_text
from litwiki.model.entries import Gone

URL = Key("url", LINK_ADDRESS, "The link's address, as it stands in links.", needed=True)
SINCE = Key("since", DAY_KIND, "The day on which it was found dead: YYYY-MM-DD.")
COPY = Key("copy", LINK_ADDRESS, "Where the web archive has a copy.")

GONE_LINKS = items_kind(
    (URL, SINCE, COPY),
    record_of(Gone),
    "write - {url: 'https://…', since: YYYY-MM-DD}",
    "a dead link",
    lambda one: one.url,
)
"""`[{url: …, since: 2026-11-28, copy: …}]`."""


def gone_value(gone: Iterable[Gone]) -> str:
    """Dead links in YAML, on one line."""
    items = (
        flow_mapping({"url": yaml_text(one.url), "copy": one.copy and yaml_text(one.copy), "since": one.since})
        for one in gone
    )
    return f"[{', '.join(items)}]"
