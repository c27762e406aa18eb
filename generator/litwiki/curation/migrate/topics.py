"""Tags as headings, and headings as topics.

Spellings of a tag are one heading where only case, plural and hyphens differ; each is reported, and a person may say
otherwise in the settings of the migration. Topics get ids that nobody has, names that tell two headings of one name
apart, parents and groups.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from litwiki.curation.ingest.keywords import keyword_key
from litwiki.curation.migrate.outline import Filing, Heading, HeadingPath, Outline, Tagged
from litwiki.model.ids import MAX_SLUG, TopicId, digest, is_slug, slugify
from litwiki.model.records import Topic
from litwiki.model.wiki import Wiki
from litwiki.text.latex import to_plain
from litwiki.text.words import clean

LONGEST_TAG = 120
LONGEST_NAME = 120
LONGEST_GROUP = 80
FLAT_GROUP = "Topics"
"""The group of topics of a source whose headings have no order."""


class Placed(Struct, frozen=True):
    """The topic of each heading, and the topics that are new, without introductions yet."""

    ids: Mapping[HeadingPath, TopicId]
    new: Mapping[TopicId, Topic]


def place_headings(
    headings: Iterable[Heading], wiki: Wiki, known: Mapping[HeadingPath, str], spellings: Mapping[str, Sequence[str]]
) -> Placed:
    """Topics for headings. `known` are those that an earlier run made; one that a person renamed is found by its former
    name, and one that a person removed has no topic any more. A topic of the wiki with the heading's name is it."""
    headings = [*headings]
    ids: dict[HeadingPath, TopicId] = {}
    new: dict[TopicId, Topic] = {}
    taken: set[str] = {*wiki.topics, *(alias for topic in wiki.topics.values() for alias in topic.aliases)}
    by_name = {topic.name.casefold(): topic.id for topic in wiki.topics.values()}
    names = Counter(_shown(heading.names[-1]).casefold() for heading in headings)
    is_tree = any(len(heading.names) > 1 for heading in headings)
    for heading in headings:
        path = heading.names
        if path in known:
            if current := wiki.resolve_topic(known[path]):
                ids[path] = current
            continue
        name = _name(path, is_alone=names[_shown(path[-1]).casefold()] == 1)
        if not known and name.casefold() in by_name:
            ids[path] = by_name[name.casefold()]
            continue
        topic = _free_id(path, taken)
        taken.add(topic)
        ids[path] = topic
        above = " › ".join(map(_shown, path))
        words = spellings.get(path[-1], ()) if len(path) == 1 else ()
        new[topic] = Topic(
            id=topic,
            name=name,
            group=(_shown(path[0])[:LONGEST_GROUP] or FLAT_GROUP) if is_tree else FLAT_GROUP,
            definition=f"Papers that were filed under “{above[:1_500]}” in {heading.path[:300]}.",
            keywords=tuple(dict.fromkeys(word for one in words if (word := _shown(one)) and word != name)),
            parent=ids.get(HeadingPath(path[:-1])) if len(path) > 1 else None,
        )
    return Placed(ids, new)


def _name(path: HeadingPath, *, is_alone: bool) -> str:
    """The last name of a path; one that several headings have says below which it stands."""
    name = _shown(path[-1]) or "Untitled"
    if is_alone or len(path) == 1:
        return name[:LONGEST_NAME]
    above = _shown(path[-2])
    return f"{name[: LONGEST_NAME - 43]} ({above[:40]})" if above else name[:LONGEST_NAME]


def _free_id(path: HeadingPath, taken: set[str]) -> TopicId:
    """The slug of the name, else with that of the heading above it, else with a digest's first digits."""
    printed = " ".join(path)
    slug = slugify(_shown(path[-1])) or f"topic-{digest(printed, 6)}"
    candidates = [slug]
    if len(path) > 1:
        candidates.append(slugify(f"{_shown(path[-2])} {_shown(path[-1])}"))
    candidates += [f"{slug[: MAX_SLUG - 9].rstrip('-')}-{digest(printed + str(n or ''), 8)}" for n in range(20)]
    return TopicId(next(one for one in candidates if is_slug(one) and one not in taken))


def _shown(printed: str) -> str:
    return clean(to_plain(printed))


def outline_of(entries: Sequence[Tagged], chosen: Mapping[str, str]) -> Outline:
    """A heading and a filing for each tag, in order, however often the same comes. `chosen` has a name for each
    spelling that a person decided about; an empty one leaves the tag out."""
    printed = [name for entry in entries for path in entry.tags for name in path]
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for name in printed:
        if name not in chosen:
            spellings[_key(name)][clean(to_plain(name))[:LONGEST_TAG]] += 1
    usual = {key: min(some, key=lambda text: (-some[text], text)) for key, some in spellings.items()}
    names = {name: chosen[name] if name in chosen else usual[_key(name)] for name in printed}
    filings = [
        Filing(HeadingPath(tuple(names[name] for name in path)), entry.target, entry.path, entry.line)
        for entry in entries
        for path in entry.tags
        if all(names[name] for name in path)
    ]
    headings = [
        Heading(HeadingPath(filing.heading[:end]), filing.path, filing.line)
        for filing in filings
        for end in range(1, len(filing.heading) + 1)
    ]
    counts = Counter(heading for heading, _ in {(filing.heading, filing.target) for filing in filings})
    once = tuple(sorted(" › ".join(path) for path, count in counts.items() if count == 1))
    tags = dict(sorted(names.items()))
    return Outline(headings=tuple(headings), filings=tuple(filings), tags=tags, used_once=once)


def _key(tag: str) -> str:
    """What spellings of a tag have in common; "fine-tuning" and "finetuning" are one."""
    return keyword_key(re.sub(r"[\s-]", "", to_plain(tag))) or tag


def several_spellings(names: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    """The names that stand for more than one spelling, each with these."""
    spellings: dict[str, list[str]] = {}
    for printed, name in sorted(names.items()):
        spellings.setdefault(name, []).append(printed)
    return {name: some for name, some in sorted(spellings.items()) if name and len(some) > 1}
