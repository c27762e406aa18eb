import json
import unicodedata
from pathlib import Path

import frontmatter
import lxml.html
import markdown
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.utils.meta import get_data

from litwiki import markup
from litwiki.content.strict_yaml import parse

EXTENSIONS = ["attr_list", "md_in_html", "tables", "toc"]
HOSTILE = (
    "<img src=x onerror=alert(1)> [a](javascript:alert(1)) **b** {{ 7*7 }} {: onclick=x } --- # $5 | &amp; 🙂 عربى"
)

# Text as `clean` leaves it: what reaches the escaping.
plain = st.text(max_size=60).map(lambda t: " ".join(markup.clean(t).split(" "))).filter(bool)
pieces = st.lists(
    st.sampled_from(
        ["<", ">", "&amp;", "*", "_", "`", "[x](y)", "#", "|", "{:", "}", "\\", "$", "&#60;", "- ", "1. ", "!["]
    ),
    max_size=8,
).map("".join)
text = st.one_of(plain, st.tuples(plain, pieces).map(lambda t: t[1] + t[0] + t[1]).map(markup.clean).filter(bool))


def shown(source: str, selector: str) -> str:
    html = markdown.Markdown(extensions=EXTENSIONS).convert(source)
    root = lxml.html.fromstring(f"<div>{html}</div>")
    element = root.xpath(selector)
    assert len(element) == 1, html
    assert not list(element[0]), html
    return " ".join((element[0].text or "").split())


@settings(max_examples=150, derandomize=True, deadline=None)
@given(text)
def test_escaped_text_shows_the_same_characters_everywhere_in_markdown(value: str) -> None:
    escaped = markup.escape(value)
    expected = " ".join(value.split())
    for source, selector in (
        (f"{escaped}", "//p"),
        (f"# {escaped} {{ #top }}", "//h1"),
        (f"[{escaped}](x.md)", "//a"),
        (f"-   {escaped}\n", "//li"),
        (f"| a |\n|---|\n| {escaped} |", "//td"),
        (f'<div class="x" markdown>\n\n{escaped}\n\n</div>', "//div[@class='x']/p"),
        (f'<span class="x">{escaped}</span>', "//span"),
    ):
        assert shown(source, selector) == expected, source


@pytest.mark.parametrize(
    "value", [HOSTILE, "- a", "1. a", "    code", "> q", "***", "===", "[x]: y", "*[HTML]: x", "a  "]
)
def test_the_example_of_a_hostile_title_is_text(value: str) -> None:
    assert shown(f"# {markup.escape(value)} {{ #top }}", "//h1") == " ".join(value.split())


@settings(max_examples=150, derandomize=True, deadline=None)
@given(text)
def test_an_attribute_gives_its_text_back(value: str) -> None:
    element = lxml.html.fromstring(f'<a title="{markup.escape_html(value)}">x</a>')
    assert element.get("title") == value


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.text(max_size=80))
def test_yaml_gives_its_text_back(value: str) -> None:
    value = "".join(c for c in value if not 0xD800 <= ord(c) <= 0xDFFF)
    for written in (markup.yaml_text(value), markup.yaml_word(value), markup.yaml_block(value)):
        assert yaml.safe_load(f"key: {written}\nnext: 1\n") == {"key": value, "next": 1}
    assert yaml.safe_load(f"key: {markup.yaml_list([value, 'b'])}") == {"key": [value, "b"]}
    assert yaml.safe_load(f"key: {markup.yaml_map({'a': value})}") == {"key": {"a": value}}


@settings(max_examples=100, derandomize=True, deadline=None)
@given(text)
def test_our_own_reader_agrees_about_yaml(value: str) -> None:
    node = parse(f"key: {markup.yaml_block(value)}\nother: {markup.yaml_text(value)}\n", "x.md")
    assert [getattr(node.items[key], "text", None) for key in ("key", "other")] == [value, value]


@settings(max_examples=100, derandomize=True, deadline=None)
@given(text)
def test_front_matter_of_a_page_reads_back(value: str) -> None:
    page = markup.page_text({"title": value, "n": 1, "hide": ["x"]}, "body")
    assert frontmatter.loads(page).metadata == {"title": value, "n": 1, "hide": ["x"]}
    body, meta = get_data(page)
    assert meta == {"title": value, "n": 1, "hide": ["x"]}
    assert body.strip() == "body"


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.text(max_size=80).filter(lambda t: not any(0xD800 <= ord(c) <= 0xDFFF for c in t)))
def test_json_gives_its_text_back(value: str) -> None:
    assert json.loads(markup.json_bytes({"a": value})) == {"a": unicodedata.normalize("NFC", value)}


def test_inline_writes_emphasis_and_math_and_nothing_else() -> None:
    assert markup.inline(r"{\em <b>} \(a<b\)") == '<em>&#60;b&#62;</em> <span class="lw-math">a&#60;b</span>'


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
def test_a_link_to_a_forbidden_address_leaves_its_label(url: str) -> None:
    assert markup.link(markup.escape("label"), url) == "label"


@pytest.mark.parametrize("url", ["https://x.org/a(b)c?d=e&f#g", "../x.md", "mailto:a@b.org", "x%20y.md"])
def test_a_link_keeps_its_address(url: str) -> None:
    html = markdown.markdown(str(markup.link(markup.escape("l"), url)), extensions=EXTENSIONS)
    href = lxml.html.fromstring(html).xpath("//a/@href")[0]
    assert str(href).replace("%28", "(").replace("%29", ")") == url or url.startswith("mailto")


def resolve(target: str) -> tuple[str, str] | None:
    return {
        "kettle": ("../kettle/", "Kettle <b>"),
        "topic:tea": ("../../topics/tea/", "Tea"),
        "../x.md": ("../x/", "X"),
    }.get(target)


def test_curated_markdown_has_references_and_no_surprises() -> None:
    html = markup.curated(
        "# Big\n\nSee [[kettle]], [[topic:tea|tea]], `[[kettle]]`, [[nobody]] and [x](../x.md#y).\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n<b onclick=x>bold</b> <script>alert(1)</script> ![i](http://e.org/i.png)",
        lambda t: resolve(t.split("#")[0]),
    )
    assert '<a href="../kettle/" rel="noopener">Kettle &lt;b&gt;</a>' in html
    assert '<a href="../../topics/tea/" rel="noopener">tea</a>' in html
    assert "<code>[[kettle]]</code>" in html
    assert "<h3>Big</h3>" in html
    assert "<td>1</td>" in html
    assert "<b>bold</b>" in html
    assert "nobody" in html
    for bad in ("script", "onclick", "<img", "alert"):
        assert bad not in html


def test_a_reference_may_be_wrapped_and_is_found_on_its_line() -> None:
    text = "First [[kettle]] and\n[[topic:tea|two\n  words]] then\n`[[no]]` and [[nobody]].\n\n- [[kettle|item]]\n"
    assert markup.find_references(text) == [(0, "kettle"), (1, "topic:tea"), (3, "nobody"), (5, "kettle")]
    assert ">two words</a>" in markup.curated(text, resolve)


@pytest.mark.parametrize(
    "bomb", ["![[]()" * 3000, "[" * 20000, "> " * 5000 + "x", "*a " * 10000, "<b>" * 5000, "`" * 9999]
)
def test_pathological_markdown_is_no_bomb(bomb: str) -> None:
    assert len(markup.curated(bomb, resolve)) < 40 * len(bomb)


def test_the_vectors_leave_nothing_active_in_notes(shared: Path) -> None:
    vectors = json.loads((shared / "corpora" / "xss_vectors.json").read_text(encoding="utf-8"))
    assert len(vectors) == 736
    for vector in vectors:
        html = str(markup.curated(vector["payload"], resolve))
        root = lxml.html.fromstring(f"<div>{html}</div>")
        for element in root.iter():
            if isinstance(element.tag, str) and element is not root:
                assert element.tag in markup.ALLOWED_TAGS, vector["id"]
                assert not [n for n in element.keys() if n.startswith("on") or n in {"style", "id", "name", "src"}]
                href = element.get("href")
                assert href is None or markup.is_safe_url(href) or markup.is_relative_url(href), (
                    vector["id"],
                    href,
                )


def test_bibtex_is_read_by_latex_as_it_was_meant() -> None:
    entry = markup.bibtex("misc", "x", [("title", "50% of A & B_c"), ("author", "Ü. Ä"), ("doi", "10.1/a_b")])
    assert entry.startswith("@misc{x,")
    assert r"50\% of A \& B\_c" in entry
    assert "10.1/a_b" in entry
