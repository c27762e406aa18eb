"""A site that opens without a server: a finished site in, a zip of a changed copy out.

A browser that opens a file finds no `index.html` for a folder and fetches no JSON. So addresses of folders name
their `index.html`, and every JSON file that a page's script loads stands there as a script, too, which hands its
content to `litwiki.take` (see `theme/assets/litwiki.js`).
"""

import html
import posixpath
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from litwiki.markup.html import escape_html
from litwiki.markup.json import json_bytes

LOADED = ("api/", "lists/", "search/", "anchors.json")
"""Folders whose JSON files scripts load, and a file."""

LEFT_OUT = frozenset({"404.html", "sitemap.xml.gz"})
"""Files that only a server has a use for; the page for missing pages has addresses from a server's root."""

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every file: the earliest that a zip can say (PKWARE APPNOTE, 4.4.6), since a build has no clock."""

ATTRIBUTE = re.compile(r"""(?P<before>\s(?:href|src|action)\s*=\s*)(?P<quote>["']?)(?P<url>[^"'\s>]*)(?P=quote)""")
PRELOAD = re.compile(r"""<link\s[^>]*\brel=["']?preload\b""", re.IGNORECASE)


def write_zip(site: Path, goal: Path) -> None:
    """Writes the copy of `site` as the zip file `goal`, whole or not at all; the same site gives the same bytes."""
    aside = goal.with_name(f".{goal.name}.new")
    with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in _files(site):
            entry = zipfile.ZipInfo(f"{goal.stem}/{name}", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    aside.replace(goal)


def _files(site: Path) -> Iterator[tuple[str, bytes]]:
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    folders = {posixpath.dirname(name) for name in names if posixpath.basename(name) == "index.html"}
    for name in names:
        if name in LEFT_OUT or name.startswith("."):
            continue
        content = (site / name).read_bytes()
        if name.endswith(".html"):
            yield name, _with_files(content.decode(), posixpath.dirname(name), folders).encode()
            continue
        yield name, content
        if name.endswith(".json") and name.startswith(LOADED):
            yield f"{name}.js", b"litwiki.take(" + json_bytes(name).strip() + b"," + content.strip() + b");\n"


class _Tags(HTMLParser):
    """Where the start tags of a page are: (offset, text)."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.tags: list[tuple[int, str]] = []
        self.lines = [0]
        for line in text.split("\n"):
            self.lines.append(self.lines[-1] + len(line) + 1)
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag, attrs  # the text has both, as they were written
        line, column = self.getpos()
        self.tags.append((self.lines[line - 1] + column, self.get_starttag_text() or ""))


def _with_files(text: str, folder: str, folders: set[str]) -> str:
    """A page in `folder` whose addresses of pages name files; `folders` have an `index.html`."""

    def named(match: re.Match[str]) -> str:
        url = html.unescape(match["url"])
        parts = urlsplit(url)
        if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
            return match[0]
        target = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
        if ("" if target == "." else target) not in folders:
            return match[0]
        path = parts.path.rstrip("/") + "/index.html"
        return f'{match["before"]}"{escape_html(path + url[len(parts.path) :])}"'

    written, position = [], 0
    for start, tag in _Tags(text).tags:
        written.append(text[position:start])
        # A file's fonts cannot be preloaded: a browser takes every file for a place of its own.
        written.append("" if PRELOAD.match(tag) else ATTRIBUTE.sub(named, tag))
        position = start + len(tag)
    return "".join([*written, text[position:]])
