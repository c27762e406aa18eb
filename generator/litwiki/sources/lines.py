"""The lines of pages that people copied as text, and the fields of formats in which a tag begins a line."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from litwiki.text.words import clean


class Line(Struct, frozen=True):
    """A line with something on it. `number` counts from 1 in the whole text."""

    number: int
    text: str
    after_blank: bool
    """Whether a blank line or one of the page's own is above it."""
    starts_card: bool = False
    """Whether the page printed something above it that ends what it says about one paper."""
    id: str = ""
    """The arXiv id that the page links this line to."""


class Field(Struct):
    """A field of a record: its tag, the line that it begins on, and what each of its lines says."""

    tag: str
    line: int
    parts: list[str]

    @property
    def text(self) -> str:
        """All of it on one line."""
        return " ".join(self.parts)


def lines_of(text: str, shown: Callable[[str], str] = clean) -> Iterator[Line]:
    """The lines of a text as they are `shown`, without the blank ones."""
    after_blank = True
    for number, printed in enumerate(text.split("\n"), 1):
        line = shown(printed)
        if line:
            yield Line(number, line, after_blank)
        after_blank = not line
