"""Former addresses that are not ours: `content/redirects.yml`, one line an address of the site that was here before.

`/2021/03/04/kettle.html` leads to a paper, `/#boiling` on what was one page to a topic. Aliases of papers and topics
stand in their own files.
"""

import re
from collections.abc import Iterable
from typing import Any

from litwiki.content.fields import Fields, Key, Report, Schema, schema_of, wrong
from litwiki.content.strict_yaml import Mapping, Node, Scalar, Sequence
from litwiki.content.text_fields import Text
from litwiki.markup import yaml_text
from litwiki.model.records import Redirect
from litwiki.text.words import clean

LONGEST = 300
ADDRESS = re.compile(r"(?:/[\w.~!$&'()+,;=@%-]+)*/?(?:#[^\s#<>\"]{1,200})?", re.ASCII)
"""Steps of a path (RFC 3986, 3.3, without colons and stars, which Windows cannot have in names), and an anchor."""
ABOUT = "# Addresses of a former site, and what is there now: a paper's slug, or topic:name.\n"


def is_address(text: str) -> bool:
    """Whether a text is an address on a site: a path that begins with a slash, and perhaps an anchor."""
    steps = text.partition("#")[0].split("/")
    return (
        text.startswith("/")
        and 1 < len(text) <= LONGEST
        and not {".", ".."} & {*steps}
        and re.fullmatch(rf"/?{ADDRESS.pattern}", text) is not None
    )


class _Address:
    default: str | None = None

    def read(self, node: Node, report: Report) -> str | None:
        text = clean(node.text) if isinstance(node, Scalar) else ""
        if is_address(text):
            return text
        report(
            wrong(node, "expected an address on this site", "write it as '/2021/kettle.html' or '/#boiling'", "F004")
        )
        return None

    def schema(self) -> Schema:
        return {"type": "string", "pattern": "^/", "maxLength": LONGEST}


FROM = Key("from", _Address(), "The former address, from the site's root: /2021/kettle.html, or /#anchor.", needed=True)
TO = Key("to", Text(longest=100), "What is there now: a paper's slug, or topic:name.", needed=True)
ITEM: tuple[Key[Any], ...] = (FROM, TO)


class _Items:
    @property
    def default(self) -> tuple[Redirect, ...]:
        return ()

    def read(self, node: Node, report: Report) -> tuple[Redirect, ...]:
        if not isinstance(node, Sequence):
            report(wrong(node, "expected a list", "write - {from: '/2021/kettle.html', to: kettle}"))
            return ()
        found: dict[str, Redirect] = {}
        for item in node.items:
            if not isinstance(item, Mapping):
                report(wrong(item, "expected two addresses", "write - {from: '/2021/kettle.html', to: kettle}"))
                continue
            get = Fields(item, ITEM, report)
            address, target = get(FROM), get(TO)
            if address and target:
                if address in found:
                    report(wrong(item, f"{address} stands here twice", "keep one of the two lines", "F004"))
                found.setdefault(address, Redirect(address, target))
        return (*found.values(),)

    def schema(self) -> Schema:
        return {"type": "array", "items": schema_of(ITEM)}


REDIRECTS = Key("redirects", _Items(), "Former addresses, one a line.")
KEYS: tuple[Key[Any], ...] = (REDIRECTS,)


def read_redirects(node: Mapping, report: Report) -> tuple[Redirect, ...]:
    """The former addresses of a file, in its order; what is wrong with it is reported."""
    return Fields(node, KEYS, report)(REDIRECTS)


def write_redirects(redirects: Iterable[Redirect]) -> str:
    """A file of former addresses, sorted, so that two pull requests merge."""
    lines = [
        f"- {{from: {yaml_text(one.address)}, to: {yaml_text(one.target)}}}\n"
        for one in sorted(redirects, key=lambda one: one.address)
    ]
    return ABOUT + "redirects:\n" + "".join(lines)
