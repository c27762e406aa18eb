"""A page as a theme sees it, made without MkDocs: its file's text and address in, what templates ask for out.

It has the attributes of MkDocs' `Page` (mkdocs.org, "Developing Themes", Template Variables) that a page outside of
the navigation has a value for. What it lacks a template finds undefined; `shells` then notices that it was not
so with MkDocs' own page, and lets MkDocs render.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from litwiki.render.bodies import Heading

FENCED = re.compile(r"---\n((?:[^\n]*\n)*?)---\n\n*")
LINE = re.compile(r"([A-Za-z_][\w-]*): (?:'((?:[^']|'')*)'|(\[.*\])|([1-9][0-9]{0,8}))", re.ASCII)
# Pieces of a list on one line: quoted text, a plain word or some, or a bracket; commas stand between them.
PIECE = re.compile(r"'((?:[^']|'')*)'|([A-Za-z][A-Za-z0-9_+./ -]*)(?<! )|(\[)|(\])")
# Words that YAML 1.1 takes for something else than text (yaml.org/type/bool.html, null.html).
WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


@dataclass(slots=True)
class Anchor:
    """An entry of the table of contents, as MkDocs' `AnchorLink`."""

    title: str
    id: str
    level: int
    active: bool = False
    children: list["Anchor"] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The fragment that leads to it."""
        return "#" + self.id


class Toc:
    """A table of contents, as MkDocs' `TableOfContents`."""

    def __init__(self, items: list[Anchor]) -> None:
        self.items = items

    def __iter__(self) -> Iterator[Anchor]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


@dataclass(slots=True)
class Leaf:
    """A page outside of the navigation."""

    url: str
    meta: Mapping[str, object]
    content: str
    toc: Toc
    canonical_url: str | None
    abs_url: str | None
    edit_url: str | None = None
    is_homepage: bool = False
    is_page: bool = True
    previous_page: None = None
    next_page: None = None
    parent: None = None
    ancestors: tuple[()] = ()
    children: None = None
    active: bool = True

    @property
    def title(self) -> object:
        """The title of the front matter; pages without one are MkDocs' business."""
        return self.meta["title"]


def addresses(site_url: str | None, url: str) -> tuple[str | None, str | None]:
    """A page's canonical and absolute address, as MkDocs makes them."""
    if not site_url:
        return None, None
    canonical = urljoin(site_url if site_url.endswith("/") else site_url + "/", url)
    return canonical, urlsplit(canonical).path


def make_toc(headings: Sequence[Heading]) -> Toc:
    """Headings below those of a higher rank before them."""
    top: list[Anchor] = []
    open_: list[Anchor] = []
    for heading in headings:
        anchor = Anchor(heading.name, heading.id, heading.level)
        while open_ and open_[-1].level >= anchor.level:
            open_.pop()
        (open_[-1].children if open_ else top).append(anchor)
        open_.append(anchor)
    if top:
        top[0].active = True
    return Toc(top)


def read_front_matter(text: str) -> tuple[dict[str, object], str] | None:
    """Front matter as our own writer writes it, and the Markdown behind it; None for any other, which is YAML.

    Strings in single quotes, lists of words and whole numbers mean in YAML what they look like.
    """
    fenced = FENCED.match(text)
    if not fenced or not fenced[1].replace("\n", "").isprintable():
        return None
    meta: dict[str, object] = {}
    for line in fenced[1].splitlines():
        match = LINE.fullmatch(line)
        if not match or match[1] in meta or match[1].lower() in WORDS:
            return None
        if match[4]:
            meta[match[1]] = int(match[4])
        elif match[2] is not None:
            meta[match[1]] = match[2].replace("''", "'")
        else:
            found = _read_list(match[3])
            if found is None:
                return None
            meta[match[1]] = found
    return meta, text[fenced.end() :]


def _read_list(text: str) -> list[object] | None:
    """A list on one line, perhaps of lists; None for one that only YAML can read."""
    position, open_, after_item = 0, [[]], False  # type: int, list[list[object]], bool
    while position < len(text):
        match = PIECE.match(text, position)
        if match is None or (len(open_) == 1 and position):
            return None
        position = match.end()
        if match[3]:
            if after_item:
                return None
            inner: list[object] = []
            open_[-1].append(inner)
            open_.append(inner)
            continue
        if match[4]:
            open_.pop()
        elif after_item or (match[2] or "").lower() in WORDS:
            return None
        else:
            open_[-1].append(match[2] if match[1] is None else match[1].replace("''", "'"))
        after_item = True
        if text.startswith(", ", position) and len(open_) > 1 and text[position + 2 : position + 3] != "]":
            position, after_item = position + 2, False
    first = open_[0][0] if len(open_) == 1 and len(open_[0]) == 1 else None
    return first if isinstance(first, list) else None
