"""What messages are put together from: text that a terminal can print, numbers with their nouns."""


def printable(text: str) -> str:
    r"""`text` for a terminal: what it would obey or cannot print is written as an escape.

    >>> printable("red \x1b[31m")
    'red \\x1b[31m'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "paper"), counted(0, "paper"), counted(2000, "entry", "entries")
    ('1 paper', '0 papers', '2,000 entries')
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
