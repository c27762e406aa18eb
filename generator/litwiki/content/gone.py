"""Links that lead nowhere any more: `gone` in a paper's file, a list beside `links`.

A link stays as somebody wrote it; what became of it stands here by its address. Where a person changes the link, the
line is about an address that nobody links to any more, and means nothing.
"""

from collections.abc import Iterable
from typing import Any

from litwiki.content.date_fields import Date
from litwiki.content.fields import Fields, Key, Report, Schema, schema_of, wrong
from litwiki.content.strict_yaml import Mapping, Node, Scalar, Sequence
from litwiki.content.text_fields import WEB_ADDRESS, is_web_address
from litwiki.markup import yaml_map
from litwiki.model.records import Gone
from litwiki.text.words import clean


class _Address:
    """A web address, or nothing."""

    default: str = ""

    def read(self, node: Node, report: Report) -> str:
        text = clean(node.text) if isinstance(node, Scalar) else ""
        if is_web_address(text):
            return text
        report(wrong(node, "expected a web address", "write an http or https address without spaces", "H002"))
        return self.default

    def schema(self) -> Schema:
        return {**WEB_ADDRESS}


URL = Key("url", _Address(), "The link's address, as it stands in links.", needed=True)
SINCE = Key("since", Date(), "The day on which it was found dead: YYYY-MM-DD.")
COPY = Key("copy", _Address(), "Where the web archive has a copy.")
ITEM: tuple[Key[Any], ...] = (URL, SINCE, COPY)


class GoneField:
    """`[{url: …, since: 2026-11-28, copy: …}]`."""

    @property
    def default(self) -> tuple[Gone, ...]:
        return ()

    def read(self, node: Node, report: Report) -> tuple[Gone, ...]:
        if not isinstance(node, Sequence):
            report(wrong(node, "expected a list", "write - {url: 'https://…', since: YYYY-MM-DD}"))
            return ()
        found: dict[str, Gone] = {}
        for item in node.items:
            if not isinstance(item, Mapping):
                report(wrong(item, "expected a dead link", "write - {url: 'https://…', since: YYYY-MM-DD}"))
                continue
            get = Fields(item, ITEM, report)
            url, since, copy = get(URL), get(SINCE), get(COPY)
            if url:
                found.setdefault(url, Gone(url, since or "", copy))
        return tuple(found.values())

    def schema(self) -> Schema:
        return {"type": "array", "items": schema_of(ITEM)}


def gone_value(gone: Iterable[Gone]) -> str:
    """Dead links in YAML, on one line."""
    items = []
    for one in gone:
        said = {"url": one.url, "copy": one.copy}
        since = f", since: {one.since}" if one.since else ""
        items.append(yaml_map({key: text for key, text in said.items() if text}).removesuffix("}") + since + "}")
    return f"[{', '.join(items)}]"
