"""Measures topic suggestion on listings it has not seen: `python -m tests.measure_topics [LISTINGS]`.

For each listing of this repository's wiki, the model learns from all other papers and files the listing's.
Where the folder LISTINGS holds the listings themselves, the papers to be filed have their abstracts, as at
ingest; otherwise only the stored words. Weights of the signs and the threshold are fitted within the papers
it learns from, so nothing of the listing is known. Prints micro-F1, accuracy of the first suggestion
(it is one of the paper's topics) and recall in the first five; how often scores are right; and the same for young
wikis, in which most papers are about something else.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np

from litwiki import content
from litwiki.curation import topic_suggestions as topics
from litwiki.curation.topic_suggestions import Matrix, Model
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.sources import read_file
from litwiki.text.words import title_key

ROOT = Path(__file__).parents[1]
FOLDS = 5
YOUNG = (
    (0, 1),
    (0, 5),
    (0, 47),
    (3, 1),
    (5, 1),
    (5, 3),
    (15, 1),
    (15, 5),
    (40, 1),
    (40, 10),
    (100, 5),
    (100, 47),
    (190, 47),
)
"""Young wikis: how many curated papers, of how many topics."""


def without(wiki: Wiki, slugs: set[Slug]) -> Wiki:
    """The wiki as it was before some papers came."""
    return Wiki(wiki.config, {s: p for s, p in wiki.papers.items() if s not in slugs}, wiki.topics, wiki.listings)


def as_new(paper: Paper, abstracts: dict[str, str]) -> Paper:
    """A paper as ingest meets it: title and abstract, nothing that a person wrote."""
    abstract = abstracts.get(title_key(paper.title))
    return replace(paper, summary="", names=(), abstract=abstract, terms={} if abstract else paper.terms)


def labels(wiki: Wiki, papers: Sequence[Paper]) -> Matrix:
    order = list(wiki.topics)
    return np.array([[float(topic in paper.topics) for topic in order] for paper in papers])


def fit(signs: Matrix, truth: Matrix) -> Matrix:
    """Weights and bias of a logistic regression, by Newton's method."""
    flat = signs.reshape(-1, signs.shape[-1])
    scale = flat.std(axis=0) + 1e-9
    x, y = np.column_stack([flat / scale, np.ones(len(flat))]), truth.reshape(-1)
    weights = np.zeros(x.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-x @ weights))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.eye(x.shape[1])
        weights -= np.linalg.solve(hessian, x.T @ (p - y) + np.append(weights[:-1], 0))
    return np.append(weights[:-1] / scale, weights[-1])


def score(signs: Matrix, weights: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-(signs @ weights[:-1] + weights[-1]))))


def filed(scores: Matrix, threshold: float) -> Matrix:
    ranks = (-scores).argsort(axis=1).argsort(axis=1)
    least = np.where(ranks == 0, topics.LEAST, threshold)
    return np.asarray((scores >= least) & (ranks < topics.MOST), dtype=float)


def f1(found: Matrix, truth: Matrix) -> float:
    return float(2 * (found * truth).sum() / (found.sum() + truth.sum()))


def learn(wiki: Wiki, papers: Sequence[Paper], abstracts: dict[str, str]) -> tuple[Matrix, float, Matrix, Matrix]:
    """Weights and threshold from papers that are filed by a model which does not know them; their signs and truth."""
    signs, truths = [], []
    for fold in range(FOLDS):
        held = [paper for n, paper in enumerate(papers) if n % FOLDS == fold]
        model = Model(without(wiki, {paper.slug for paper in held}))
        signs.append(model.signs(*model.read([as_new(paper, abstracts) for paper in held])))
        truths.append(labels(wiki, held))
    x, y = np.concatenate(signs), np.concatenate(truths)
    weights = fit(x, y)
    scores = score(x, weights)
    threshold = max(np.arange(0.2, 0.6, 0.01), key=lambda t: f1(filed(scores, t), y))
    return weights, float(threshold), x, y


def young(wiki: Wiki, papers: int, topics: int, seed: int, abstracts: dict[str, str]) -> tuple[Matrix, Matrix]:
    """The signs and the truth of one half of the papers for a young wiki, which has so many curated papers of the other
    half about some of so many topics.
    """
    random = Random(seed)
    slugs = sorted(wiki.papers)
    random.shuffle(slugs)
    teaching, asked = slugs[: len(slugs) // 2], [wiki.papers[slug] for slug in slugs[len(slugs) // 2 :]]
    chosen = {topic: wiki.topics[topic] for topic in sorted(random.sample(sorted(wiki.topics), topics))}
    filed = [(slug, tuple(t for t in wiki.papers[slug].topics if t in chosen)) for slug in teaching]
    taught = {
        slug: replace(wiki.papers[slug], topics=own) for slug, own in [pair for pair in filed if pair[1]][:papers]
    }
    found = Wiki(wiki.config, taught, chosen, {})
    model = Model(found)
    return model.signs(*model.read([as_new(paper, abstracts) for paper in asked])), labels(found, asked)


def right(scores: Matrix, truth: Matrix, least: float) -> str:
    """Of what is shown with at least a score, how much is right; and how much of what is right is shown."""
    ranks = (-scores).argsort(axis=1).argsort(axis=1)
    shown = (ranks < topics.SHOWN) & (scores >= least)
    return f"{(shown * truth).sum() / max(1, shown.sum()):.2f} of {shown.sum():4d} right, recall {(shown * truth).sum() / truth.sum():.2f}"


def main(folder: Path | None) -> None:
    wiki = content.load(ROOT).wiki
    readings = [read_file(path) for path in sorted(folder.glob("*.txt"))] if folder else []
    abstracts = {title_key(e.title): e.abstract for r in readings for e in r.entries if e.abstract}
    shipped = np.array([*topics.WEIGHTS, topics.BIAS])
    found, scores, truths, inner, inner_truths = [], [], [], [], []
    for listing in wiki.listings.values():
        slugs = {slug for entry in listing.entries if (slug := wiki.paper_of(entry))}
        known = without(wiki, slugs)
        weights, threshold, x, y = learn(wiki, list(known.papers.values()), abstracts)
        inner.append(x)
        inner_truths.append(y)
        papers = [wiki.papers[slug] for slug in sorted(slugs)]
        model = Model(known)
        signs = model.signs(*model.read([as_new(paper, abstracts) for paper in papers]))
        truths.append(labels(wiki, papers))
        found.append(filed(score(signs, weights), threshold))
        scores.append(score(signs, shipped))
        print(f"{listing.id:14} {len(papers):4} papers  micro-F1 {f1(found[-1], truths[-1]):.3f}")  # noqa: T201
    s, t = np.concatenate(scores), np.concatenate(truths)
    print(f"weights and threshold fitted without the listing: micro-F1 {f1(np.concatenate(found), t):.3f}")  # noqa: T201
    first = t[np.arange(len(t)), s.argmax(axis=1)].mean()
    five = sum(t[row, (-s[row]).argsort()[:5]].sum() for row in range(len(t))) / t.sum()
    own = f1(filed(s, topics.ENOUGH), t)
    print(f"as shipped: micro-F1 {own:.3f}  first {first:.3f}  recall in five {five:.3f}")  # noqa: T201
    for least in (topics.LEAST, topics.ENOUGH, topics.SURE):
        print(f"score {least:.2f} and more: {right(s, t, least)}")  # noqa: T201
    young_signs, young_truths = [], []
    for papers_taught, some in YOUNG:
        drawn = [young(wiki, papers_taught, some, seed, abstracts) for seed in range(10 if papers_taught <= 40 else 3)]
        s, t = np.concatenate([score(x, shipped) for x, _ in drawn]), np.concatenate([y for _, y in drawn])
        said = "; ".join(f"{least:.2f}: {right(s, t, least)}" for least in (topics.ENOUGH, topics.SURE))
        print(f"{papers_taught:4} papers, {some:2} topics: {said}")  # noqa: T201
        if papers_taught:
            young_signs += [x.reshape(-1, x.shape[-1]) for x, _ in drawn[::2]]
            young_truths += [y.reshape(-1) for _, y in drawn[::2]]
    every = np.concatenate([*young_signs, *(x.reshape(-1, x.shape[-1]) for x in inner)])
    weights = fit(every[:, None], np.concatenate([*young_truths, *(y.reshape(-1) for y in inner_truths)])[:, None])
    named = ", ".join(f"{name} {w:.3f}" for name, w in zip([*topics.SIGNS, "bias"], weights, strict=True))
    print(f"fitted to all: {named}")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
