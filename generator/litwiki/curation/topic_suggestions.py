"""Topics for papers that no one has filed yet: the curated wiki and texts in, ranked suggestions out.

Three readings of a text are weighed together. A linear model (ridge regression on TF-IDF of words and word
pairs) learns from the papers that a person has filed and from every topic's own name, definition and
keywords, so that a topic without papers is suggested too. The cosine to those words, and to the middle of
the topic's papers, tells near from far. And a keyword that stands in the text speaks for its topic, most of
all in a title. Words that no curated paper has make a text longer and so less like anything: a wiki with one topic
does not find it everywhere. The weights of the signs are those of a logistic regression fitted to the papers of this
repository, as one wiki and as many young ones; `docs/topic-suggestions.md` has the measurements and how to repeat them.

Where it is wrong, a person sees a wrong suggestion: nothing counts as curated until a person says so.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from math import inf, log1p
from zlib import crc32

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from litwiki.model.ids import Slug, TopicId
from litwiki.model.matches import Suggestion
from litwiki.model.records import Paper, Topic
from litwiki.model.wiki import Wiki
from litwiki.text.addresses import without_links
from litwiki.text.latex import to_plain
from litwiki.text.term_table import TermTable, ids_of
from litwiki.text.words import terms, terms_of
from litwiki.workers import shards, workers

Matrix = NDArray[np.float64]

TITLE_WEIGHT = 3
RIDGE = 0.3
TOPIC_WEIGHT = 2.0
"""How much a topic's own words weigh against one of its papers."""

SIGNS = ("ridge", "own words", "papers", "keywords", "keyword in title", "share", "its papers", "all papers")
WEIGHTS = (6.22, 36.34, 10.79, 0.04, 0.81, 1.07, -0.97, 0.99)
BIAS = -7.65
SURE = 0.8
"""The score from which a suggestion is called sure: nine in ten of those were right (`tests/measure_topics.py`)."""
ENOUGH = 0.4
"""The score from which a suggestion is proposed for filing."""
LEAST = 0.25
"""The score below which one is not shown in `litwiki review`, and not proposed though it is the best: fewer than one in
five of those were right."""

MOST = 4
SHOWN = 5
SAMPLE = 2_048
"""Papers that teach, where more are curated (docs/decisions/026); what they teach costs their number squared."""
TASKS = 8
AT_A_TIME = 1_000
"""Papers for which suggestions are made in one go; the signs of a hundred topics for them take 5 MB."""


class Text(Struct, frozen=True):
    """A paper's words for this purpose: stems and pairs of stems with counts, apart for the title."""

    title: Counter[str]
    body: Counter[str]

    @classmethod
    def from_paper(cls, paper: Paper, known: Container[str] | None = None) -> "Text":
        """What is known of a paper, without pairs that are not `known`; words of an abstract that is not stored have no
        order, so no pairs."""
        body = _grams(paper.summary, to_plain(without_links(paper.abstract or "")), known=known)
        if not paper.abstract:
            for word, count in paper.terms.items():
                for term in terms_of(word):
                    body[term] += count
        return cls(_grams(to_plain(paper.title), known=known), body)

    @property
    def bag(self) -> Counter[str]:
        """Everything, a word of the title counting three times."""
        bag = Counter(self.body)
        for term, count in self.title.items():
            bag[term] += TITLE_WEIGHT * count
        return bag

    def among(self, grams: Container[str]) -> frozenset[str]:
        """Those of some stems and pairs that stand in title or body."""
        return frozenset(filter(grams.__contains__, itertools.chain(self.title, self.body)))


def _grams(*texts: str, known: Container[str] | None = None) -> Counter[str]:
    stems = [terms(text) for text in texts]
    pairs = itertools.chain(*map(_pairs, stems))
    return Counter(itertools.chain(*stems, pairs if known is None else filter(known.__contains__, pairs)))


def _pairs(stems: Sequence[str]) -> list[str]:
    return [f"{a} {b}" for a, b in itertools.pairwise(stems)]


def suggest(wiki: Wiki, papers: Sequence[Paper]) -> Mapping[Slug, tuple[Suggestion, ...]]:
    """The best topics of each paper, best first, scores in (0, 1); at most five. This machine's processes work, where
    there is enough to do."""
    if not wiki.topics or not papers:
        return {}
    work = Model(wiki).suggest
    with workers(len(papers)) as executor:
        # The model goes with each task, so that there are few of them.
        tasks = shards(papers, max(AT_A_TIME, -(-len(papers) // TASKS)), executor)
        return {slug: suggestions for some in executor.map(work, tasks) for slug, suggestions in some.items()}


def proposed(suggestions: Sequence[Suggestion]) -> tuple[TopicId, ...]:
    """The topics to file a paper under until a person looks: the best one unless it is unlikely, and likely ones."""
    return tuple(s.topic for i, s in enumerate(suggestions[:MOST]) if s.score >= (ENOUGH if i else LEAST))


class Model:
    """What the curated papers of a wiki teach."""

    def __init__(self, wiki: Wiki) -> None:
        self.topics: list[Topic] = list(wiki.topics.values())
        number = {topic.id: index for index, topic in enumerate(self.topics)}
        filed = {
            slug: [number[topic.id] for topic in topics]
            for slug, paper in wiki.papers.items()
            if paper.topics_status == "curated" and (topics := wiki.topics_of(slug))
        }
        taught = [wiki.papers[slug] for slug in _sample(filed)]
        # No more of the papers than is asked for later: a model goes to other processes.
        self.taught = [paper.title for paper in taught]
        self.row = {paper.slug: row for row, paper in enumerate(taught)}
        texts = [Text.from_paper(paper).bag for paper in taught]
        counts = Counter(term for bag in texts for term in bag)
        bags = [_topic_words(topic) for topic in self.topics]
        vocabulary = {term for term, count in counts.items() if count > 1} | {term for bag in bags for term in bag}
        self.vocabulary = {term: index for index, term in enumerate(sorted(vocabulary))}
        self.names = tuple(self.vocabulary)
        self.ids = ids_of(self.names)
        df = np.array([counts[term] for term in self.vocabulary], dtype=np.float64)
        total = max(1, len(taught))
        self.rarest = log1p(total)
        self.rarity: Matrix = np.log1p(total / np.maximum(1, df))
        self.papers, self.topic_rows = self._vectors(texts), self._vectors(bags)
        self.labels = np.zeros((len(self.taught), len(self.topics)))
        for row, paper in enumerate(taught):
            self.labels[row, filed[paper.slug]] = 1.0
        kernel = self._kernel()
        self.weights = self._ridge(kernel)
        products = kernel[: len(taught), : len(taught)]
        lengths = np.sqrt(np.maximum(0.0, np.einsum("pt,pt->t", self.labels, products @ self.labels)))
        self.middles: Matrix = self.labels / np.where(lengths == 0, 1.0, lengths)
        sizes = np.bincount([topic for topics in filed.values() for topic in topics], minlength=len(self.topics))
        share = (sizes + 1.0) / (len(filed) + len(self.topics))
        self.share: Matrix = np.log(share * len(self.topics))
        self.sizes: Matrix = np.log1p(self.labels.sum(axis=0))
        self.members = [np.flatnonzero(column) for column in self.labels.T]
        """The rows of every topic's papers, in the order of their slugs."""
        self.keywords = [_phrases(topic) for topic in self.topics]
        self.phrases = sorted(
            (topic, grams, log1p(total / max(1, min(counts[stem] for stem in " ".join(grams).split()))))
            for topic, phrases in enumerate(self.keywords)
            for grams in phrases
        )
        """Topics, grams, and how rare the most rare stem is."""
        self.spoken: Mapping[str, list[int]] = defaultdict(list)
        """Phrases by the first of their grams, and none by the others."""
        for place, (_, grams, _) in enumerate(self.phrases):
            self.spoken[grams[0]].append(place)
            for gram in grams:
                self.spoken[gram]

    def _vectors(self, bags: Sequence[Counter[str]]) -> TermTable:
        """Rows with weights (1 + log tf) · log(1 + N / df). They would have unit length if they had the words that the
        vocabulary lacks, which are as rare as can be.
        """
        terms = [*itertools.chain.from_iterable(bags)]
        rows = np.repeat(np.arange(len(bags)), [len(bag) for bag in bags])
        columns = np.fromiter(map(self.vocabulary.get, terms, itertools.repeat(-1)), np.int64, len(terms))
        counts = np.fromiter(itertools.chain.from_iterable(bag.values() for bag in bags), np.float64, len(terms))
        weights = 1 + np.log(counts)
        # A word, not a pair, that the vocabulary lacks.
        unknown = np.array([cell for cell in np.flatnonzero(columns < 0).tolist() if " " not in terms[cell]], np.int64)
        others = np.bincount(rows[unknown], weights[unknown] ** 2, len(bags))
        known = columns >= 0
        rows, columns = rows[known], columns[known]
        data = weights[known] * self.rarity[columns]
        norms = np.sqrt(np.bincount(rows, data**2, minlength=len(bags)) + self.rarest**2 * others)
        starts = np.searchsorted(rows, np.arange(len(bags) + 1))
        return TermTable(self.names, self.ids, starts, columns, data / norms[rows])

    def _kernel(self) -> Matrix:
        """XXᵀ: the products of all examples, which are the papers that teach and the words of topics."""
        examples = self.papers.followed_by(replace(self.topic_rows, values=TOPIC_WEIGHT * self.topic_rows.values))
        return examples.times_transposed(examples)

    def _ridge(self, kernel: Matrix) -> Matrix:
        """Weights of examples for topics, (XXᵀ + λI)⁻¹ Y. A text's score is the sum of its products with all examples,
        so weighted (dual form: Saunders, Gammerman, Vovk 1998): those of words for topics would take a thousand times
        the memory, for there are a thousand times more words."""
        targets = np.vstack([self.labels, TOPIC_WEIGHT * np.eye(len(self.topics))])
        weights: Matrix = np.linalg.solve(kernel + RIDGE * np.eye(len(kernel)), targets).astype(np.float64)
        return weights

    def read(self, papers: Sequence[Paper]) -> tuple[list[Text], Matrix, Matrix]:
        """The texts of papers, and their products with the words of topics and with the papers that teach."""
        texts = [Text.from_paper(paper, self.vocabulary) for paper in papers]
        rows = self._vectors([text.bag for text in texts])
        return texts, rows.times_transposed(self.topic_rows), rows.times_transposed(self.papers)

    def signs(self, texts: Sequence[Text], cosines: Matrix, near: Matrix) -> Matrix:
        """Every sign of every topic for every paper that was read: papers × topics × signs."""
        ridge = near @ self.weights[: len(self.taught)] + cosines @ (TOPIC_WEIGHT * self.weights[len(self.taught) :])
        middle = near @ self.middles
        words, titles = np.zeros_like(cosines), np.zeros_like(cosines)
        for row, text in enumerate(texts):
            said, in_titles = [0.0] * len(self.topics), [0.0] * len(self.topics)
            for topic, grams, rarity in self._spoken(text.among(self.spoken)):
                if in_title := all(map(text.title.__contains__, grams)):
                    in_titles[topic] = 1.0
                said[topic] += rarity * (2 if in_title else 1)
            words[row], titles[row] = said, in_titles
        every = np.full(cosines.shape, log1p(len(self.taught)))
        share, sizes = np.broadcast_to(self.share, cosines.shape), np.broadcast_to(self.sizes, cosines.shape)
        signs = [ridge, cosines, middle - _best(middle), words - _best(words), titles, share, sizes, every]
        return np.stack(signs, axis=-1)

    def _spoken(self, grams: frozenset[str]) -> Iterable[tuple[int, tuple[str, ...], float]]:
        """The phrases of all topics that stand in a text with these of their grams, sorted."""
        for place in sorted(itertools.chain.from_iterable(map(self.spoken.__getitem__, grams))):
            phrase = self.phrases[place]
            if grams.issuperset(phrase[1]):
                yield phrase

    def suggest(self, papers: Sequence[Paper]) -> dict[Slug, tuple[Suggestion, ...]]:
        """The best topics of each paper, best first, in parts that memory is enough for."""
        parts = (papers[start : start + AT_A_TIME] for start in range(0, len(papers), AT_A_TIME))
        return {slug: suggestions for some in parts for slug, suggestions in self._suggest_some(some)}

    def _suggest_some(self, papers: Sequence[Paper]) -> Iterator[tuple[Slug, tuple[Suggestion, ...]]]:
        texts, cosines, near = self.read(papers)
        scores = self.signs(texts, cosines, near) @ np.array(WEIGHTS) + BIAS
        chances = np.round(1 / (1 + np.exp(-scores)), 3)
        best = np.argsort(-chances, axis=1, kind="stable")[:, :SHOWN]
        near = np.round(near, 6)
        # Where no paper teaches yet, three in four of sure scores were right.
        sure = SURE if self.taught else inf
        for row, paper in enumerate(papers):
            if paper.slug in self.row:
                near[row, self.row[paper.slug]] = 0.0
            grams = texts[row].among(self.spoken)
            ranked = ((topic, float(chances[row, topic])) for topic in best[row].tolist())
            yield (
                paper.slug,
                tuple(
                    Suggestion(self.topics[topic].id, score, self._reason(grams, near[row], topic), score >= sure)
                    for topic, score in ranked
                ),
            )

    def _reason(self, said: frozenset[str], near: Matrix, topic: int) -> str:
        """Why, in words: keywords that stand in the text, by what is `said` of them, and the curated paper that is most
        like it."""
        spoken = [keyword for grams, keyword in self.keywords[topic].items() if said.issuperset(grams)][:3]
        parts = [f"keywords: {', '.join(spoken)}"] if spoken else []
        members = self.members[topic]
        if len(members) and (of_members := near[members]).max() > 0:
            parts.append(f"like {to_plain(self.taught[members[of_members.argmax()]])!r}")
        return "; ".join(parts) or f"words of {self.topics[topic].name}"


def _sample(filed: Mapping[Slug, Sequence[int]]) -> list[Slug]:
    """At most `SAMPLE` papers in the order of their slugs: of every topic as many as can be, those whose slugs have the
    smallest checksums, so that another paper rarely changes who teaches.
    """
    ranks: dict[int, int] = defaultdict(int)
    first: dict[Slug, int] = {}
    for slug in sorted(filed, key=lambda slug: (crc32(slug.encode()), slug)):
        first[slug] = min(ranks[topic] for topic in filed[slug])
        for topic in filed[slug]:
            ranks[topic] += 1
    # The sort is stable: papers of one rank stay in the order of their checksums.
    return sorted(sorted(first, key=first.__getitem__)[:SAMPLE])


def _topic_words(topic: Topic) -> Counter[str]:
    """A topic's own text: its name counts most, then keywords, then the definition."""
    return _grams(*[topic.name] * 3, topic.definition, *topic.keywords * 2)


def _phrases(topic: Topic) -> dict[tuple[str, ...], str]:
    """A topic's keywords and its name, each with what has to stand in a text that contains it: its pairs, so that its
    stems are next to each other where order is known, or its only stem. One that has no stem says nothing."""
    unique: dict[tuple[str, ...], str] = {}
    for keyword in (topic.name, *topic.keywords):
        if stems := terms(keyword):
            unique.setdefault(tuple(_pairs(stems)) or (stems[0],), keyword)
    return unique


def _best(values: Matrix) -> Matrix:
    return np.asarray(values.max(axis=1, keepdims=True))
