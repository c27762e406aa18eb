"""What the index of the next build is made from beside the papers that change until then: data in a folder of its own.

Numbers are arrays, the rest is JSON and lists of words; reading them runs nothing. What cannot be read, or does not
fit together, is as if it was not there.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from litwiki.model.ids import DocPath, Slug
from litwiki.search.changes import Facts
from litwiki.search.lexicon import Lexicon
from litwiki.search.meaning import Meaning, Space
from litwiki.search.parts import Cut
from litwiki.search.postings import Postings, Slot

ARRAYS = {
    "starts": np.int64,
    "slots": np.int32,
    "steps": np.uint8,
    "times": np.uint8,
    "is_found": np.bool_,
    "sizes": np.int64,
    "directions": np.int32,
    "points": np.int16,
    "centres": np.int16,
    "nearest": np.int16,
}
WORDS = ("terms", "forms", "meant")


@dataclass(frozen=True, eq=False, slots=True)
class Memory:
    """An index: slots of documents by their keys, sorted; what topics and listings say to it; digests of the parts
    that are made each time; terms, and what they mean."""

    bits: int
    slots: Mapping[str, Slot]
    facts: Facts
    digests: Mapping[DocPath, str]
    lexicon: Lexicon
    meaning: Meaning

    def save(self, folder: Path) -> None:
        """Writes the memory into a folder, which is made where there is none."""
        folder.mkdir(parents=True, exist_ok=True)
        lexicon, meaning = self.lexicon, self.meaning
        postings, space = lexicon.postings, meaning.space
        told = {
            "bits": self.bits,
            "slots": dict(self.slots),
            "facts": dict(self.facts),
            "digests": dict(self.digests),
            "sample": space.sample,
            "cuts": [(cut.start, cut.first, cut.end) for cut in lexicon.cuts],
        }
        (folder / "told.json").write_text(json.dumps(told, separators=(",", ":")), encoding="utf-8")
        for name, words in zip(WORDS, (postings.terms, lexicon.forms, space.terms), strict=True):
            (folder / f"{name}.txt").write_text("".join(f"{word}\n" for word in words), encoding="utf-8")
        arrays = (
            *(postings.starts, postings.slots, postings.steps, postings.times),
            *(lexicon.is_found, lexicon.sizes),
            *(space.directions, meaning.points, meaning.centres, meaning.nearest),
        )
        for (name, kind), array in zip(ARRAYS.items(), arrays, strict=True):
            np.save(folder / f"{name}.npy", np.asarray(array, dtype=kind), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> "Memory | None":
        """What `save` wrote into a folder, or None."""
        try:
            told = json.loads((folder / "told.json").read_bytes())
            terms, forms, meant = (_words((folder / f"{name}.txt").read_text(encoding="utf-8")) for name in WORDS)
            arrays = {name: np.load(folder / f"{name}.npy", allow_pickle=False) for name in ARRAYS}
            if any(arrays[name].dtype != kind for name, kind in ARRAYS.items()):
                return None
            a = arrays
            postings = Postings(terms, a["starts"], a["slots"], a["steps"], a["times"])
            cuts = tuple(Cut(str(start), int(first), int(end)) for start, first, end in told["cuts"])
            space = Space(tuple(Slug(slug) for slug in told["sample"]), meant, a["directions"])
            memory = cls(
                int(told["bits"]),
                {str(key): int(slot) for key, slot in told["slots"].items()},
                {str(key): [[str(text) for text in texts] for texts in facts] for key, facts in told["facts"].items()},
                {DocPath(path): str(digest) for path, digest in told["digests"].items()},
                Lexicon(postings, forms, a["is_found"], a["sizes"], cuts),
                Meaning(space, a["points"], a["centres"], a["nearest"]),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError):
            return None
        return memory if _fits(memory) else None


def _words(text: str) -> tuple[str, ...]:
    *words, end = text.split("\n")
    if end:
        raise ValueError("the end is missing")
    return tuple(words)


def _fits(memory: Memory) -> bool:
    """Whether all parts are of one size."""
    lexicon, meaning = memory.lexicon, memory.meaning
    postings = lexicon.postings
    terms, papers = len(postings.terms), sum(key.startswith("paper/") for key in memory.slots)
    of_terms = (len(postings.starts) - 1, len(lexicon.forms), len(lexicon.is_found), len(lexicon.sizes))
    of_postings = (len(postings.slots), len(postings.steps), len(postings.times))
    return (
        all(length == terms for length in of_terms)
        and all(length == postings.starts[-1] for length in of_postings)
        and (lexicon.cuts[-1].end if lexicon.cuts else 0) == terms
        and len(meaning.points) == len(meaning.nearest) == papers
        and len(meaning.space.terms) == len(meaning.space.directions)
    )
