"""What was said of what is wanted: answers by paper, by waiting id, and rejects, all of them bounded.

Parts of dumps are added up in their order; what the bounds leave is the same, wherever a dump was cut.
"""

from collections import Counter, defaultdict

from msgspec import Struct, field

from litwiki.curation.enrich.accept import Judgment
from litwiki.curation.evidence import Verdict
from litwiki.model.entries import Entry, Rejected
from litwiki.model.ids import Slug
from litwiki.model.replace import replace

MOST_ACCEPTED = 10
MOST_UNSURE = 3
"""Records of one paper that are held."""
MOST_REJECTED = 2_000
"""More than the broken lines after which a dump is given up: that it was is a reject, too."""


class Answer(Struct, frozen=True):
    """A record that may be about a paper: who said it, where it stands, and the verdict on it."""

    entry: Entry
    who: str
    path: str
    judgment: Judgment

    @property
    def place(self) -> tuple[str, int]:
        """File and line."""
        return self.path, self.entry.line

    def behind(self, lines: int) -> "Answer":
        """The same, so many lines further down."""
        return replace(self, entry=replace(self.entry, line=self.entry.line + lines)) if lines else self


class Gathered(Struct):
    """What dumps said: answers by paper, records of waiting ids, rejects, and how many records there were."""

    accepted: dict[Slug, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    unsure: dict[Slug, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    born: dict[str, list[Answer]] = field(default_factory=dict)
    """Answers by waiting id; the first makes the paper."""
    rejected: list[Rejected] = field(default_factory=list)
    records: int = 0
    lines: int = 0
    """Those of the one piece of a dump that this was read in."""
    asked: Counter[str] = field(default_factory=Counter)
    """Queries by service; empty where dumps were read."""
    put_off: dict[str, str] = field(default_factory=dict)
    """Services that did not answer everything, each with the reason."""

    def reject(self, one: Rejected) -> None:
        """Remembers a reject, if there are not too many."""
        if len(self.rejected) < MOST_REJECTED:
            self.rejected.append(one)

    def add(self, other: "Gathered", lines: int) -> None:
        """Adds what the next piece of the dumps said, which so many lines of its dump come before."""
        for ours, theirs, most in (
            (self.accepted, other.accepted, MOST_ACCEPTED),
            (self.unsure, other.unsure, MOST_UNSURE),
        ):
            for slug, answers in theirs.items():
                ours[slug] += [one.behind(lines) for one in answers[: most - len(ours[slug])]]
        for waiting, answers in other.born.items():
            self.born.setdefault(waiting, [one.behind(lines) for one in answers])
        for one in other.rejected:
            self.reject(replace(one, line=one.line + lines))
        self.records += other.records

    def take(self, slug: Slug, answer: Answer) -> None:
        """Holds an answer about a paper, if it may be one and there are not enough of its kind."""
        if answer.judgment.verdict is Verdict.SAME and len(self.accepted[slug]) < MOST_ACCEPTED:
            self.accepted[slug].append(answer)
        elif answer.judgment.verdict is Verdict.UNSURE and len(self.unsure[slug]) < MOST_UNSURE:
            self.unsure[slug].append(answer)
