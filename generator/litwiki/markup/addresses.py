"""Which addresses a page may lead to: absolute ones with a harmless scheme, and those of the site itself."""

import re
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from litwiki.markup.html import escaped, syntax

SCHEMES = frozenset({"http", "https", "mailto"})


def is_safe_url(url: str) -> bool:
    """Whether `url` is absolute with an allowed scheme, judged after removing what browsers ignore.

    Browsers strip control characters and spaces before they read a scheme (WHATWG URL, "URL parsing").
    """
    if PLAIN_ADDRESS.fullmatch(url):
        return True
    if CONTROL_OR_SPACE.search(url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in SCHEMES and bool(parts.hostname or parts.scheme.lower() == "mailto")
    except ValueError:
        return False


PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9.-]*[a-z0-9](?:[/?#][!-\[\]-~]*)?", re.ASCII)
"""What nearly every address looks like: a host of letters, then any visible signs but a backslash."""

CONTROL_OR_SPACE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff\\]")


def is_relative_url(url: str) -> bool:
    """Whether `url` stays on this site: no scheme, no host, not from the root."""
    if CONTROL_OR_SPACE.search(url) or url.startswith("/"):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc and ":" not in url.split("/")[0]


def href(url: str) -> Markup:
    """An attribute of HTML or SVG that leads somewhere; nothing for an address that is neither safe nor relative.

    >>> href("../papers/kivi/"), href("javascript:alert(1)")
    (Markup(' href="../papers/kivi/"'), Markup(''))
    """
    if not QUOTED_ADDRESS.fullmatch(url):
        if not (is_safe_url(url) or is_relative_url(url)):
            return Markup("")
        url = quote(url, safe="/:?#@!$&+,;=%~-._")
    return syntax(f' href="{escaped(url)}"')


QUOTED_ADDRESS = re.compile(
    r"(?:https?://[a-z0-9.-]*[a-z0-9](?:[/?#]|\Z)|\.\.?/)[A-Za-z0-9/:?#@!$&+,;=%~._-]*", re.ASCII
)
"""What nearly every address looks like: safe or relative, and with nothing to quote."""
