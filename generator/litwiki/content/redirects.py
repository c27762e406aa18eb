"""Former addresses that are not ours: `content/redirects.yml`, one line an address of the site that was here before.

`/2021/03/04/kettle.html` leads to a paper, `/#boiling` on what was one page to a topic. Aliases of papers and topics
stand in their own files.
"""

import re
from collections.abc import Iterable
from typing import Any

from litwiki.content.fields import Fields, Key, Report, wrong
from litwiki.content.items import flow_mapping, formed_kind, items_kind
from litwiki.content.strict_yaml import Mapping
from litwiki.content.text_fields import text_kind
from litwiki.markup.yaml import yaml_text
from litwiki.model.records import Redirect

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


FROM = Key(
    "from",
    formed_kind(
        lambda text: text if is_address(text) else "",
        "",
        "an address on this site",
        "write it as '/2021/kettle.html' or '/#boiling'",
        {"type": "string", "pattern": "^/", "maxLength": LONGEST},
    ),
    "The former address, from the site's root: /2021/kettle.html, or /#anchor.",
    needed=True,
)
TO = Key("to", text_kind(100), "What is there now: a paper's slug, or topic:name.", needed=True)


def _redirect(get: Fields) -> tuple[Redirect, Fields] | None:
    address, target = get(FROM), get(TO)
    return (Redirect(address, target), get) if address and target else None


ITEMS = items_kind((FROM, TO), _redirect, "write - {from: '/2021/kettle.html', to: kettle}", "two addresses")
REDIRECTS = Key("redirects", ITEMS, "Former addresses, one a line.")
KEYS: tuple[Key[Any], ...] = (REDIRECTS,)


def read_redirects(node: Mapping, report: Report) -> tuple[Redirect, ...]:
    """The former addresses of a file, in its order; what is wrong with it is reported."""
    redirects: dict[str, Redirect] = {}
    for one, get in Fields(node, KEYS, report)(REDIRECTS):
        if redirects.setdefault(one.address, one) is not one:
            report(wrong(get.node, f"{one.address} stands here twice", "keep one of the two lines", "F004"))
    return (*redirects.values(),)


def write_redirects(redirects: Iterable[Redirect]) -> str:
    """A file of former addresses, sorted, so that two pull requests merge."""
    lines = [
        f"- {flow_mapping({'from': yaml_text(one.address), 'to': yaml_text(one.target)})}\n"
        for one in sorted(redirects, key=lambda one: one.address)
    ]
    return ABOUT + "redirects:\n" + "".join(lines)
