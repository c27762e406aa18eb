r"""Paragraphs of LaTeX as the Markdown of introductions: styles, links, math, and `\cite{key}` as a reference.

What the text of a living review contains, and no more: a command that is not known here loses its name and keeps what
is in its braces, so that no word is lost.
"""

import re
from collections.abc import Callable

from litwiki.markup.addresses import is_safe_url
from litwiki.markup.markdown import markdown_text
from litwiki.text.latex import from_bibtex, parse_spans, to_plain
from litwiki.text.spans import Span, Style

CITE = re.compile(
    r"\s*~?\s*\\(?:[A-Za-z]{0,12}?[cC]ite[A-Za-z]{0,12}|fullcite|nocite)\*?\s*(?:\[[^\]\n]{0,300}\]\s*){0,2}\{(?P<keys>[^{}]{1,100000})\}"
)
r"""`\cite` and its kind in natbib and biblatex (`\citep`, `\parencite`, `\autocite`), with options."""
LINK = re.compile(r"\\href\s*\{(?P<href>[^{}\s]{1,2000})\}\s*(?=\{)|\\url\s*\{(?P<url>[^{}\s]{1,2000})\}")
DROPPED = re.compile(
    r"\\(?:label|index|vspace|hspace|includegraphics|bibliography|bibliographystyle|pagestyle|thispagestyle|addcontentsline"
    r"|setcounter|title|author|date|thanks|documentclass|usepackage|ref|eqref|pageref)\*?\s*(?:\[[^\]\n]{0,300}\]\s*)?(?:\{[^{}]{0,300}\}){1,3}"
    r"|\\(?:noindent|newpage|clearpage|maketitle|tableofcontents|printbibliography|centering|bigskip|medskip|smallskip"
    r"|begin\s*\{[^{}\n]{1,40}\}|end\s*\{[^{}\n]{1,40}\})(?![A-Za-z])"
)
TODAY = re.compile(r"\\today(?![A-Za-z])(?:\s*\{\})?")
"""The day of a run would be another one in each; the word stays true."""
HELD = re.compile("\ue000([0-9]{1,7})\ue001")
LONGEST_GROUP = 100_000
PRIVATE = re.compile("[\ue000\ue001]")


def group_at(text: str, start: int) -> tuple[str, int]:
    r"""The inside of the braces that open at `start`, and where they end; of unclosed ones the rest of the line.

    >>> group_at(r"{a {b} \} c} d", 0)
    ('a {b} \\} c', 12)
    """
    depth, place = 0, start
    for sign in re.finditer(r"\\.|[{}]", text[start : start + LONGEST_GROUP], re.DOTALL):
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
        if depth == 0 and sign[0] == "}":
            place = start + sign.end()
            return text[start + 1 : place - 1], place
    end = text.find("\n", start)
    end = end if end >= 0 else len(text)
    return text[start:end].lstrip("{"), end


def cited_keys(cite: re.Match[str]) -> list[str]:
    """The keys of one citation."""
    return [key for key in (part.strip() for part in cite["keys"].split(",")) if key and key != "*"]


def plain_of(raw: str) -> str:
    """A piece of LaTeX as text, its citations left out."""
    without = LINK.sub(lambda link: link["url"] or "", DROPPED.sub(" ", TODAY.sub("today", CITE.sub(" ", raw))))
    return " ".join(to_plain(from_bibtex(without.replace("\\\\", " "))).split())


def to_markdown(raw: str, slug_of: Callable[[str], str | None]) -> str:
    """Paragraphs in Markdown. `slug_of` gives the paper that a citation key means, or None: then the key is shown."""
    held: list[str] = []

    def hold(markdown: str) -> str:
        held.append(markdown)
        return f"\ue000{len(held) - 1}\ue001"

    def cite(match: re.Match[str]) -> str:
        shown = [f"[[{slug}]]" if (slug := slug_of(key)) else f"`{key}`" for key in cited_keys(match)]
        return hold(" " + ", ".join(dict.fromkeys(shown))) if shown else ""

    text = CITE.sub(cite, PRIVATE.sub("", raw))
    text = DROPPED.sub(" ", TODAY.sub("today", text))
    paragraphs = re.split(r"\n\s*\n|\\\\(?:\[[^\]\n]{0,40}\])?|\\par\b|\\newline\b", _links(text, hold))
    shown = [HELD.sub(lambda match: held[int(match[1])], _paragraph(part)) for part in paragraphs]
    # What was held may itself hold a link's words, once.
    shown = [HELD.sub(lambda match: held[int(match[1])], part) for part in shown]
    return "\n\n".join(part.strip() for part in shown if part.strip())


def _links(text: str, hold: Callable[[str], str]) -> str:
    pieces: list[str] = []
    start = 0
    for link in LINK.finditer(text):
        if link.start() < start:
            continue
        pieces.append(text[start : link.start()])
        address = re.sub(r"\\([%#_&~])", r"\1", link["href"] or link["url"])
        start = link.end()
        words = address
        if link["href"]:
            words, start = group_at(text, link.end())
        is_fine = is_safe_url(address) and not re.search(r"[\s<>()]", address)
        label = _paragraph(words) if link["href"] else markdown_text(words)
        pieces.append(hold(f"[{label}](<{address}>)") if is_fine else hold(label))
    return "".join([*pieces, text[start:]])


def _paragraph(raw: str) -> str:
    bullet = "- " if re.match(r"\s*- ", raw) else ""
    text = re.sub(r"\A\s*- ", "", raw)
    return bullet + "".join(_shown(span) for span in parse_spans(from_bibtex(text)))


def _shown(span: Span) -> str:
    if span.style in {Style.MATH, Style.DISPLAY}:
        return f"${span.text}$"
    lead = span.text[: len(span.text) - len(span.text.lstrip())]
    tail = span.text[len(span.text.rstrip()) :] if span.text.strip() else ""
    text = markdown_text(span.text)
    if not text:
        return " " if span.text else ""
    for style in reversed(span.styles):
        if style is Style.CODE and "`" not in span.text:
            text = f"`{span.text.strip()}`"
        elif sign := {Style.STRONG: "**", Style.EMPHASIS: "*"}.get(style, ""):
            text = f"{sign}{text}{sign}"
    return f"{' ' if lead else ''}{text}{' ' if tail else ''}"
