"""Curators' Markdown as sanitized HTML: what they see on GitHub, and nothing that could do harm."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from markupsafe import Markup
from markupsafe import escape as html_escape

from litwiki.markup.highlighting import CLASSES
from litwiki.model.ids import digest
from litwiki.text.alerts import ALERTS, FOOTNOTE

if TYPE_CHECKING:  # the parser of Markdown takes longer to import than a small build takes where no notes are read
    from markdown_it.token import Token

from litwiki.markup.addresses import SCHEMES, is_relative_url, is_safe_url
from litwiki.markup.html import on_one_line, syntax
from litwiki.markup.tokens import every, parser_of

ALLOWED_TAGS = frozenset(
    "a abbr b blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h3 h4 h5 h6 hr"
    " i ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td th thead tr u ul var"
    "".split()
)

ALLOWED_ATTRIBUTES = {
    "a": {"href", "id", "title"},
    "abbr": {"title"},
    "ol": {"start"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "details": {"open"},
    "li": {"id"},
}

ALLOWED_CLASSES = {
    "span": {"lw-math", "lw-math--display", *CLASSES},
    "div": {"highlight", "lw-alert", *(f"lw-alert--{kind.lower()}" for kind in ALERTS)},
    "li": {"lw-task"},
    "ol": {"lw-footnotes"},
}
"""Classes of what our Markdown parser writes; whoever writes them by hand gains nothing."""

Resolver = Callable[[str], tuple[str, str] | None]
"""From the inside of `[[…]]`, or a relative link, to (address, title); None where there is no such page."""

# Elements that HTML opens again in every paragraph until they are closed (WHATWG HTML, "active formatting
# elements"): n of them in n paragraphs make n² elements.
REOPENED = re.compile(r"<(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?![a-z0-9])", re.IGNORECASE)

MOST_REOPENED = 200


def curated(markdown: str, resolve: Resolver, top: int = 3) -> Markup:
    """A curator's Markdown (GitHub's dialect, as they see it there) as sanitised HTML.

    Raw HTML passes an allowlist, addresses are http, https, mailto or relative ones that `resolve` knows; the text's
    highest headings have the level `top`, below ours. References and relative links to pages that do not exist leave
    their words (`litwiki check` reports them). Raw HTML in masses shows as it was written.
    """
    parser = parser_of(html=len(REOPENED.findall(markdown)) <= MOST_REOPENED)
    env = {"resolve": resolve}
    tokens = parser.parse(markdown, env)
    ours: set[str] = set()
    images = _Images(markdown, resolve)
    for token in tokens:
        if token.children:
            token.children = [*images.exchanged(token.children)]
    highest = min((int(token.tag[1]) for token in every(tokens) if token.type == "heading_open"), default=1)
    for token in every(tokens):
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) - highest + top)}"
        elif token.type == "link_open" and token.meta.get("resolved"):
            ours.add(str(token.attrs["href"]))
    rendered = parser.renderer.render(tokens, parser.options, env)

    def address(href: str) -> str | None:
        if href in ours or is_safe_url(href) or (href.startswith("#") and FOOTNOTE.fullmatch(href[1:])):
            return href
        found = resolve(href) if is_relative_url(href) and not href.startswith("#") else None
        return found[0] if found else None

    safe = sanitize(rendered, address, ALLOWED_TAGS | {f"h{top}"})
    return images.shown(safe)


class _Images:
    """Images of the wiki's own, which pass the sanitiser as names that no text can contain: each has the digest of the
    whole text in it. What raw HTML says of images is dropped as ever."""

    def __init__(self, markdown: str, resolve: Resolver) -> None:
        self._resolve, self._found = resolve, list[str]()
        self._name = f"image-{digest(markdown, 32)}" if "![" in markdown else ""

    def exchanged(self, tokens: "Iterable[Token]") -> "Iterator[Token]":
        """The tokens of a line with names for our images, links for those of other servers, and words for the rest."""
        from markdown_it.token import Token

        for token in tokens:
            if token.type != "image":
                yield token
                continue
            source, text = str(token.attrs.get("src", "")), _alternative(token)
            found = self._resolve(source) if is_relative_url(source) else None
            if found and IMAGE.search(found[0]):
                title = str(token.attrs.get("title", ""))
                shown = f' title="{html_escape(title)}"' if title else ""
                image = f'<img src="{html_escape(found[0])}" alt="{html_escape(text)}"{shown} loading="lazy">'
                self._found.append(image)
                yield Token("text", "", 0, content=f"{self._name}-{len(self._found)}.")
            elif is_safe_url(source):
                yield Token("link_open", "a", 1, attrs={"href": source})
                yield Token("text", "", 0, content=text or source)
                yield Token("link_close", "a", -1)
            else:
                yield Token("text", "", 0, content=text)

    def shown(self, safe: Markup) -> Markup:
        """Sanitised HTML with images for their names."""
        if not self._found:
            return safe
        return syntax(re.sub(rf"{self._name}-(\d+)\.", lambda match: self._found[int(match[1]) - 1], safe))


def _alternative(token: "Token") -> str:
    """An image's words, without their markup."""
    return "".join(inner.content for inner in every(token.children or ()) if inner.type in {"text", "code_inline"})


IMAGE = re.compile(r"\.(?:png|jpe?g|gif|webp)\Z")
"""Formats that browsers show and that run no script (an SVG opened by itself does)."""


def sanitize(markup: str, address: Callable[[str], str | None], tags: frozenset[str] = ALLOWED_TAGS) -> Markup:
    """HTML with only what is harmless: no scripts, styles, forms, frames or images, and no ids and classes but those
    of footnotes, math, alerts and tasks; on one line.

    `address` gives the address a link has in the end, or None.
    """
    import nh3

    cleaned = nh3.clean(
        markup,
        tags=set(tags),
        attributes={tag: set(names) for tag, names in ALLOWED_ATTRIBUTES.items()},
        allowed_classes=ALLOWED_CLASSES,
        attribute_filter=lambda _tag, name, value: _attribute(name, value, address),
        url_schemes=set(SCHEMES),
        link_rel="noopener",
        strip_comments=True,
    )
    return on_one_line(cleaned.strip())


def _attribute(name: str, value: str, address: Callable[[str], str | None]) -> str | None:
    """An attribute's value, or None where it is dropped. An id may only be a footnote's: any other could hide a name
    that scripts look up in the document."""
    if name == "id":
        return value if FOOTNOTE.fullmatch(value) else None
    return address(value) if name == "href" else value
