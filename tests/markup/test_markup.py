import json
import re
import unicodedata
from html import escape as html_escape
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import lxml.html
import markdown
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.utils.meta import get_data

from litwiki.content.strict_yaml import Node, Scalar, Sequence, parse
from litwiki.markup.addresses import CONTROL_OR_SPACE, SCHEMES, href, is_safe_url
from litwiki.markup.curated import curated
from litwiki.markup.highlighting import CLASSES
from litwiki.markup.html import escape, escape_html, preformatted
from litwiki.markup.json import json_bytes
from litwiki.markup.references import disallowed_html, find_addresses, find_references
from litwiki.markup.yaml import yaml_block, yaml_list, yaml_map, yaml_text, yaml_word
from litwiki.model.ids import DocPath
from litwiki.model.outputs import Page
from litwiki.model.richtext import rich
from litwiki.site.markdown import fragment_of, page_text
from litwiki.text.words import clean

EXTENSIONS = ["attr_list", "md_in_html", "tables", "toc"]
HOSTILE = (
    "<img src=x onerror=alert(1)> [a](javascript:alert(1)) **b** {{ 7*7 }} {: onclick=x } --- # $5 | &amp; 🙂 عربى"
)

# Text as `clean` leaves it: what reaches the escaping.
plain = st.text(max_size=60).map(lambda t: " ".join(clean(t).split(" "))).filter(bool)
pieces = st.lists(
    st.sampled_from(
        ["<", ">", "&amp;", "*", "_", "`", "[x](y)", "#", "|", "{:", "}", "\\", "$", "&#60;", "- ", "1. ", "!["]
    ),
    max_size=8,
).map("".join)
text = st.one_of(plain, st.tuples(plain, pieces).map(lambda t: t[1] + t[0] + t[1]).map(clean).filter(bool))


def shown(source: str, selector: str) -> str:
    html = markdown.Markdown(extensions=EXTENSIONS).convert(source)
    root = lxml.html.fromstring(f"<div>{html}</div>")
    element = root.xpath(selector)
    assert len(element) == 1, html
    assert not list(element[0]), html
    return " ".join((element[0].text or "").split())


@settings(max_examples=150)
@given(text)
def test_escaped_text_shows_the_same_characters_everywhere_in_markdown(value: str) -> None:
    escaped = escape(value)
    expected = " ".join(value.split())
    for source, selector in (
        (f"{escaped}", "//p"),
        (f"# {escaped} {{ #top }}", "//h1"),
        (f"# [{escaped}](x.md)", "//a"),
        (f"Words [{escaped}](x.md) words", "//a"),
        (f"-   {escaped}\n", "//li"),
        (f"1.  {escaped}\n", "//li"),
        (f"| a |\n|---|\n| {escaped} |", "//td"),
        (f'<div class="x" markdown>\n\n{escaped}\n\n</div>', "//div[@class='x']/p"),
        (f'<span class="x">{escaped}</span>', "//span"),
    ):
        assert shown(source, selector) == expected, source


@pytest.mark.parametrize(
    "value", [HOSTILE, "- a", "1. a", "    code", "> q", "***", "===", "[x]: y", "*[HTML]: x", "a  "]
)
def test_the_example_of_a_hostile_title_is_text(value: str) -> None:
    assert shown(f"# {escape(value)} {{ #top }}", "//h1") == " ".join(value.split())


@settings(max_examples=150)
@given(text)
def test_an_attribute_gives_its_text_back(value: str) -> None:
    element = lxml.html.fromstring(f'<a title="{escape_html(value)}">x</a>')
    assert element.get("title") == value


@settings(max_examples=150)
@given(st.text(max_size=80))
def test_yaml_gives_its_text_back(value: str) -> None:
    value = "".join(c for c in value if not 0xD800 <= ord(c) <= 0xDFFF)
    for written in (yaml_text(value), yaml_word(value), yaml_block(value)):
        assert yaml.safe_load(f"key: {written}\nnext: 1\n") == {"key": value, "next": 1}
    assert yaml.safe_load(f"key: {yaml_list([value, 'b'])}") == {"key": [value, "b"]}
    assert yaml.safe_load(f"key: {yaml_map({'a': value})}") == {"key": {"a": value}}


def texts_of(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [texts_of(item) for item in node.items]
    return {key: texts_of(item) for key, item in node.items.items()}


@settings(max_examples=150)
@given(
    st.one_of(text, st.sampled_from(["no", "null", "~", "1.0", "- a", "a: b", "a #b", "", "'", "---", "2024-01-01"]))
)
def test_our_own_reader_agrees_about_yaml(value: str) -> None:
    written = (
        f"text: {yaml_text(value)}\nword: {yaml_word(value)}\nblock: {yaml_block(value)}\n"
        f"list: {yaml_list([value, value])}\nmap: {yaml_map({'a': value, 'b': value})}\n"
    )
    expected = {"text": value, "word": value, "block": value, "list": [value] * 2, "map": {"a": value, "b": value}}
    assert texts_of(parse(written, "x.md")) == expected
    assert yaml.safe_load(written) == expected


@settings(max_examples=100)
@given(st.text(max_size=40).filter(lambda t: not any(0xD800 <= ord(c) <= 0xDFFF for c in t)))
def test_yaml_text_never_breaks_its_line(value: str) -> None:
    for written in (yaml_text(value), yaml_word(value), yaml_list([value])):
        assert len(written.splitlines()) == 1


@settings(max_examples=100)
@given(st.text(max_size=80).filter(lambda t: not any(0xD800 <= ord(c) <= 0xDFFF for c in t)))
def test_json_gives_its_text_back(value: str) -> None:
    assert json.loads(json_bytes({"a": value})) == {"a": unicodedata.normalize("NFC", value)}


def test_a_title_writes_emphasis_and_math_and_nothing_else() -> None:
    assert rich(r"{\em <b>} \(a<b\)").html == '<em>&lt;b&gt;</em> <span class="lw-math">a&lt;b</span>'


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "java\tscript:x",
        " javascript:x",
        "data:text/html,x",
        "//evil.org",
        "/root",
        "vbscript:x",
        "http:\\\\x",
        "a:b",
    ],
)
def test_a_forbidden_address_is_none(url: str) -> None:
    assert href(url) == ""


@pytest.mark.parametrize("url", ["https://x.org/a(b)c?d=e&f#g", "../x.md", "mailto:a@b.org", "x%20y.md"])
def test_a_link_keeps_its_address(url: str) -> None:
    found = lxml.html.fromstring(f"<p><a{href(url)}>l</a></p>").xpath("//a/@href")[0]
    assert str(found).replace("%28", "(").replace("%29", ")") == url


def resolve(target: str) -> tuple[str, str] | None:
    return {
        "kettle": ("../kettle/", "Kettle <b>"),
        "topic:tea": ("../../topics/tea/", "Tea"),
        "../x.md": ("../x/", "X"),
    }.get(target)


def test_curated_markdown_has_references_and_no_surprises() -> None:
    html = curated(
        "# Big\n\nSee [[kettle]], [[topic:tea|tea]], `[[kettle]]`, [[nobody]] and [x](../x.md#y).\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n<b onclick=x>bold</b> <script>alert(1)</script> ![i](http://e.org/i.png)",
        lambda t: resolve(t.split("#")[0]),
    )
    root = lxml.html.fromstring(f"<div>{html}</div>")
    assert [(a.get("href"), a.text) for a in root.iter("a")][:4] == [
        ("../kettle/", "Kettle <b>"),
        ("../../topics/tea/", "tea"),
        ("../x/", "x"),
        ("http://e.org/i.png", "i"),
    ]
    assert root.xpath("//code/text()") == ["[[kettle]]"]
    assert root.xpath("//h3/text()") == ["Big"]
    assert root.xpath("//td/text()") == ["1", "2"]
    assert [(b.text, dict(b.attrib)) for b in root.iter("b")] == [("bold", {})]
    assert "nobody" in root.text_content()
    for bad in ("script", "onclick", "<img", "alert"):
        assert bad not in html


@pytest.mark.parametrize("level", range(1, 7))
def test_headings_of_notes_begin_below_ours(level: int) -> None:
    lower = "#" * min(6, level + 1)
    text = f"{'#' * level} Head\n\n{lower} Lower\n"
    assert "<h3>Head</h3>" in curated(text, resolve)
    assert f"<h{3 if level == 6 else 4}>Lower" in curated(text, resolve)
    assert "<h2>Head</h2>" in curated(text, resolve, top=2)


def addresses(markdown: str) -> list[tuple[str | None, str]]:
    root = lxml.html.fromstring(f"<div>{curated(markdown, resolve)}</div>")
    return [(a.get("href"), a.text_content()) for a in root.iter("a")]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("[[kettle]]", [("../kettle/", "Kettle <b>")]),
        ("[[ kettle | a *pot* ]]", [("../kettle/", "a *pot*")]),
        ("| [[kettle\\|pot]] |\n|---|\n", [("../kettle/", "pot")]),
        ("- [[topic:tea]]\n\n> [[kettle]]", [("../../topics/tea/", "Tea"), ("../kettle/", "Kettle <b>")]),
        ("\\[[kettle]] `[[kettle]]`\n\n    [[kettle]]", []),
        ("[[nobody]] [[nobody|words]]", []),
        ("[a](../x.md)", [("../x/", "a")]),
        ("<a href='../x.md'>raw</a>", [("../x/", "raw")]),
        ("<A HREF=../x.md>raw</A>", [("../x/", "raw")]),
        ("[a](nobody.md)", [(None, "a")]),
        ("<a href='nobody.md'>raw</a>", [(None, "raw")]),
        ("[a](#b) [c](/d) [e](//f.org)", [(None, "a"), (None, "c"), (None, "e")]),
        (
            "<https://x.org/a_b?c&d> <a@b.org>",
            [("https://x.org/a_b?c&d", "https://x.org/a_b?c&d"), ("mailto:a@b.org", "a@b.org")],
        ),
    ],
)
def test_links_of_notes_lead_to_pages_or_nowhere(markdown: str, expected: list[tuple[str | None, str]]) -> None:
    assert addresses(markdown) == expected


@pytest.mark.parametrize(
    "notes",
    [
        "<x>\n[a](javascript:alert(1))\n</x>",
        "<x>\n<b>\n# Head {: onclick=alert(1) }\n",
        "<span>\n[a](javascript:alert(1)){: onclick=alert(1) }\n</span>",
        '<x>\n<a href="https://x.org" title="a&#10;&#10;[y](javascript:alert(1))">z</a>',
        "a\n</div></div>\n[x](javascript:alert(1))",
        "<x>\n<b>\n\n[r]: javascript:alert(1)\n\n</x>\n[r]",
        "<x>\n&lt;script&gt;alert(1)&lt;/script&gt;",
        "<x>\n<b markdown='1' title='{: onclick=x }'>*a*",
        "`<x>` \\<script\\>alert(1)\\</script\\> {: onclick=x }",
    ],
)
@pytest.mark.parametrize(
    "frame", ['# Title\n\n<div>\n<div class="lw-notes">\n{}\n</div>\n</div>\n', "<div>\n{}\n</div>\n"]
)
def test_finished_notes_hold_nothing_that_a_markdown_parser_would_carry_out(notes: str, frame: str) -> None:
    page = frame.format(curated(notes, resolve))
    html = markdown.Markdown(extensions=EXTENSIONS).convert(page)
    root = lxml.html.fromstring(f"<div>{html}</div>")
    assert not root.xpath("//script | //@onclick | //h1[@onclick] | //em")
    assert [a for a in root.xpath("//a/@href") if not str(a).startswith("https://x.org")] == []


def test_a_reference_may_be_wrapped_and_is_found_on_its_line() -> None:
    text = "First [[kettle]] and\n[[topic:tea|two\n  words]] then\n`[[no]]` and [[nobody]].\n\n- [[kettle|item]]\n"
    assert find_references(text) == [(0, "kettle"), (1, "topic:tea"), (3, "nobody"), (5, "kettle")]
    assert ">two words</a>" in curated(text, resolve)


@pytest.mark.parametrize(
    "bomb", ["![[]()" * 3000, "[" * 20000, "> " * 5000 + "x", "*a " * 10000, "<b>" * 5000, "`" * 9999]
)
def test_pathological_markdown_is_no_bomb(bomb: str) -> None:
    assert len(curated(bomb, resolve)) < 40 * len(bomb)


HARMLESS = set(
    "a abbr b blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h3 h4 h5 h6 hr i ins kbd"
    " li mark ol p pre q s samp small span strong sub summary sup table tbody td th thead tr u ul var".split()
)
"""Written out here: a wider allowlist has to be argued in two places."""
HARMLESS_ATTRIBUTES = set("href title rel lang start align colspan rowspan scope open".split())
HARMLESS_CLASSES = {
    *"lw-math lw-math--display lw-alert lw-alert--note lw-task lw-footnotes highlight".split(),
    *CLASSES,
}
PLACES = (
    "{}",
    "# {}\n",
    "- a\n\n  {}\n",
    "| a |\n|---|\n| {} |\n",
    "[x]({})",
    "[x](<{}> '{}')",
    "<{}> ![x]({})",
    "[[{}|{}]] [[kettle|{}]]",
    "<div>\n{}\n</div>",
    "<b title='{}'>x</b>",
    "<a href='{}'>x</a>",
    "[x]: {}\n\n[x]",
    "```{}\n{}\n```",
)


def assert_harmless(html: str, what: str) -> None:
    root = lxml.html.fromstring(f"<div>{html}</div>")
    for element in root.iterdescendants():
        assert element.tag in HARMLESS, what
        assert set(element.keys()) <= {*HARMLESS_ATTRIBUTES, "class", "id"}, what
        assert re.fullmatch(r"(fn(ref)?[0-9]{1,6}(-[0-9]{1,6})?)?", element.get("id", "")), what
        assert set(element.get("class", "").split()) <= HARMLESS_CLASSES, what
        href = element.get("href")
        if href is not None:
            scheme = re.match(r"[\x00-\x20]*([A-Za-z][\w+.\-\s]*):", href)
            assert scheme is None or scheme[1].lower() in {"http", "https", "mailto"}, what
            assert not re.match(r"[\x00-\x20]*[/\\]", href), what


def test_the_vectors_leave_nothing_active_in_notes(shared: Path) -> None:
    """In every place of a note; and rendered by the engine once more, as a template puts it into a page."""
    vectors = json.loads((shared / "corpora" / "xss_vectors.json").read_text(encoding="utf-8"))
    assert len(vectors) == 736
    engine = markdown.Markdown(extensions=EXTENSIONS)
    for vector in vectors:
        finished = [curated(place.replace("{}", vector["payload"]), resolve) for place in PLACES]
        for html in finished:
            assert_harmless(html, vector["id"])
        page = "\n\n".join(f"<div>\n{html}\n</div>" for html in finished)
        assert_harmless(engine.reset().convert(page), vector["id"])


def test_elements_that_html_reopens_are_no_bomb() -> None:
    """An unclosed `<b>` is opened again in every paragraph: n of them would make n² elements."""
    bomb = "".join(f"<b title=x{n}><p>" for n in range(2000))
    assert len(curated(bomb, resolve)) < 40 * len(bomb)
    assert "<b>x</b>" in curated("<b>x</b> " * 150, resolve)


@pytest.mark.parametrize("bomb", ["- " * 500 + "x", "<b>" * 3000, "> " * 3000, "[x](" * 3000])
def test_bombs_in_notes_do_not_reach_the_engine(bomb: str) -> None:
    page = f"<div>\n{curated(bomb, resolve)}\n</div>"
    assert_harmless(markdown.Markdown(extensions=EXTENSIONS).convert(page), bomb[:9])


def test_addresses_of_raw_html_are_found_too() -> None:
    notes = "a <a href='../x.md'>b</a> [c](y)\n\n<p>\n<A\n title='>' HREF=\"q&amp;r\">z</A></p>\n\n<https://a.b>\n"
    assert find_addresses(notes) == [(0, "../x.md"), (0, "y"), (2, "q&r"), (6, "https://a.b")]


def test_references_are_found_in_every_kind_of_block() -> None:
    notes = "# [[a]]\n\n| x |\n|---|\n| [[b]] |\n\n1. [[c]]\n   > [[d]]\n\nText\n\n    [[code]]\n\n[[e]](x)\n"
    assert find_references(notes) == [(0, "a"), (4, "b"), (6, "c"), (7, "d"), (13, "e")]


@pytest.mark.parametrize(
    ("notes", "names"),
    [
        ("<script>x</script> <b>y</b>", ("script",)),
        ("<IMG src=x> <iframe></iframe>", ("img", "iframe")),
        ("`<script>`\n\n    <style>\n", ()),
        ("<!-- <object> -->", ("object",)),
        ("1 < 2 and <https://x.org>", ()),
    ],
)
def test_html_that_is_dropped_is_named(notes: str, names: tuple[str, ...]) -> None:
    assert disallowed_html(notes) == names


def test_all_naughty_titles_show_literally_wherever_they_go(shared: Path) -> None:
    titles = json.loads((shared / "corpora" / "naughty_titles.json").read_text(encoding="utf-8"))["titles"]
    assert len(titles) == 476
    engine = markdown.Markdown(extensions=EXTENSIONS)
    for title in titles:
        text = clean(title["text"])
        if not text:  # white space alone; a paper needs a title
            continue
        for heading, written in (
            (rich(text).heading, rich(text).html),
            (escape(text), escape_html(text)),
        ):
            page = f"# {heading} {{ #lw-top }}\n\n<div>\n<p>{written}</p>\n<table><tr><td>{written}</td></tr></table>\n</div>\n"
            root = lxml.html.fromstring(f"<div>{engine.reset().convert(page)}</div>")
            for place in ("h1", "p", "*/td"):
                (element,) = root.xpath(f"//{place}") or [root]
                shown = unicodedata.normalize("NFC", " ".join(str(element.text_content()).split()))
                assert shown == unicodedata.normalize("NFC", " ".join(text.split())), (title["id"], place)
        made = Page(DocPath("x.md"), {"title": str(escape_html(text))}, "x", "<p>x</p>")
        _, meta = get_data(page_text(made, fragment_of(made).encode()).decode())
        assert html_of(str(meta["title"])) == text, title["id"]
        assert json.loads(json_bytes(text)) == unicodedata.normalize("NFC", text), title["id"]


def html_of(escaped: str) -> str | None:
    """What a browser makes of a value that a theme prints without escaping."""
    found: str | None = lxml.html.fromstring(f'<a title="{escaped}">x</a>').get("title")
    return found


@pytest.mark.parametrize(
    "start", ["http://", "https://", "HTTP://", "ftp://", "mailto:", "//", "", "http:", "https:///"]
)
@given(rest=st.text(st.sampled_from("aZ0.-_@:[]/?#\\% \t\x7fé\u2028()"), max_size=9))
def test_the_short_way_to_judge_an_address_is_the_long_one(start: str, rest: str) -> None:
    """Most addresses look so plain that nothing has to be taken apart; what that lets through is as safe."""
    url = start + rest
    parts = None if CONTROL_OR_SPACE.search(url) else _parts(url)
    safe = parts is not None and parts.scheme in SCHEMES and bool(parts.hostname or parts.scheme == "mailto")
    assert is_safe_url(url) == safe


def _parts(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


@given(st.text(st.sampled_from("ab {}\"':,.\n\t<é"), max_size=30))
def test_preformatted_text_is_escaped_line_by_line(raw: str) -> None:
    lines = "&#10;".join(html_escape(line, quote=False).replace("\t", "&#9;") for line in raw.split("\n"))
    shown = str(preformatted(raw))
    assert all(line.strip() for line in shown.split("\n")), "an empty line ends a block of HTML"
    assert shown.replace("\n", "&#10;") == f'<pre class="lw-pre"><code>{lines}</code></pre>'
