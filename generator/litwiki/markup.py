"""The only writer of YAML, HTML, XML and JSON syntax. All text is hostile until it has been here.

Values in, syntax out. What is finished syntax has the type `Markup`, so that nothing is escaped twice and
nothing unescaped gets through: `str` is always data. Pages are HTML, in which five characters are escaped. Only a
page's heading is Markdown: there every ASCII punctuation mark is a numeric character reference, which is the one form
that survives python-markdown (measured: 1,030 of 1,030 hostile strings; `html.escape` 949, backslashes 651).
"""

import functools
import html
import itertools
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from markupsafe import Markup
from markupsafe import escape as html_escape

from litwiki.highlighting import CLASSES
from litwiki.model.as_json import JsonValue
from litwiki.model.ids import digest
from litwiki.model.richtext import rich
from litwiki.text.alerts import ALERTS, FOOTNOTE
from litwiki.text.html_writer import references
from litwiki.text.words import clean

if TYPE_CHECKING:  # the parser of Markdown takes longer to import than a small build takes where no notes are read
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

SCHEMES = frozenset({"http", "https", "mailto"})

_syntax: Callable[[str], Markup] = functools.partial(str.__new__, Markup)
"""A text that is finished syntax. `Markup(…)` asks every value whether it has a form in HTML, which costs as much
as the escaping."""


def escape(text: str) -> Markup:
    """Text for a heading in Markdown.

    >>> escape("a_b <i>")
    Markup('a&#95;b &#60;i&#62;')
    """
    return _syntax(references(text))


def escape_html(text: str) -> Markup:
    """Text for HTML: in elements and in quoted attributes.

    >>> escape_html('"><script>')
    Markup('&#34;&gt;&lt;script&gt;')
    """
    return _syntax(escaped(text))


def escaped(text: str) -> str:
    """The same for what is joined with other text: most texts are as they were, and to ask costs a fifth of a call of
    markupsafe."""
    is_plain = not ("&" in text or "<" in text or ">" in text or '"' in text or "'" in text)
    return text if is_plain else html_escape(str(text))


def inline(raw: str) -> Markup:
    r"""Raw text of a title or an abstract with its emphasis and its math, as HTML.

    Math is left for KaTeX in `<span class="lw-math">`; without scripts the reader sees its TeX.

    >>> inline(r"{\em so} \(x\)")
    Markup('<em>so</em> <span class="lw-math">x</span>')
    """
    return rich(raw).html


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
    return _syntax(f' href="{escaped(url)}"')


QUOTED_ADDRESS = re.compile(
    r"(?:https?://[a-z0-9.-]*[a-z0-9](?:[/?#]|\Z)|\.\.?/)[A-Za-z0-9/:?#@!$&+,;=%~._-]*", re.ASCII
)
"""What nearly every address looks like: safe or relative, and with nothing to quote."""


def preformatted(text: str) -> Markup:
    """Text in a fixed-width block, on one line of HTML: an empty line would end the block in Markdown."""
    written = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")  # an element's text has its quotes
    return _syntax(f'<pre class="lw-pre"><code>{_on_one_line(written)}</code></pre>')


def _on_one_line(markup: str) -> Markup:
    """HTML with references for what Markdown parsers see even in HTML: ends of lines and tabs."""
    if not markup.isprintable():
        for sign, reference in LINE_SIGNS.items():
            markup = markup.replace(sign, reference)
    return _syntax(markup)


LINE_SIGNS = {"\t": "&#9;"} | dict.fromkeys("\n\r\x0b\x0c", "&#10;")


# --- curators' Markdown --------------------------------------------------------------------------------

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


def _references(state: "StateInline", silent: bool) -> bool:
    """`[[slug]]`, `[[topic:peft]]` and `[[slug|words]]` as links, resolved through `env`."""
    match = REFERENCE.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        if "heard" in state.env:
            state.env["heard"].append((state.src.count("\n", 0, state.pos), match["target"].strip()))
        found = state.env["resolve"](match["target"].strip())
        label = " ".join((match["label"] or "").split())
        if found:
            opening = state.push("link_open", "a", 1)
            opening.attrs = {"href": found[0]}
            opening.meta = {"resolved": True}
            state.push("text", "", 0).content = label or found[1]
            state.push("link_close", "a", -1)
        else:
            state.push("text", "", 0).content = label or match["target"].strip()
    state.pos = match.end()
    return True


REFERENCE = re.compile(r"\[\[(?P<target>[^\[\]|\n]{1,120})(?:\|(?P<label>[^\[\]]{1,200}))?\]\]")


@functools.cache
def _parser(*, html: bool) -> "MarkdownIt":
    from litwiki.github_markdown import make_parser

    parser = make_parser(html=html)
    parser.inline.ruler.before("link", "reference", _references)
    return parser


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
    parser = _parser(html=len(REOPENED.findall(markdown)) <= MOST_REOPENED)
    env = {"resolve": resolve}
    tokens = parser.parse(markdown, env)
    ours: set[str] = set()
    images = _Images(markdown, resolve)
    for token in tokens:
        if token.children:
            token.children = [*images.exchanged(token.children)]
    highest = min((int(token.tag[1]) for token in _every(tokens) if token.type == "heading_open"), default=1)
    for token in _every(tokens):
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) - highest + top)}"
        elif token.type == "link_open" and token.meta.get("resolved"):
            ours.add(str(token.attrs["href"]))
    rendered = parser.renderer.render(tokens, parser.options, env)

    def address(href: str) -> str | None:
        return href if href in ours or _is_footnote(href) else _resolved(href, resolve)

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
        return _syntax(re.sub(rf"{self._name}-(\d+)\.", lambda match: self._found[int(match[1]) - 1], safe))


def _alternative(token: "Token") -> str:
    """An image's words, without their markup."""
    return "".join(inner.content for inner in _every(token.children or ()) if inner.type in {"text", "code_inline"})


IMAGE = re.compile(r"\.(?:png|jpe?g|gif|webp)\Z")
"""Formats that browsers show and that run no script (an SVG opened by itself does)."""


def _is_footnote(href: str) -> bool:
    return href.startswith("#") and FOOTNOTE.fullmatch(href[1:]) is not None


def _every(tokens: "Iterable[Token]") -> "Iterable[Token]":
    for token in tokens:
        yield token
        yield from _every(token.children or ())


def _resolved(href: str, resolve: Resolver) -> str | None:
    if is_safe_url(href):
        return href
    found = resolve(href) if is_relative_url(href) and not href.startswith("#") else None
    return found[0] if found else None


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
    return _on_one_line(cleaned.strip())


def _attribute(name: str, value: str, address: Callable[[str], str | None]) -> str | None:
    """An attribute's value, or None where it is dropped. An id may only be a footnote's: any other could hide a name
    that scripts look up in the document."""
    if name == "id":
        return value if FOOTNOTE.fullmatch(value) else None
    return address(value) if name == "href" else value


@functools.lru_cache(maxsize=1)
def _blocks(markdown: str) -> "Sequence[Token]":
    # Of one text after the other three things are asked, below.
    return tuple(_parser(html=True).parse(markdown, {"resolve": lambda _: None}))


def disallowed_html(markdown: str) -> tuple[str, ...]:
    """Names of the raw HTML elements that `sanitize` would drop, in their order; code is left out."""
    found: dict[str, None] = {}
    for token in _every(_blocks(markdown)) if "<" in markdown else ():
        if token.type in {"html_block", "html_inline"}:
            for name in re.findall(r"<\s*([a-zA-Z][\w:-]*)", token.content):
                if name.lower() not in ALLOWED_TAGS:
                    found[name.lower()] = None
    return tuple(found)


def find_references(markdown: str) -> list[tuple[int, str]]:
    """The insides of all `[[…]]` in a curator's Markdown with their lines from 0, code left out."""
    found: list[tuple[int, str]] = []
    for token in _blocks(markdown) if "[[" in markdown else ():
        if token.type == "inline" and token.map:
            heard: list[tuple[int, str]] = []
            _parser(html=True).parseInline(token.content, {"resolve": lambda _: None, "heard": heard})
            found += [(token.map[0] + line, target) for line, target in heard]
    return found


def find_steps(markdown: str) -> list[tuple[str, int, int]]:
    """The paragraphs of a curator's Markdown that are nothing but one `[[slug]]`: what it names, and the lines, from
    0, on which the paragraph begins and ends (the line behind it). Those in lists and quotes are none."""
    found = []
    for opening, block in itertools.pairwise(_blocks(markdown) if "[[" in markdown else ()):
        if opening.type == "paragraph_open" and not opening.level and opening.map:
            match = REFERENCE.fullmatch(block.content.strip())
            target = match["target"].strip().removeprefix("paper:") if match else ""
            if target and ":" not in target:
                found.append((target, opening.map[0], opening.map[1]))
    return found


def find_open_references(markdown: str) -> list[tuple[int, str]]:
    """Beginnings of `[[…]]` in a curator's Markdown that no reference came of, with their lines, code left out."""
    found: list[tuple[int, str]] = []
    for block in _blocks(markdown) if "[[" in markdown else ():
        if block.type != "inline" or not block.map:
            continue
        line = block.map[0]
        # Of a reference nothing is left in the text but its words; what still has brackets is none.
        for token in block.children or ():
            if token.type in {"softbreak", "hardbreak"}:
                line += 1
            elif token.type == "text" and (at := token.content.find("[[")) >= 0:
                found.append((line, token.content[at : at + 40]))
            elif token.type == "code_inline":
                line += token.content.count("\n")
    return found


def find_math(markdown: str) -> list[tuple[int, str]]:
    """The formulas in a curator's Markdown with the lines, from 0, of their blocks."""
    signs = "$" in markdown or "\\(" in markdown or "\\[" in markdown or "math" in markdown
    return [
        (block.map[0] if block.map else 0, token.content)
        for block in (_blocks(markdown) if signs else ())
        for token in (block, *(block.children or ()))
        if token.type in {"math_inline", "math_display", "math_block"}
    ]


def find_merge_marker(markdown: str) -> int:
    """The line, from 1, on which git's mark of an unfinished merge stands in a curator's Markdown; 0 for none. In code
    it is text, and so is a part of the three marks."""
    if not all(mark in markdown for mark in ("<<<<<<< ", "=======", ">>>>>>> ")):
        return 0
    lines = CODE_BLOCK.sub(lambda match: "\n" * match[0].count("\n"), markdown).split("\n")
    first = next((n for n, line in enumerate(lines, 1) if line.startswith("<<<<<<< ")), 0)
    rest = [line.rstrip() for line in lines[first:]] if first else []
    middle = rest.index("=======") if "=======" in rest else -1
    return first if middle >= 0 and any(line.startswith(">>>>>>> ") for line in rest[middle:]) else 0


def find_addresses(markdown: str) -> list[tuple[int, str]]:
    """The addresses of all links in a curator's Markdown with the lines, from 0, of their blocks."""
    found: list[tuple[int, str]] = []
    for block in _blocks(markdown) if ADDRESSED.search(markdown) else ():
        for token in (block, *(block.children or ())):
            if token.type == "link_open":
                found.append((block.map[0] if block.map else 0, str(token.attrs.get("href", ""))))
            elif token.type == "image":
                found.append((block.map[0] if block.map else 0, str(token.attrs.get("src", ""))))
            elif token.type in {"html_block", "html_inline"}:
                line = block.map[0] if block.map else 0
                found += [(line, html.unescape(m[2] or m[3] or "")) for m in RAW_LINK.finditer(token.content)]
    return found


ADDRESSED = re.compile(r"[\[<@]|://|www\.", re.IGNORECASE)
"""A sign of every way to write an address."""
RAW_LINK = re.compile(
    r"""<a\s(?:[^<>"']|"[^"]*"|'[^']*')*?\bhref\s*=\s*(?:(["'])(.*?)\1|([^\s"'>]+))""", re.IGNORECASE | re.DOTALL
)


# Code in Markdown as far as references go: fenced blocks, and spans on one line (CommonMark 0.31, 4.5 and 6.1).
CODE = (
    r"(?P<code>^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*\n)*?(?: {0,3}(?P=fence)[`~]*[ \t\r]*$|[^\n]*\Z)"
    r"|(?P<ticks>`+)[^\n]+?(?P=ticks))"
)
CODE_BLOCK = re.compile(CODE.partition("|(?P<ticks>")[0] + ")", re.MULTILINE)
NAMED = re.compile(
    CODE
    + r"|(?P<open>\[\[\s*)(?P<target>[^\[\]|\n]{1,120}?)(?=\s*(?:\||\]\]))"
    + r"|(?P<before>\]\(\s*<?|^ {0,3}\[[^\]\n]+\]:\s*<?)(?P<address>[^\s<>()]+)",
    re.MULTILINE,
)


def exchange_references(markdown: str, other: Callable[[str], str | None]) -> str:
    """A curator's Markdown with the targets of `[[…]]` and of links replaced by what `other` has for them.

    Code stays as it is, and so does every target for which `other` gives None.
    """

    def exchanged(match: re.Match[str]) -> str:
        if match["code"]:
            return match[0]
        before, target = (match["open"], match["target"]) if match["target"] else (match["before"], match["address"])
        return f"{before}{other(target) or target}"

    return NAMED.sub(exchanged, markdown)


# --- YAML ----------------------------------------------------------------------------------------------

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
    return ">-\n" + "\n".join(indent + line for line in _wrapped(text, WIDTH - len(indent)))


def _wrapped(text: str, width: int) -> Iterator[str]:
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


# --- files ---------------------------------------------------------------------------------------------


_compact: Callable[[JsonValue], str] = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), allow_nan=False
).encode
"""`json.dumps` makes an encoder for every value, which takes longer than to encode a short one."""


def json_bytes(value: JsonValue) -> bytes:
    """A JSON document in UTF-8, keys in the order given, one line."""
    return (unicodedata.normalize("NFC", _compact(value)) + "\n").encode()


def json_ld(value: JsonValue) -> str:
    """A JSON document for `<script type="application/ld+json">`: whatever could end the element, or is read otherwise
    in HTML, is an escape of JSON (WHATWG HTML, "Restrictions for contents of script elements").

    >>> print(json_ld({"name": "</script>"}))
    {"name":"\\u003c/script\\u003e"}
    """
    text = _compact(value)
    for sign, written in SCRIPT_SPECIALS.items():
        text = text.replace(sign, written)
    return text


SCRIPT_SPECIALS = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


XML_DECLARATION = "<?xml version='1.0' encoding='utf-8'?>"


def xml_element(tag: str, text: str = "", **attributes: str) -> str:
    """An element of an XML 1.0 document without others in it, on one line. Characters that XML cannot hold in any form
    are left out.

    >>> print(xml_element("title", "Tea & <toast>"), xml_element("link", rel="self", href="x?a&b"))
    <title>Tea &amp; &lt;toast&gt;</title> <link rel="self" href="x?a&amp;b" />
    """
    opening = tag + "".join(f' {name}="{_xml_value(value)}"' for name, value in attributes.items())
    shown = _xml_text(text)
    return f"<{opening}>{shown}</{tag}>" if shown else f"<{opening} />"


def _xml_text(text: str) -> str:
    if not text.isprintable():  # as next to none is
        text = NOT_XML.sub("", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _xml_value(text: str) -> str:
    return _xml_text(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#09;")


NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What is no `Char` (XML 1.0, 2.2). To compile all but what is one takes ten times as long."""


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


def script_call(function: str, *values: JsonValue) -> bytes:
    """A script that calls one function with values: data for a page that may load scripts and nothing else."""
    shown = ",".join(map(_compact, values))
    return f"{function}({shown});\n".encode()
