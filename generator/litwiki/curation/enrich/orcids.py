"""Whose ORCIDs sources gave: accepted records in, lines of `content/people.yml` out.

A source says a number of a name on one paper, so that is what is written. What the file says already of a name and a
paper stays: a person may have corrected it. A number that a paper's names do not have is no author's.
"""

from collections import defaultdict
from collections.abc import Mapping

from litwiki.content.edit import Edit
from litwiki.content.people import orcid_item
from litwiki.model.entries import Entry
from litwiki.model.ids import Slug
from litwiki.model.people import name_key
from litwiki.model.records import NameAnswers, Orcid, Paper

Said = dict[tuple[str, str, str], set[Slug]]
"""Papers by a name as printed, its ORCID and who said it."""


class OrcidLines:
    """Collects what the records of a run say."""

    def __init__(self, known: NameAnswers) -> None:
        self._known = {(name_key(one.name), slug) for one in known.orcids for slug in one.papers}
        self._known |= {(name_key(one.name), slug) for one in known.different for slug in one.papers}
        self._everywhere = {name_key(one.name) for one in known.orcids if not one.papers}
        self._said: Said = defaultdict(set)

    def take(self, paper: Paper, entry: Entry, who: str) -> None:
        """What a record says of the authors that a paper prints."""
        numbers: Mapping[str, str] = {name_key(name): number for name, number in entry.orcids.items()}
        for printed in paper.authors if numbers else ():
            key = name_key(printed)
            if key not in numbers or key in self._everywhere or (key, paper.slug) in self._known:
                continue
            self._known.add((key, paper.slug))
            self._said[printed, numbers[key], who].add(paper.slug)

    def write(self, edit: Edit) -> None:
        """Adds a line for each name and number."""
        for (name, number, who), papers in sorted(self._said.items()):
            edit.name("orcid", orcid_item(Orcid(name, number, tuple(sorted(papers)), who)))
