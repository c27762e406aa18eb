"""The list back from a wiki: what people wrote around it stays, a change is a line, and read again it is the same wiki."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from litwiki import content
from litwiki.cli import cli
from litwiki.model.wiki import Wiki
from tests import living_reviews


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [*map(str, arguments)], catch_exceptions=False)


@pytest.fixture(scope="module")
def awesome(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wiki of an awesome list."""
    folder = tmp_path_factory.mktemp("awesome")
    living_reviews.awesome_list(folder / "list.md", 24)
    assert run("migrate", folder / "list.md", folder / "wiki", "--no-git").exit_code == 0
    return folder / "wiki"


def shape(wiki: Wiki) -> object:
    """What a list can say of a wiki."""
    papers = {
        (paper.title, paper.year, paper.publication.venue, *sorted(paper.ids.items()), *sorted(map(str, paper.links)))
        for paper in wiki.papers.values()
    }
    topics = {
        topic.name: (
            topic.group,
            topic.parent,
            topic.introduction.strip(),
            [(wiki.papers[pin.paper].title, pin.note) for pin in topic.pinned if pin.paper in wiki.papers],
            {wiki.papers[slug].title for slug in wiki.papers_by_topic[topic.id]},
        )
        for topic in wiki.topics.values()
    }
    return papers, topics, wiki.home.strip(), wiki.config.site_name


def read_again(awesome: Path, folder: Path, name: str) -> Wiki:
    """The wiki that comes of the list that was written."""
    exported = run("export", "readme", folder / "list" / name, "--root", awesome)
    assert exported.exit_code == 1, "there is no such folder"
    (folder / "list").mkdir()
    assert run("export", "readme", folder / "list" / name, "--root", awesome).exit_code == 0
    made = run("migrate", folder / "list", folder / "again", "--no-git")
    assert made.exit_code == 0, made.output
    return content.load(folder / "again").wiki


def test_read_again_it_is_the_same_wiki(awesome: Path, tmp_path: Path) -> None:
    assert shape(read_again(awesome, tmp_path, "README.md")) == shape(content.load(awesome).wiki)


def test_a_latex_review_has_the_same_papers_under_the_same_headings(awesome: Path, tmp_path: Path) -> None:
    def filed(wiki: Wiki) -> object:
        titles = {slug: (paper.title, paper.year, paper.ids) for slug, paper in wiki.papers.items()}
        return wiki.config.site_name, {
            topic.name: (topic.group, topic.parent, [titles[slug] for slug in wiki.papers_by_topic[topic.id]])
            for topic in wiki.topics.values()
        }

    assert filed(read_again(awesome, tmp_path, "review.tex")) == filed(content.load(awesome).wiki)
    assert "$" not in (tmp_path / "list" / "review.tex").read_text(encoding="utf-8")


def test_what_stands_around_the_list_stays_byte_by_byte(awesome: Path, tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    begin, end = "<!-- litwiki: the list begins -->", "<!-- litwiki: the list ends -->"
    readme.write_bytes(f"# Mine\r\n\nstars ★\n{begin}\nold\n{end} and \tbehind\r\n".encode())
    assert run("export", "readme", readme, "--check", "--root", awesome).exit_code == 1
    assert b"old" in readme.read_bytes()
    assert run("export", "readme", readme, "--root", awesome).exit_code == 0
    text = readme.read_bytes().decode()
    assert text.startswith(f"# Mine\r\n\nstars ★\n{begin}\n\n## Methods\n")
    assert text.endswith(f"\n{end} and \tbehind\r\n")
    assert run("export", "readme", readme, "--check", "--root", awesome).exit_code == 0
    readme.write_text("# Mine\n", encoding="utf-8")
    refused = run("export", "readme", readme, "--root", awesome)
    assert (refused.exit_code, begin in refused.stderr) == (2, True)
    assert readme.read_text(encoding="utf-8") == "# Mine\n"
    readme.write_bytes(b"# M\xe4ne\n")
    refused = run("export", "readme", readme, "--root", awesome)
    assert (refused.exit_code, "is not UTF-8" in refused.stderr) == (2, True)


def test_a_change_of_one_paper_is_one_line(awesome: Path, tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    run("export", "readme", readme, "--root", awesome)
    before = readme.read_text(encoding="utf-8").split("\n")
    slug = next(slug for slug, paper in content.load(awesome).wiki.papers.items() if paper.year)
    path = awesome / "content" / "papers" / f"{slug}.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("year: 2024", "year: 2023"), encoding="utf-8")
    run("export", "readme", readme, "--root", awesome)
    after = readme.read_text(encoding="utf-8").split("\n")
    path.write_text(text, encoding="utf-8")
    assert len(before) == len(after)
    assert len([line for line, other in zip(before, after, strict=True) if line != other]) == 1


def test_hostile_text_is_text(new_wiki: Path, tmp_path: Path) -> None:
    (new_wiki / "content" / "papers" / "tea.md").write_text(
        "---\ntitle: '<script>x</script> [a](javascript:1) | % \\input{/etc/passwd} $5'\nids: {doi: 10.1000/a}\n"
        "topics: []\ntopics_status: curated\nauthors: ['A. <b>', 'B_C', D. E.]\n---\n",
        encoding="utf-8",
    )
    assert run("export", "readme", tmp_path / "R.md", "--root", new_wiki).exit_code == 0
    line = next(line for line in (tmp_path / "R.md").read_text(encoding="utf-8").split("\n") if line.startswith("- "))
    assert "<script" not in line.replace("\\<", "")
    assert "](javascript" not in line.replace("\\]", "")
    assert run("export", "readme", tmp_path / "r.tex", "--root", new_wiki).exit_code == 0
    assert "\\input{/etc" not in (tmp_path / "r.bib").read_text(encoding="utf-8")
