"""Values as YAML: strings stay strings, whatever they look like."""

import re
from collections.abc import Iterator, Mapping, Sequence

PLAIN_YAML = re.compile(r"[A-Za-z][\w+./ -]*+(?<! )\Z", re.ASCII)

YAML_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})

WIDTH = 100


def yaml_text(text: str) -> str:
    """A string on one line, in single quotes, or in double quotes where it has unprintable characters.

    >>> print(yaml_text("it's"))
    'it''s'
    """
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    characters = (c if c.isprintable() and c not in '"\\' else _yaml_escape(c) for c in text)
    return '"' + "".join(characters) + '"'


def _yaml_escape(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def yaml_word(text: str) -> str:
    """A short string: bare where every YAML reader takes it for a string, else quoted."""
    return text if PLAIN_YAML.match(text) and text.lower() not in YAML_WORDS else yaml_text(text)


def yaml_list(items: Sequence[str]) -> str:
    """A list on one line."""
    return "[" + ", ".join(yaml_word(item) for item in items) + "]"


def yaml_items(items: Sequence[str]) -> str:
    """A list with one item a line, below its key; `[]` for nothing. Git merges two that each got another item."""
    return "".join(f"\n- {yaml_word(item)}" for item in items) or "[]"


def yaml_map(items: Mapping[str, str]) -> str:
    """A mapping on one line; values are always quoted, so that an id stays a string."""
    return "{" + ", ".join(f"{yaml_word(key)}: {yaml_text(value)}" for key, value in items.items()) + "}"


def yaml_block(text: str, indent: str = "  ") -> str:
    """A paragraph as a folded block behind its key, wrapped at 100 columns; `''` for nothing."""
    text = " ".join(text.split(" "))
    if not text:
        return "''"
    if not text.isprintable() or "  " in text or text != text.strip():
        return yaml_text(text)
    return ">-\n" + "\n".join(indent + line for line in wrapped(text, WIDTH - len(indent)))


def wrapped(text: str, width: int) -> Iterator[str]:
    """`text`, words with one space between them, in lines of at most `width` unless a word is longer."""
    start = 0
    while len(text) - start > width:
        # The last space before the margin, or, behind a word that is too long, the first one.
        end = text.rfind(" ", start, start + width + 1)
        end = text.find(" ", start) if end < 0 else end
        if end < 0:
            break
        yield text[start:end]
        start = end + 1
    yield text[start:]
