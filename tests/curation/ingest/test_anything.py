"""Whatever comes in, nothing ends in a traceback and nothing is written that `litwiki check` refuses."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from litwiki import content, sources
from litwiki.curation.checks import check_content
from litwiki.curation.ingest import Manner, Report, ingest
from litwiki.model.entries import (
    LINK_KINDS,
    PAPER_TYPES,
    Entry,
    Link,
    ListingHead,
    ListingReading,
    Publication,
    RawListing,
    Rejected,
)
from litwiki.model.problems import Severity
from litwiki.scaffold import scaffold
from litwiki.text.id_kinds import ID_KINDS
from tests.conftest import DATA

HARD = st.sampled_from(
    [
        *(
            "",
            " ",
            "\x00",
            "\ud800",
            "\u2028",
            "\ufeff",
            "- x",
            "---",
            "key: value",
            "#",
            "'",
            '"',
            "{a: b}",
            "[[x]]",
            "no",
        ),
        *(
            "null",
            "~",
            "2024",
            "1e3",
            "*a",
            "&a",
            "<script>",
            "[a](javascript:x)",
            "[a](b.md)",
            "$x",
            "et al.",
            "\\",
            "🫖" * 200,
        ),
        *(
            "https://example.org/x",
            "10.1000/182",
            "arXiv:2410.23168",
            "Editorial",
            "N/A",
            "| a",
            "!tag",
            "@",
            "`",
            "%",
            "\t",
        ),
    ]
)
TEXT = st.one_of(
    HARD, st.text(max_size=20), st.lists(HARD, max_size=4).map(" ".join), st.text(max_size=2).map(lambda t: t * 700)
)
SOME = st.lists(TEXT, max_size=3).map(tuple)


class _Many(tuple[str, ...]):
    """Twelve thousand names, which say so shortly where a test fails."""

    def __repr__(self) -> str:
        return "MANY"


MANY = _Many(f"Name{n}, A" for n in range(12_000))
ENTRIES = st.builds(
    Entry,
    title=TEXT,
    abstract=st.none() | TEXT | TEXT.map(lambda t: t * 900),
    line=st.integers(1, 9),
    links=st.lists(st.builds(Link, st.sampled_from([*LINK_KINDS, "x"]), TEXT), max_size=3).map(tuple),
    ids=st.dictionaries(
        st.sampled_from([*ID_KINDS, "x"]),
        st.sampled_from(["2410.23168", "10.1000/182", "12", "x y"]) | TEXT,
        max_size=3,
    ),
    authors=SOME | SOME | SOME | st.just(()).map(lambda _: MANY),
    year=st.none() | st.integers(-5, 20_000),
    authors_complete=st.booleans(),
    publication=st.builds(
        Publication,
        st.sampled_from([*PAPER_TYPES, "", "x"]),
        TEXT,
        TEXT,
        TEXT,
        TEXT,
        TEXT,
        SOME,
        TEXT | st.just("2024-02-30"),
    ),
    key=TEXT,
    keywords=SOME,
    note=TEXT,
    extra=st.dictionaries(TEXT, TEXT, max_size=3),
)


def reading(number: int, entries: list[Entry]) -> ListingReading:
    head = ListingHead("table", title="T\ud800" * 200, printed="Mar\x00 1")
    return ListingReading(RawListing(f"{number}.csv", "", f"{number:064x}"), head, tuple(entries), ())


def bring(root: Path, *readings: ListingReading, manner: Manner | None = None) -> Report:
    return ingest(root, readings=readings, manner=manner or Manner())


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
@settings(
    max_examples=15,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(said=st.lists(st.lists(ENTRIES, max_size=4), min_size=1, max_size=2), makes_topics=st.booleans())
def test_no_entry_makes_a_file_that_check_refuses(
    said: list[list[Entry]], makes_topics: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("any") / "wiki"
    scaffold(root, "Test")
    readings = [reading(number, entries) for number, entries in enumerate(said)]
    manner = Manner(makes_topics=makes_topics)
    report = bring(root, *readings, manner=manner)
    lines = sum(len(one.entries) for one in readings)
    assert report.entries + len(report.rejected) == lines
    assert [p for p in check_content(root)[1] if p.severity is Severity.ERROR] == []
    again = bring(root, *reversed(readings), manner=manner)
    assert (again.new, again.written) == ((), ())
    other = tmp_path_factory.mktemp("any") / "wiki"
    scaffold(other, "Test")
    bring(other, *reversed(readings), manner=manner)
    assert tree(other) == tree(root)


def tree(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in (root / "content").rglob("*") if p.is_file()}


PIECES = st.sampled_from(
    [
        *(
            "@article{k, ",
            "title = {",
            "author={A and B}",
            "}",
            "{",
            '"',
            ",",
            "\n",
            "TY  - JOUR\n",
            "TI  - Tea\n",
            "ER  - \n",
        ),
        *(
            "[{",
            '"title":',
            '"Tea"',
            "}]",
            "title,doi\n",
            "10.1000/182",
            "# Tea\n",
            "- [Tea](https://arxiv.org/abs/2410.23168)",
        ),
        *(
            "<feed xmlns='http://www.w3.org/2005/Atom'>",
            "<entry>",
            "<title>",
            "</",
            "arXiv:2410.23168\n",
            "\\",
            "$",
            "%",
            "\x00",
        ),
        *(
            "Daily Papers\n",
            "Submitted by\n",
            "Upvote\n",
            "PMID- 12\n",
            "🫖",
            "\ud800",
            "=",
            "@string{a=",
            "#",
            "\t",
            "et al.",
        ),
    ]
)


@pytest.mark.slow
@settings(
    max_examples=40,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    text=st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join),
    form=st.sampled_from([None, *(source.name for source in sources.SOURCES)]),
)
def test_no_text_makes_a_traceback_or_a_file_that_check_refuses(
    text: str, form: str | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("any") / "wiki"
    scaffold(root, "Test")
    one = sources.read_bytes(text.encode("utf-8", "surrogatepass"), "x", form)
    bring(root, one)
    assert [p for p in check_content(root)[1] if p.severity is Severity.ERROR] == []
    assert bring(root, one).written == ()


@pytest.mark.parametrize("name", sorted({path.parent.name for path in (DATA / "sources").glob("*/*.json")}))
def test_every_format_may_come_again(name: str, new_wiki: Path) -> None:
    files = [
        p for p in sorted((DATA / "sources" / name).iterdir()) if p.with_suffix(".json") != p or name.endswith("json")
    ]
    read = [one for p in files if (one := sources.read_file(p, None if name == "no-listing" else name)).entries]
    first = bring(new_wiki, *read)
    assert [p for p in check_content(new_wiki)[1] if p.severity is Severity.ERROR] == []
    again = bring(new_wiki, *reversed(read))
    assert (again.new, again.written, again.entries) == ((), (), first.entries)
    assert len(content.load(new_wiki).wiki.papers) == len(first.new)


def test_what_cannot_be_kept_is_rejected_with_its_line(new_wiki: Path) -> None:
    empty, address = Entry("", None, 3, key="k"), Entry("https://example.org/x", None, 4)
    report = bring(new_wiki, reading(1, [empty, address, Entry("Tea for All of Us", None, 5)]))
    assert [(type(r), r.line) for r in report.rejected] == [(Rejected, 3), (Rejected, 4)]
    assert report.new == ("tea-for-all-of-us",)
