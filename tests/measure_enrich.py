# ruff: noqa: T201 - it is a command
"""How well records are accepted for papers: run it as `python -m tests.measure_enrich`.

The labelled pairs are invented (`tests/data/enrich/pairs.jsonl`): equal titles of different papers, changed titles,
translations, parts I and II. It prints false acceptances, of which there must be none, and how many of the records
that are about their paper were accepted or asked about.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from litwiki.curation.enrich.accept import Judgment, judge
from litwiki.curation.evidence import Verdict
from litwiki.model.entries import Entry, Publication
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from tests.conftest import DATA

PAIRS = DATA / "enrich" / "pairs.jsonl"


class Pair(Struct, frozen=True):
    """A paper and a record; `is_same`: the record is about the paper."""

    kind: str
    is_same: bool
    paper: Paper
    record: Entry

    def judgment(self, *, vouched: bool = False) -> Judgment:
        return judge(self.paper, self.record, vouched=vouched)


def pairs() -> Iterator[Pair]:
    """The labelled pairs."""
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Pair(row["kind"], row["same"], _paper(row["paper"]), _entry(row["record"]))


def _publication(said: dict[str, Any]) -> Publication:
    return Publication(type=said.get("type", ""), venue=said.get("venue", ""))


def _paper(said: dict[str, Any]) -> Paper:
    authors, ids = tuple(said.get("authors", ())), said.get("ids", {})
    text, publication = said.get("abstract"), _publication(said)
    return Paper(Slug("x"), said["title"], authors, said.get("year"), ids=ids, abstract=text, publication=publication)


def _entry(said: dict[str, Any]) -> Entry:
    authors, ids = tuple(said.get("authors", ())), said.get("ids", {})
    publication = _publication(said)
    return Entry(said["title"], said.get("abstract"), 1, (), ids, authors, said.get("year"), publication=publication)


def main() -> None:
    """Prints the figures."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in pairs():
        verdict = pair.judgment().verdict.name.lower()
        counts[f"{'same' if pair.is_same else 'other'}: {pair.kind}"][verdict] += 1
    for kind, found in sorted(counts.items()):
        print(f"{kind:55} " + ", ".join(f"{name} {count}" for name, count in sorted(found.items())))
    some = [*pairs()]
    same = [pair for pair in some if pair.is_same]
    accepted = [pair for pair in same if pair.judgment().verdict is Verdict.SAME]
    asked = [pair for pair in same if pair.judgment().verdict is Verdict.UNSURE]
    false = [pair for pair in some if not pair.is_same and pair.judgment().verdict is Verdict.SAME]
    print(f"{len(some)} pairs, {len(same)} of one paper")
    print(f"false acceptances: {len(false)}")
    print(f"recall: {len(accepted) / len(same):.3f}; with questions: {(len(accepted) + len(asked)) / len(same):.3f}")
    for pair in false:
        print(f"FALSE {pair.kind}: {pair.paper.title} / {pair.record.title} ({pair.judgment().reason})")


if __name__ == "__main__":
    main()
