"""Character encodings: the text of a file's bytes, by its mark, its declaration, or as UTF-8. Nothing is guessed."""

import codecs
import re

from msgspec import Struct

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # UTF-32's mark begins with UTF-16's: it is asked for first.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED_WITHIN = 2048
"""Bytes from the beginning in which a declaration is looked for."""
DECLARATION = re.compile(
    rb"""^%+[ \t]*encoding[ \t]*:[ \t]*([\w.:-]+)       # JabRef's header of a .bib
    | -\*-[^\n]{0,200}?\bcoding[ \t]*[:=][ \t]*([\w.-]+)  # Emacs
    | \A\s*<\?xml[^>]{0,200}?\bencoding[ \t]*=[ \t]*["']([\w.:-]+)["']
    | <meta[ \t]+charset[ \t]*=[ \t]*["']?([\w.:-]+)
    | \A@charset[ \t]+"([\w.:-]+)\"""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
NO_TEXTS = {
    b"PK\x03\x04": "an Excel or Word file or a ZIP archive; save the table as CSV, or unpack it",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file; save the table as CSV",
    b"%PDF": "a PDF; give the paper's address or id, or a bibliography",
    b"\x1f\x8b": "a compressed file; unpack it first",
    b"SQLite format 3": "a database; export what is in it as BibTeX, RIS or CSV",
}
"""What files of other programs begin with, and what to do with them."""
NO_TEXT = frozenset({"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})
"""Codecs of Python that are no encoding of files."""


ONE_BYTE = ("cp125", "iso8859", "koi8", "mac", "cp8", "cp4")
"""What Python's names of encodings begin with that have one byte a character."""


class Decoded(Struct, frozen=True):
    """A text with `\\n` at the ends of its lines, and what a person should know about its encoding."""

    text: str
    remark: str = ""


class Undecodable(Struct, frozen=True):
    """Why bytes are no text, and the line, counted from 1, where that shows."""

    line: int
    reason: str


def decode(content: bytes) -> Decoded | Undecodable:
    """The text of `content`.

    A mark counts most. Bytes that are UTF-8 although a declaration names an encoding of one byte a character are
    UTF-8: some program saved the file again and left the declaration as it was.
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _decode(content[len(mark) :], encoding)
    for beginning, reason in NO_TEXTS.items():
        if content.startswith(beginning):
            return Undecodable(1, reason)
    if (nul := content.find(b"\0")) >= 0:
        reason = "a NUL byte: this is no text, or UTF-16 without its mark; save the file as UTF-8"
        return Undecodable(_line_of(content, nul), reason)
    match = DECLARATION.search(content[:DECLARED_WITHIN])
    if match is None:
        return _decode(content, "utf-8")
    declared = (match[1] or match[2] or match[3] or match[4] or match[5]).decode("ascii")
    encoding = _codec(declared)
    if not encoding:
        line = _line_of(content, match.start())
        return Undecodable(line, f"the encoding {declared} is not known; save the file as UTF-8")
    if encoding.startswith(ONE_BYTE):
        as_utf8 = _decode(content, "utf-8")
        if isinstance(as_utf8, Decoded):
            said = f"the file says that it is {declared}, but it is UTF-8 and was read as such"
            return Decoded(as_utf8.text, "" if content.isascii() else said)
    return _decode(content, encoding)


def _codec(declared: str) -> str:
    """Python's name of an encoding, or nothing. Java says `x-MacRoman`, Emacs `latin-2-unix`."""
    bare = re.sub(r"-(?:unix|dos|mac)\Z", "", declared.lower().removeprefix("x-"))
    for label in (declared, bare, bare.replace("-", "")):
        if re.match("utf_?-?(?:16|32|8)", label, re.IGNORECASE):
            return "utf-8"  # whoever could read the declaration as bytes saw that it is not UTF-16
        try:
            name = codecs.lookup(label).name
            b"a".decode(name)
        except (LookupError, ValueError):
            continue
        # What is called Latin-1 or ASCII has Windows' quotes and dashes where it is neither (WHATWG).
        return "" if name in NO_TEXT else "cp1252" if name in ("iso8859-1", "ascii") else name
    return ""


def _decode(content: bytes, encoding: str) -> Decoded | Undecodable:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = _line_of(content, error.start, encoding)
        name = {"utf-8": "UTF-8", "cp1252": "windows-1252"}.get(encoding, encoding.upper())
        what = f"byte 0x{content[error.start]:02x}" if error.start < len(content) else "the end of the file"
        return Undecodable(line, f"{what} is not {name}; save the file as UTF-8")
    # A mark inside is what is left where files were joined.
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"))


def _line_of(content: bytes, position: int, encoding: str = "utf-8") -> int:
    return content[:position].decode(encoding, "replace").count("\n") + 1
