"""Curators' Markdown as sanitized HTML: what they see on GitHub, and nothing that could do harm."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from markupsafe import Markup
from markupsafe import escape as html_escape

from litwiki.markup.highlighting import CLASSES
from litwiki.model.ids import digest

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

ALERTS = ("note", "tip", "important", "warning", "caution")
"""The kinds of boxes that GitHub has."""
FOOTNOTE = re.compile(r"fn(?:ref)?[0-9]{1,6}(?:-[0-9]{1,6})?")
"""The ids of footnotes and of what refers to them."""
ALLOWED_CLASSES = {
    "span": {"lw-math", "lw-math--display", *CLASSES},
    "div": {"highlight", "lw-alert", *(f"lw-alert--{kind}" for kind in ALERTS)},
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
    env: dict[str, object] = {}
    tokens = parser.parse(markdown, env)
    ours = _Ours(markdown, resolve)
    for token in tokens:
        if token.children:
            token.children = [*ours.exchanged(token.children)]
    highest = min((int(token.tag[1]) for token in every(tokens) if token.type == "heading_open"), default=1)
    for token in every(tokens):
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) - highest + top)}"
    rendered = parser.renderer.render(tokens, parser.options, env)

    def address(href: str) -> str | None:
        if href in ours.addresses or is_safe_url(href) or (href.startswith("#") and FOOTNOTE.fullmatch(href[1:])):
            return href
        address = resolve(href) if is_relative_url(href) and not href.startswith("#") else None
        return address[0] if address else None

    safe = sanitize(rendered, address, ALLOWED_TAGS | {f"h{top}"})
    return ours.shown(safe)


class _Ours:
    """What leads to pages and images of the wiki's own. Images pass the sanitiser as names that no text can contain:
    each has the digest of the whole text in it. What raw HTML says of images is dropped as ever."""

    def __init__(self, markdown: str, resolve: Resolver) -> None:
        self._resolve, self._found = resolve, list[str]()
        self.addresses: set[str] = set()
        self._name = f"image-{digest(markdown, 32)}" if "![" in markdown else ""

    def exchanged(self, tokens: "Iterable[Token]") -> "Iterator[Token]":
        """The tokens of a line with links for references, names for our images, links for those of other servers, and
        words for the rest."""
        for token in tokens:
            if token.type == "reference":
                url, title = self._resolve(token.info) or ("", token.info)
                self.addresses |= {url} - {""}
                yield from _link(url, token.content or title)
            elif token.type == "image":
                yield from self._image(token)
            else:
                yield token

    def _image(self, token: "Token") -> "Iterable[Token]":
        source, text = str(token.attrs.get("src", "")), _alternative(token)
        image = self._resolve(source) if is_relative_url(source) else None
        if not image or not IMAGE.search(image[0]):
            return _link(source, text or source) if is_safe_url(source) else _link("", text)
        title = str(token.attrs.get("title", ""))
        shown = f' title="{html_escape(title)}"' if title else ""
        self._found.append(f'<img src="{html_escape(image[0])}" alt="{html_escape(text)}"{shown} loading="lazy">')
        return _link("", f"{self._name}-{len(self._found)}.")

    def shown(self, safe: Markup) -> Markup:
        """Sanitised HTML with images for their names."""
        if not self._found:
            return safe
        return syntax(re.sub(rf"{self._name}-(\d+)\.", lambda match: self._found[int(match[1]) - 1], safe))


def _link(address: str, text: str) -> "Iterator[Token]":
    """A link, or the words alone where there is no address."""
    from markdown_it.token import Token

    words = Token("text", "", 0, content=text)
    link = [Token("link_open", "a", 1, attrs={"href": address}), words, Token("link_close", "a", -1)]
    yield from link if address else [words]


def _alternative(token: "Token") -> str:
    """An image's words, without their markup."""
    inner = every(token.children or ())
    return "".join(one.content or one.info for one in inner if one.type in {"text", "code_inline", "reference"})


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
