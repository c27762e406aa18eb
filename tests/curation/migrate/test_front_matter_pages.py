"""Front matter as people have it, and what is made of it."""

import pytest

from litwiki.curation.migrate.front_matter_pages import has_front_matter, read_pages
from litwiki.model.entries import Entry, RawListing


def page(front: str) -> tuple[Entry, list[str]]:
    read, _ = read_pages([RawListing("a.md", front, "")], {})
    assert has_front_matter(front)
    return read.readings[0].entries[0], [path[-1] for one in read.tagged for path in one.tags]


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("---\ntitle:No Space Kettle\nyear:2020\n---\n", "No Space Kettle"),
        ("---\n  title: Indented Ladle\n  year: 2020\n---\n", "Indented Ladle"),
        ("---\ntitle: Ended by Dots\n...\nText", "Ended by Dots"),
        ("---\ntitle: Tea #1: The Best\n---\n", "Tea #1: The Best"),
        ("---\ntitle: Tea # my remark\n---\n", "Tea"),
        ("---\ntitle: Pots and Pans #2\n---\n", "Pots and Pans #2"),
    ],
)
def test_a_title_is_whole(front: str, title: str) -> None:
    assert page(front)[0].title == title


def test_tags_of_a_mapping_are_its_keys() -> None:
    assert page("---\ntitle: A Kettle\ntags: {tea: 1, pots: true, hot: }\n---\n")[1] == ["tea", "pots", "hot"]


def test_markdown_in_names_is_none_of_theirs() -> None:
    entry, _ = page('---\ntitle: A Kettle\nauthors: "[Ann Lee](https://a.example), **Bo Kim***, C. D. Pot*"\n---\n')
    assert entry.authors == ("Ann Lee", "Bo Kim", "C. D. Pot")


def test_keys_that_come_again_are_numbered_in_time_that_grows_with_their_number() -> None:
    entry, _ = page("---\ntitle: A Kettle\n" + "".join(f"mood: calm {n}\n" for n in range(5_000)) + "---\n")
    assert [entry.extra[name] for name in ("mood", "mood (2)", "mood (3)")] == ["calm 0", "calm 1", "calm 2"]


FIELD_TWICE = (
    "---\ntitle: A Kettle\nconference: TeaConf\njournal: Tea Times\nauthors: Ann Lee\nauthors: Ann Lee, Bo Kim\n---\n"
)


def test_what_was_taken_for_a_field_once_is_taken_for_it_again() -> None:
    first, _ = read_pages([RawListing("a.md", FIELD_TWICE, "")], {})
    again, _ = read_pages([RawListing("a.md", FIELD_TWICE, "")], first.fields)
    assert again.readings[0].entries == first.readings[0].entries
    assert first.readings[0].entries[0].authors == ("Ann Lee",)
    assert first.readings[0].entries[0].extra["authors (2)"] == "Ann Lee, Bo Kim"
