"""One list as Markdown: references lead somewhere outside of the wiki, too, and names are as pages print them."""

from pathlib import Path

import pytest

from litwiki.curation.one_list.as_markdown import markdown_section, with_links
from litwiki.curation.one_list.sections import list_of
from litwiki.model.config import Config
from litwiki.model.ids import Slug, TopicId
from litwiki.model.records import Paper, Topic
from litwiki.model.wiki import Wiki

KETTLE, LADLE = Slug("kettle"), Slug("ladle")
PAPERS = {
    KETTLE: Paper(KETTLE, "Kettle <b>", ids={"arxiv": "2401.00123"}, authors=("Müller, Inès", "{Spoon Works}")),
    LADLE: Paper(LADLE, "Ladle", authors=("王, 小明", "Boyle, Ada", "Cook, Ben")),
}
TOPICS = {TopicId("tea"): Topic(TopicId("tea"), "Tea & more", "Kitchen", "Leaves.")}


def wiki(address: str = "https://example.org/pots/") -> Wiki:
    return Wiki(Config(Path("/nowhere"), "Pots", address), PAPERS, TOPICS, {})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[[kettle]]", r"[Kettle \<b\>](https://arxiv.org/abs/2401.00123)"),
        ("[[kettle|the\nkettle]]", "[the kettle](https://arxiv.org/abs/2401.00123)"),
        ("[[paper:kettle|it]]", "[it](https://arxiv.org/abs/2401.00123)"),
        ("[[topic:tea]]", r"[Tea \& more](https://example.org/pots/topics/tea/)"),
        ("[[topic:tea|leaves]]", "[leaves](https://example.org/pots/topics/tea/)"),
        ("[[topic:soup]] [[soup|a bowl]]", "topic:soup a bowl"),
        (
            "[steps](topics/tea.md), [it](papers/kettle.md)",
            "[steps](https://example.org/pots/topics/tea/), [it](https://arxiv.org/abs/2401.00123)",
        ),
        (
            "[away](https://example.org/x) ![pot](images/none.png)",
            "[away](https://example.org/x) ![pot](images/none.png)",
        ),
        ("`[[topic:tea]]`", "`[[topic:tea]]`"),
    ],
)
def test_a_reference_is_a_link(text: str, shown: str) -> None:
    assert with_links(wiki(), text) == shown


def test_a_page_of_a_wiki_without_an_address_is_its_name() -> None:
    assert with_links(wiki(""), "See [[topic:tea]].") == r"See Tea \& more."


def test_links_to_files_lead_on_from_the_file_they_stand_in() -> None:
    shown = with_links(wiki(), "[it](../papers/kettle.md)", "content/topics/tea.md")
    assert shown == "[it](https://arxiv.org/abs/2401.00123)"


def test_names_are_as_pages_print_them() -> None:
    text = list_of(wiki(), markdown_section)
    assert ", Inès Müller and Spoon Works" in text
    assert "**Ladle**, 王小明 et al." in text
