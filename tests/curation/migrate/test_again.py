"""The old list goes on changing while people curate the wiki: what is new comes in, what a person did stays."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from litwiki import content
from litwiki.cli import cli
from litwiki.curation.undo import undo
from litwiki.model.ids import Slug, TopicId
from tests import living_reviews
from tests.killed_runs import killed_runs, migrate_into


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(cli, [*map(str, arguments)], catch_exceptions=False)
    assert result.exit_code in {0, 1}, result.output
    return result


def exchange(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text, (path, before)
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def tree(root: Path) -> dict[str, str]:
    return {p.relative_to(root).as_posix(): p.read_text(encoding="utf-8") for p in root.rglob("*") if p.is_file()}


def test_the_same_source_again_changes_nothing(tmp_path: Path) -> None:
    living_reviews.bibliography_with_sections(tmp_path / "review", 40)
    run("migrate", tmp_path / "review", tmp_path / "wiki", "--no-git")
    before = tree(tmp_path / "wiki" / "content") | tree(tmp_path / "wiki" / "site_config")
    run("migrate", tmp_path / "review", tmp_path / "wiki")
    assert tree(tmp_path / "wiki" / "content") | tree(tmp_path / "wiki" / "site_config") == before


def test_a_run_that_was_cut_off_is_completed_by_the_next(tmp_path: Path) -> None:
    """After ingest and before anything was filed, which is where a run is longest."""
    living_reviews.bibliography_with_sections(tmp_path / "review", 40)
    run("migrate", tmp_path / "review", tmp_path / "whole", "--no-git")
    run("init", tmp_path / "wiki", "--no-git", "--title", "A Living Review of Kitchens")
    run("ingest", tmp_path / "review" / "KITCHEN.bib", "--root", tmp_path / "wiki")
    found = json.loads(run("migrate", tmp_path / "review", tmp_path / "wiki", "--json").stdout)
    assert found["adds_up"]
    filed = {slug: paper.topics for slug, paper in content.load(tmp_path / "wiki").wiki.papers.items()}
    assert filed == {slug: paper.topics for slug, paper in content.load(tmp_path / "whole").wiki.papers.items()}


LIST = """# Awesome Kettles

Papers on kettles that a kitchen should have.

## Heating

Words on heating, with `kettle --boil`.

- [Why Copper Kettles Boil Early](https://arxiv.org/abs/2401.00011) - A fine start.
- [Thermostats of Porcelain Teapots](https://arxiv.org/abs/2401.00012)

## Pouring

### Ladles

- [Ladles That Pour Without a Drop](https://arxiv.org/abs/2401.00013) - For beginners.
- [Why Copper Kettles Boil Early](https://arxiv.org/abs/2401.00011)
"""
PAGE = "---\ntitle: Ladles of Bamboo Pour and Sing\nauthor: Ada Boyle\nyear: 2021\ntags: [ladles]\n---\nNotes of ours on bamboo.\n"
PROPOSED = "---\nname: 'Boilers'\ndefinition: 'Boiling kettles early'\nkeywords: [kettles, boil, ladles]\n---\n"
"""A topic that was there before: it is proposed for papers until the list files them."""


@pytest.mark.slow
def test_a_run_killed_at_any_step_leaves_before_or_after_and_the_next_one_the_same_wiki(
    new_wiki: Path, tmp_path: Path
) -> None:
    """One commit has papers, topics, notes and what the run remembers of itself."""
    source = tmp_path / "kettles"
    (source / "_papers").mkdir(parents=True)
    (source / "README.md").write_text(LIST, encoding="utf-8")
    (source / "_papers" / "bamboo.md").write_text(PAGE, encoding="utf-8")
    (new_wiki / "content" / "topics" / "boilers.md").write_text(PROPOSED, encoding="utf-8")
    roots = killed_runs("tests.killed_runs.migrate_into", new_wiki, source, tmp_path / "copies")
    before, after = written(new_wiki), written(tmp_path / "copies" / "undisturbed")
    assert "Notes of ours on bamboo." in "".join(after.values())
    assert "A fine start." in "".join(after.values())
    states = []
    for root in roots:
        for path, text in written(root).items():
            assert Path(path).name.startswith(".") or text in (before.get(path), after.get(path)), (root.name, path)
        content.load(root)  # as every command does first: it finishes what was cut off
        states.append(written(root))
        assert states[-1] in (before, after), root.name
        if states[-1] == before or states[-2] == before:
            migrate_into(root, source)
            assert written(root) == after, root.name
    turn = states.index(after)
    assert 2 < turn < len(states) - 5
    assert states == [before] * turn + [after] * (len(states) - turn)


def written(root: Path) -> dict[str, str]:
    """Files of people, and those in which a migration remembers what it did."""
    return {path: text for path, text in tree(root).items() if path.startswith(("content/", "site_config/"))}


def test_a_migration_is_taken_back_as_a_whole_and_can_be_run_again(new_wiki: Path, tmp_path: Path) -> None:
    source = tmp_path / "list.md"
    source.write_text(LIST, encoding="utf-8")
    before = written(new_wiki)
    migrate_into(new_wiki, source)
    after = written(new_wiki)
    undo(new_wiki)
    assert written(new_wiki) == before
    migrate_into(new_wiki, source)
    assert written(new_wiki) == after


def curate(root: Path, numbered: list[Slug]) -> None:
    """Thirty things that people do."""
    papers, topics = root / "content" / "papers", root / "content" / "topics"
    for number in range(10):
        exchange(papers / f"{numbered[number]}.md", "summary: ''", f"summary: 'Ours, number {number}.'")
    for number in range(10, 14):
        path = papers / f"{numbered[number]}.md"
        path.write_text(path.read_text(encoding="utf-8") + f"Notes of ours, {number}.\n", encoding="utf-8")
    for number in range(14, 18):
        exchange(papers / f"{numbered[number]}.md", "topics: [training]", "topics: [applications]")
    for number in range(18, 20):
        exchange(papers / f"{numbered[number]}.md", "topics: [training]", "topics: []")
    for number in range(20, 23):
        exchange(papers / f"{numbered[number]}.md", "year: 2024", "year: 2019")
    exchange(topics / "methods.md", "Words on Methods 0.", "Our words on methods.")
    exchange(topics / "training.md", "name: 'Training (Methods)'", "name: 'How to Train'")
    exchange(root / "content" / "index.md", "Papers on kettles", "Our papers on kettles")
    run("rename", numbered[30], "a-better-name", "--root", root)
    run("exclude", numbered[31], "--because", "no kettle", "--root", root)
    run("merge", numbered[32], numbered[33], "--root", root)
    exchange(topics / "methods.md", "note: >-\n    A fine start, number 0.", "note: 'First.'")


def go_on(source: Path) -> None:
    """The list goes on: new papers and headings, other titles; what was there is not, a paper moves."""
    text = source.read_text(encoding="utf-8")
    text = text.replace("Words on Methods 0.", "The list's new words.")
    text = text.replace("Words on Training 3.", "The list's words on training.")
    text = text.replace(f"- [{living_reviews.title(5)}]", f"- [{living_reviews.title(5)}: Revisited]")
    gone = next(line for line in text.split("\n") if living_reviews.title(8) in line)
    text = text.replace(gone + "\n", "")
    new = "- [A New Kettle of Fish for Everybody](https://arxiv.org/abs/2412.12345) - Just in."
    text = text.replace("## Applications", f"{new}\n\n## Brand New\n\n{new}\n\n## Applications")
    source.write_text(text, encoding="utf-8")


def test_nothing_of_a_person_is_lost(tmp_path: Path) -> None:
    source, root = tmp_path / "list.md", tmp_path / "wiki"
    living_reviews.awesome_list(source, 48)
    run("migrate", source, root, "--no-git")
    slugs = {paper.title: slug for slug, paper in content.load(root).wiki.papers.items()}
    numbered = [slugs[living_reviews.title(number)] for number in range(48)]
    curate(root, numbered)
    assert not content.load(root).has_errors
    curated = tree(root / "content")
    go_on(source)
    found = json.loads(run("migrate", source, root, "--json").stdout)

    after = content.load(root)
    assert not after.has_errors
    assert found["adds_up"]
    for name, written in curated.items():
        if name.startswith("papers/"):
            now = (root / "content" / name).read_text(encoding="utf-8")
            assert now == written or "Revisited" in now, name
    assert "Our words on methods." in after.wiki.topics[topic("methods")].introduction
    assert after.wiki.topics[topic("methods")].pinned[0].note == "First."
    assert after.wiki.topics[topic("training")].name == "How to Train"
    assert "Our papers on kettles" in after.wiki.home
    assert found["texts_that_differ"] == ["methods"]
    assert {"topic": "methods", "paper": numbered[8]} in found["no_longer_in_source"]
    assert "The list's words on training." in after.wiki.topics[topic("applications-training")].introduction
    fish = after.wiki.papers[Slug(next(slug for slug in after.wiki.papers if slug.startswith("a-new-kettle")))]
    assert {*fish.topics} == {"training", "brand-new"}
    assert numbered[31] not in after.wiki.papers
    assert numbered[32] not in after.wiki.papers
    assert numbered[32] in after.wiki.papers[numbered[33]].aliases
    assert all(not {"training"} & {*after.wiki.papers[numbered[n]].topics} for n in range(14, 20))


def topic(name: str) -> TopicId:
    return TopicId(name)
