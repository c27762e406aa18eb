import random
import re
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litwiki.model.entries import Entry, ListingHead, ListingReading, RawListing, Remark
from litwiki.sources import huggingface_text, read_bytes, read_file, read_text
from litwiki.sources.huggingface_text import runs as title_abstract_runs
from tests.conftest import DATA
from tests.invented import ALL, BIRDS, BREAD, HEAD, KETTLE, SOCKS, TEAPOT, Invented, dense, spaced
from tests.sources import items_of


def reading(text: str) -> ListingReading:
    return read_text(RawListing("listing.txt", text, "0" * 64))


def pairs(text: str) -> list[tuple[str, str | None]]:
    return [(entry.title, entry.abstract) for entry in reading(text).entries]


WHOLE = [(p.title, p.abstract) for p in ALL]


def wrapped(papers: tuple[Invented, ...], width: int, *, blank: bool) -> str:
    gap = [""] if blank else []
    lines = [line for p in papers for t in (p.title, p.abstract) for line in [*textwrap.wrap(t, width), *gap]]
    return HEAD + "\n".join(lines)


COUSINS: dict[str, str] = {
    "with blank lines": spaced(ALL),
    "without blank lines": dense(ALL),
    "without furniture": "\n\n".join(f"{p.title}\n\n{p.abstract}" for p in ALL),
    "CRLF": spaced(ALL).replace("\n", "\r\n"),
    "dense and CRLF": dense(ALL).replace("\n", "\r\n"),
    "trailing spaces": spaced(ALL).replace("\n", "  \t\n"),
    "more blank lines": spaced(ALL).replace("\n\n", "\n\n\n\n"),
    "a missing blank line after a title": spaced(ALL).replace(f"{BREAD.title}\n\n", f"{BREAD.title}\n"),
    "a missing blank line after an abstract": spaced(ALL).replace(f"{BREAD.abstract}\n\n", f"{BREAD.abstract}\n"),
    "wrapped at 80 columns": wrapped(ALL, 80, blank=True),
    "wrapped at 60 columns": wrapped(ALL, 60, blank=True),
    "wrapped at 100 columns": wrapped(ALL, 100, blank=True),
    "one abstract wrapped": spaced(ALL).replace(BREAD.abstract, "\n".join(textwrap.wrap(BREAD.abstract, 90))),
    "one title wrapped": spaced(ALL).replace(KETTLE.title, "KETTLE: Boiling Water with\nGradient Descent"),
    "headings in the middle": spaced(ALL).replace(f"{BREAD.title}\n", f"Mar 16\n\nTrending Papers\n\n{BREAD.title}\n"),
    "a footer": spaced(ALL) + "\n\nPrevious\n\nNext\n\nCompany\n\nTOS\n\nPrivacy\n\nAbout\n\n© Hugging Face\n",
    "a dense footer": dense(ALL) + "Previous\nNext\nCompany\nTOS\nPrivacy\n",
}


@pytest.mark.parametrize("name", COUSINS)
def test_every_cousin_of_the_layouts_says_the_same(name: str) -> None:
    assert pairs(COUSINS[name]) == WHOLE
    assert reading(COUSINS[name]).rejected == ()


def test_a_byte_order_mark_is_no_letter_of_the_first_title(tmp_path: Path) -> None:
    path = tmp_path / "listing.txt"
    path.write_bytes(b"\xef\xbb\xbf" + COUSINS["without furniture"].encode())
    assert read_file(path).entries[0].title == KETTLE.title


@pytest.mark.parametrize("layout", [spaced, dense])
def test_an_entry_without_an_abstract_is_an_entry(layout: Callable[[list[Invented]], str]) -> None:
    text = layout([KETTLE, TEAPOT, BREAD]).replace(TEAPOT.abstract, "")
    assert pairs(text) == [(KETTLE.title, KETTLE.abstract), (TEAPOT.title, None), (BREAD.title, BREAD.abstract)]


def test_two_entries_without_abstracts_stay_two() -> None:
    text = spaced([KETTLE, TEAPOT, BREAD, SOCKS]).replace(TEAPOT.abstract, "").replace(BREAD.abstract, "")
    assert pairs(text)[1:3] == [(TEAPOT.title, None), (BREAD.title, None)]


@pytest.mark.parametrize("layout", [spaced, dense])
def test_an_abstract_without_a_title_is_rejected_with_its_line(layout: Callable[[list[Invented]], str]) -> None:
    text = layout([KETTLE, TEAPOT, BREAD]).replace(f"{TEAPOT.title}\n", "")
    found = reading(text)
    assert [e.title for e in found.entries] == [KETTLE.title, BREAD.title]
    (rejected,) = found.rejected
    line = 1 + text[: text.index(TEAPOT.abstract)].count("\n")
    assert (rejected.line, rejected.reason, rejected.raw) == (line, "an abstract without a title", TEAPOT.abstract)


def test_a_stray_word_is_rejected_and_not_made_a_paper() -> None:
    found = reading(spaced([KETTLE, BREAD]).replace(BREAD.title, f"Sponsored\n\n{BREAD.title}"))
    assert [e.title for e in found.entries] == [KETTLE.title, BREAD.title]
    assert [r.raw for r in found.rejected] == ["Sponsored"]


def test_an_entry_that_is_printed_twice_is_two_entries() -> None:
    assert pairs(spaced([KETTLE, BREAD, KETTLE])) == [WHOLE[0], WHOLE[2], WHOLE[0]]


def test_entries_know_their_line_and_links() -> None:
    text = spaced([KETTLE, TEAPOT])
    first, second = reading(text).entries
    assert text.split("\n")[first.line - 1] == KETTLE.title
    assert text.split("\n")[second.line - 1] == TEAPOT.title
    assert [(link.kind, link.url) for link in first.links] == [("code", "https://github.com/example/kettle")]
    assert [link.kind for link in second.links] == ["data"]


@pytest.mark.parametrize(
    ("date", "head"),
    [
        ("Mar 17", ListingHead("huggingface-text", "Mar 17", None)),
        ("March 3, 2026", ListingHead("huggingface-text", "March 3, 2026", "2026-03-03")),
        ("", ListingHead("huggingface-text", None, None)),
    ],
)
def test_the_printed_date_stays_as_printed(date: str, head: ListingHead) -> None:
    assert reading(spaced([KETTLE], date)).head == head


words = st.lists(
    st.sampled_from("tea pot Boils water. Heat, a the of Kettle: stops! x".split()), min_size=1, max_size=60
).map(" ".join)


@settings(max_examples=100)
@given(st.lists(st.one_of(words, st.just("")), max_size=25))
def test_nothing_is_silently_skipped(lines: list[str]) -> None:
    raw = RawListing("x", "\n".join(["Get trending papers in your email inbox!", *lines]), "0")
    items = items_of(huggingface_text.read(raw))
    read = " ".join(
        f"{i.title} {i.abstract or ''}" if isinstance(i, Entry) else i.raw for i in items if not isinstance(i, Remark)
    )
    assert " ".join(read.split()) == " ".join(" ".join(lines).split())


def test_the_real_listings_are_read_to_the_last_entry(real_listings: list[Path]) -> None:
    readings = [read_file(path) for path in real_listings]
    assert [len(r.entries) for r in readings] == [98, 88, 62, 119, 72]
    assert [r.rejected for r in readings] == [()] * 5
    assert [r.head.printed for r in readings] == ["Mar 17", "Mar 12", "Mar 13", None, "May 29"]
    assert [r.head.date for r in readings] == [None] * 5
    titles = [entry.title for r in readings for entry in r.entries]
    assert len(set(titles)) == 384
    assert all(entry.abstract for r in readings for entry in r.entries)


def test_generated_cousins_of_the_real_listings_lose_nothing(real_listings: list[Path]) -> None:
    """Blank lines dropped and doubled at random."""
    chance = random.Random(3)
    entries = read_file(real_listings[4]).entries
    lines = [HEAD]
    for entry in entries:
        lines += [
            entry.title,
            "\n" * chance.choice([0, 1, 1, 2]),
            entry.abstract or "",
            "\n" * chance.choice([0, 1, 1, 3]),
        ]
    assert pairs("\n".join(lines)) == [(e.title, e.abstract) for e in entries]


@pytest.mark.slow
@pytest.mark.parametrize("width", [60, 72, 80, 100])
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_of_the_real_listings_when_wrapped_one_entry_in_fifty_may_differ(
    gap: str, width: int, real_listings: list[Path]
) -> None:
    """With blank lines everywhere; without one between title and abstract, one in fifteen may."""
    entries = read_file(real_listings[2]).entries + read_file(real_listings[4]).entries
    text = HEAD + "\n\n".join(
        gap.join("\n".join(textwrap.wrap(t or "", width)) for t in (e.title, e.abstract)) for e in entries
    )
    whole = {(squeezed(e.title), squeezed(e.abstract)) for e in entries}
    found = {(squeezed(t), squeezed(a)) for t, a in pairs(text)}
    assert len(whole - found) <= len(whole) / (50 if gap == "\n\n" else 15)


def squeezed(text: str | None) -> str:
    return "".join((text or "").split())


@pytest.mark.parametrize("head", [" " * 65_000, "\t" * 65_000, "\n" * 65_000, (" " * 500 + "x\n") * 100])
def test_runs_of_spaces_cost_no_square(head: str) -> None:
    began = time.process_time()
    assert not huggingface_text.sniff(head)
    assert time.process_time() - began < 2


@pytest.mark.slow
def test_reading_takes_linear_time() -> None:
    """Ten times the entries ask for about ten times the costs, counted and not timed."""
    counts = []
    original = title_abstract_runs._Costs.of
    for copies in (60, 600):
        calls = 0

        def counted(self: title_abstract_runs._Costs, kind: str, start: int, end: int) -> float:
            nonlocal calls
            calls += 1
            return original(self, kind, start, end)

        title_abstract_runs._Costs.of = counted  # type: ignore[method-assign]
        try:
            reading(spaced([BIRDS, SOCKS] * copies))
        finally:
            title_abstract_runs._Costs.of = original  # type: ignore[method-assign]
        counts.append(calls)
    assert counts[1] < 15 * counts[0]


CARDS = DATA / "sources" / "huggingface-text"
PASTED: dict[str, Callable[[str], str]] = {
    "blank lines dropped": lambda text: "\n".join(line for line in text.split("\n") if line.strip()),
    "each line twice as far": lambda text: text.replace("\n", "\n\n"),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "wrapped at 80 columns": lambda text: "\n".join("\n".join(textwrap.wrap(x, 80)) for x in text.split("\n")),
    "indented": lambda text: textwrap.indent(text, "   "),
    "counters glued": lambda text: re.sub(r"(?m)^(Upvote|GitHub|Submitted by)\n+(?=\S)", r"\1", text),
    "bylines glued": lambda text: re.sub(r"\n+ ?(?=· )", " ", text),
    "in small letters": lambda text: re.sub(
        r"(?m)^(Upvote|GitHub|arXiv Page|Submitted by)$", lambda m: m[0].lower(), text
    ),
}


def said(entry: Entry) -> tuple[object, ...]:
    return entry.title, entry.abstract, entry.year, dict(entry.ids), entry.authors, dict(entry.extra)


@pytest.mark.parametrize("page", ["trending", "daily", "weekly-with-abstracts", "paper"])
@pytest.mark.parametrize("how", PASTED)
def test_cards_say_the_same_however_they_were_pasted(how: str, page: str) -> None:
    text = (CARDS / f"{page}.txt").read_text(encoding="utf-8")
    changed = read_bytes(PASTED[how](text).encode(), "x")
    assert [said(entry) for entry in changed.entries] == [said(entry) for entry in reading(text).entries]
    assert changed.rejected == ()


@pytest.mark.parametrize("how", PASTED)
def test_a_trending_page_with_everything_on_it(how: str, shared: Path) -> None:
    text = (shared / "cases" / "14-pasted-page" / "trending.txt").read_text(encoding="utf-8")
    found = read_bytes(PASTED[how](text).encode(), "x")
    assert [entry.title.split(":")[0] for entry in found.entries] == ["Kettle 2", "Ladle", "BarterSpoons"]
    assert [entry.abstract is not None for entry in found.entries] == [True] * 3
    assert [entry.publication.date for entry in found.entries] == ["2026-10-04", "2026-09-16", "2024-12-28"]
    assert found.rejected == ()


def card(*lines: str) -> list[str]:
    return ["Submitted by", "teapot42", *lines, "Upvote", "17", "arXiv Page", ""]


def titles(*lines: str) -> list[str]:
    return [entry.title for entry in reading("\n".join([*lines, *card("Kettle and Pot")])).entries]


@pytest.mark.parametrize(
    "furniture",
    [
        *(
            "3.29k",
            "110k",
            "1,149",
            "+12",
            "+ 12",
            "1.2M",
            "-",
            "·",
            "•",
            "▲ 117",
            "7 comments",
            "1 comment",
            "25 upvotes",
        ),
        *("GitHub", "GitHub 131", "GitHub3.29k", "Upvote", "Upvote117", "arXiv Page", "View arXiv page", "View PDF"),
        *("Submitted by", "Submitted by teapot42", "Submitted byteapot42", "Submitted by tea.pot-42 on Oct 4, 2026"),
        *("· 12 authors", "12 authors", "·1 author", "· 4 authors · Published on Oct 4, 2026", "Published on Oct 4"),
        *(
            "#1 Paper of the day",
            "#3 Paper of the week",
            "Thu, Nov 19",
            "Nov 19",
            "November 2026",
            "Week 47",
            "2026-W47",
        ),
        *("Weekly Papers", "Monthly", "Trending PapersbyAK and the research community", "Load more", "Unsubscribe"),
        *("Add to collection", "Share", "Read more", "View in browser", "arxiv:2611.05780", "AI-generated summary"),
    ],
)
def test_furniture_is_no_paper(furniture: str) -> None:
    assert titles(furniture) == ["Kettle and Pot"]
    assert titles(*card("Ladles of Tomorrow", furniture)) == ["Ladles of Tomorrow", "Kettle and Pot"]


@pytest.mark.parametrize(
    "title",
    [
        *("Upvoting Considered Harmful for Tea", "GitHub 131: A Study of Pots", "A Study of 12 Authors", "Ladle"),
        *("Submitted by Hand: Recipes of 1920", "Trending Papers and Their Ladles", "Published on Paper: Tea Bags"),
        *("3.29k Kettles Later", "4 Authors Walk into a Kitchen", "arXiv Pages as a Source of Recipes", "C++"),
    ],
)
def test_titles_with_words_of_the_page_are_titles(title: str) -> None:
    assert titles(*card(title)) == [title, "Kettle and Pot"]
    assert titles(
        *card(title, "", "Tea is hot, and we show why.", "", "Kitchen Lab", "· Published on Oct 4, 2026")
    ) == [
        title,
        "Kettle and Pot",
    ]


def ids(text: str) -> list[tuple[str, str]]:
    return [(entry.title, entry.ids.get("arxiv", "")) for entry in reading(text).entries]


def test_ids_in_lines_of_their_own_go_to_the_titles_that_they_are_next_to() -> None:
    head = "Get trending papers in your email inbox!\n"
    below = (
        f"{KETTLE.title}\nhttps://huggingface.co/papers/2611.00001\n\n{BREAD.title}\nhttps://arxiv.org/abs/2611.00002\n"
    )
    assert ids(head + below) == [(KETTLE.title, "2611.00001"), (BREAD.title, "2611.00002")]
    above = f"arxiv:2611.00001\n{KETTLE.title}\n\narXiv:2611.00002\n{BREAD.title}\n"
    assert ids(head + above) == [(KETTLE.title, "2611.00001"), (BREAD.title, "2611.00002")]
    assert ids(head + below + f"\n{SOCKS.title}\n")[2] == (SOCKS.title, "")


def test_an_id_that_may_be_of_either_neighbour_is_of_none_and_told() -> None:
    found = reading(f"Get trending papers in your email inbox!\n{KETTLE.title}\narxiv:2611.00001\n{BREAD.title}\n")
    assert [dict(entry.ids) for entry in found.entries] == [{}, {}]
    assert [(r.line, r.raw) for r in found.rejected] == [(3, "2611.00001")]


def test_an_address_in_an_abstract_is_none_of_the_papers_ids() -> None:
    abstract = "We follow earlier work at https://huggingface.co/papers/2611.00001"
    found = reading("\n".join(card("Kettle and Pot", "", abstract)))
    assert [(e.title, e.abstract, dict(e.ids)) for e in found.entries] == [("Kettle and Pot", abstract, {})]


def test_an_awesome_list_of_the_same_addresses_is_none_of_our_pages() -> None:
    assert not huggingface_text.sniff("# Tea\n\n- [Kettle](https://huggingface.co/papers/2611.00001) - hot\n")


@pytest.mark.parametrize(
    "line",
    ["1" * 150, "1." * 80, "· " * 100, "[" * 5_000, "](" * 5_000, "![](" * 5_000, "Paper • " * 30, "a · " * 5_000],
)
def test_no_line_makes_a_search_for_furniture_long(line: str) -> None:
    began = time.process_time()
    reading("\n".join([*card("Kettle and Pot"), "[Ladle](/papers/2611.00001)", *[line] * 20]))
    assert time.process_time() - began < 5


def test_what_is_too_long_is_refused_with_a_reason() -> None:
    (rejected,) = read_text(RawListing("x", "tea\n" * 200_001, "0"), "huggingface-text").rejected
    assert "cut it into files" in rejected.reason
