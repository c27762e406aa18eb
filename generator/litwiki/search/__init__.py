"""The search index: the wiki and how readers know its terms in, files for the reader's browser out.

`head` says how the rest is divided and is loaded first; `t/` holds terms with their postings and vectors, `c/` the
vectors of papers, `a/` all papers of frequent terms, `d/` what results show, `words` the words that spelling is
compared with, and `facets` and `fields` by what results are narrowed. docs/decisions/030 has the reasons,
`theme/assets/search/` the reader's side.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from itertools import groupby

import numpy as np

from litwiki.links import Links, Texts
from litwiki.memo import Memo, MemoryMemo
from litwiki.model.wiki import Wiki
from litwiki.search.documents import other_documents
from litwiki.search.embedding import Meaning, make_meaning
from litwiki.search.facets import facet_file, field_file
from litwiki.search.files import IndexFile, small
from litwiki.search.lexicon import Lexicon, make_lexicon
from litwiki.search.postings import Slot, inverted, make_slots
from litwiki.search.reading import PapersRead, members_of, read_papers
from litwiki.search.records import document_files, other_records
from litwiki.search.shards import Integers, fronted, rising, text_of
from litwiki.search.vectors import cluster_files, directions, term_vectors
from litwiki.search.vocabulary import joined
from litwiki.search.weights import STEPS, weighed
from litwiki.text.term_table import TermTable
from litwiki.text.words import STOP_WORDS
from litwiki.workers import InProcess
from litwiki.workers.memory import give_back

__all__ = ["IndexFile", "plan", "read_papers"]

SPELLINGS = 4_000


def plan(
    wiki: Wiki,
    links: Links,
    memo: Memo | None = None,
    executor: Executor | None = None,
    reading: Iterator[PapersRead] | None = None,
) -> Iterator[IndexFile]:
    """Every file of the index, in a fixed order; by default without a memo from before, and in this process. `reading`
    is what `read_papers` gave back, where papers are being read already."""
    memo = MemoryMemo() if memo is None else memo
    read = [*(reading or read_papers(wiki, Texts(links.batches, links.passages), memo, executor or InProcess()))]
    others = other_documents(wiki)
    bits, slots = make_slots([*(f"paper/{slug}" for slug in wiki.papers), *others])
    papers = {slug: slots[f"paper/{slug}"] for slug in wiki.papers}
    by_topic = {topic: [*map(papers.__getitem__, slugs)] for topic, slugs in wiki.papers_by_topic.items()}
    members = members_of({slots[f"topic/{topic}"]: paper_slots for topic, paper_slots in by_topic.items()})
    digests = b"".join(some.digests for some in read)
    meaning = make_meaning(read, tuple(papers), memo)
    give_back()
    rows = [weighed(others.values())[0], members[0]]
    row_slots = [*papers.values(), *(slots[key] for key in others), *members[1]]
    lexicon = _lexicon(read, rows, row_slots, links.forms, meaning, memo)
    yield _head(wiki, bits, [slots[key] for key in others], lexicon, meaning)
    yield small("words", spellings(lexicon.terms, lexicon.counts, lexicon.forms))
    yield facet_file(wiki, papers, by_topic)
    yield field_file(wiki, papers)
    shown = {slots[key]: record for key, record in other_records(wiki).items()}
    yield from document_files(wiki, [*papers.values()], digests, shown)
    yield from lexicon.files()
    yield from cluster_files(meaning, tuple(papers.values()))


def _lexicon(
    read: list[PapersRead],
    others: Sequence[TermTable],
    slots: Sequence[Slot],
    shown: Mapping[str, str],
    meaning: Meaning,
    memo: Memo,
) -> Lexicon:
    """The lexicon of papers, which are forgotten, and of other rows; `slots` are those of all rows."""
    table, moved = joined([*(some.table for some in read), *others], memo)
    forms = [(numbers[some.printed], some.forms) for numbers, some in zip(moved, read, strict=False)]
    del moved
    read.clear()
    give_back()
    vectors, postings = term_vectors(meaning.space, table.ids), inverted(table, slots)
    del table
    give_back()
    return make_lexicon(postings, shown, forms, vectors)


def _head(wiki: Wiki, bits: int, others: Sequence[Slot], lexicon: Lexicon, meaning: Meaning) -> IndexFile:
    return small(
        "head",
        {
            "papers": len(wiki.papers),
            "bits": bits,
            "steps": STEPS,
            "stop": " ".join(sorted(STOP_WORDS)),
            "terms": fronted(cut.start for cut in lexicon.cuts),
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
