import pytest

from litwiki.curation.migrate.markdown_list import read_list
from litwiki.curation.migrate.outline import EntryRef
from litwiki.model.entries import RawListing


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Words on `kettle --boil`, **bold** ones.", "Words on `kettle --boil`, **bold** ones."),
        ("A tick: `` `tea` `` and ``a ` b``.", "A tick: `` `tea` `` and ``a ` b``."),
        ("Signs stay as they are: `a_b <c> [[d]] \\`", "Signs stay as they are: `a_b <c> [[d]] \\`"),
        ("**All of `it` is bold.**", "**All of it is bold.**"),
        ("See [`kettle`](https://example.org/k).", "See [`kettle`](<https://example.org/k>)."),
        (
            "A loose \\` tick, <a href='https://example.org/`'>one</a> more, `code`.",
            "A loose \\` tick, [one](<https://example.org/%60>) more, `code`.",
        ),
    ],
)
def test_code_in_the_introduction_of_a_list_stays_code(written: str, kept: str) -> None:
    assert read_list(RawListing("list.md", f"# Kettles\n\n{written}\n\n## Heat\n", "")).introduction == kept


def test_an_entry_that_is_refused_moves_no_other_to_its_heading() -> None:
    listed = "# Kettles\n\n## Heat\n\n- [Untitled](https://dl.acm.org/a/b)\n\n## Tea\n\n- [Kettles Learn to Whistle](https://dl.acm.org/c/d)\n"
    outline = read_list(RawListing("list.md", listed, ""))
    entries = outline.readings[0].entries
    filed = [
        (one.heading, entries[one.target.position].title) for one in outline.filings if isinstance(one.target, EntryRef)
    ]
    assert filed == [(("Tea",), "Kettles Learn to Whistle")]
    assert [one.line for one in outline.readings[0].rejected] == [5]


def test_links_to_files_beside_the_list_are_said() -> None:
    listed = (
        "# Kettles\n\nRead [the guide](docs/guide.md) and [more](#heat).\n\n## Heat\n\n- [Pots](pots.pdf), boiled\n"
    )
    outline = read_list(RawListing("list.md", listed, ""))
    assert outline.introduction == "Read the guide and more."
    (remark,) = outline.readings[0].remarks
    assert (remark.line, remark.message) == (
        3,
        "2 links to files beside the list: their words were kept, not where they lead (docs/guide.md, pots.pdf)",
    )
