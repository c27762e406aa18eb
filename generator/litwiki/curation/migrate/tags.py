"""Tags, keywords and groups as headings: spellings of one tag become one heading, and each spelling is reported.

Spellings are one tag where only case, plural and hyphens differ; a person may say otherwise in the settings of the
migration.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from litwiki.curation.ingest.keywords import keyword_key
from litwiki.curation.migrate.outline import EntryRef, Filing, Heading, HeadingPath, Outline, Tagged
from litwiki.text.latex import to_plain
from litwiki.text.words import clean

LONGEST_TAG = 120


def outline_of(entries: Sequence[Tagged], chosen: Mapping[str, str]) -> Outline:
    """Headings in the order in which they first stand. `chosen` has a name for each spelling that a person decided
    about; an empty one leaves the tag out."""
    spellings: dict[str, Counter[str]] = {}
    for entry in entries:
        for path in entry.tags:
            for name in path:
                if name not in chosen:
                    spellings.setdefault(_key(name), Counter())[clean(to_plain(name))[:LONGEST_TAG]] += 1
    usual = {key: min(some, key=lambda text: (-some[text], text)) for key, some in spellings.items()}
    names: dict[str, str] = {}

    def name_of(printed: str) -> str:
        names[printed] = chosen[printed] if printed in chosen else usual[_key(printed)]
        return names[printed]

    headings: dict[HeadingPath, Heading] = {}
    filings: dict[tuple[HeadingPath, EntryRef], Filing] = {}
    for entry in entries:
        for path in entry.tags:
            named = HeadingPath(tuple(name_of(name) for name in path))
            if not all(named):
                continue
            for end in range(1, len(named) + 1):
                upper = HeadingPath(named[:end])
                headings.setdefault(upper, Heading(upper, entry.path, entry.line))
            filings.setdefault((named, entry.target), Filing(named, entry.target, entry.path, entry.line))
    counts = Counter(filing.heading for filing in filings.values())
    once = tuple(sorted(" › ".join(path) for path, count in counts.items() if count == 1))
    return Outline(
        headings=(*headings.values(),), filings=(*filings.values(),), tags=dict(sorted(names.items())), used_once=once
    )


def _key(tag: str) -> str:
    """What spellings of a tag have in common; "fine-tuning" and "finetuning" are one."""
    return keyword_key(re.sub(r"[\s-]", "", to_plain(tag))) or tag


def several_spellings(names: Mapping[str, str]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """The names that stand for more than one spelling, each with these."""
    found: dict[str, list[str]] = {}
    for printed, name in names.items():
        found.setdefault(name, []).append(printed)
    return sorted((name, tuple(sorted(some))) for name, some in found.items() if name and len(some) > 1)
