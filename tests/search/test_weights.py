"""The weights of many documents at a time are those of each by itself, counted by hand."""

import math
from collections import Counter
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from litwiki.search.documents import Document
from litwiki.search.weights import FIELDS, MOST_TIMES, PRINTED, STEPS, TIMES, form_of, weighed
from litwiki.search.words import index_terms
from litwiki.text.term_table import TermTable
from litwiki.text.words import terms_of

WORDS = st.sampled_from(["kettle", "Kettles", "the", "Tea-Pot", "FlashKettle", "2017", "k-pot", "LLMs", "μ", "茶壺"])
TERMS = st.lists(st.sampled_from(["kettl", "stove", "teapot", "pot"]), unique=True, max_size=3)
DOCUMENTS = st.builds(
    Document,
    fields=st.dictionaries(st.sampled_from([*FIELDS.keys() - {"topics"}]), st.lists(WORDS, max_size=6)),
    stored=st.dictionaries(WORDS, st.integers(1, 300), max_size=3),
    lent=st.lists(TERMS, max_size=2),
    whole=st.dictionaries(st.sampled_from(["=kettle", "id:1", "author:li", "_the"]), st.sampled_from([1.0, 4.0])),
)


def rows_of(table: TermTable) -> list[dict[str, int]]:
    cells = [(table.terms[key], value) for key, value in zip(table.keys.tolist(), table.values.tolist(), strict=True)]
    rows = [
        dict(cells[first:end]) for first, end in zip(table.starts.tolist(), table.starts.tolist()[1:], strict=False)
    ]
    assert sum(map(len, rows)) == len(cells)
    return rows


def by_hand(document: Document) -> dict[str, int]:
    """The row of a document, a field after the other."""
    weights: dict[str, float] = {}
    times: Counter[str] = Counter()
    for name, field in FIELDS.items():
        words = Counter(document.fields.get(name, ()))
        length = sum(count for word, count in words.items() if index_terms(word))
        if name == "abstract":
            words.update(document.stored)
            length += sum(document.stored.values())
        counts: Counter[str] = Counter()
        for word, count in words.items():
            for place, term in enumerate(index_terms(word)):
                counts[term] += count
                times[term] += field.times * count * (place < len(terms_of(word)))
        if name == "topics":
            counts.update({term for own in document.lent for term in own})
            length = sum(map(len, document.lent))
        for term, count in counts.items():
            factor = field.weight / (1 - field.slope + field.slope * length / field.length)
            weights[term] = weights.get(term, 0.0) + factor * count
    every: Mapping[str, float] = {**weights, **document.whole}
    return {
        term: min(MOST_TIMES, times[term]) * TIMES + min(255, max(1, round(STEPS * math.log2(1 + weight))))
        for term, weight in every.items()
    }


@given(st.lists(DOCUMENTS, max_size=5))
def test_many_documents_are_weighed_as_each_alone(documents: list[Document]) -> None:
    table, forms = weighed(documents)
    assert rows_of(table) == list(map(by_hand, documents))
    fields = [*FIELDS][:PRINTED]
    assert [{*row} for row in rows_of(forms)] == [
        {form_of(word, index_terms(word)) for name in fields for word in one.fields.get(name, ())} - {""}
        for one in documents
    ]


def test_what_curators_say_of_a_paper_counts_in_what_it_is_about_and_what_its_topics_say_does_not() -> None:
    document = Document({"passages": ["kettle"], "notes": ["socks"]}, lent=[["stove"]])
    (row,) = rows_of(weighed([document])[0])
    assert {term: value // TIMES for term, value in row.items()} == {"kettl": 1, "sock": 0, "stove": 0}
