"""MkDocs knows the pages that its navigation names, in whatever form, and is spared thousands of others."""

from pathlib import Path

from litwiki.site.mkdocs import MkDocs

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
