"""Whose ORCIDs sources gave: accepted records in, lines of `content/people.yml` out.

A source says a number of a name on one paper, so that is what is written. What the file says already of a name and a
paper stays: a person may have corrected it. A number that a paper's names do not have is no author's.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from litwiki.content.people import orcid_item
from litwiki.model.entries import Entry
from litwiki.model.ids import Slug
from litwiki.model.people import name_key
from litwiki.model.records import NameAnswers, Orcid, Paper


def orcid_lines(known: NameAnswers, said: Iterable[tuple[Paper, Entry, str]]) -> Iterator[str]:
    """A line for each name and number that records say of the authors that papers print; with each paper and record
    comes who said it."""
    answered = {(name_key(one.name), slug) for one in known.orcids for slug in one.papers}
    answered |= {(name_key(one.name), slug) for one in known.different for slug in one.papers}
    everywhere = {name_key(one.name) for one in known.orcids if not one.papers}
    found: dict[tuple[str, str, str], set[Slug]] = defaultdict(set)
    for paper, entry, who in said:
        numbers = {name_key(name): number for name, number in entry.orcids.items()}
        for printed in paper.authors if numbers else ():
            key = name_key(printed)
            if key in numbers and key not in everywhere and (key, paper.slug) not in answered:
                answered.add((key, paper.slug))
                found[printed, numbers[key], who].add(paper.slug)
    for (name, number, who), papers in sorted(found.items()):
        yield orcid_item(Orcid(name, number, tuple(sorted(papers)), who))
