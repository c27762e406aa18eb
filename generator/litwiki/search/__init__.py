"""The search index: the wiki and the text model of its papers in, files for the reader's browser out.

`head` says how the rest is divided and is loaded first; `t/` holds terms with their postings, `v/` the vectors of
terms, `c/` those of papers, `a/` all papers of frequent terms, `d/` what a result shows, `words` the words that
spelling is compared with, and `facets` by what results are narrowed. docs/decisions/030 has the reasons,
`theme/assets/search/` the reader's side.
"""

from collections.abc import Iterable, Mapping

from litwiki.model import Artifact
from litwiki.search.facets import facet_part
from litwiki.search.parts import Item, bins, file_name, fronted, order, part, rising, text_of, varint
from litwiki.search.postings import STEPS, Postings, make_postings, make_slots
from litwiki.search.records import record_parts
from litwiki.search.texts import printed_forms, texts_of
from litwiki.search.vectors import cluster_parts, term_parts
from litwiki.text import STOP_WORDS
from litwiki.textmodel import TextModel, make_space
from litwiki.wiki import Wiki

MOST = 4_000
"""Characters of a part with postings, where one term alone does not need more."""
LONGEST = 1_000
"""Postings that a term keeps, those of most weight; a word that more papers have tells them little apart."""
ENDLESS = 20_000
"""Papers above which a word counts as a stop word where all of its papers are asked for."""
SPELLINGS = 4_000


def dump(wiki: Wiki, model: TextModel) -> Iterable[Artifact]:
    """Every file of the index, in a fixed order."""
    keys = [f"{kind}/{key}" for kind, found in _documents(wiki) for key in found]
    bits, slots = make_slots(keys)
    texts = texts_of(wiki)
    postings = make_postings(wiki, texts, slots)
    space = make_space(model)
    shown = printed_forms(texts.values()) | {model.terms[column]: form.lower() for column, form in model.shown.items()}
    items = sorted((_item(term, found, shown.get(term, "")) for term, found in postings.items()), key=order)
    cuts = list(bins(items, MOST))
    vectors, starts = term_parts(space)
    clusters, directions = cluster_parts(space, model.slugs, slots)
    others = sorted(slot for key, slot in slots.items() if not key.startswith("paper/"))
    yield part(
        "head",
        {
            "papers": len(wiki.papers),
            "bits": bits,
            "steps": STEPS,
            "stop": " ".join(sorted(STOP_WORDS)),
            "terms": fronted(cut.start for cut in cuts),
            "vectors": fronted(starts),
            "others": text_of(rising(others)),
            **directions,
        },
    )
    for cut in cuts:
        yield part(
            f"t/{file_name(cut.start)}",
            " ".join(item.term for item in cut.items),
            text_of(b"".join(item.content for item in cut.items)),
        )
    for term, found in postings.items():
        if LONGEST < len(found) <= ENDLESS:
            yield part(f"a/{file_name(term)}", text_of(rising(slot for slot, _ in found)))
    yield from vectors
    yield from clusters
    yield part("words", spellings(postings, shown))
    yield facet_part(wiki, slots)
    yield from record_parts(wiki, texts, slots)


def _documents(wiki: Wiki) -> tuple[tuple[str, Iterable[str]], ...]:
    return ("paper", wiki.papers), ("topic", wiki.topics), ("listing", wiki.listings)


def _item(term: str, found: tuple[tuple[int, int], ...], shown: str) -> Item:
    """A term with its postings: how many papers have it, how many are listed, then slots and steps in turn.

    A printed form that goes on from the stem follows it after a slash: `quantiz/ation`.
    """
    kept = found if len(found) <= LONGEST else sorted(sorted(found, key=lambda p: (-p[1], p[0]))[:LONGEST])
    out = bytearray(varint(len(found)) + varint(len(kept)))
    last = 0
    for slot, step in kept:
        distance = slot - last
        last = slot
        if distance < 128:
            out.append(distance)
        else:
            out += varint(distance)
        out.append(step)
    rest = shown.removeprefix(term) if shown.startswith(term) else ""
    return Item(term.lstrip("=_"), f"{term}/{rest}" if rest else term, bytes(out))


def spellings(postings: Postings, shown: Mapping[str, str]) -> str:
    """The words that most papers have, each followed by a digit that says how many: 3 for 8 (2 ** 3) or more."""
    common = sorted(
        ((len(found), shown.get(term, term)) for term, found in postings.items() if len(found) > 1),
        key=lambda pair: (-pair[0], pair[1]),
    )
    words: dict[str, int] = {}
    for count, word in common:
        if word.isascii() and word.isalpha() and word.islower() and 2 < len(word) < 25:
            words.setdefault(word, min(9, count.bit_length() - 1))
        if len(words) == SPELLINGS:
            break
    return fronted(f"{word}{words[word]}" for word in sorted(words))
