"""Bodies are what python-markdown makes of them, whatever their text and however our templates put it."""

import random
from collections.abc import Callable

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litwiki.markup import escape, preformatted
from litwiki.render.bodies import Bodies, Body, OutsideError
from litwiki.text.words import clean

EXTENSIONS = ("toc", "tables", "fenced_code", "attr_list", "md_in_html")
CONFIGS = {"toc": {"permalink": False}}
BODIES = Bodies(EXTENSIONS, CONFIGS)

LETTERS = "ab1 .:*_`#[](){}<>&!|\\~^$\"'-+=é中\u00a0😀"
WORDS = ["1. one", "# x", "- a", "&amp;", "zz", "a  b", "\\", "http://a.b", "|a|", "2023", "[TOC]"]


class Author:
    """Writes what templates write, with text from hostile people."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice

    def text(self) -> str:
        odd = "".join(self.dice.choices(LETTERS, k=self.dice.randint(1, 24)))
        raw = self.dice.choice(WORDS) if self.dice.random() < 0.3 else odd
        return str(escape(clean(raw) or "x"))

    def inline(self) -> str:
        forms: list[Callable[[], str]] = [
            self.text,
            lambda: f"[{self.text()}](../papers/kivi.md){{ .lw-title }}",
            lambda: f"[{self.text()}](https://example.org/a_b?c=1&amp;d=e#f)",
            lambda: f'<span class="lw-sign">{self.text()}</span>',
            lambda: f"**{self.text()}**",
            lambda: f"<em>{self.text()}</em>",
            lambda: self.dice.choice([", ", " · ", " (no. 7)", "<br>", " › ", "`code in a template`"]),
        ]
        return "".join(self.dice.choice(forms)() for _ in range(self.dice.randint(1, 5)))

    def item(self, marker: str) -> str:
        more = self.dice.choice(["", f"\n\n    {self.inline()}", f"\n\n    {self.inline()}\n    {{ .lw-also }}"])
        return f"{marker} {self.inline()}{more}"

    def block(self) -> str:
        several = range(self.dice.randint(1, 4))
        forms: list[Callable[[], str]] = [
            self.inline,
            lambda: f"{self.inline()}\n{{ .lw-tldr }}",
            lambda: "\n".join(f"- {self.inline()}" for _ in several),
            lambda: "\n\n".join(self.item("-  ") for _ in several),
            lambda: "\n\n".join(self.item("1. ") for _ in several),
            lambda: f"| a | b |\n|---|---:|\n| {self.inline()} | {self.text()} |",
            lambda: f"## {self.inline()} {{ #part }}",
            lambda: f"# {self.text()} {{ #lw-top }}",
            lambda: f'<div class="lw-notes">\n<p>{self.text()}</p>\n</div>',
            lambda: str(preformatted(self.text())),
            self.drawing,
            lambda: f'<svg class="x" viewBox="0 0 9 9"><path d="M0 0"/><text>{self.text()}</text></svg>',
        ]
        return self.dice.choice(forms)()

    def drawing(self) -> str:
        marks = [f'<a href="../{n}/" class="m{n}"><use x="{n}"/><title>{self.text()}</title></a>' for n in range(3)]
        entries = "\n\n".join(f"<li>{self.text()}</li>" for _ in range(2))
        gap = self.dice.choice(["\n", "\n\n", "\n  \n"])
        odd = self.dice.choice(["", "", "<br>\n", "<p>\n", "<!-- x -->\n", "</li>\n", "<div>\n\n</div>\n"])
        drawn = gap.join(marks)
        value = self.dice.choice(["a/b", "&#46;&#46;&#47;a", ""])
        if self.dice.random() < 0.3:
            return f'<div class="lw-filter" data-count="9" data-list="{value}"></div>'
        return f'<div class="lw-map" data-x data-y="{value}">\n<svg>\n{drawn}\n</svg>{gap}<ul>\n{entries}\n</ul>\n{odd}</div>'

    def page(self, depth: int = 0) -> str:
        parts = []
        for _ in range(self.dice.randint(1, 4)):
            if depth < 2 and self.dice.random() < 0.3:
                tag = self.dice.choice(['div class="lw-papers"', 'aside class="lw-side" aria-label="C"'])
                parts.append(f"<{tag} markdown>\n\n{self.page(depth + 1)}\n\n</{tag.split()[0]}>")
            else:
                parts.append(self.block())
        return "\n\n".join(parts)


def by_python_markdown(source: str) -> tuple[str, list[tuple[int, str, str]]]:
    parser = markdown.Markdown(extensions=list(EXTENSIONS), extension_configs=CONFIGS)
    html = parser.convert(source)

    def flat(tokens: list[dict[str, object]]) -> list[tuple[int, str, str]]:
        found: list[tuple[int, str, str]] = []
        for token in tokens:
            found.append((int(str(token["level"])), str(token["id"]), str(token["name"])))
            children = token["children"]
            found += flat(children if isinstance(children, list) else [])
        return found

    return html, flat(getattr(parser, "toc_tokens"))  # noqa: B009


def told(body: Body) -> tuple[str, list[tuple[int, str, str]]]:
    return body.html, [(heading.level, heading.id, heading.name) for heading in body.headings]


def same(address: str) -> str:
    return address


@settings(max_examples=400, deadline=None)
@given(st.randoms(use_true_random=False))
def test_bodies_are_what_python_markdown_makes(dice: random.Random) -> None:
    source = Author(dice).page()
    body = BODIES.render(source, same)
    if body is not None:
        assert told(body) == by_python_markdown(source)


def test_most_of_what_templates_write_is_known() -> None:
    pages = [Author(random.Random(number)).page() for number in range(300)]
    assert sum(BODIES.render(page, same) is not None for page in pages) > 200


@pytest.mark.parametrize(
    "source",
    [
        "## A heading without an id",
        "    code by indentation",
        "> a quote",
        "[a]: https://example.org",
        "text\n\n<div class='x' markdown>\n\nunclosed",
        "<div>\n\nnever closes",
        "<div>\n\n<p>closes later\n\n</div>",
        "<!-- a comment -->",
        "2. a list that begins with two",
        "- a\n\n1. another list",
        "[TOC]",
        "```\ncode\n```",
    ],
)
def test_what_reaches_out_of_its_piece_is_left_to_mkdocs(source: str) -> None:
    assert Bodies(EXTENSIONS, CONFIGS).render(source, same) is None


def test_links_are_resolved_and_html_is_not() -> None:
    seen: list[str] = []

    def resolve(address: str) -> str:
        seen.append(address)
        return "there/"

    body = BODIES.render('[a](../x.md) <a href="raw.md">b</a>', resolve)
    assert body == Body('<p><a href="there/">a</a> <a href="raw.md">b</a></p>', ())
    assert seen == ["../x.md"]


def test_a_link_that_leads_nowhere_is_left_to_mkdocs() -> None:
    assert BODIES.render("[a](nowhere.md)", lambda _: None) is None


def test_a_form_is_learnt_once() -> None:
    bodies = Bodies(EXTENSIONS, CONFIGS)
    for source in ("- [One](a.md), 2020", "- [Another word](b.md), 1999"):
        assert bodies.render(source, same)
    assert bodies.learnt == 1


def test_a_form_that_cannot_be_learnt_is_not_tried_again() -> None:
    bodies = Bodies(EXTENSIONS, CONFIGS)
    for _ in range(2):
        with pytest.raises(OutsideError):
            bodies.form("> q", "")
    assert bodies.learnt == 1
