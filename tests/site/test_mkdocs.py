"""MkDocs knows the pages that its navigation names, in whatever form, and is spared thousands of others."""

from pathlib import Path

import pytest

from litwiki.model.ids import DocPath
from litwiki.site.mkdocs import MkDocs
from litwiki.templates import DEFAULT

SETTINGS = """
site_name: Tea
plugins: []
nav:
- Kettles: kettles/index.md
- More:
  - ./cups.md
  - Elsewhere: https://tea.example/index.md
  - Spoons: spoons.md
"""


def test_the_navigation_finds_the_pages_that_it_names(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(SETTINGS)
    (tmp_path / "docs").mkdir()
    titles = {"kettles/index.md": "Kettles", "cups.md": "Cups"}
    pages = ["kettles/index.md", "cups.md", *(f"papers/oolong-{number}.md" for number in range(9))]
    mkdocs = MkDocs(tmp_path, tmp_path / "site", pages, titles)
    assert mkdocs.prepared().navigation == {"kettles/index.md", "cups.md"}
    (missing,) = mkdocs.warnings
    assert "spoons.md" in missing


@pytest.mark.parametrize(
    ("nav", "features", "has_drawer"),
    [
        ("[{Home: index.md}, {Cups: cups/index.md}]", "[navigation.tabs]", False),
        ("[{Home: index.md}, {More: [{Cups: cups/index.md}]}]", "[navigation.tabs]", True),
        ("[{Home: index.md}, {Cups: cups/index.md}]", "[]", True),
    ],
)
def test_only_a_navigation_with_folders_or_without_tabs_has_a_drawer(
    nav: str, features: str, *, has_drawer: bool, tmp_path: Path
) -> None:
    theme = DEFAULT / "theme"
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Tea & cups\nplugins: []\nmarkdown_extensions: [attr_list, md_in_html]\nsite_description: All of <tea>.\n"
        f"theme: {{name: material, custom_dir: {theme}, features: {features}}}\nnav: {nav}\n"
    )
    (tmp_path / "docs").mkdir()
    pages = [DocPath("index.md"), DocPath("cups/index.md")]
    mkdocs = MkDocs(tmp_path, tmp_path / "site", pages, {"index.md": "Home", "cups/index.md": "Cups"})
    shell = mkdocs.shell(pages[1], ["title"])
    text = shell.fill(dict.fromkeys(shell.names, b"SLOT")).decode()
    assert ('class="md-nav md-nav--primary' in text) == has_drawer
    assert ('<label class="md-header__button md-icon" for="__drawer">' in text) == has_drawer
    assert ('class="md-tabs' in text) == (features != "[]")
    assert '<meta name="description" property="og:description" content="All of &lt;tea&gt;.">' in text
