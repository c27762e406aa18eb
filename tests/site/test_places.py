"""Which pages have one shell, and how they are marked."""

import pytest

from litwiki.model.ids import DocPath
from litwiki.site.places import Places
from litwiki.site.shell import Marks

PLACES = Places.of(["index.md", "topics/index.md", "papers/index.md", "topics/tea.md"])


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("papers/kettle.md", "papers/"),
        ("topics/ladles.md", "topics/"),
        ("topics/ladles/2.md", "topics/*/"),
        ("topics/tea/2.md", "topics/tea/"),
        ("people/ada-boyle.md", "*/"),
        ("years/2026.md", "*/"),
        ("people/a-z/b/2.md", "*/*/*/"),
        ("about.md", ""),
        ("people/index.md", "*/index.md"),
        ("topics/ladles/index.md", "topics/*/index.md"),
    ],
)
def test_folders_are_told_apart_as_far_as_the_navigation_goes(path: str, place: str) -> None:
    assert PLACES.of_page(DocPath(path)) == place


@pytest.mark.parametrize("path", ["index.md", "topics/tea.md", "topics/index.md"])
def test_pages_of_the_navigation_stand_alone(path: str) -> None:
    assert PLACES.of_page(DocPath(path)) == path
    assert PLACES.marked(DocPath(path), Marks("X")) == path


def test_what_is_a_slot_is_marked() -> None:
    assert PLACES.marked(DocPath("topics/ladles/2.md"), Marks("X")) == "topics/lw-x-1-lw/lw-x-lw.md"
    assert PLACES.marked(DocPath("people/index.md"), Marks("X")) == "lw-x-0-lw/index.md"
    found = Marks("X").pattern.findall("topics/lw-x-1-lw/lw-x-lw/")
    assert found == [("", "1"), ("", "")]


def test_a_navigation_of_nothing_tells_no_folder_apart() -> None:
    assert Places.of(()).of_page(DocPath("papers/kettle.md")) == "*/"
