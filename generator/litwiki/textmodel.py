"""What the papers of a wiki are about, in numbers: their texts in, weighted terms of each paper out.

A term is a stem (`text.terms_of`); a paper's bag holds those of its title, twice, and of its names, summary and
abstract, or, where abstracts are not stored, of their words. Weights are (1 + log tf) · log(1 + N / df), rows of
unit length, so that a product of two rows is their cosine (Salton and Buckley 1988, "Term-weighting approaches in
automatic text retrieval"). Related papers, the map and the search all use this one model.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log, log1p, sqrt
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.linalg import svds

from litwiki.addresses import without_links
from litwiki.ids import Slug
from litwiki.latex import to_plain
from litwiki.model import Paper
from litwiki.text import terms_of, words
from litwiki.wiki import Wiki

TITLE_WEIGHT = 2


@dataclass(frozen=True)
class TextModel:
    """Rows of papers over columns of terms; a term that only one paper has is left out.

    `rows[i]` are the weights of `slugs[i]` by column, in the order of columns; `terms` are the stems of the
    columns, sorted; `shown` has the printed form that readers know a column's stem by.
    """

    slugs: tuple[Slug, ...]
    terms: tuple[str, ...]
    rows: tuple[Mapping[int, float], ...]
    shown: Mapping[int, str]

    @cached_property
    def matrix(self) -> sparse.csr_matrix:
        """The rows as a matrix, papers × terms."""
        starts = np.cumsum([0, *map(len, self.rows)])
        columns = np.fromiter((column for row in self.rows for column in row), dtype=np.int32, count=starts[-1])
        data = np.fromiter((w for row in self.rows for w in row.values()), dtype=np.float64, count=starts[-1])
        return sparse.csr_matrix((data, columns, starts), shape=(len(self.rows), len(self.terms)))


def make_text_model(wiki: Wiki) -> TextModel:
    """The model of all papers of a wiki."""
    surfaces: dict[str, Counter[str]] = defaultdict(Counter)
    bags = [_bag(paper, surfaces) for paper in wiki.papers.values()]
    df = Counter(term for bag in bags for term in bag)
    terms = sorted(term for term, count in df.items() if count > 1)
    vocabulary = {term: column for column, term in enumerate(terms)}
    shown = {column: form for term, column in vocabulary.items() if (form := _shown(surfaces.get(term, {})))}
    return TextModel(tuple(wiki.papers), tuple(terms), tuple(_tf_idf(bags, df, vocabulary)), shown)


def _bag(paper: Paper, surfaces: dict[str, Counter[str]]) -> Counter[str]:
    """The stems of a paper with their counts; which words they came from is noted in `surfaces`."""
    bag: Counter[str] = Counter()

    def add(printed: Mapping[str, int], weight: int) -> None:
        for word, count in printed.items():
            for term in terms_of(word):
                bag[term] += weight * count
                if "-" not in word:
                    surfaces[term][word] += count

    add(Counter(words(to_plain(paper.title))), TITLE_WEIGHT)
    text = [paper.summary, *paper.names]
    if paper.abstract:
        text.append(to_plain(without_links(paper.abstract)))
    add(Counter(words(" ".join(text))), 1)
    if not paper.abstract:
        for word, count in paper.terms.items():
            for term in terms_of(word):
                bag[term] += count
                if "-" not in word:
                    surfaces[term][word] += 1
    return bag


def _tf_idf(
    bags: Sequence[Counter[str]], df: Mapping[str, int], vocabulary: Mapping[str, int]
) -> Iterable[dict[int, float]]:
    for bag in bags:
        weights = {
            vocabulary[term]: (1 + log(count)) * log1p(len(bags) / df[term])
            for term, count in bag.items()
            if term in vocabulary
        }
        norm = sqrt(sum(weights[column] ** 2 for column in sorted(weights))) or 1.0
        yield {column: weights[column] / norm for column in sorted(weights)}


def _shown(counts: Mapping[str, int]) -> str:
    """A stem as readers know it: its most frequent printed form, or nothing.

    A capital may only begin a sentence, so a word that also occurs without one is shown without.
    """
    lower = [word for word in counts if word.islower() and 3 * counts[word] >= max(counts.values())]
    return min(lower or counts, key=lambda word: (-counts[word], len(word), word), default="")


# --- the space of the search ---------------------------------------------------------------------------

DIMENSIONS = 64
SAMPLE = 1_024
"""Papers that the space is learned from; with more, a change of one paper mostly leaves the space as it was."""


@dataclass(frozen=True)
class Space:
    """Terms and papers as points: an inner product says how near in meaning two of them are.

    `terms[i]` is the stem of row `i` of `term_vectors` (terms × dimensions), which are weighted by how rare a term
    is; `paper_vectors` (papers × dimensions, rows of unit length or zero) are in the order of the model's slugs.
    """

    terms: tuple[str, ...]
    term_vectors: npt.NDArray[np.float64]
    paper_vectors: npt.NDArray[np.float64]


def make_space(model: TextModel) -> Space:
    """Latent semantic analysis (Deerwester et al. 1990): the strongest directions of papers × terms.

    Learned from at most `SAMPLE` papers, those whose slugs have the smallest checksums, with the rarity of terms
    among them; the others are placed in that space. So the space does not follow every change of the collection.
    The start vector and the signs are fixed: the same papers give the same space.
    """
    matrix = sparse.csr_array(model.matrix)
    chosen = sorted(range(len(model.slugs)), key=lambda i: (crc32(model.slugs[i].encode()), i))[:SAMPLE]
    chosen.sort()
    inside = np.bincount(matrix[chosen].indices, minlength=matrix.shape[1]) if chosen else np.zeros(matrix.shape[1])
    columns = np.flatnonzero(inside > 1)
    size = min(DIMENSIONS, len(chosen) - 1, len(columns) - 1)
    if size < 1:
        return Space((), np.zeros((0, DIMENSIONS)), np.zeros((len(model.slugs), DIMENSIONS)))
    everywhere = np.bincount(matrix.indices, minlength=matrix.shape[1])[columns]
    rarity = np.log1p(len(chosen) / inside[columns])
    rows = _unit(matrix[:, columns] @ sparse.diags_array(rarity / np.log1p(len(model.slugs) / everywhere)))
    _, _, axes = svds(rows[chosen], k=size, v0=np.ones(min(len(chosen), len(columns))))
    axes = axes[::-1]  # strongest first
    strongest = np.abs(axes).argmax(axis=1)
    axes *= np.sign(axes[np.arange(size), strongest])[:, None]
    axes = np.pad(axes, ((0, DIMENSIONS - size), (0, 0)))
    papers = rows @ axes.T
    lengths = np.linalg.norm(papers, axis=1, keepdims=True)
    papers = np.divide(papers, lengths, out=np.zeros_like(papers), where=lengths > 1e-9)
    return Space(tuple(model.terms[c] for c in columns), axes.T * rarity[:, None], papers)


def _unit(rows: sparse.csr_array) -> sparse.csr_array:
    lengths = np.sqrt(rows.multiply(rows).sum(axis=1))
    return sparse.csr_array(sparse.diags_array(1 / np.maximum(lengths, 1e-12)) @ rows)
