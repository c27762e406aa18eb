"""Addresses are what MkDocs would write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils import get_relative_url

from litwiki.render.links import Anchors, Links, relative

folders = st.lists(st.sampled_from(["papers", "topics", "kivi", "2", "a"]), max_size=3).map(
    lambda parts: "".join(f"{part}/" for part in parts)
)


@given(folders, folders)
def test_relative_addresses_are_mkdocs_own(target: str, page: str) -> None:
    assert relative(target or "./", page) == get_relative_url(target or "./", page)
    assert relative(f"{target}x.json", page) == get_relative_url(f"{target}x.json", page)


FILES = {
    "index.md": "./",
    "topics/peft.md": "topics/peft/",
    "topics/peft/2.md": "topics/peft/2/",
    "api/x.json": "api/x.json",
}


@pytest.mark.parametrize(
    ("page", "url", "address", "expected"),
    [
        ("papers/kivi.md", "papers/kivi/", "../topics/peft.md", "../../topics/peft/"),
        ("papers/kivi.md", "papers/kivi/", "../topics/peft.md#top", "../../topics/peft/#top"),
        ("papers/kivi.md", "papers/kivi/", "../index.md", "../../"),
        ("papers/kivi.md", "papers/kivi/", "../api/x.json", "../../api/x.json"),
        ("papers/kivi.md", "papers/kivi/", "https://a.b/c", "https://a.b/c"),
        ("papers/kivi.md", "papers/kivi/", "mailto:a@b.c", "mailto:a@b.c"),
        ("papers/kivi.md", "papers/kivi/", "#here", "#here"),
        ("papers/kivi.md", "papers/kivi/", "nowhere.md", None),
        ("papers/kivi.md", "papers/kivi/", "/absolute.md", None),
        ("papers/kivi.md", "papers/kivi/", "../topics/peft.md?q=1", None),
        ("topics/peft.md", "topics/peft/", "peft/2.md", "2/"),
        ("topics/peft.md", "topics/peft/", "peft.md", "./"),
    ],
)
def test_links_lead_where_mkdocs_would_lead(page: str, url: str, address: str, expected: str | None) -> None:
    links = Links(FILES.get)
    for _ in range(2):
        assert links.resolver(page, url, {})(address) == expected


def test_what_one_page_found_is_not_wrong_for_its_neighbour() -> None:
    links = Links(FILES.get)
    assert links.resolver("topics/other.md", "topics/other/", {})("peft.md") == "../peft/"
    assert links.resolver("topics/peft.md", "topics/peft/", {})("peft.md") == "./"
    assert links.resolver("topics/other.md", "topics/other/", {})("peft.md") == "../peft/"


def test_anchors_are_noted() -> None:
    anchors: Anchors = {}
    resolve = Links(FILES.get).resolver("papers/kivi.md", "papers/kivi/", anchors)
    resolve("../topics/peft.md#top")
    resolve("#own")
    assert anchors == {("topics/peft.md", "top"): ["papers/kivi.md"], ("papers/kivi.md", "own"): ["papers/kivi.md"]}
