"""Where pages and files may come and go without a trace on any page but those that link to them.

There is room only where the settings name the navigation, nothing in the theme looked at the list of all pages, and
every link led somewhere. The sitemap, which names all pages, is no page: where its template has nothing to fill in, it
is a file like any other.
"""

import gzip
import io
import os
import re
from collections.abc import Container
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation

# Names that nothing in MkDocs treats in a way of its own (`README`, hidden files, other endings of pages).
NAME = re.compile(r"[a-z0-9_][a-z0-9_-]*(?:/[a-z0-9_][a-z0-9._-]*)+")
PAGE_LIKE = (".markdown", ".mdown", ".mkdn", ".mkd")
OUT_OF_NAVIGATION = re.compile(r"/([a-z0-9][a-z0-9_-]*)/\*")
SYNTAX = re.compile(rb"\{[{%#]|\r|\n\n\Z")
SITEMAP = "sitemap.xml"


def room_of(config: "MkDocsConfig", nav: "Navigation", files: "Files") -> dict[str, list[str]] | None:
    """Folders at the top in which pages, and in which other files may not, come and go; None where none may."""
    from mkdocs.structure.nav import Link, _get_by_type

    links = [urlsplit(link.url) for link in _get_by_type(nav.items, Link)]
    if config.nav is None or config.exclude_docs or config.draft_docs or not config.use_directory_urls:
        return None
    if any(not (link.scheme or link.netloc) for link in links):
        return None
    patterns = [str(pattern.pattern) for pattern in (config.not_in_nav.patterns if config.not_in_nav else ())]
    if any(pattern.lstrip().startswith("!") for pattern in patterns):
        return None
    free = [match[1] for pattern in patterns if (match := OUT_OF_NAVIGATION.fullmatch(pattern))]
    theirs = {file.src_uri.split("/")[0] for file in files if file.src_dir != config.docs_dir}
    return {"pages": sorted({*free} - theirs - {"templates"}), "theirs": sorted(theirs | {"templates"})}


def has_room(room: dict[str, list[str]], name: str, files: Container[str]) -> bool:
    """Whether a file may come, or go, among `files`."""
    top = name.split("/")[0]
    if not NAME.fullmatch(name) or name.endswith(PAGE_LIKE):
        return False
    if not name.endswith(".md"):
        return top not in room["theirs"] and not name.endswith("/index.html")
    stem = name.removesuffix(".md").removesuffix("/index")
    same = {f"{stem}.md", f"{stem}/index.md", f"{stem}/index.html"} - {name}
    return top in room["pages"] and not any(other in files for other in same)


def is_like_a_file(template: Path) -> bool:
    """Whether a file of the theme is a sitemap with nothing to fill in."""
    content = template.read_bytes() if template.name == SITEMAP else b""
    return bool(content.strip()) and not SYNTAX.search(content)


def printed(template: Path) -> dict[str, bytes]:
    """What MkDocs makes of a sitemap with nothing to fill in, by names: it, and it packed."""
    content, packed = template.read_bytes().removesuffix(b"\n"), io.BytesIO()
    moment = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    with gzip.GzipFile(fileobj=packed, filename=f"{SITEMAP}.gz", mode="wb", mtime=moment) as file:
        file.write(content)
    return {SITEMAP: content, f"{SITEMAP}.gz": packed.getvalue()}
