"""The Markdown that our templates emit as HTML, equal to python-markdown's, without its cost a page.

A page is cut at blank lines into *pieces*: a heading, a paragraph, an item of a list, a block of HTML. In every
piece the runs of harmless characters (letters, digits, numeric references, single spaces, commas and stops within:
what all escaped text is made of) and the addresses of links are exchanged for placeholders. What is left, the piece's
*form*, is rendered by python-markdown itself, once, in the same surroundings; the next piece of that form costs a join.
So the forms follow whatever templates emit, and this module knows only how pieces stand in a page.

Why that is exact: python-markdown looks at no character of such a run (it copies letters and, as HTML, references),
and at no neighbour of a piece beyond the blank line, but for lists, `<div markdown>` and ids that it makes itself.
The first two are done here; a page with anything else (references, code by indentation, quotes, headings without
an id, HTML that does not close in its piece) is `None`: MkDocs renders it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown import Markdown

KNOWN = frozenset({"toc", "tables", "fenced_code", "attr_list", "md_in_html"})
"""Extensions under which the above holds; with any other, MkDocs renders all bodies."""

# Letters and digits, and whatever is not ASCII, in one set: regular expressions go through that fastest.
LETTERS = r"(?:[^\x00-/:-@\[-`{-\x7f\s]++|&\#[0-9]{1,7};)++"
TOKEN = re.compile(
    r"(?P<kept><[^<>]*>|\{[^{}\n]*\}|&[A-Za-z]\w*;|(?<!\w)[0-9]+(?=\.))"
    r"|\]\((?P<address>(?:[A-Za-z0-9./:\#?=%~+,;@!$_-]|&amp;)+)\)"
    rf"|(?P<run>{LETTERS}(?:[,;:.]? {LETTERS})*+)"
)
PLACE = re.compile(r"([QUL])qz([0-9]+)zq")
MARKS = ("Qqz", "Uqz", "Lqz", "[TOC]", "\t", "\r", "\x02", "\x03")
# In a piece with one of these a run may not be copied as it is: code, escapes, emphasis inside words.
DELICATE = re.compile(r"[\\`_]")
CONTAINERS = "div|section|aside|article|nav|main|header|footer|figure|details"
ATTRIBUTES = r'(?: [a-z-]+(?:="[^"<>&]*")?)*'
OPENING = re.compile(
    rf'<({CONTAINERS}){ATTRIBUTES} markdown(?:="(?:1|block)")?{ATTRIBUTES}>(?P<first><summary>[^<>\n]*</summary>)?'
)
# Values of attributes that are copied as they are: in a list of attributes with references, in a tag without, and
# not those by which anything is found or led to.
VALUE = re.compile(rf'(?<==")(?:{LETTERS}|[ ./_:%;,-])+(?=")')
TAG_VALUE = re.compile(r'(?<= )((?!href|src|id|name|class|markdown)[a-z-]+=")([A-Za-z0-9 ./_:%;,-]+)(?=")')
# Blocks of HTML that python-markdown copies, blank lines and all; in them text and values of attributes.
COPIED = re.compile(r'<(div|section|figure|details|ul|ol|dl|table)(?: [a-z-]+(?:="[^"<>]*")?)*>')
PLAIN = re.compile(rf'(?<==")(?:{LETTERS}|[ ./_:%;,()#+-])*(?=")|(?<=[>\n])(?:{LETTERS}|[ .,:;()%/+!?-])+(?=[<\n])')
ANY_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)[^<>]*?(/?)>")
ITEM = re.compile(r"(?:[-*+]|[0-9]+\.) +\S")
REFUSED = re.compile(r"(?:^|\n) *(?:(?:[-*+]|[0-9]+\.) +)*(?:>|\[[^\[\]\n]*\]:)|<[!?]|^ |^(?:`{3}|~{3})")
HEADING = re.compile(r"(?:^|\n)#|\n(?:=+|-+) *(?:\n|\Z)")
OWN_ID = re.compile(r"#{1,6} [^\n]*\{[^{}\n]*#[\w-]+[^{}\n]*\}\Z")
TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)")
MOST_FORMS = 30_000
"""Forms that are remembered; beyond, learning begins anew."""


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of a page's table of contents."""

    level: int
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Body:
    """A page's content as HTML, its headings in order."""

    html: str
    headings: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """What python-markdown made of a piece: literal text with, between, runs (`Q`) and links (`L`, with the
    address as it was, or the number of its placeholder); its headings, their names in parts too."""

    parts: tuple[str, ...]
    slots: tuple[tuple[int, str, int | str], ...]
    headings: tuple[tuple[int, str, tuple[str, ...], tuple[tuple[int, str, int | str], ...]], ...]


class OutsideError(Exception):
    """A page has something that only python-markdown itself can do."""


@dataclass(slots=True)
class Bodies:
    """Renders bodies; remembers forms, which may be kept for the next build with the same extensions."""

    extensions: Sequence[str]
    configs: Mapping[str, Mapping[str, object]]
    forms: dict[tuple[str, str], Form | None] = field(default_factory=dict)
    learnt: int = 0
    _markdown: "tuple[Markdown, list[str]] | None" = None

    def render(self, source: str, resolve: Callable[[str], str | None]) -> Body | None:
        """The body of a page, or None where MkDocs has to render it.

        `resolve` gives the address that MkDocs would write for one in a link, or None where it would warn.
        """
        if any(mark in source for mark in MARKS):
            return None
        try:
            page = _Page(self, _chunks(source), resolve)
            html, _ = page.walk(0, "")
        except OutsideError:
            return None
        return Body("\n".join(html).strip(), tuple(page.headings))

    def form(self, skeleton: str, place: str) -> Form:
        """The form of a piece in its surroundings. Raises `OutsideError`."""
        key = (skeleton, place)
        if key not in self.forms:
            if len(self.forms) >= MOST_FORMS:
                self.forms.clear()
            try:
                self.forms[key] = self._learn(skeleton, place)
            except OutsideError:
                self.forms[key] = None
        found = self.forms[key]
        if found is None:
            raise OutsideError
        return found

    def opened(self, tag: str, name: str) -> str:
        """The opening tag of a container as python-markdown writes it. Raises `OutsideError`."""
        key = (tag, "container")
        if key not in self.forms:
            markdown, _ = self._parser()
            markdown.reset()
            before, inner, after = markdown.convert(f"{tag}\n\nzz\n\n</{name}>").partition("\n<p>zz</p>\n")
            exact = inner and after == f"</{name}>" and before.startswith(f"<{name}") and before.count("\n") < 2
            self.forms[key] = Form((before,), (), ()) if exact else None
        form = self.forms[key]
        if form is None:
            raise OutsideError
        return form.parts[0]

    def copied(self, text: str, place: str) -> str | None:
        """A block of HTML as python-markdown copies it, or None where it does not. It does if it copies one with
        the same kinds of lines: of lines that close what they open only the first of a kind is tried."""
        if not COPIED.match(text):
            return None
        kinds: dict[str, None] = {}
        tried = []
        # References are a kind of their own: where HTML is parsed and written again, they are not what they were.
        for line in PLAIN.sub(lambda plain: "z&#46;z" if "&" in plain[0] else "zz", text).split("\n"):
            if line not in kinds or not _is_closed(line):
                tried.append(line)
                kinds[line] = None
        sample = "\n".join(tried)
        try:
            form = self.form(sample, place)
        except OutsideError:
            return None
        html = form.parts[0]
        return text + html[len(sample) :] if html.rstrip("\n") == sample and not form.slots else None

    def _parser(self) -> "tuple[Markdown, list[str]]":
        if self._markdown is None:
            self._markdown = _make_markdown(self.extensions, self.configs)
        return self._markdown

    def _learn(self, skeleton: str, place: str) -> Form:
        self.learnt += 1
        markdown, addresses = self._parser()
        _refuse(skeleton, place, markdown)
        before, after, opening, closing = SURROUNDINGS[place]
        markdown.reset()
        addresses.clear()
        html = markdown.convert(before + skeleton + after)
        if not (html.startswith(opening) and html.endswith(closing)):
            raise OutsideError
        html = html[len(opening) : len(html) - len(closing)]
        if place.startswith(("- ", "1. ")) and html.count("<li") != html.count("</li>"):
            raise OutsideError
        tokens = list(_flat(getattr(markdown, "toc_tokens", [])))
        if any("qz" in str(token["id"]) for token in tokens):
            raise OutsideError
        headings = tuple((int(str(t["level"])), str(t["id"]), *_parts(str(t["name"]), addresses)) for t in tokens)
        return Form(*_parts(html, addresses), headings)


def _item_surroundings(marker: str, tag: str, *, inside: bool) -> dict[str, tuple[str, str, str, str]]:
    other, shown = f"{marker} zz", "<li>\n<p>zz</p>\n</li>"
    outer = ("<div markdown>\n\n", "\n\n</div>", "<div>\n", "\n</div>") if inside else ("", "", "", "")
    name = f"{marker} {'div ' if inside else ''}"
    lists = {
        "only": ("", "", f"<{tag}>\n", f"\n</{tag}>"),
        "first": ("", f"\n\n{other}", f"<{tag}>\n", f"\n{shown}\n</{tag}>"),
        "middle": (f"{other}\n\n", f"\n\n{other}", f"<{tag}>\n{shown}\n", f"\n{shown}\n</{tag}>"),
        "last": (f"{other}\n\n", "", f"<{tag}>\n{shown}\n", f"\n</{tag}>"),
    }
    return {
        name + position: (outer[0] + before, after + outer[1], outer[2] + opening, closing + outer[3])
        for position, (before, after, opening, closing) in lists.items()
    }


# What stands before and after a piece while its form is learnt, in Markdown and then in HTML.
SURROUNDINGS: dict[str, tuple[str, str, str, str]] = {
    "": ("zz\n\n", "\n\nzz", "<p>zz</p>\n", "\n<p>zz</p>"),
    "div ": ("<div markdown>\n\nzz\n\n", "\n\nzz\n\n</div>", "<div>\n<p>zz</p>\n", "\n<p>zz</p>\n</div>"),
}
for _marker, _tag in (("-", "ul"), ("1.", "ol")):
    for _inside in (False, True):
        SURROUNDINGS |= _item_surroundings(_marker, _tag, inside=_inside)


@dataclass(slots=True)
class _Page:
    """One page on its way: its chunks between blank lines, and what was found."""

    bodies: Bodies
    chunks: Sequence[str]
    resolve: Callable[[str], str | None]
    headings: list[Heading] = field(default_factory=list)

    def walk(self, position: int, place: str) -> tuple[list[str], int]:
        """The blocks from `position` on as HTML, up to the end or the closing tag of `place`, and where that is."""
        found: list[str] = []
        while position < len(self.chunks):
            chunk = self.chunks[position]
            if chunk.startswith("</"):
                if not place or chunk not in CLOSING:
                    raise OutsideError
                return found, position + 1
            opening = OPENING.fullmatch(chunk) if chunk.startswith("<") else None
            if opening:
                if self.chunks[position + 1 : position + 2] == [f"</{opening[1]}>"]:
                    raise OutsideError
                inner, end = self.walk(position + 1, "div ")
                if self.chunks[end - 1] != f"</{opening[1]}>":
                    raise OutsideError
                found.append("\n".join([self.bodies.opened(chunk, opening[1]), *inner, f"</{opening[1]}>"]))
                position = end
            elif ITEM.match(chunk):
                html, position = self.list(position, place)
                found.append(html)
            else:
                found.append(self.piece(chunk, place))
                position += 1
        if place:
            raise OutsideError
        return found, position

    def list(self, position: int, place: str) -> tuple[str, int]:
        """The list that begins at `position`, and where it ends."""
        ordered = self.chunks[position][0].isdigit()
        if ordered and not self.chunks[position].startswith("1."):
            raise OutsideError
        items: list[list[str]] = []
        while position < len(self.chunks):
            chunk = self.chunks[position]
            if chunk.startswith("    "):
                items[-1].append(chunk)
            elif ITEM.match(chunk) and chunk[0].isdigit() == ordered:
                items.append([chunk])
            else:
                break
            position += 1
        if position < len(self.chunks) and (ITEM.match(self.chunks[position]) or self.chunks[position][0] == " "):
            raise OutsideError
        tag, marker = ("ol", "1.") if ordered else ("ul", "-")
        name = f"{marker} {place}"
        lines = items[0][0].split("\n")
        if sum(bool(ITEM.match(line)) for line in lines) > 1:
            if len(items) > 1 or len(items[0]) > 1 or not all(ITEM.match(line) for line in lines):
                raise OutsideError
            html = [self.piece(line, f"{name}only") for line in lines]
        else:
            html = []
            for number, item in enumerate(items):
                if number and sum(bool(ITEM.match(line)) for line in item[0].split("\n")) > 1:
                    raise OutsideError
                position_in_list = "first" if number == 0 else "middle" if number < len(items) - 1 else "last"
                html.append(self.piece("\n\n".join(item), name + (position_in_list if len(items) > 1 else "only")))
        return f"<{tag}>\n" + "\n".join(html) + f"\n</{tag}>", position

    def piece(self, text: str, place: str) -> str:
        """A piece as HTML. Raises `OutsideError`."""
        if text[0] == "<" and (copied := self.bodies.copied(text, place)) is not None:
            return copied
        runs: list[str] = []
        addresses: list[str] = []

        def exchanged(match: re.Match[str]) -> str:
            kind = match.lastgroup
            if kind == "run":
                runs.append(match[0])
                return f"Qqz{len(runs) - 1}zq"
            if kind == "address":
                addresses.append(match["address"])
                return f"](Uqz{len(addresses) - 1}zq)"
            if match[0][0] == "{":
                return VALUE.sub(value_exchanged, match[0])
            return TAG_VALUE.sub(tag_value_exchanged, match[0]) if '="' in match[0] else match[0]

        def value_exchanged(match: re.Match[str]) -> str:
            runs.append(match[0])
            return f"Qqz{len(runs) - 1}zq"

        def tag_value_exchanged(match: re.Match[str]) -> str:
            runs.append(match[2])
            return f"{match[1]}Qqz{len(runs) - 1}zq"

        skeleton = TOKEN.sub(exchanged, text)
        try:
            form = self.bodies.form(text if DELICATE.search(skeleton) else skeleton, place)
        except OutsideError:
            # What cannot be taken apart may still be a piece as it stands.
            form = self.bodies.form(text, place)
        for level, identifier, parts, slots in form.headings:
            self.headings.append(Heading(level, identifier, self.filled(parts, slots, runs, addresses)))
        return self.filled(form.parts, form.slots, runs, addresses)

    def filled(
        self,
        parts: tuple[str, ...],
        slots: tuple[tuple[int, str, int | str], ...],
        runs: Sequence[str],
        addresses: Sequence[str],
    ) -> str:
        """A form with its runs and addresses in their places."""
        if not slots:
            return parts[0]
        found = list(parts)
        for index, kind, value in slots:
            if kind == "Q":
                found[index] = runs[int(value)]
                continue
            address = self.resolve(value if isinstance(value, str) else addresses[value])
            if address is None:
                raise OutsideError
            found[index] = address
        return "".join(found)


def _chunks(source: str) -> list[str]:
    """What stands between blank lines, blocks of HTML that are copied in one. Raises `OutsideError`."""
    parts = re.split(r"(\n(?: *\n)+)", source.strip("\n"))
    found: list[str] = []
    position = 0
    while position < len(parts):
        chunk = parts[position]
        opening = COPIED.match(chunk) if chunk.startswith("<") and not OPENING.match(chunk) else None
        while opening and chunk.count(f"<{opening[1]}") > chunk.count(f"</{opening[1]}>"):
            # Of several blank lines python-markdown keeps some.
            if position + 1 == len(parts) or parts[position + 1].count("\n") > 2:
                raise OutsideError
            position += 2
            chunk += "\n\n" + parts[position]
        if not chunk.strip():
            raise OutsideError
        found.append(chunk)
        position += 2
    return found


def _is_closed(line: str) -> bool:
    """Whether a line of HTML closes all that it opens and nothing else."""
    open_: dict[str, int] = {}
    for closing, name, empty in ANY_TAG.findall(line):
        open_[name] = open_.get(name, 0) + (0 if empty else -1 if closing else 1)
    return not any(open_.values())


CLOSING = frozenset(f"</{name}>" for name in CONTAINERS.split("|"))


def _make_markdown(
    extensions: Sequence[str], configs: Mapping[str, Mapping[str, object]]
) -> "tuple[Markdown, list[str]]":
    """A parser as MkDocs makes it, and the list into which it writes the addresses of links."""
    import markdown
    from markdown.treeprocessors import Treeprocessor

    addresses: list[str] = []

    class Recorder(Treeprocessor):
        # Stands where MkDocs' own exchange of addresses does.
        def run(self, root: "object") -> None:
            for element in root.iter():  # type: ignore[attr-defined]
                key = {"a": "href", "img": "src"}.get(element.tag)
                if key:
                    addresses.append(element.get(key) or "")
                    element.set(key, f"Lqz{len(addresses) - 1}zq")

    made = markdown.Markdown(extensions=list(extensions), extension_configs={k: dict(v) for k, v in configs.items()})
    made.treeprocessors.register(Recorder(made), "relpath", 0)
    return made, addresses


def _refuse(skeleton: str, place: str, markdown: "Markdown") -> None:
    """Raises `OutsideError` for pieces that reach out of themselves."""
    if REFUSED.search(skeleton) or (
        HEADING.search(skeleton) and not (place in {"", "div "} and OWN_ID.match(skeleton))
    ):
        raise OutsideError
    open_tags: dict[str, int] = {}
    for closing, name in TAG.findall(skeleton):
        if markdown.is_block_level(name.lower()):
            open_tags[name] = open_tags.get(name, 0) + (-1 if closing else 1)
            if open_tags[name] < 0 or name.lower() == "hr":
                raise OutsideError
    if any(open_tags.values()) or " markdown" in skeleton:
        raise OutsideError


def _flat(tokens: Sequence[dict[str, object]]) -> "list[dict[str, object]]":
    found = []
    for token in tokens:
        found.append(token)
        children = token["children"]
        found += _flat(children if isinstance(children, list) else [])
    return found


def _parts(html: str, addresses: Sequence[str]) -> tuple[tuple[str, ...], tuple[tuple[int, str, int | str], ...]]:
    """A text in literal parts and slots. Raises `OutsideError` where a placeholder is not where it can be filled."""
    parts: list[str] = []
    slots: list[tuple[int, str, int | str]] = []
    position = 0
    for match in PLACE.finditer(html):
        parts.append(html[position : match.start()])
        position = match.end()
        value: int | str = int(match[2])
        if match[1] == "U":
            raise OutsideError
        if match[1] == "L":
            address = addresses[int(match[2])]
            own = PLACE.fullmatch(address)
            if not own and ("qz" in address or re.search(r"[\"<>]|&(?!amp;)", address)):
                raise OutsideError
            value = int(own[2]) if own else address
        slots.append((len(parts), match[1], value))
        parts.append("")
    parts.append(html[position:])
    return tuple(parts), tuple(slots)
