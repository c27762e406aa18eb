"""The search index: the wiki and how readers know its terms in, files for the reader's browser out.

`head` says how the rest is divided and is loaded first; `t/` holds terms with their postings, `v/` the vectors of
terms, `c/` those of papers, `a/` all papers of frequent terms, `d/` what a result shows, `words` the words that
spelling is compared with, and `facets` by what results are narrowed. docs/decisions/030 has the reasons, 025 how it
is brought up to date, `theme/assets/search/` the reader's side.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cache
from itertools import groupby

import numpy as np

from litwiki.model.ids import DocPath, Slug, TopicId
from litwiki.model.records import Artifact
from litwiki.model.wiki import Wiki
from litwiki.search.changes import documents_again, facts_of
from litwiki.search.facets import facet_part
from litwiki.search.lexicon import Lexicon, make_lexicon
from litwiki.search.meaning import Meaning, make_meaning
from litwiki.search.memory import Memory
from litwiki.search.parts import Integers, file_name, fronted, part, path_of, rising, text_of
from litwiki.search.postings import STEPS, Slot, make_slots
from litwiki.search.reading import Reader, record_name
from litwiki.search.records import listing_record, topic_record
from litwiki.search.vectors import cluster_parts, directions, stale_clusters, term_parts
from litwiki.text.words import STOP_WORDS
from litwiki.textmodel import TextModel

__all__ = ["Memory", "dump", "update"]

SPELLINGS = 4_000

Files = Mapping[DocPath, bytes | None]


def dump(wiki: Wiki, model: TextModel) -> Iterable[Artifact]:
    """Every file of the index, in a fixed order."""
    files, _ = update(wiki, model, None, None)
    return [Artifact(path, content) for path, content in files.items() if content is not None]


def update(wiki: Wiki, model: TextModel, changed: Set[Slug] | None, memory: Memory | None) -> tuple[Files, Memory]:
    """Every file of the index, None for one that is as it was when `memory` was made, and what to remember of it.

    `changed` has the papers that changed, came or went since then; None is for not knowing.
    """
    facts = facts_of(wiki)
    bits, slots = make_slots([*(f"paper/{slug}" for slug in wiki.papers), *facts])
    old = memory if changed is not None and memory and memory.bits == bits else None
    again = {*slots}
    if old:
        again = documents_again(wiki, changed or set(), (slots, facts), (old.slots, old.facts))
    known = {model.terms[column]: form.lower() for column, form in model.shown.items()}
    reader = Reader(wiki, slots, known)
    reading = reader.read([key for key in slots if key in again])
    lexicon, stale = make_lexicon(
        old.lexicon if old else None,
        {old.slots[key] for key in again & old.slots.keys()} if old else set(),
        reading,
        known,
        reader.forms_of,
    )
    papers, old_papers = _papers(slots), _papers(old.slots) if old else {}
    before = (old.meaning, old.lexicon.postings, old_papers) if old else None
    meaning = make_meaning(before, lexicon.postings, papers, _slugs(again))
    moved = stale_clusters(meaning, papers, old.meaning, old_papers, _slugs(again)) if old else None
    vectors = term_parts(meaning.space)
    by_topic = _by_topic(wiki, papers)
    small = {
        artifact.path: artifact.content
        for artifact in (
            _head(wiki, bits, [slots[key] for key in facts], lexicon, meaning, vectors),
            part("words", spellings(lexicon.postings.terms, lexicon.postings.counts(), lexicon.forms)),
            facet_part(wiki, papers, by_topic),
            *(
                part(record_name(slots[f"topic/{topic.id}"]), topic_record(topic, len(by_topic[topic.id])))
                for topic in wiki.topics.values()
            ),
            *(part(record_name(slots[f"listing/{x.id}"]), listing_record(x)) for x in wiki.listings.values()),
        )
    }
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in small.items()}
    files: dict[DocPath, bytes | None] = {
        path: None if old and old.digests.get(path) == digests[path] else content for path, content in small.items()
    }
    files |= lexicon.parts(stale)
    same_space = old is not None and old.meaning.space is meaning.space
    files |= {path_of(f"v/{file_name(start)}"): None if same_space else make() for start, make in vectors.items()}
    files |= cluster_parts(meaning, tuple(papers.values()), moved)
    files |= dict.fromkeys(map(path_of, map(record_name, papers.values())))
    files |= reading.records
    return files, Memory(bits, slots, facts, digests, lexicon, meaning)


def _papers(slots: Mapping[str, Slot]) -> dict[Slug, Slot]:
    return {Slug(key[6:]): slot for key, slot in slots.items() if key.startswith("paper/")}


def _slugs(keys: Iterable[str]) -> set[Slug]:
    return {Slug(key[6:]) for key in keys if key.startswith("paper/")}


def _by_topic(wiki: Wiki, papers: Mapping[Slug, Slot]) -> Mapping[TopicId, Sequence[Slot]]:
    found: dict[TopicId, list[Slot]] = {topic: [] for topic in wiki.topics}
    resolved = cache(wiki.resolve_topic)
    for slug, slot in papers.items():
        for topic in {*map(resolved, wiki.papers[slug].topics)}:
            if topic:
                found[topic].append(slot)
    return found


def _head(
    wiki: Wiki, bits: int, others: Sequence[Slot], lexicon: Lexicon, meaning: Meaning, starts: Iterable[str]
) -> Artifact:
    return part(
        "head",
        {
            "papers": len(wiki.papers),
            "bits": bits,
            "steps": STEPS,
            "stop": " ".join(sorted(STOP_WORDS)),
            "terms": fronted(cut.start for cut in lexicon.cuts),
            "vectors": fronted(starts),
            "others": text_of(rising(sorted(others))),
            **directions(meaning),
        },
    )


def spellings(terms: Sequence[str], counts: Integers, forms: Sequence[str]) -> str:
    """The words that most papers have, each followed by a digit that says how many: 3 for 8 (2 ** 3) or more."""
    words: dict[str, int] = {}
    for count, group in groupby(np.argsort(-counts, kind="stable").tolist(), key=counts.tolist().__getitem__):
        if count < 2:
            break
        for word in sorted(forms[number] or terms[number] for number in group):
            if word.isascii() and word.isalpha() and word.islower() and 2 < len(word) < 25:
                words.setdefault(word, min(9, count.bit_length() - 1))
            if len(words) == SPELLINGS:
                return fronted(f"{word}{words[word]}" for word in sorted(words))
    return fronted(f"{word}{words[word]}" for word in sorted(words))
