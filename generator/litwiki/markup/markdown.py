"""Text in Markdown files that are read as they stand: notes on releases, reports, comments."""

import re

from litwiki.text.words import clean


def markdown_text(text: str) -> str:
    """Text for a Markdown file that is read as it stands, on one line, with as few signs as escaping allows.

    >>> print(markdown_text("a_b [c]"))
    a\\_b \\[c\\]
    """
    return re.sub(r"([\\`*_\[\]<>&~|#!])", r"\\\1", clean(text))


def markdown_code(text: str) -> str:
    """Text as code in a Markdown file, on one line: between more backticks than it has in a row (CommonMark 6.1).

    >>> print(markdown_code("kettle --boil"), markdown_code("`tea`"))
    `kettle --boil` `` `tea` ``
    """
    shown = clean(text)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    space = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{space}{shown}{space}{fence}" if shown else ""
