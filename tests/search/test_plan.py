"""The plan of an index: with the memo of any earlier wiki it is the one of a first build, byte for byte."""

import base64
import json
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from random import Random
from unittest.mock import Mock

import numpy as np
import pytest

from litwiki import content, links
from litwiki.memo import Memo, MemoryMemo, batches
from litwiki.model.config import Config
from litwiki.model.entries import Link
from litwiki.model.ids import ListingId, Slug, TopicId
from litwiki.model.records import LedgerEntry, Listing, Paper, Topic
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.search import IndexFile, embedding, lexicon, plan, reading
from litwiki.search.shards import FOLDER
from litwiki.workers import workers
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


def topic(random: Random, name: TopicId, slugs: list[Slug]) -> Topic:
    keywords = tuple(random.choices(WORDS, k=random.randint(0, 4)))
    aliases = (TopicId("warmth"),) if random.random() < 0.4 else ()
    introduction = f"{text(random, 3)} [[{random.choice(slugs)}|{text(random, 1)}]] {text(random, 3)}."
    return Topic(
        name,
        f"About {name} {text(random, 1)}",
        "Kitchen",
        text(random, 6),
        keywords,
        aliases=aliases,
        introduction=introduction,
    )


def listing(random: Random, name: ListingId, slugs: list[Slug]) -> Listing:
    entries = tuple(LedgerEntry(slug, "", {}) for slug in random.sample(slugs, min(3, len(slugs))))
    return Listing(name, f"Of {name} {text(random, 2)}", "", None, f"2024-0{random.randint(1, 9)}-01", "", entries)


def changed_wiki(random: Random, wiki: Wiki) -> Wiki:
    """The wiki with something else in it."""
    papers, topics, listings = dict(wiki.papers), dict(wiki.topics), dict(wiki.listings)
    what = random.choice(("add", "add", "edit", "edit", "remove", "topic", "listing", "drop"))
    if what == "add" or len(papers) < 3:
        added = [Slug(f"p{random.randrange(10_000)}") for _ in range(random.choice((1, 1, 9)))]
        papers |= {slug: paper(random, slug) for slug in added}
    elif what in {"edit", "remove"}:
        slug = random.choice(list(papers))
        other = paper(random, slug)
        field = random.choice(("title", "summary", "abstract", "topics", "notes", "names", "authors", "year", "links"))
        if what == "edit":
            papers[slug] = replace(papers[slug], **{field: getattr(other, field)})
        elif what == "remove":
            del papers[slug]
    elif what == "topic":
        name = random.choice(TOPICS)
        topics[name] = topic(random, name, list(papers))
    elif what == "listing":
        found = ListingId(random.choice(("mar-17", "apr-2")))
        listings[found] = listing(random, found, list(papers))
    else:
        some = random.choice((topics, listings))
        some.pop(random.choice(list(some) or [None]), None)  # type: ignore[call-overload]
    order = (dict(sorted(found.items())) for found in (papers, topics, listings))
    return Wiki(wiki.config, *order)  # type: ignore[arg-type]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every bound so low that a few papers reach it."""
    monkeypatch.setattr(embedding, "SAMPLE", 12)
    monkeypatch.setattr(embedding, "PER_CLUSTER", 4)
    monkeypatch.setattr(lexicon, "MOST", 120)
    monkeypatch.setattr(lexicon, "LONGEST", 6)
    monkeypatch.setattr(lexicon, "ENDLESS", 14)
    monkeypatch.setattr(batches, "USUAL", 4)


def planned(wiki: Wiki, memo: Memo | None = None, executor: Executor | None = None) -> list[IndexFile]:
    return list(plan(wiki, links.make(wiki, memo, executor), memo, executor))


def made(files: list[IndexFile]) -> dict[str, bytes]:
    return {file.path: file.make() for file in files}


def vectors_of(files: list[IndexFile]) -> dict[str, bytes]:
    """The vectors of all terms that have one, out of the parts with terms."""
    found: dict[str, bytes] = {}
    size = 1 + embedding.DIMENSIONS // 2
    for file in files:
        if file.path.startswith(f"{FOLDER}/t/"):
            _, names, _, said = json.loads(f"[{file.make().decode().partition('(')[2].rpartition(')')[0]}]")
            terms = [name.partition("/")[0] for name in names.split(" ")]
            content = base64.b64decode(said)
            bits = np.unpackbits(np.frombuffer(content, np.uint8), bitorder="little")[: len(terms)]
            own = content[-(-len(terms) // 8) :]
            having = [term for term, has in zip(terms, bits, strict=True) if has]
            assert len(own) == size * len(having)
            found |= {term: own[size * i : size * (i + 1)] for i, term in enumerate(having)}
    return found


@pytest.mark.slow
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("seed", range(2))
def test_after_any_changes_the_index_is_that_of_a_clean_build(seed: int) -> None:
    random, memo = Random(seed), MemoryMemo()
    wiki = Wiki(Config(Path(), "Test"), {}, {}, {})
    kept: dict[tuple[str, bytes], bytes] = {}
    for step in range(24):
        wiki = changed_wiki(random, wiki)
        if random.random() < 0.3:
            continue  # several changes at a time
        found, anew = planned(wiki, memo), planned(wiki)
        assert [(file.path, file.key) for file in found] == [(file.path, file.key) for file in anew]
        files = made(anew)
        assert made(found) == files, step
        for file in found:
            assert kept.setdefault((file.path, file.key), files[file.path]) == files[file.path], file.path


@pytest.mark.usefixtures("small")
def test_names_of_files_are_bounded_whatever_words_papers_share() -> None:
    words = ("kettle" * 50, "é" * 120, "pot")
    papers = {Slug(f"p{n}"): Paper(Slug(f"p{n}"), "Tea", abstract=" ".join(words)) for n in range(8)}
    found = [file.path for file in planned(Wiki(Config(Path(), "Test"), papers, {}, {}))]
    assert f"{FOLDER}/a/_pot.js" in found
    assert max(len(path.rpartition("/")[2]) for path in found) < 255


def test_where_nothing_changed_no_file_has_another_key() -> None:
    wiki, memo = content.load(DATA / "wiki").wiki, MemoryMemo()
    before = {file.path: file.key for file in planned(wiki, memo)}
    size = len(memo)
    assert {file.path: file.key for file in planned(wiki, memo)} == before
    assert len(memo) == size


def test_a_change_outside_of_the_sample_leaves_the_space(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "SAMPLE", 3)
    wiki = content.load(DATA / "wiki").wiki
    slug = max({*wiki.papers} - {*embedding.sample_of(tuple(wiki.papers))})
    papers = {**wiki.papers, slug: replace(wiki.papers[slug], summary="Boils")}
    before = {file.path: file.key for file in planned(wiki)}
    after = {file.path: file.key for file in planned(replace(wiki, papers=papers))}
    new = [path for path, key in after.items() if before.get(path) != key]
    assert len([path for path in new if path.startswith(f"{FOLDER}/d/")]) == 1
    vectors = [vectors_of(files) for files in (planned(wiki), planned(replace(wiki, papers=papers)))]
    assert vectors[0] == vectors[1]


def test_neither_other_words_of_a_curator_nor_another_order_move_the_space(monkeypatch: pytest.MonkeyPatch) -> None:
    wiki, memo = content.load(DATA / "wiki").wiki, MemoryMemo()
    planned(wiki, memo)
    learned = Mock(side_effect=embedding._directions)
    monkeypatch.setattr(embedding, "_directions", learned)
    own = next(paper for paper in wiki.papers.values() if paper.abstract)
    turned = ". ".join(reversed((own.abstract or "").rstrip(".").split(". ")))
    other = replace(own, summary="Socks boil a kettle.", notes="Or a pot.", abstract=turned)
    planned(replace(wiki, papers={**wiki.papers, own.slug: other}), memo)
    learned.assert_not_called()
    alone = replace(own, abstract="Socks boil a kettle.")
    planned(replace(wiki, papers={**wiki.papers, own.slug: alone}), memo)
    learned.assert_called_once()


@pytest.mark.parametrize(("count", "method"), [(2, None), (7, None), (2, "spawn")])
def test_any_executor_makes_the_same(count: int, method: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "USUAL", 2)
    wiki = content.load(DATA / "wiki").wiki
    with workers(len(wiki.papers), count, method) as executor:
        assert made(planned(wiki, MemoryMemo(), executor)) == made(planned(wiki))


def test_papers_are_read_before_the_first_file_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "USUAL", 2)
    monkeypatch.setattr(reading, "AT_A_TIME", 1)
    wiki = content.load(DATA / "wiki").wiki
    linked = links.make(wiki)
    with ThreadPoolExecutor(1) as threads:
        read = reading.read_papers(wiki, links.Texts.of(wiki, threads), MemoryMemo(), threads)
        threads.shutdown(wait=True)  # takes no further tasks
        assert made([*plan(wiki, linked, reading=read)]) == made(planned(wiki))
