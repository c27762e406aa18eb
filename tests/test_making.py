"""Jobs run where what they read has changed, and only there; what stands in the end is what a first build makes."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from litwiki import exports, links, making, pages, processes
from litwiki.model.errors import LitwikiError
from litwiki.model.ids import DocPath, Slug, TopicId
from litwiki.model.records import LinkGraph, Paper
from litwiki.model.wiki import Wiki
from litwiki.pages.desk import Desk
from litwiki.templates import DEFAULT, make_environment
from litwiki.traces import PER_PAPER, Job, Shelf, watch
from litwiki.write import holding
from tests.model.test_wiki import listing, paper, topic, wiki

ENVIRONMENT = make_environment(DEFAULT.parent)
WORDS = "low rank adapters quantize the cache of long contexts while kettles boil tea slowly".split()
NO_LINKS = LinkGraph({}, {}, {}, {})


def build(given: Wiki, folder: Path, before: making.Memory | None, changed: set[Slug] | None) -> making.Memory:
    """Everything but the search, as `litwiki build` makes it."""
    graph = links.make(given).graph
    facts = watch(given, graph, before.facts if before else ())
    jobs = [*pages.plan(given, graph), *exports.plan(given, graph)]
    with holding(folder / "docs", folder / "docs.json", [job.path for job in jobs]):
        desk = Desk(facts.wiki, facts.graph, ENVIRONMENT)
        known = dict.fromkeys(PER_PAPER, changed) if changed is not None else {}
        made, _ = making.make(jobs, desk, facts, folder / "docs", before, known)
    return made


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def sentence(dice: random.Random) -> str:
    return " ".join(dice.choices(WORDS, k=9)).capitalize() + "."


def some_paper(dice: random.Random, number: int) -> Paper:
    return replace(
        paper(f"p{number}", f"{sentence(dice)[:-1]} {number}", topics=" ".join(dice.sample(["a", "b", "c"], k=2))),
        summary=f"{sentence(dice)} {sentence(dice)}",
        year=dice.choice([None, 2020, 2021]),
        authors=tuple(dice.sample(["Ann Bee", "Carl Dee", "Eve Fox"], k=2)),
    )


def changed_at_random(dice: random.Random, given: Wiki) -> tuple[Wiki, set[Slug]]:
    """The wiki after one change, and the papers that it touched."""
    papers, topics, listings = dict(given.papers), dict(given.topics), dict(given.listings)
    slug = dice.choice(sorted(papers))
    kind = dice.choice(["text", "topics", "add", "remove", "alias", "topic", "listing"])
    touched = {slug} if kind in {"text", "topics", "remove", "alias"} else set()
    if kind == "text":
        papers[slug] = replace(papers[slug], summary=sentence(dice), year=dice.choice([None, 2019, 2020]))
    elif kind == "topics":
        papers[slug] = replace(papers[slug], topics=(TopicId(dice.choice("abc")),))
    elif kind == "alias":
        papers[slug] = replace(papers[slug], aliases=(Slug(f"was-{dice.randint(0, 9)}-{slug}"),))
    elif kind == "add":
        new = some_paper(dice, dice.randint(100, 10_000))
        papers[new.slug] = new
        touched = {new.slug}
    elif kind == "remove" and len(papers) > 2:
        del papers[slug]
    elif kind == "topic":
        name = TopicId(dice.choice("abc"))
        topics[name] = replace(topics[name], name=sentence(dice)[:12], group=dice.choice(["G", "H"]))
    elif kind == "listing":
        new_listing = listing("l", " ".join(dice.sample(sorted(papers), k=2)))
        listings[new_listing.id] = new_listing
    return Wiki(given.config, dict(sorted(papers.items())), topics, listings), touched


@pytest.mark.parametrize("seed", range(4))
def test_after_any_changes_all_files_are_those_of_a_first_build(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    given = wiki(
        [some_paper(dice, number) for number in range(6)],
        [topic(name, f"Group {name}") for name in "abc"],
        [listing("first", "p0 p1 p2"), listing("second", "p2 p3")],
    )
    memory = build(given, tmp_path / "one", None, None)
    for step in range(6):
        given, touched = changed_at_random(dice, given)
        memory.save(tmp_path / "cache")
        jobs = making.load(tmp_path / "cache")
        assert jobs
        memory = build(given, tmp_path / "one", jobs, touched)
        fresh = tmp_path / f"fresh-{step}"
        clean = build(given, fresh, None, None)
        assert files(tmp_path / "one" / "docs") == files(fresh / "docs")
        assert memory.made == clean.made


def title(shelf: Shelf, path: DocPath, slug: Slug) -> bytes:
    runs.append(path)
    return shelf.wiki.papers[slug].title.encode()


def count(shelf: Shelf, path: DocPath) -> bytes:
    runs.append(path)
    return str(len(shelf.wiki.papers)).encode()


runs: list[str] = []


def run(given: Wiki, folder: Path, memory: making.Memory | None, jobs: list[Job]) -> tuple[making.Memory, list[str]]:
    runs.clear()
    facts = watch(given, NO_LINKS, memory.facts if memory else ())
    made, _ = making.make(jobs, Shelf(facts.wiki, facts.graph), facts, folder, memory)
    return made, sorted(runs)


def test_a_job_runs_where_it_changed_or_what_it_read(tmp_path: Path) -> None:
    jobs = [Job(DocPath(f"{slug}.md"), title, (Slug(slug),)) for slug in ("a", "b")] + [Job(DocPath("n.md"), count)]
    a, b, c = paper("a", "A"), paper("b", "B"), paper("c", "C")
    memory, done = run(wiki([a, b]), tmp_path, None, jobs)
    assert done == ["a.md", "b.md", "n.md"]
    memory, done = run(wiki([a, b]), tmp_path, memory, jobs)
    assert done == []
    memory, done = run(wiki([a, replace(b, title="Bee")]), tmp_path, memory, jobs)
    assert done == ["b.md"]
    assert (tmp_path / "b.md").read_bytes() == b"Bee"
    memory, done = run(wiki([a, replace(b, title="Bee"), c]), tmp_path, memory, jobs)
    assert done == ["n.md"]
    jobs[0] = Job(DocPath("a.md"), title, (Slug("c"),))
    memory, done = run(wiki([a, replace(b, title="Bee"), c]), tmp_path, memory, jobs)
    assert done == ["a.md"]
    assert (tmp_path / "a.md").read_bytes() == b"C"


def test_two_jobs_want_one_path(tmp_path: Path) -> None:
    jobs = [Job(DocPath("n.md"), count), Job(DocPath("n.md"), count)]
    with pytest.raises(LitwikiError, match=r"two files want the path n\.md"):
        run(wiki([paper("a")]), tmp_path, None, jobs)


def test_any_number_of_processes_remembers_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = wiki([some_paper(random.Random(n), n) for n in range(12)], [topic(name) for name in "abc"])
    found = []
    for parts in (1, 3):
        monkeypatch.setattr(processes, "worth", lambda *_, parts=parts: parts)
        memory = build(given, tmp_path / str(parts), None, None)
        names, starts = list(memory.facts), [0, *memory.ends]
        reads = [{names[n] for n in memory.reads[a:b]} for a, b in zip(starts, memory.ends, strict=False)]
        found.append((memory.made, reads, dict(sorted(memory.facts.items())), files(tmp_path / str(parts) / "docs")))
    assert found[0] == found[1]


@pytest.mark.parametrize("name", ["jobs.json", "reads.bin"])
@pytest.mark.parametrize("content", [None, b"", b"{}", b"[1, 2, 3]", b"\x00" * 40])
def test_what_cannot_be_read_is_no_memory(name: str, content: bytes | None, tmp_path: Path) -> None:
    build(wiki([paper("a")]), tmp_path, None, None).save(tmp_path)
    assert making.load(tmp_path)
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(content)
    assert making.load(tmp_path) is None
