from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litwiki.model.entries import Entry, RawListing, Rejected
from litwiki.sources import arxiv_atom, read_file
from tests.sources import items_of

COUNTS = {
    "id_0000_0000": (0, 0),
    "id_0808_05394_1707_08567": (1, 0),
    "id_1605_08386": (1, 0),
    "id_abc": (0, 1),
    "id_astro-ph_0601001": (1, 0),
    "q_testing": (100, 0),
}
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">'


def entries(text: str) -> list[Entry]:
    return [item for item in items_of(arxiv_atom.read(RawListing("feed.xml", text, ""))) if isinstance(item, Entry)]


@pytest.mark.parametrize("name", COUNTS)
def test_recorded_answers_of_the_api(name: str, shared: Path) -> None:
    path = shared / "corpora" / "bib" / f"arxiv-api-{name}_s0_m100.atom.xml"
    found = read_file(path)
    assert found.head.source == "arxiv-feed"
    assert (len(found.entries), len(found.rejected)) == COUNTS[name]
    lines = path.read_text(encoding="utf-8").split("\n")
    for entry in found.entries:
        assert entry.title
        assert entry.abstract
        assert entry.authors
        assert entry.ids["arxiv"]
        assert len(entry.publication.date) == 10
        assert "<entry>" in lines[entry.line - 1]


def test_what_is_no_feed_of_arxiv_is_not_claimed() -> None:
    for text in (
        "<html>arxiv.org</html>",
        f"{ATOM.split(' xmlns:')[0]}><id>x</id></feed>",
        "arxiv.org <feed>",
        "<?xml?><tei/>",
    ):
        assert not arxiv_atom.sniff(text)
    assert arxiv_atom.sniff(f"<?xml version='1.0'?>\n<!-- kept -->\n{ATOM}")


def test_entities_and_doctypes_reach_no_file_and_no_title() -> None:
    text = f'<!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "boom">]>{ATOM}<entry><id>http://arxiv.org/abs/2401.00001</id><title>A&x;B&y;</title></entry></feed>'
    assert all("root" not in str(entry) and "boom" not in entry.title for entry in entries(text))


def test_entities_of_entities_do_not_grow() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<!DOCTYPE feed [<!ENTITY e0 "tea">{bomb}]>{ATOM}<entry><id>http://arxiv.org/abs/2401.00001</id><title>&e11;</title></entry></feed>'
    assert len(str(items_of(arxiv_atom.read(RawListing("feed.xml", text, ""))))) < 10_000


def test_what_follows_a_fault_is_reported_by_its_line() -> None:
    entry = "<entry>\n<id>http://arxiv.org/abs/2401.0000{}</id>\n<title>Kettle</title>\n</entry>\n"
    text = f"\n{ATOM}\n{entry.format(1)}{entry.format(2).replace('</title>', '')}{entry.format(3)}</feed>"
    items = items_of(arxiv_atom.read(RawListing("feed.xml", text, "")))
    assert [type(item) for item in items] == [Entry, Rejected]
    assert items[0].line == 3
    assert items[1].line == 10


def test_lines_are_right_beyond_65535() -> None:
    blank = "\n" * 70_000
    (entry,) = entries(
        f"{ATOM}{blank}<entry><id>http://arxiv.org/abs/2401.00001</id><title>Kettle</title></entry></feed>"
    )
    assert entry.line == 70_001


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("H$_2$O at 5$\\sigma$", "H$_2$O at 5$\\sigma$"),
        ("Erd\\H{o}s and {K}ettles", "Erdős and Kettles"),
        ("Sets {0,1} of pots", "Sets {0,1} of pots"),
        ("Tea &amp; Pots at &lt; 5", "Tea & Pots at < 5"),
    ],
)
def test_titles_are_tex_where_they_have_commands(printed: str, title: str) -> None:
    (entry,) = entries(f"{ATOM}<entry><id>http://arxiv.org/abs/2401.00001</id><title>{printed}</title></entry></feed>")
    assert entry.title == title


PIECES = st.sampled_from(
    "<entry>|</entry>|<id>|</id>|<title>|</title>|http://arxiv.org/abs/2401.00001|&amp;|&x;|<![CDATA[|]]>|<author><name>|</name></author>|\n|<link href='x'/>|\x0b|<!--|-->|tea".split(
        "|"
    )
)


@given(st.lists(PIECES, max_size=25))
def test_any_pieces_are_read_without_an_error(pieces: list[str]) -> None:
    text = ATOM + "".join(pieces) + "</feed>"
    for item in items_of(arxiv_atom.read(RawListing("feed.xml", text, ""))):
        assert 1 <= item.line <= text.count("\n") + 1
        assert not isinstance(item, Entry) or item.title or item.ids
