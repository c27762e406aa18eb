"""A wiki's life in one test: people and ingests in turns, and every edit is there in the end."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from litwiki import content
from litwiki.build import build
from litwiki.curation.by_hand import read_one
from litwiki.curation.checks import check_content
from litwiki.curation.ingest import Manner, ingest
from litwiki.curation.merge import merge, rename
from litwiki.model.ids import Slug
from litwiki.model.problems import Severity
from litwiki.scaffold import scaffold
from tests.conftest import DATA, change
from tests.invented import ALL, spaced

TOPIC = "---\nname: {}\ngroup: Kitchen\ndefinition: Of {}.\n---\n"


def edited(text: str, number: int) -> str:
    """A person's edit of a paper file; thirty ways that people find."""
    head, body = text.removeprefix("---\n").split("\n---\n", 1)
    edits = (
        lambda: (head.replace("authors: []", f"authors: ['Ada {number}'] # checked"), body),
        lambda: (head.replace("year: null", "year:   2024"), body),
        lambda: (head.replace("summary: ''", f"summary: 'Our own words {number}.' # by me"), body),
        lambda: (head.replace("names: []", 'names:\n  - "Pot"\n  # another\n  - Pan'), body),
        lambda: (f"# note {number}\n{head}\n# the end", body),
        lambda: (head, f"{body}\nNotes with trailing spaces  \n\n\n* list\n"),
        lambda: (head.replace("topics_status: suggested", "topics_status: curated"), body),
        lambda: (head.replace("also_titled: []", f"also_titled: [ 'Other {number}' , Third{number} ]"), body),
        lambda: (
            "\n".join(sorted(head.split("\n"))) if not re.search(r"\n(?:  |- )", head) else head,
            f"{body}tail without newline",
        ),
        lambda: (re.sub("links: .*", "links: { demo: 'https://example.org/demo' }", head), body),
    )
    new_head, new_body = edits[number % len(edits)]()
    written = f"---\n{new_head}\n---\n{new_body}"
    return written.replace("\n", "\r\n") if number % 7 == 3 else written


def papers(root: Path) -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in sorted((root / "content" / "papers").glob("*.md"))}


def errors(root: Path) -> list[str]:
    return [str(problem) for problem in check_content(root)[1] if problem.severity is Severity.ERROR]


@pytest.mark.slow
@pytest.mark.parametrize("policy", ["keep", "omit"])
def test_every_edit_survives(policy: str, tmp_path: Path, real_listings: list[Path]) -> None:
    root = tmp_path / "wiki"
    scaffold(root, "History")
    settings = root / "site_config" / "wiki.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("abstracts: keep", f"abstracts: {policy}"))
    for name in ("heat", "cold"):
        (root / "content" / "topics" / f"{name}.md").write_text(TOPIC.format(name, name))
    ingest(root, real_listings[:3])
    before = papers(root)
    mine: dict[str, bytes] = {}
    for number, slug in enumerate(sorted(before)[5:35]):
        text = edited(before[slug].decode(), number)
        assert text != before[slug].decode(), (number, text)
        mine[slug] = text.encode()
        (root / "content" / "papers" / f"{slug}.md").write_bytes(mine[slug])
    assert errors(root) == []
    ingest(root, real_listings)
    after = papers(root)
    assert {slug: after[slug] for slug in mine} == mine
    assert {slug: after[slug] for slug in before if slug not in mine} == {
        slug: text for slug, text in before.items() if slug not in mine
    }

    first, second, third, *_ = mine
    change(root, rename, first, "renamed-by-hand")
    outcome = change(root, merge, second, third)
    report = ingest(root, real_listings, manner=Manner(update=True))
    assert report.new == ()
    wiki = content.load(root).wiki
    assert wiki.resolve(first) == "renamed-by-hand"
    assert wiki.resolve(second) == third
    last = papers(root)
    untouched = {slug: text for slug, text in mine.items() if slug not in {first, second, third}}
    assert {slug: last[slug] for slug in untouched} == untouched
    # Of a renamed paper one line is another; of a merged one every line is in the file or was printed.
    alias = b"aliases: [" + first.encode() + b"]"
    assert last["renamed-by-hand"].replace(alias, b"aliases: []") == mine[first]
    held = last[third].decode() + "\n".join(outcome.said)
    for line in (*mine[second].decode().split("---\n", 2)[2].split("\n"), *mine[third].decode().split("\n")):
        is_joined = line.startswith(("also_titled", "aliases", "topics:", "names", "links", "ids"))
        was_empty = line.endswith((" null", " []", " ''"))
        assert is_joined or was_empty or line in held
    assert wiki.papers[Slug(third)].also_titled[-1]
    assert errors(root) == []
    assert policy == "omit" or build(root).site


def git(root: Path, *words: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main"]
    return subprocess.run(["git", *identity, *words], cwd=root, check=True, capture_output=True, text=True).stdout


def test_two_branches_that_add_papers_merge_without_conflict(tmp_path: Path) -> None:
    root = tmp_path / "wiki"
    scaffold(root, "Branches")
    listing = tmp_path / "listing.txt"
    listing.write_text(spaced(ALL, "Mar 17"), encoding="utf-8")
    ingest(root, [listing])
    git(root, "init")
    git(root, "add", "--all")
    git(root, "commit", "-m", "First")
    for branch, title in (("one", "Toaster: Bread Made Warm"), ("two", "Toasting Bread with Patience")):
        git(root, "switch", "-c", branch, "main")
        ingest(root, readings=[read_one(title, (), 2025, {})], manner=Manner(has_ledgers=False))
        git(root, "add", "--all")
        git(root, "commit", "-m", title)
    git(root, "merge", "one")
    assert {"toaster-bread-made", "toasting-bread-with-patience"} <= set(content.load(root).wiki.papers)
    assert errors(root) == []


def test_two_branches_with_papers_of_one_short_name_merge_without_conflict(tmp_path: Path) -> None:
    root = tmp_path / "wiki"
    scaffold(root, "Branches")
    git(root, "init")
    git(root, "add", "--all")
    git(root, "commit", "-m", "First")
    for branch, title, author in (("one", "Warm Water Only", "Ada Boyle"), ("two", "Lids and Spouts", "Ben Sample")):
        git(root, "switch", "-c", branch, "main")
        path = tmp_path / f"{branch}.bib"
        path.write_text(
            f"@article{{a, title={{Tea: {title}}}, year={{2020}}}}\n"
            f"@article{{b, title={{Editorial}}, author={{{author}}}, year={{2021}}}}\n",
            encoding="utf-8",
        )
        ingest(root, [path])
        ingest(root, readings=[read_one(f"Deep Kettles: {title}", (), 2025, {})], manner=Manner(has_ledgers=False))
        git(root, "add", "--all")
        git(root, "commit", "-m", branch)
    git(root, "merge", "one")
    assert {*content.load(root).wiki.papers} == {
        *("tea-warm-water", "tea-lids-spouts", "editorial-boyle-2021", "editorial-sample-2021"),
        *("deep-kettles-warm-water", "deep-kettles-lids-spouts"),
    }
    assert errors(root) == []


def branch_with(root: Path, name: str, *paths: Path) -> None:
    """A branch off main with some listings."""
    git(root, "switch", "-c", name, "main")
    ingest(root, [*paths])
    git(root, "add", "--all")
    git(root, "commit", "-m", name)


def test_two_branches_with_a_listing_of_one_day_merge_without_conflict(tmp_path: Path) -> None:
    root = tmp_path / "wiki"
    scaffold(root, "Branches")
    git(root, "init")
    git(root, "add", "--all")
    git(root, "commit", "-m", "First")
    for name, some in (("one", ALL[:2]), ("two", ALL[2:])):
        path = tmp_path / f"{name}.txt"
        path.write_text(spaced(some, "Mar 17"), encoding="utf-8")
        branch_with(root, name, path)
    git(root, "merge", "one")
    wiki = content.load(root).wiki
    assert len(wiki.papers) == len(ALL)
    assert [listing.printed for listing in wiki.listings.values()] == ["Mar 17", "Mar 17"]
    assert errors(root) == []


def test_two_branches_that_each_file_a_paper_under_another_topic_merge_without_conflict(tmp_path: Path) -> None:
    root = tmp_path / "wiki"
    scaffold(root, "Branches")
    for name in ("pots", "tea", "heat", "cold"):
        (root / "content" / "topics" / f"{name}.md").write_text(TOPIC.format(name, name), encoding="utf-8")
    file = root / "content" / "papers" / "kettle.md"
    file.write_text("---\ntitle: 'Kettle'\ntopics:\n- pots\n- tea\nyear: 2025\n---\n", encoding="utf-8")
    git(root, "init")
    git(root, "add", "--all")
    git(root, "commit", "-m", "First")
    for branch, old, new in (("one", "- pots\n", "- heat\n- pots\n"), ("two", "- tea\n", "- tea\n- cold\n")):
        git(root, "switch", "-c", branch, "main")
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        git(root, "commit", "-am", branch)
    git(root, "merge", "one")
    assert content.load(root).wiki.papers[Slug("kettle")].topics == ("heat", "pots", "tea", "cold")


def test_a_copy_of_a_wiki_builds_the_same(tmp_path: Path) -> None:
    """Nothing of a build depends on where the wiki lies."""
    sites = []
    for name in ("a", "b/c"):
        root = tmp_path / name / "wiki"
        shutil.copytree(DATA / "wiki", root)
        assert build(root).site
        sites.append(
            {p.relative_to(root).as_posix(): p.read_bytes() for p in (root / "site").rglob("*") if p.is_file()}
        )
    assert sites[0] == sites[1]
