"""An index that was brought up to date is the one that is made from nothing, byte for byte, after whatever changed."""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litwiki import content, processes
from litwiki.model.config import Config
from litwiki.model.ids import ListingId, Slug, TopicId
from litwiki.model.records import LedgerEntry, Link, Listing, Paper, Topic
from litwiki.model.wiki import Wiki
from litwiki.search import Memory, lexicon, meaning, update
from litwiki.search.shards import FOLDER
from litwiki.textmodel import make_text_model
from tests.conftest import DATA

WORDS = (
    "kettle kettles Kettle's boil boils boiling water pot pots FlashKettle KV-cache kvcache naïve naive the more LLMs LLM "
    "GPUs 2017 2.6x heat heating heated tea-pot teapot LoRA+ Schrödinger’s socks sock feather bread loaf 𝔸𝔹 ﬁne über"
).split()
TOPICS = tuple(TopicId(name) for name in ("heat", "bread", "birds", "laundry"))


def text(random: Random, most: int) -> str:
    return " ".join(random.choices(WORDS, k=random.randint(0, most)))


def paper(random: Random, slug: Slug) -> Paper:
    is_stored = random.random() < 0.3
    return Paper(
        slug,
        text(random, 5) or "Kettle",
        authors=tuple(random.choices(("Zoë O’Brien", "A. Kettle", "Li"), k=random.randint(0, 2))),
        year=random.choice((None, 2017, 2024)),
        topics=tuple(TopicId(random.choice((*TOPICS, "warmth"))) for _ in range(random.randint(0, 2))),
        summary=text(random, 8),
        links=(Link("code", "https://example.org/"),) if random.random() < 0.3 else (),
        names=tuple(random.choices(("Kettle", "Tea-Pot", "LoRA+"), k=random.randint(0, 1))),
        abstract=None if is_stored else text(random, 40),
        notes=text(random, 3),
        terms=dict.fromkeys(random.choices(WORDS, k=5), 2) if is_stored else {},
    )


def topic(random: Random, name: TopicId) -> Topic:
    keywords = tuple(random.choices(WORDS, k=random.randint(0, 4)))
    aliases = (TopicId("warmth"),) if random.random() < 0.4 else ()
    return Topic(name, f"About {name} {text(random, 1)}", "Kitchen", text(random, 6), keywords, aliases=aliases)


def listing(random: Random, name: ListingId, slugs: list[Slug]) -> Listing:
    entries = tuple(LedgerEntry(slug, "", {}) for slug in random.sample(slugs, min(3, len(slugs))))
    return Listing(name, f"Of {name} {text(random, 2)}", "", None, f"2024-0{random.randint(1, 9)}-01", "", entries)


def changed_wiki(random: Random, wiki: Wiki) -> tuple[Wiki, set[Slug]]:
    """The wiki with something else in it, and which papers that was."""
    papers, topics, listings = dict(wiki.papers), dict(wiki.topics), dict(wiki.listings)
    what, changed = (
        random.choice(("add", "add", "edit", "edit", "touch", "remove", "topic", "listing", "drop")),
        set[Slug](),
    )
    if what == "add" or len(papers) < 3:
        changed = {Slug(f"p{random.randrange(10_000)}") for _ in range(random.choice((1, 1, 9)))}
        papers |= {slug: paper(random, slug) for slug in changed}
    elif what in {"edit", "touch", "remove"}:
        slug = random.choice(list(papers))
        changed = {slug, Slug("nobody")}
        other = paper(random, slug)
        field = random.choice(("title", "summary", "abstract", "topics", "notes", "names", "authors", "year", "links"))
        if what == "edit":
            papers[slug] = replace(papers[slug], **{field: getattr(other, field)})
        elif what == "remove":
            del papers[slug]
    elif what == "topic":
        name = random.choice(TOPICS)
        topics[name] = topic(random, name)
    elif what == "listing":
        found = ListingId(random.choice(("mar-17", "apr-2")))
        listings[found] = listing(random, found, list(papers))
    else:
        some = random.choice((topics, listings))
        some.pop(random.choice(list(some) or [None]), None)  # type: ignore[call-overload]
    order = (dict(sorted(found.items())) for found in (papers, topics, listings))
    return Wiki(wiki.config, *order), changed  # type: ignore[arg-type]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every bound so low that a few papers reach it."""
    monkeypatch.setattr(meaning, "SAMPLE", 12)
    monkeypatch.setattr(meaning, "PER_CLUSTER", 4)
    monkeypatch.setattr(lexicon, "MOST", 120)
    monkeypatch.setattr(lexicon, "LONGEST", 6)
    monkeypatch.setattr(lexicon, "ENDLESS", 14)


def of(wiki: Wiki) -> dict[str, bytes]:
    files, _ = update(wiki, make_text_model(wiki), None, None)
    return {path: data for path, data in files.items() if data is not None}


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("seed", range(12))
def test_after_any_changes_the_index_is_that_of_a_clean_build(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    wiki = Wiki(Config(Path(), "Test"), {}, {}, {})
    memory: Memory | None = None
    files: Mapping[str, bytes] = {}
    changed: set[Slug] = set()
    for step in range(24):
        wiki, now = changed_wiki(random, wiki)
        changed |= now
        if random.random() < 0.3 and memory:
            continue  # several changes at a time
        told, memory = update(wiki, make_text_model(wiki), changed if memory else None, memory)
        files = {path: files[path] if data is None else data for path, data in told.items()}
        assert files == of(wiki), step
        memory.save(tmp_path / str(step))
        memory = Memory.load(tmp_path / str(step))
        assert memory
        changed = set()


def test_nothing_is_written_where_nothing_changed() -> None:
    wiki = content.load(DATA / "wiki").wiki
    model = make_text_model(wiki)
    _, memory = update(wiki, model, None, None)
    told, _ = update(wiki, model, set(), memory)
    assert set(told) == set(of(wiki))
    assert not any(told.values())


def test_a_change_outside_of_the_sample_leaves_the_space(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "SAMPLE", 3)
    wiki = content.load(DATA / "wiki").wiki
    _, memory = update(wiki, make_text_model(wiki), None, None)
    slug = max({*wiki.papers} - {*memory.meaning.space.sample})
    other = Wiki(
        wiki.config, {**wiki.papers, slug: replace(wiki.papers[slug], summary="Boils")}, wiki.topics, wiki.listings
    )
    told, after = update(other, make_text_model(other), {slug}, memory)
    assert after.meaning.space is memory.meaning.space
    assert not [path for path, data in told.items() if data and path.startswith(f"{FOLDER}/v/")]
    assert len([path for path, data in told.items() if data and path.startswith(f"{FOLDER}/d/")]) == 1


@pytest.mark.parametrize("workers", [1, 3])
def test_any_number_of_processes_make_the_same(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    wiki = content.load(DATA / "wiki").wiki
    expected = of(wiki)
    monkeypatch.setattr(processes, "worth", lambda items, each=1: workers)
    assert of(wiki) == expected


@pytest.fixture(scope="module")
def memory() -> Memory:
    wiki = content.load(DATA / "wiki").wiki
    return update(wiki, make_text_model(wiki), None, None)[1]


@given(st.integers(0, 13), st.floats(0, 1, exclude_max=True))
@settings(max_examples=60, deadline=None)
def test_a_memory_that_was_cut_short_is_none(memory: Memory, file: int, kept: float) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        memory.save(folder)
        assert Memory.load(folder)
        damaged = sorted(folder.iterdir())[file]
        content = damaged.read_bytes()
        damaged.write_bytes(content[: int(kept * len(content))])
        assert Memory.load(folder) is None
        damaged.unlink()
        assert Memory.load(folder) is None
