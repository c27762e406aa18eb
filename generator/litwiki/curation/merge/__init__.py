"""The stories of `litwiki merge` and `litwiki rename`: a paper or topic gets another name, or becomes one with
another, and everything that names it follows: ledgers, reading lists, topics, references, decisions.

The former name becomes an alias, whose address leads to the new page for good. All files change together or
none does; what a merge cannot keep in the file that stays is said, with its value.
"""

from collections.abc import Iterable, Iterator

from litwiki import content
from litwiki.content.edit import Edit
from litwiki.content.naming import NAMES
from litwiki.content.record_fields import authorship_value, gone_value, pins_value, status_value
from litwiki.curation import evidence
from litwiki.curation.ingest.filling import values_of
from litwiki.curation.ingest.offers import differences, link_key
from litwiki.curation.merge.results import merge_columns, merge_results
from litwiki.markup.yaml import yaml_block, yaml_list, yaml_map, yaml_word
from litwiki.model.errors import UsageError
from litwiki.model.ids import Slug, TopicId, is_slug, paper_path, topic_path
from litwiki.model.records import Paper, Topic
from litwiki.model.wiki import Wiki
from litwiki.text.words import title_key


def rename(edit: Edit, old: str, new: str) -> Iterable[str]:
    """Gives the paper or topic `old` the name `new`. Raises `UsageError`."""
    kind, name = _named(edit.wiki, old)
    target = new.partition(":")[2] or new
    if not is_slug(target):
        raise UsageError(f"{target!r} is no name for a file; use a-z, 0-9 and hyphens, 80 characters at most")
    if kind == "topic":
        _rename_topic(edit, TopicId(name), TopicId(target))
    else:
        _rename_paper(edit, Slug(name), Slug(target))
    return [f"renamed the {kind} {name} to {target}; its old address leads there"]


def merge(edit: Edit, old: str, into: str) -> Iterable[str]:
    """Makes one of two papers, or of two topics: `into` stays. Raises as `rename` does."""
    (kind, name), (other, target) = _named(edit.wiki, old), _named(edit.wiki, into)
    if kind != other:
        raise UsageError(f"{name} is a {kind} and {target} a {other}; only two of a kind can be merged")
    if name == target:
        raise UsageError(f"{old} and {into} are one {kind} already")
    if kind == "topic":
        left = list(_merge_topics(edit, edit.wiki.topics[TopicId(name)], edit.wiki.topics[TopicId(target)]))
    else:
        left = list(_merge_papers(edit, edit.wiki.papers[Slug(name)], edit.wiki.papers[Slug(target)]))
    return [f"merged the {kind} {name} into {target}; its old address leads there", *left]


def _named(wiki: Wiki, text: str) -> tuple[str, str]:
    """Kind and name of what a person named: `kettle`, `paper:kettle`, `topic:heating`; former names count."""
    prefix, colon, name = text.rpartition(":")
    owners: dict[str, str | None] = {"paper": wiki.resolve(name), "topic": wiki.resolve_topic(name)}
    matches = [(kind, owner) for kind, owner in owners.items() if owner and (kind == prefix or not colon)]
    if len(matches) > 1:
        raise UsageError(f"{name!r} is a paper and a topic; write paper:{name} or topic:{name}")
    if not matches:
        raise UsageError(f"this wiki has no paper or topic {text!r}")
    return matches[0]


def _move(edit: Edit, folder: str, old: str, new: str, owner: str | None, aliases: Iterable[str]) -> None:
    """Gives a file another name, of which `owner` is who has it now; the old one becomes an alias."""
    if owner and not (owner == old and new != old):
        raise UsageError(f"the wiki has content/{folder}/{owner}.md under this name; litwiki merge makes one of two")
    written = yaml_list([*(alias for alias in aliases if alias != new), old])
    edit.create(f"{folder}/{new}.md", content.with_value(edit.document(f"{folder}/{old}.md"), "aliases", written))
    edit.remove(f"{folder}/{old}.md")


# --- papers --------------------------------------------------------------------------------------------


def _rename_paper(edit: Edit, old: Slug, new: Slug) -> None:
    _move(edit, "papers", old, new, edit.wiki.resolve(new), edit.wiki.papers[old].aliases)
    _move_terms(edit, old, new)
    _name_paper(edit, old, new)
    edit.refer(old, new, paper_path(old))


def _move_terms(edit: Edit, old: Slug, new: Slug) -> None:
    file = edit.wiki.config.content / "terms" / f"{old}.txt"
    if file.is_file():
        edit.remove(f"terms/{old}.txt")
        if not edit.wiki.papers.get(new) or not edit.wiki.papers[new].terms:
            edit.create(f"terms/{new}.txt", file.read_text(encoding="utf-8"))


DECISIONS = (("same", "*", "*"), ("different", "*", "*"), ("kept", "*", "paper"), ("excluded", "*", "paper"))
"""Where `content/decisions.yml` names papers."""


def _name_paper(edit: Edit, old: Slug, new: Slug) -> None:
    """Ledgers, reading lists and decisions name the paper by its new name."""
    names: dict[str, str] = {old: new}
    for listing, record in edit.wiki.listings.items():
        if any(entry.paper == old for entry in record.entries):
            edit.exchange(f"listings/{listing}.yml", ("entries", "*", "paper"), names)
    for topic, path in edit.topics():
        if any(pin.paper == old for pin in edit.wiki.topics[topic].pinned):
            edit.exchange(path, ("pinned", "*", "paper"), names)
    if edit.wiki.decisions or edit.wiki.kept or edit.wiki.excluded:
        for pattern in DECISIONS:
            edit.exchange("decisions.yml", pattern, names)
    if edit.wiki.names.different or edit.wiki.names.orcids:
        for key in ("different", "orcid"):
            edit.exchange("people.yml", (key, "*", "papers", "*"), names)


def _merge_papers(edit: Edit, gone: Paper, stays: Paper) -> Iterator[str]:
    """Fills what `stays` lacks and adds to its lists; yields what could not be kept there."""
    pair = frozenset({gone.slug, stays.slug})
    if any(decision.papers == pair and decision.verdict == "different" for decision in edit.wiki.decisions):
        raise UsageError(
            f"content/decisions.yml says that {gone.slug} and {stays.slug} are different; take that line out first"
        )
    path = f"papers/{stays.slug}.md"
    yield from _fill(edit, path, gone, stays)
    _extend(edit, path, "topics", stays.topics, gone.topics)
    yield from merge_results(edit, path, gone, stays)
    _extend(edit, path, "names", stays.names, gone.names)
    titles = [t for t in (gone.title, *gone.also_titled) if title_key(t) != title_key(stays.title)]
    _extend(edit, path, "also_titled", stays.also_titled, titles)
    _extend(edit, path, "aliases", stays.aliases, [gone.slug, *(a for a in gone.aliases if a != stays.slug)])
    if gone.notes.strip():
        edit.append(path, gone.notes)
    edit.remove(f"papers/{gone.slug}.md")
    _move_terms(edit, gone.slug, stays.slug)
    yield from _unpin_twice(edit, gone.slug, stays.slug)
    _name_paper(edit, gone.slug, stays.slug)
    edit.decide("same", yaml_list([gone.slug, stays.slug]))
    edit.refer(gone.slug, stays.slug, paper_path(gone.slug))


def _fill(edit: Edit, path: str, gone: Paper, stays: Paper) -> Iterator[str]:
    """Fills what is empty. Of a preprint and its published version the latter says where and when it appeared."""
    ids = {**gone.ids, **stays.ids}
    if ids != stays.ids:
        edit.set(path, "ids", yaml_map(ids))
    have = {link_key(link.url) for link in stays.links}
    added = [link for link in gone.links if link_key(link.url) not in have]
    if added:
        edit.set(path, "links", content.links_value((*stays.links, *added), edit.document(path)))
    values = values_of(gone)
    taken = {f"ids.{kind}" for kind in ids if kind not in stays.ids} | {f"links.{link.kind}" for link in added}
    takes = taken_from_published(gone, stays)
    for key, ours, theirs in differences(stays, gone):
        is_taken = key in values and theirs and (not ours or key in takes)
        if is_taken:
            edit.set(path, key, values[key])
            taken.add(key)
        if lost := ours and (ours if is_taken else theirs):
            yield f"not kept, {f'{key[4:]} id' if key.startswith('ids.') else key}: {lost}"
    if gone.summary and not stays.summary:
        edit.set(path, "summary", yaml_block(gone.summary))
        if gone.summary_by:
            edit.set(path, "summary_by", authorship_value(gone.summary_by))
    elif gone.summary and gone.summary != stays.summary:
        yield f"not kept, summary: {gone.summary}"
    _attribute(edit, path, gone, stays, taken)
    _fill_history(edit, path, gone, stays)


def _attribute(edit: Edit, path: str, gone: Paper, stays: Paper, taken: Iterable[str]) -> None:
    """Who said the values that were taken over goes with them; a person's value is nobody else's."""
    said = {field: who for field, who in stays.sources.items() if field not in taken}
    said |= {field: gone.sources[field] for field in sorted(taken) if field in gone.sources}
    if said != stays.sources:
        edit.set(path, "sources", content.sources_value(said))


def _fill_history(edit: Edit, path: str, gone: Paper, stays: Paper) -> None:
    """The earlier day of arrival, and what became of the paper."""
    _extend(edit, path, "keys", stays.keys, gone.keys)
    if gone.added and (not stays.added or gone.added < stays.added):
        edit.set(path, "added", gone.added)
    if gone.gone:
        edit.set(path, "gone", gone_value({one.url: one for one in (*gone.gone, *stays.gone)}.values()))
    if gone.status and not stays.status:
        edit.set(path, "status", status_value(gone.status))


def taken_from_published(gone: Paper, stays: Paper) -> frozenset[str]:
    """The keys that the published version says better, where `stays` is a preprint and `gone` is published."""
    if not (evidence.of_paper(stays).is_preprint and evidence.of_paper(gone).is_published):
        return frozenset()
    return frozenset({"year", *(key for key, value in content.publication_values(gone.publication).items() if value)})


def _extend(edit: Edit, path: str, key: str, ours: Iterable[str], theirs: Iterable[str]) -> None:
    """Adds what a list lacks; topics stand in the form that the file has."""
    stored = tuple(ours)
    joined = tuple(dict.fromkeys((*stored, *theirs)))
    if joined != stored:
        in_form = key == "topics"
        edit.set(path, key, content.list_value(edit.document(path), key, joined) if in_form else yaml_list(joined))


def _unpin_twice(edit: Edit, gone: Slug, stays: Slug) -> Iterator[str]:
    """A reading list that has both papers keeps the line of the one that stays."""
    for topic, path in edit.topics():
        pins = edit.wiki.topics[topic].pinned
        if {gone, stays} <= {edit.wiki.resolve(pin.paper) for pin in pins}:
            lost = [pin for pin in pins if edit.wiki.resolve(pin.paper) == gone]
            edit.set(path, "pinned", pins_value(pin for pin in pins if pin not in lost))
            yield from (f"not kept, note in the reading list of {topic}: {pin.note}" for pin in lost)


# --- topics --------------------------------------------------------------------------------------------


def _rename_topic(edit: Edit, old: TopicId, new: TopicId) -> None:
    _move(edit, "topics", old, new, edit.wiki.resolve_topic(new), edit.wiki.topics[old].aliases)
    _file_under(edit, old, new)
    for slug, path in edit.papers():
        if old in edit.wiki.papers[slug].results:
            edit.exchange(path, ("results", NAMES), {old: new})
    edit.refer(old, new, topic_path(old))


def _merge_topics(edit: Edit, gone: Topic, stays: Topic) -> Iterator[str]:
    path = f"topics/{stays.id}.md"
    _extend(edit, path, "keywords", stays.keywords, gone.keywords)
    _extend(edit, path, "aliases", stays.aliases, [gone.id, *(a for a in gone.aliases if a != stays.id)])
    have = {edit.wiki.resolve(pin.paper) for pin in stays.pinned}
    pins = [pin for pin in gone.pinned if edit.wiki.resolve(pin.paper) not in have]
    if pins:
        edit.set(path, "pinned", pins_value((*stays.pinned, *pins)))
    if gone.introduction.strip():
        edit.append(path, gone.introduction)
    if stays.parent == gone.id:
        parent = gone.parent if gone.parent != stays.id else None
        edit.set(path, "parent", yaml_word(parent) if parent else "null")
    yield from merge_columns(edit, gone, stays)
    edit.remove(f"topics/{gone.id}.md")
    _file_under(edit, gone.id, stays.id)
    edit.refer(gone.id, stays.id, topic_path(gone.id))
    for key, theirs, ours in (
        ("name", gone.name, stays.name),
        ("definition", gone.definition, stays.definition),
        *(("note", pin.note, "") for pin in gone.pinned if pin not in pins),
    ):
        if theirs and theirs != ours:
            yield f"not kept, {key}: {theirs}"


def _file_under(edit: Edit, gone: TopicId, stays: TopicId) -> None:
    """Papers and narrower topics name the topic that stays."""
    for slug, file in edit.papers():
        topics = edit.wiki.papers[slug].topics
        if gone in topics and stays in topics:
            left = [topic for topic in topics if topic != gone]
            edit.set(file, "topics", content.list_value(edit.document(file), "topics", left))
        elif gone in topics:
            edit.exchange(file, ("topics", "*"), {gone: stays})
    for topic, file in edit.topics():
        if edit.wiki.topics[topic].parent == gone and topic != stays:
            edit.exchange(file, ("parent",), {gone: stays})
