"""Topics for papers that no one has filed yet: the curated wiki and texts in, ranked suggestions out.

Three readings of a text are weighed together. A linear model (ridge regression on TF-IDF of words and word
pairs) learns from the papers that a person has filed and from every topic's own name, definition and
keywords, so that a topic without papers is suggested too. The cosine to those words, and to the middle of
the topic's papers, tells near from far. And a keyword that stands in the text speaks for its topic, most of
all in a title. The weights of the six signs are those of a logistic regression fitted to the 384 papers of
this repository; `docs/topic-suggestions.md` has the measurements and how to repeat them.

Where it is wrong, a person sees a wrong suggestion: nothing counts as curated until a person says so.
"""

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, log1p, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import cg

from litwiki.addresses import without_links
from litwiki.ids import Slug, TopicId
from litwiki.latex import to_plain
from litwiki.model import Paper, Suggestion, Topic
from litwiki.text import terms, terms_of
from litwiki.wiki import Wiki

Matrix = NDArray[np.float64]

TITLE_WEIGHT = 3
RIDGE = 0.3
TOPIC_WEIGHT = 2.0
"""How much a topic's own words weigh against one of its papers."""

SIGNS = ("ridge", "own words", "papers", "keywords", "keyword in title", "share")
WEIGHTS = (8.55, 29.99, 10.87, 0.05, 0.42, 0.04)
BIAS = -3.98
ENOUGH = 0.39
"""The score from which a suggestion is proposed for filing; the best one always is."""

MOST = 4
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Text:
    """A paper's words for this purpose: stems and pairs of stems with counts, apart for the title."""

    title: Counter[str]
    body: Counter[str]

    @classmethod
    def from_paper(cls, paper: Paper) -> "Text":
        """What is known of a paper; words of an abstract that is not stored have no order, so no pairs."""
        body = _grams(paper.summary) + _grams(to_plain(without_links(paper.abstract or "")))
        if not paper.abstract:
            for word, count in paper.terms.items():
                for term in terms_of(word):
                    body[term] += count
        return cls(_grams(to_plain(paper.title)), body)

    @property
    def bag(self) -> Counter[str]:
        """Everything, a word of the title counting three times."""
        bag = Counter(self.body)
        for term, count in self.title.items():
            bag[term] += TITLE_WEIGHT * count
        return bag

    def contains(self, phrase: Sequence[str]) -> bool:
        """Whether the stems of a phrase stand in the text, next to each other where order is known."""
        grams = {**self.title, **self.body}
        return all(pair in grams for pair in _pairs(phrase)) if len(phrase) > 1 else phrase[0] in grams


def _grams(text: str) -> Counter[str]:
    stems = terms(text)
    return Counter([*stems, *_pairs(stems)])


def _pairs(stems: Sequence[str]) -> list[str]:
    return [f"{a} {b}" for a, b in itertools.pairwise(stems)]


def suggest(wiki: Wiki, papers: Sequence[Paper]) -> Mapping[Slug, tuple[Suggestion, ...]]:
    """The best topics of each paper, best first, scores in (0, 1); at most five."""
    if not wiki.topics or not papers:
        return {}
    model = Model(wiki)
    return model.suggest(papers)


def proposed(suggestions: Sequence[Suggestion]) -> tuple[TopicId, ...]:
    """The topics to file a paper under until a person has looked: the best one, and others that are likely."""
    return tuple(s.topic for i, s in enumerate(suggestions[:MOST]) if i == 0 or s.score >= ENOUGH)


class Model:
    """What the curated papers of a wiki teach."""

    def __init__(self, wiki: Wiki) -> None:
        self.wiki = wiki
        self.topics: list[Topic] = list(wiki.topics.values())
        number = {topic.id: index for index, topic in enumerate(self.topics)}
        taught = [p for p in wiki.papers.values() if p.topics_status == "curated" and wiki.topics_of(p.slug)]
        texts = [Text.from_paper(paper).bag for paper in taught]
        self.taught = taught
        self.df = Counter(term for bag in texts for term in bag)
        own = [_own_words(topic) for topic in self.topics]
        kept = {term for term, count in self.df.items() if count > 1} | {term for bag in own for term in bag}
        self.vocabulary = {term: index for index, term in enumerate(sorted(kept))}
        self.papers, self.own = self._vectors(texts), self._vectors(own)
        self.labels = np.zeros((len(taught), len(self.topics)))
        for row, paper in enumerate(taught):
            for topic in wiki.topics_of(paper.slug):
                self.labels[row, number[topic.id]] = 1.0
        self.weights = self._ridge()
        self.middles = _unit(np.asarray((self.papers.T @ self.labels).T))
        share = (self.labels.sum(axis=0) + 1.0) / (len(taught) + len(self.topics))
        self.share: Matrix = np.log(share * len(self.topics))
        self.keywords = [_phrases(topic) for topic in self.topics]

    def _vectors(self, bags: Sequence[Counter[str]]) -> sparse.csr_matrix:
        """Rows of unit length: (1 + log tf) · log(1 + N / df)."""
        rows, columns, data = [], [], []
        for row, bag in enumerate(bags):
            weights = {
                self.vocabulary[term]: (1 + log(count)) * log1p(max(1, len(self.taught)) / max(1, self.df[term]))
                for term, count in bag.items()
                if term in self.vocabulary
            }
            norm = sqrt(sum(weights[column] ** 2 for column in sorted(weights))) or 1.0
            for column in sorted(weights):
                rows.append(row)
                columns.append(column)
                data.append(weights[column] / norm)
        return sparse.csr_matrix((data, (rows, columns)), shape=(len(bags), len(self.vocabulary)))

    def _ridge(self) -> Matrix:
        """Weights of words for topics: (K + λI)⁻¹ Y in the space of the examples, by conjugate gradients, so
        that the cost grows with the words of the collection and not with the square of its papers."""
        examples = sparse.vstack([self.papers, TOPIC_WEIGHT * self.own]).tocsr()
        targets = np.vstack([self.labels, TOPIC_WEIGHT * np.eye(len(self.topics))])
        size = examples.shape[0]

        def times(vector: Matrix) -> Matrix:
            return np.asarray(examples @ (examples.T @ vector) + RIDGE * vector)

        kernel = sparse.linalg.LinearOperator((size, size), matvec=times, dtype=np.float64)
        solved = [cg(kernel, targets[:, topic], rtol=1e-6, maxiter=200)[0] for topic in range(len(self.topics))]
        return np.asarray(examples.T @ np.column_stack(solved))

    def signs(self, papers: Sequence[Paper]) -> Matrix:
        """Every sign of every topic for every paper: papers × topics × signs."""
        texts = [Text.from_paper(paper) for paper in papers]
        rows = self._vectors([text.bag for text in texts])
        ridge = np.asarray(rows @ self.weights)
        own = np.asarray((rows @ self.own.T).toarray())
        middle = np.asarray(rows @ self.middles.T)
        words, titles = np.zeros_like(own), np.zeros_like(own)
        for row, text in enumerate(texts):
            title = Text(text.title, Counter())
            for topic, phrases in enumerate(self.keywords):
                for phrase in phrases.values():
                    if text.contains(phrase):
                        in_title = title.contains(phrase)
                        rarity = log1p(max(1, len(self.taught)) / max(1, min(self.df[stem] for stem in phrase)))
                        words[row, topic] += rarity * (2 if in_title else 1)
                        titles[row, topic] = max(titles[row, topic], float(in_title))
        share = np.broadcast_to(self.share, own.shape)
        return np.stack([ridge, own, middle - _best(middle), words - _best(words), titles, share], axis=-1)

    def suggest(self, papers: Sequence[Paper]) -> Mapping[Slug, tuple[Suggestion, ...]]:
        """The best topics of each paper, best first."""
        scores = self.signs(papers) @ np.array(WEIGHTS) + BIAS
        found: dict[Slug, tuple[Suggestion, ...]] = {}
        for row, paper in enumerate(papers):
            ranked = sorted((-round(1 / (1 + exp(-float(s))), 3), i) for i, s in enumerate(scores[row]))
            found[paper.slug] = tuple(
                Suggestion(self.topics[i].id, -score, self._reason(paper, i)) for score, i in ranked[:SHOWN]
            )
        return found

    def _reason(self, paper: Paper, topic: int) -> str:
        """Why, in words: keywords that stand in the text, and the curated paper that is most like it."""
        text = Text.from_paper(paper)
        spoken = [keyword for keyword, phrase in self.keywords[topic].items() if text.contains(phrase)][:3]
        parts = [f"keywords: {', '.join(spoken)}"] if spoken else []
        row = self._vectors([text.bag])
        near = np.round((self.papers @ row.T).toarray()[:, 0], 6) * self.labels[:, topic]
        ranked = sorted((-float(near[i]), p.slug, p.title) for i, p in enumerate(self.taught) if near[i] > 0)
        ranked = [entry for entry in ranked if entry[1] != paper.slug]
        if ranked:
            parts.append(f"like {to_plain(ranked[0][2])!r}")
        return "; ".join(parts) or f"words of {self.topics[topic].name}"


def _own_words(topic: Topic) -> Counter[str]:
    """A topic's own text: its name counts most, then keywords, then the definition."""
    bag: Counter[str] = Counter()
    for text, weight in ((topic.name, 3), (topic.definition, 1), *((keyword, 2) for keyword in topic.keywords)):
        for term, count in _grams(text).items():
            bag[term] += weight * count
    return bag


def _phrases(topic: Topic) -> dict[str, list[str]]:
    """A topic's keywords and its name, each with its stems; one that has none says nothing."""
    found = {keyword: terms(keyword) for keyword in (topic.name, *topic.keywords)}
    unique: dict[tuple[str, ...], str] = {}
    for keyword, stems in found.items():
        if stems:
            unique.setdefault(tuple(stems), keyword)
    return {keyword: list(stems) for stems, keyword in unique.items()}


def _unit(rows: Matrix) -> Matrix:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(norms == 0, 1.0, norms))


def _best(values: Matrix) -> Matrix:
    return np.asarray(values.max(axis=1, keepdims=True))
