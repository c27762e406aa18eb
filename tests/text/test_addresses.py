"""Links in running text."""

import pytest

from litwiki.text.addresses import find_links, link_kind, normal_url, without_links
from litwiki.text.words import words


def test_links_lose_the_punctuation_of_their_sentence() -> None:
    text = (
        "Code is at https://github.com/x/y. Data (https://huggingface.co/datasets/a/b), and the project page: "
        "https://a.github.io/b/; see github.com/c/d, https://doi.org/10.1/x_(y) and magenta{https://github.com/x/z}."
    )
    assert find_links(text) == {
        "https://github.com/x/y": "code",
        "https://huggingface.co/datasets/a/b": "data",
        "https://a.github.io/b/": "project",
        "https://github.com/c/d": "code",
        "https://doi.org/10.1/x_(y)": "doi",
        "https://github.com/x/z": "code",
    }


def test_a_link_is_found_once() -> None:
    assert len(find_links("https://github.com/x/y and again https://github.com/x/y.")) == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A talk is at https://youtu.be/tea", "video"),
        ("We follow https://huggingface.co/papers/2611.00001", "project"),
        ("We follow https://arxiv.org/abs/2611.00001", "project"),
        ("The benchmark is at https://github.com/x/y", "data"),
        ("Code and data are at https://github.com/x/y", "code"),
        ("See https://digit.com/tea", "project"),
    ],
)
def test_the_kind_of_a_link_is_that_of_its_host_but_for_data(text: str, kind: str) -> None:
    assert [*find_links(text).values()] == [kind]


def test_addresses_are_compared_without_needless_escapes() -> None:
    assert normal_url("https://x.org/a%2Db%5Fc%20d%2F") == "https://x.org/a-b_c%20d%2F"


def test_addresses_are_no_words() -> None:
    assert words(without_links("see https://x.org/a-b, www.y.org and github.com/c/d now")) == ["see", "and", "now"]


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://github.com/tea/kettle", "code"),
        ("https://www.gitlab.com/tea/kettle", "code"),
        ("https://git.tea.example/kettle", "code"),
        ("https://user:word@github.com:443/tea", "code"),
        ("https://tea.github.io/kettle", "project"),
        ("https://huggingface.co/tea/kettle-7b", "model"),
        ("https://hf.co/datasets/tea/pots", "data"),
        ("https://huggingface.co/spaces/tea/pour", "demo"),
        ("https://huggingface.co/papers/2401.00001", "paper"),
        ("https://zenodo.org/record/1", "data"),
        ("https://youtu.be/tea", "video"),
        ("https://m.youtube.com/watch?v=tea", "video"),
        ("https://ada.medium.com/tea", "blog"),
        ("https://doi.org/10.1234/tea", "doi"),
        ("https://tea.example/kettle.PDF?download=1", "paper"),
        ("https://notgithub.com/tea", "project"),
        ("https://github.com.tea.example/", "project"),
        ("kettle", "project"),
    ],
)
def test_an_address_says_what_it_leads_to(url: str, kind: str) -> None:
    assert link_kind(url) == kind
