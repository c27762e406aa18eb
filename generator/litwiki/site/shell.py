"""Frames of pages, rendered once for many: a template with slots in, its text split at the slots out.

A *slot* can be printed and asked whether it is there, and refuses everything else: comparison, length, filters, loops,
other attributes. What a template makes of slots is therefore the same for every page but for what stands in them.
It is rendered twice, with marks of other letters and another length; where more differs than the marks, something in
the template looked at a printed mark. Whatever is refused, MkDocs renders.
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, NoReturn

from msgspec import Struct

NONCES = ("qXz7Kw", "Vj0pRtLm3")
"""What marks are told by; in two renderings two, of other letters and another length."""


class RefusedError(Exception):
    """A template asked more of a slot than whether it is there and what it says."""


class Marks(NamedTuple):
    """The marks of one rendering."""

    nonce: str

    def of(self, name: str) -> str:
        """The mark of the slot with this name."""
        return f"\x1a{self.nonce}.{name}\x1a"

    @property
    def file(self) -> str:
        """The mark that stands for a page's own name, in addresses too."""
        return f"lw-{self.nonce.lower()}-lw"

    def folder(self, number: int) -> str:
        """The mark that stands for the name of a folder above a page, counted from the top."""
        return f"lw-{self.nonce.lower()}-{number}-lw"

    @property
    def pattern(self) -> re.Pattern[str]:
        """Any mark of this rendering: of a value, of a folder, or else of a page's own name."""
        low = self.nonce.lower()
        return re.compile(rf"\x1a{self.nonce}\.(?P<name>[a-z]+)\x1a|lw-{low}-(?:(?P<folder>\d+)-)?lw")


def _refuse(what: str) -> Callable[..., NoReturn]:
    def refuse(*_: object) -> NoReturn:
        raise RefusedError(f"the theme asks for more than a page's text ({what})")

    return refuse


REFUSED = (
    "__eq__ __ne__ __lt__ __le__ __gt__ __ge__ __hash__ __len__ __iter__ __contains__ __getitem__ __call__ __add__"
    " __radd__ __mod__ __rmod__ __mul__ __rmul__ __reversed__ __getattr__"
).split()


class Unseen:
    """A value that nothing may be asked of."""

    __slots__ = ()


class Slot:
    """A value that prints its mark and is there."""

    __slots__ = ("_mark",)

    def __init__(self, mark: str) -> None:
        self._mark = mark

    def __str__(self) -> str:
        return self._mark

    def __bool__(self) -> bool:
        return True


for _name in REFUSED:
    setattr(Slot, _name, _refuse(_name.strip("_")))
    setattr(Unseen, _name, _refuse(_name.strip("_")))
for _name in ("__str__", "__bool__"):
    setattr(Unseen, _name, _refuse("pages"))


class Content(Slot):
    """The content of a page, of which it is known that it has a heading."""

    __slots__ = ()

    def __contains__(self, text: object) -> bool:
        if text != "<h1":
            raise RefusedError("the theme looks for something in a page's content")
        return True


class Shell(Struct, frozen=True):
    """Text, in UTF-8, with slots: `pieces[n]` stands before the slot `names[n]`, the last piece behind the last slot.
    The slot '' is the page's own name, those with numbers are folders above it."""

    pieces: tuple[bytes, ...]
    names: tuple[str, ...]

    def fill(self, values: Mapping[str, bytes]) -> bytes:
        """The text with values in its slots."""
        written = [text for piece, name in zip(self.pieces, self.names, strict=False) for text in (piece, values[name])]
        return b"".join([*written, self.pieces[-1]])


def make_shell(render: Callable[[Marks], str]) -> Shell:
    """The shell of what `render` makes with marks. Raises `RefusedError`."""
    one, other = (_split(render(marks), marks) for marks in map(Marks, NONCES))
    if one != other:
        raise RefusedError("the theme makes something of a page's text that is not the text")
    return one


def _split(text: str, marks: Marks) -> Shell:
    pieces: list[str] = []
    names: list[str] = []
    position = 0
    for match in marks.pattern.finditer(text):
        pieces.append(text[position : match.start()])
        names.append(match["name"] or match["folder"] or "")
        position = match.end()
    pieces.append(text[position:])
    if any(marks.nonce.lower() in piece.lower() or "\x1a" in piece for piece in pieces):
        raise RefusedError("the theme changes a page's text")
    return Shell(tuple(piece.encode("utf-8", errors="xmlcharrefreplace") for piece in pieces), tuple(names))
