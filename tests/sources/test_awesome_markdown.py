import time

import pytest

from litwiki.model.entries import Entry, ListingReading, RawListing
from litwiki.sources import awesome_markdown, read_text
from litwiki.sources.awesome_markdown.blocks import parse_blocks


def reading(text: str) -> ListingReading:
    return read_text(RawListing("list.md", text, "0"), "awesome-markdown")


def bullet(text: str) -> Entry:
    (entry,) = reading(f"# Tea\n\n{text}\n").entries
    return entry


URL = "https://arxiv.org/abs/2611.05780"
TITLE = "Kettle: Boiling Water with Gradient Descent"


@pytest.mark.parametrize(
    ("text", "note", "venue", "year"),
    [
        (f"- [{TITLE}]({URL})", "", "", None),
        (f"- [{TITLE}.]({URL}) - Hot.", "Hot.", "", None),
        (f"* **[{TITLE}]({URL})** — Hot", "Hot", "", None),
        (f"+ [**{TITLE}**]({URL}), Ada Boyle, Ben Sample", "Ada Boyle, Ben Sample", "", None),
        (f"- {TITLE} [[arXiv:2611.05780]]({URL})", "", "", None),
        (f"- {TITLE} ([pdf]({URL}))", "", "", None),
        (f"- {TITLE} [(pdf)]({URL}).", "", "", None),
        (f"- [[Paper]]({URL}) {TITLE}", "", "", None),
        (f"- [Paper Link]({URL}) | {TITLE}", "", "", None),
        (f"- (ICML'24) {TITLE}, [[Paper]({URL})], [[Code](https://github.com/example/kettle)]", "", "ICML", 2024),
        (f"- **NeurIPS 2024** {TITLE} [[Paper]({URL})]", "", "NeurIPS", 2024),
        (f"- [2024] {TITLE}. [[pdf]({URL})]", "", "", 2024),
        (f"- 2024.05 {TITLE}. [[pdf]({URL})]", "", "", 2024),
        (f"- *{TITLE}.* Ada Boyle. [paper]({URL})", "Ada Boyle.", "", None),
        (f"- {TITLE}. *Journal of Kettles, 2023*. [paper]({URL})", "", "Journal of Kettles", 2023),
        (f'- Ada Boyle. "{TITLE}." [paper]({URL})', "Ada Boyle.", "", None),
        (f"- [x] [{TITLE}]({URL}) ⭐⭐", "", "", None),
        (f"- 🔥 :fire: [{TITLE}]({URL}) :star:", "", "", None),
        (
            f"- [{TITLE}]({URL}) [![Stars](https://img.shields.io/github/stars/a/b)](https://github.com/a/b)",
            "",
            "",
            None,
        ),
        (f"- {TITLE} [CVPR 2025]({URL})", "", "CVPR", 2025),
        (f"- {TITLE}, arXiv 2024. [[link]]({URL})", "", "", 2024),
        (f"- {TITLE} <{URL}>", "", "", None),
        (f"- {TITLE} {URL}", "", "", None),
        (f"- [{TITLE}](https://kettle.example) [paper]({URL})", "", "", None),
        (f'1. <a href="{URL}">{TITLE}</a><br>Hot', "Hot", "", None),
        (f"- [Boil] {TITLE} | **[CVPR2022]** [[paper]]({URL})", "[Boil]", "CVPR", 2022),
        (
            f"1. **{TITLE}**.\n*Ada Boyle, Ben Sample*. **ICLR 2020**. [[pdf]({URL})]",
            "Ada Boyle, Ben Sample.",
            "ICLR",
            2020,
        ),
        (f"- **{TITLE}** `NeurIPS 2023`\n\n  *Ada Boyle* [[PDF]({URL})]", "Ada Boyle", "NeurIPS", 2023),
        (f"* **{TITLE}.**<br>\n*Ada Boyle.*<br>\nCVPR 2020. [[PDF]({URL})]", "Ada Boyle.", "CVPR", 2020),
        (
            f"- [1] Boyle, A., Sample, B. & Ober, M. {TITLE}. [[pdf]({URL})]",
            "",
            "",
            None,
        ),
        (
            f"- Boyle A, Sample B, et al. {TITLE}[J]. Tea. [[Paper]({URL})]",
            "Tea.",
            "",
            None,
        ),
        (f"### {TITLE} [[Paper]]({URL})", "", "", None),
        (f"**{TITLE}.**<br>\n*Ada Boyle.*<br>\narxiv 2021. [[PDF]({URL})]", "Ada Boyle.", "", 2021),
        (f"- (ArXiv 2025) **{TITLE}** [[Paper]]({URL}) ![](https://img.shields.io/github/stars/a/b)", "", "", 2025),
        (f"- {TITLE}. arXiv:2611.05780", "arXiv:2611.05780", "", None),
    ],
)
def test_a_bullet_in_any_style_has_its_title_and_id(text: str, note: str, venue: str, year: int | None) -> None:
    entry = bullet(text)
    assert (entry.title, entry.ids) == (TITLE, {"arxiv": "2611.05780"})
    assert (entry.publication.venue, entry.year) == (venue, year)
    assert entry.note == note


@pytest.mark.parametrize(
    "text",
    [
        f"- {URL}",
        f"- <{URL}>",
        f"- [{URL}]({URL})",
        f"- [paper]({URL})",
        f"- [[PDF]]({URL}) [[Code]](https://github.com/example/kettle)",
        f"- [arXiv 2024]({URL})",
        f"- [here]({URL})",
        f"- [![arXiv](https://img.shields.io/badge/arXiv-2611.05780-red)]({URL})",
        f"- [arXiv:2611.05780]({URL})",
        f"- [link 1]({URL})",
        f"- [ICLR'25 Spotlight]({URL})",
    ],
)
def test_a_label_or_an_address_is_no_title(text: str) -> None:
    entry = bullet(text)
    assert (entry.title, entry.ids) == ("", {"arxiv": "2611.05780"})


@pytest.mark.parametrize(
    ("label", "url", "kind"),
    [
        ("Code", "https://example.org/x", "code"),
        ("official code", "https://example.org/x", "code"),
        ("PyTorch", "https://example.org/x", "code"),
        ("GitHub", "https://github.com/example/x", "code"),
        ("Project Page", "https://example.github.io/x", "project"),
        ("Website", "https://example.org/x", "project"),
        ("Dataset", "https://example.org/x", "data"),
        ("Video", "https://example.org/x", "video"),
        ("Slides", "https://example.org/x.pdf", "slides"),
        ("Poster", "https://example.org/x.pdf", "poster"),
        ("Blog post", "https://example.org/x", "blog"),
        ("Demo", "https://example.org/x", "demo"),
        ("Weights", "https://example.org/x", "model"),
        ("link", "https://github.com/example/x", "code"),
    ],
)
def test_labels_say_what_links_lead_to(label: str, url: str, kind: str) -> None:
    entry = bullet(f"- [{TITLE}]({URL}) [[{label}]({url})]")
    assert [(link.kind, link.url) for link in entry.links] == [(kind, url)]
    assert entry.note == ""


def test_headings_are_keywords_the_nearest_first() -> None:
    text = f"Tea\n===\n\n## 1. Hot 🔥\n\n<h3>1.1 Very hot</h3>\n\n- [{TITLE}]({URL})\n\n## Cold\n\n- [Ice](https://doi.org/10.1000/ice)\n"
    found = reading(text)
    assert found.head.title == "Tea"
    assert [entry.keywords for entry in found.entries] == [("Very hot", "Hot"), ("Cold",)]


@pytest.mark.parametrize("heading", ["Contents", "Contributing", "License", "Licence", "Table of Contents", "Citation"])
def test_sections_about_the_list_say_nothing(heading: str) -> None:
    found = reading(
        f"# Tea\n\n- [{TITLE}]({URL})\n\n## {heading}\n\n- [a](https://example.org)\n- [b]({URL}) and words\n"
    )
    assert len(found.entries) == 1
    assert found.rejected == ()


def test_a_bullet_without_a_paper_is_rejected_with_its_line() -> None:
    found = reading(
        f"# Tea\n\n- [{TITLE}]({URL})\n- [kettle-rs](https://github.com/example/kettle-rs) - a tool\n- words\n"
    )
    assert [(r.line, r.reason) for r in found.rejected] == [
        (4, "no paper in this bullet: kettle-rs - a tool"),
        (5, "no paper in this bullet: words"),
    ]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "../papers/x.pdf"])
def test_an_address_that_leads_nowhere_is_no_link(url: str) -> None:
    assert bullet(f"- [{TITLE}]({URL}) [code]({url})").links == ()


def test_text_is_data() -> None:
    entry = bullet(f"- [Tea &lt;b&gt; \\*hot\\* $x_1$ a_b_c](<{URL}>) - x~1 <script>alert(1)</script>")
    assert entry.title == "Tea <b> *hot* $x_1$ a_b_c"
    assert entry.note == "x~1 alert(1)"


@pytest.mark.parametrize(
    ("text", "is_ours"),
    [
        (f"# Tea\n\n- [{TITLE}]({URL})\n", True),
        (f"- [{TITLE}]({URL})\n- [b]({URL})\n", True),
        (f"Tea\n---\n\n| Paper |\n|---|\n| [{TITLE}]({URL}) |\n", True),
        (f'<h1>Tea</h1>\n<ul>\n<li><a href="{URL}">Kettle</a></li>\n</ul>\n', True),
        ("# A title\n\nSome text that goes on and on.\n\n- an item\n", False),
        (f"See [{TITLE}]({URL}).\n", False),
        ("@misc{a,\n  note = {- [x](https://example.org)},\n}\n", False),
        ("2611.05780\n2611.05781\n", False),
        ("### [Kettle](/papers/2611.05780)\n\n* [12](https://example.org)\n", False),
    ],
)
def test_a_list_is_known_by_its_linked_items(text: str, is_ours: bool) -> None:
    assert awesome_markdown.sniff(text) is is_ours


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "](",
        "![",
        "[a](",
        "<a href=",
        "<li>",
        "- ",
        "**",
        "`",
        "| ",
        "[[",
        "<",
        "<!--",
        "|-|-|",
        "&",
        "\\",
        "> ",
        "(",
        ":a",
        "  - a\n",
        "- a\n\n",
    ],
)
@pytest.mark.parametrize("sep", ["", "\n"])
def test_hostile_text_is_read_in_linear_time(piece: str, sep: str) -> None:
    began = time.process_time()
    reading(f"# Tea\n\n- [{TITLE}]({URL}) {sep.join([piece] * (40_000 // len(piece)))}\n")
    assert time.process_time() - began < 5


@pytest.mark.parametrize("piece", ["[[", "[![", "![[](", "[a][", "[^", "**["])
def test_many_bullets_of_brackets_that_nothing_closes_are_read_in_linear_time(piece: str) -> None:
    began = time.process_time()
    reading(f"# Tea\n\n- [{TITLE}]({URL})\n" + f"- {piece * (400 // len(piece))}\n" * 150)
    assert time.process_time() - began < 2.5


def test_a_bullet_with_a_long_note_keeps_its_title_and_link() -> None:
    note = "steam rises and falls " * 1_200
    (entry,) = reading(f"# Tea\n\n- [{TITLE}]({URL}) - {note}\n").entries
    assert (entry.title, entry.ids) == (TITLE, {"arxiv": URL.rsplit("/", 1)[-1]})
    assert entry.note == note.strip()
    (entry,) = reading(
        f"# Tea\n\n- [{TITLE}]({URL}) - {'[' * 30} a [lid](https://example.org/lid) {'[' * 30}\n"
    ).entries
    assert entry.title == TITLE


def test_comments_that_nothing_closes_cost_no_square() -> None:
    began = time.process_time()
    reading("<!--" * 40_000)
    assert time.process_time() - began < 5


@pytest.mark.parametrize("indent", [2, 3, 4])
def test_a_list_loses_no_paper_however_deep_it_is(indent: int) -> None:
    items = "".join(
        f"{' ' * (indent * n)}- [Kettle {n} of Tea](https://arxiv.org/abs/2401.{n:05d})\n" for n in range(60)
    )
    entries = reading(f"# Tea\n{items}").entries
    assert [entry.ids["arxiv"] for entry in entries] == [f"2401.{n:05d}" for n in range(60)]


def test_what_is_too_long_is_refused_with_a_reason() -> None:
    (rejected,) = reading(f"- [{TITLE}]({URL})\n" * 90_000).rejected
    assert "cut it into files" in rejected.reason


def test_a_tag_that_ends_in_a_line_ends_that_line() -> None:
    (block,) = parse_blocks("- **Kettles Sing**</div>2024</p>Ada Boyle</li>Pot Press\n")
    assert "".join(span.text for span in block.spans) == "Kettles Sing\n2024\nAda Boyle\nPot Press"
