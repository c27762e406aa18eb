"""Measures topic suggestion on listings it has not seen: `python -m tests.measure_topics [LISTINGS]`.

For each listing of this repository's wiki, the model learns from all other papers and files the listing's.
Where the folder LISTINGS holds the listings themselves, the papers to be filed have their abstracts, as at
ingest; otherwise only the stored words. Weights of the signs and the threshold are fitted within the papers
it learns from, so nothing of the listing is known. Prints micro-F1, accuracy of the first suggestion
(it is one of the paper's topics) and recall in the first five.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from litwiki import content
from litwiki.curation import topic_suggestions as topics
from litwiki.curation.topic_suggestions import Matrix, Model
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from litwiki.model.wiki import Wiki
from litwiki.sources import read_file
from litwiki.text.words import title_key

ROOT = Path(__file__).parents[1]
FOLDS = 5


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
    return np.asarray((ranks == 0) | ((scores >= threshold) & (ranks < topics.MOST)), dtype=float)


def f1(found: Matrix, truth: Matrix) -> float:
    return float(2 * (found * truth).sum() / (found.sum() + truth.sum()))


def learn(wiki: Wiki, papers: Sequence[Paper], abstracts: dict[str, str]) -> tuple[Matrix, float]:
    """Weights and threshold from papers that are filed by a model which does not know them."""
    signs, truths = [], []
    for fold in range(FOLDS):
        held = [paper for n, paper in enumerate(papers) if n % FOLDS == fold]
        model = Model(without(wiki, {paper.slug for paper in held}))
        signs.append(model.signs([as_new(paper, abstracts) for paper in held]))
        truths.append(labels(wiki, held))
    x, y = np.concatenate(signs), np.concatenate(truths)
    weights = fit(x, y)
    scores = score(x, weights)
    threshold = max(np.arange(0.2, 0.6, 0.01), key=lambda t: f1(filed(scores, t), y))
    return weights, float(threshold)


def main(folder: Path | None) -> None:
    wiki = content.load(ROOT).wiki
    readings = [read_file(path) for path in sorted(folder.glob("*.txt"))] if folder else []
    abstracts = {title_key(e.title): e.abstract for r in readings for e in r.entries if e.abstract}
    scores, found, truths, shipped = [], [], [], []
    for listing in wiki.listings:
        inside = {slug for slug, places in wiki.appearances.items() if any(a.listing == listing for a in places)}
        seen = without(wiki, inside)
        weights, threshold = learn(seen, list(seen.papers.values()), abstracts)
        new = [as_new(wiki.papers[slug], abstracts) for slug in sorted(inside)]
        signs = Model(seen).signs(new)
        scores.append(score(signs, weights))
        found.append(filed(scores[-1], threshold))
        truths.append(labels(wiki, new))
        shipped.append(filed(score(signs, np.array([*topics.WEIGHTS, topics.BIAS])), topics.ENOUGH))
        print(f"{listing:14} {len(new):4} papers  micro-F1 {f1(found[-1], truths[-1]):.3f}")  # noqa: T201
    s, t = np.concatenate(scores), np.concatenate(truths)
    first = t[np.arange(len(t)), s.argmax(axis=1)].mean()
    five = sum(t[row, (-s[row]).argsort()[:5]].sum() for row in range(len(t))) / t.sum()
    print(f"micro-F1 {f1(np.concatenate(found), t):.3f}  first {first:.3f}  recall in five {five:.3f}")  # noqa: T201
    print(f"with the weights in topics.py: micro-F1 {f1(np.concatenate(shipped), t):.3f}")  # noqa: T201
    for least in np.arange(0.05, 0.5, 0.05):
        # Of what review would show with this bound: how often it is right, and how much of what is right is shown.
        shown = ((-s).argsort(axis=1).argsort(axis=1) < topics.SHOWN) & (s >= least) & (s < least + 0.05)
        all_shown = ((-s).argsort(axis=1).argsort(axis=1) < topics.SHOWN) & (s >= least)
        right = float((shown * t).sum() / max(1, shown.sum()))
        recall = float((all_shown * t).sum() / t.sum())
        print(f"score {least:.2f}-{least + 0.05:.2f}: {right:.2f} right; from there on recall {recall:.2f}")  # noqa: T201
    weights, threshold = learn(wiki, list(wiki.papers.values()), abstracts)
    named = ", ".join(f"{name} {w:.2f}" for name, w in zip([*topics.SIGNS, "bias"], weights, strict=True))
    print(f"fitted to all: {named}; threshold {threshold:.2f}")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
