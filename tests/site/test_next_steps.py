from pathlib import Path

import pytest
from markupsafe import Markup

from litwiki.build import build
from litwiki.curation.by_hand import read_one
from litwiki.curation.ingest import Manner, ingest
from litwiki.site.next_steps import FIRST_TEXT, insert, missing


def said(root: Path, url: str) -> list[str]:
    """The first words of each line, as a person reads them."""
    return [Markup(line).striptags().partition(":")[0] for line in missing(root, url)]


def write(root: Path, path: str, text: str) -> None:
    (root / "content" / path).write_text(text, encoding="utf-8")


@pytest.fixture
def root(new_wiki: Path) -> Path:
    write(new_wiki, "papers/kettle.md", "---\ntitle: 'Kettle'\n---\n")
    write(
        new_wiki,
        "papers/pot.md",
        "---\ntitle: 'Pot'\nsummary: 'It boils.'\ntopics: [tea]\nids: {arxiv: '2601.01234'}\n---\n",
    )
    return new_wiki


def test_a_new_wiki_says_what_to_do_first(new_wiki: Path) -> None:
    assert said(new_wiki, "") == [
        "Say what this wiki is about",
        "No topics yet",
        "Before you publish",
        "For links to edit pages",
        "No papers yet",
    ]
    assert said(new_wiki, "papers/") == said(new_wiki, "listings/") == ["No papers yet"]
    assert said(new_wiki, "topics/") == ["No topics yet"]
    assert (new_wiki / "content" / "index.md").read_text(encoding="utf-8").endswith(f"{FIRST_TEXT}\n")


def test_a_paper_says_what_it_lacks(root: Path) -> None:
    write(root, "topics/tea.md", "---\nname: 'Tea'\ndefinition: 'Leaves.'\n---\n")
    assert said(root, "papers/kettle/") == ["No summary yet", "No topics yet", "No id yet"]
    assert "topics: [tea]" in str(list(missing(root, "papers/kettle/"))[1])
    assert said(root, "papers/pot/") == []
    assert said(root, "topics/tea/") == ["No introduction yet"]
    assert said(root, "topics/") == said(root, "papers/") == []


@pytest.mark.parametrize(
    "url",
    ["papers/nobody/", "papers/../../mkdocs/", "papers/a/b/", "topics/<b>/", "people/ada/", "//", "papers/%00/", "\0"],
)
def test_other_addresses_say_nothing_of_files(url: str, root: Path) -> None:
    assert [line for line in said(root, url) if "summary" in line] == []


def test_a_broken_file_is_the_banners_business(root: Path) -> None:
    write(root, "papers/kettle.md", "---\ntitle: [\n---\n")
    (root / "site_config" / "wiki.yml").unlink()
    assert said(root, "papers/kettle/") == said(root, "") == []


def test_it_stands_below_the_heading_and_only_where_something_is_missing(root: Path) -> None:
    page = b"<h1>Kettle</h1><p>x</p>"
    shown = insert(page, root, "papers/kettle/")
    assert shown.startswith(b"<h1>Kettle</h1><link ")
    assert shown.endswith(b"</aside><p>x</p>")
    assert insert(page, root, "papers/pot/") == page
    assert insert(b"no heading", root, "papers/kettle/") == b"no heading"


def test_a_published_site_tells_readers_nothing_of_files(new_wiki: Path) -> None:
    ingest(new_wiki, readings=[read_one("Kettle", (), None, {})], manner=Manner(has_ledgers=False))
    assert build(new_wiki).site
    for page in (new_wiki / "site").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "litwiki-next" not in text, page
        # The pages outside the navigation are for people who write.
        assert "content/" not in text or page.parent.name in {"edit", "todo"}, page
