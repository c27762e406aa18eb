"""The story of `litwiki review`: what waits for a person, one question at a time, and what an answer does.

Seven things wait: pairs of papers that may be one, papers whose files somebody took away, records of sources that may
be about a paper, values that differ from a paper's, topics that were suggested, names that may be one person's, and
papers without an address. An answer is remembered in the content itself, so that no one is asked twice. Entries that
were joined are no question, but each can be answered: two papers.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from litwiki import content
from litwiki.content.edit import Edit, carry_out
from litwiki.content.record_fields import status_value
from litwiki.curation import identity
from litwiki.curation import topic_suggestions as topics
from litwiki.curation.accept import topics_named
from litwiki.curation.exclude import bring_back, exclude, split
from litwiki.curation.ingest.offers import text_of
from litwiki.curation.merge import merge, taken_from_published
from litwiki.curation.review.candidates import candidates
from litwiki.curation.review.question import Question, side, side_of
from litwiki.curation.review.unknown import addresses, people
from litwiki.markup.yaml import yaml_block, yaml_list, yaml_map, yaml_text
from litwiki.model.entries import Link, Status
from litwiki.model.errors import UsageError
from litwiki.model.ids import Slug, digest
from litwiki.model.matches import Conflict, Outcome, Suggestion
from litwiki.model.records import Kept, Paper
from litwiki.model.wiki import Wiki
from litwiki.text.words import title_key


def questions(root: Path, *, joined: bool = False) -> tuple[Question, ...]:
    """Everything that waits, pairs first, or else the entries that have a paper with others. Raises `UsageError` and
    `UnsoundError`."""
    wiki = content.load_sound(root)
    asking = (asked for kind, asked in KINDS.items() if (kind == "joined") is joined)
    return tuple(question for asked in asking for question in asked(wiki))


def answer(root: Path, question: str, reply: str) -> Outcome:
    """Carries out the answer to the question with this id. Raises `UsageError` and `BusyError`."""

    def act(edit: Edit) -> Iterable[str]:
        kind = question.partition(":")[0]
        # To suggest topics takes seconds, and no answer needs it.
        asked = partial(_topics, suggest=lambda _wiki, _papers: {}) if kind == "topics" else KINDS.get(kind)
        asked_question = next((one for one in (asked(edit.wiki) if asked else ()) if one.id == question), None)
        if not asked_question:
            raise UsageError(f"no question {question!r} waits for an answer; litwiki review --json lists them")
        return asked_question.answered(edit, reply)

    return carry_out(root, act)


def _pairs(wiki: Wiki) -> Iterable[Question]:
    for pair in identity.alike(wiki):
        yield Question(
            id=f"pair:{pair.slug}:{pair.other}",
            text=f"Is this one paper ({pair.reason})?" if pair.reason else "Is this one paper?",
            sides=tuple(side_of(wiki, wiki.papers[slug]) for slug in (pair.slug, pair.other)),
            answers={
                "s": ("same", f"merges {pair.slug} into {pair.other}{_takeover(wiki, pair.slug, pair.other)}"),
                "l": ("same-left", f"merges {pair.other} into {pair.slug}{_takeover(wiki, pair.other, pair.slug)}"),
                "d": ("different", "keeps both, and asks no more"),
            },
            act=partial(_answer_pair, pair.slug, pair.other),
        )


def _takeover(wiki: Wiki, gone: Slug, stays: Slug) -> str:
    """What would be kept from each, where one is a preprint and the other its published version."""
    one, other = wiki.papers[gone], wiki.papers[stays]
    more = [f"{kind} id" for kind in one.ids if kind not in other.ids]
    if keys := taken_from_published(one, other):
        return f", which keeps its title and ids and takes {', '.join(sorted([*keys, *more]))}"
    if taken_from_published(other, one):
        return f", which keeps where and when it appeared{' and takes the ' + ', '.join(more) if more else ''}"
    return ""


def _answer_pair(one: Slug, other: Slug, edit: Edit, reply: str) -> Iterable[str]:
    if reply == "different":
        edit.decide("different", yaml_list([one, other]))
        return [f"{one} and {other} are different papers"]
    gone, stays = (one, other) if reply == "same" else (other, one)
    return merge(edit, f"paper:{gone}", f"paper:{stays}")


def _removed(wiki: Wiki) -> Iterable[Question]:
    places: dict[Slug, dict[str, None]] = {slug: {} for slug in wiki.removed}
    for listing, record in wiki.listings.items():
        for line in record.entries:
            if line.paper in places:
                places[line.paper][listing] = None
    for slug, title in wiki.removed.items():
        yield Question(
            id=f"removed:{slug}",
            text=f"content/papers/{slug}.md was taken away; why?",
            sides=((("title", title), ("appears in", ", ".join(places[slug]))),),
            answers={
                "r": ("because REASON", "it is not wanted here; no listing brings it back"),
                "b": ("back", "brings it back"),
            },
            act=partial(_answer_removed, slug),
        )


def _answer_removed(slug: Slug, edit: Edit, reply: str) -> Iterable[str]:
    word, _, reason = reply.strip().partition(" ")
    if reply.strip() == "back":
        return bring_back(edit, slug)
    if word != "because" or not reason.strip():
        raise UsageError(f"{reply!r} is no answer; `because`, a space and the reason is, and `back`")
    return exclude(edit, slug, reason)


def _joined(wiki: Wiki) -> Iterable[Question]:
    counts = Counter(wiki.paper_of(line) for record in wiki.listings.values() for line in record.entries if line.paper)
    for listing, record in wiki.listings.items():
        for number, line in enumerate(record.entries, 1):
            slug = wiki.paper_of(line) if line.paper else None
            if slug and counts[slug] > 1:
                said = (("listing", f"content/listings/{listing}.yml"), ("title", line.title), ("key", line.key))
                yield Question(
                    id=f"joined:{listing}:{number}",
                    text=f"Is this entry {slug}?",
                    sides=(side_of(wiki, wiki.papers[slug]), side(*said, *line.fields.items())),
                    answers={"t": ("two", "makes a paper of its own of this entry")},
                    act=partial(split, listing, number - 1, slug),
                )


def _topics(
    wiki: Wiki, suggest: Callable[[Wiki, Sequence[Paper]], Mapping[Slug, tuple[Suggestion, ...]]] = topics.suggest
) -> Iterable[Question]:
    waiting = [wiki.papers[slug] for slug in wiki.in_title_order if wiki.papers[slug].topics_status == "suggested"]
    suggested = suggest(wiki, waiting)
    for paper in waiting if wiki.topics else ():
        suggestions = tuple(one for one in suggested.get(paper.slug, ()) if one.score >= topics.LEAST)
        chosen = paper.topics or topics.proposed(suggestions)
        # What is filed already stands among the proposals, so that its number takes it off.
        named = {one.topic for one in suggestions}
        proposals = (*(Suggestion(topic, 0.0, "filed so") for topic in chosen if topic not in named), *suggestions)
        reply = ",".join(chosen) or "none"
        yield Question(
            id=f"topics:{paper.slug}",
            text=f"Are its topics {', '.join(chosen)}?" if chosen else "Which topics has it? None is likely.",
            sides=(side_of(wiki, paper),),
            answers={
                "y": (reply, "confirms these topics" if chosen else "confirms that no topic fits"),
                "n": ("none", "confirms that no topic fits"),
                "t": ("TOPIC,TOPIC", "takes these topics instead, most central first"),
            },
            proposals=proposals,
            chosen=chosen,
            act=partial(_answer_topics, paper.slug),
        )


def _answer_topics(slug: Slug, edit: Edit, reply: str) -> Iterable[str]:
    names = () if reply == "none" else topics_named(edit.wiki, reply)
    path = f"papers/{slug}.md"
    if names != edit.wiki.papers[slug].topics:
        edit.set(path, "topics", content.list_value(edit.document(path), "topics", names))
    edit.set(path, "topics_status", "curated")
    return [f"the topics of {slug} are {', '.join(names) or 'none'}"]


def _conflicts(wiki: Wiki) -> Iterable[Question]:
    """Those that are still open: nobody has answered, and the file has not taken the value since."""
    for conflict in content.CONFLICTS.of(wiki):
        paper = wiki.papers.get(conflict.slug)
        if not paper or Kept(paper.slug, conflict.field, digest(conflict.given)) in wiki.kept:
            continue
        stored = text_of(paper, conflict.field)
        if stored == conflict.given or any(link.url == conflict.given for link in paper.links):
            continue
        yield Question(
            id=f"conflict:{paper.slug}:{conflict.field}:{digest(conflict.given, 8)}",
            text=f"Which {conflict.field} has {paper.slug}?",
            sides=(
                (("file", f"content/papers/{paper.slug}.md"), (conflict.field, stored)),
                (("listing", f"{conflict.path}:{conflict.line}"), (conflict.field, conflict.given)),
            ),
            answers={
                "k": ("keep", "keeps what the file has, and asks no more"),
                "t": ("take", "takes what the listing has"),
            },
            act=partial(_answer_conflict, conflict),
        )


def _answer_conflict(conflict: Conflict, edit: Edit, reply: str) -> Iterable[str]:
    if reply == "keep":
        decision = {"paper": conflict.slug, "field": conflict.field, "given": digest(conflict.given)}
        edit.decide("kept", yaml_map(decision))
        return [f"{conflict.slug} keeps its {conflict.field}"]
    paper, path, text = edit.wiki.papers[conflict.slug], f"papers/{conflict.slug}.md", conflict.given
    if conflict.field.startswith("links."):
        kind = conflict.field.removeprefix("links.")
        others = [link for link in paper.links if (link.kind, link.url) != (kind, conflict.stored)]
        edit.set(path, "links", content.links_value((*others, Link(kind, text)), edit.document(path)))
    elif conflict.field.startswith("ids."):
        edit.set(path, "ids", yaml_map({**paper.ids, conflict.field.removeprefix("ids."): text}))
    else:
        edit.set(path, conflict.field, WRITTEN.get(conflict.field, yaml_text)(text))
        is_other = conflict.field == "title" and title_key(text) != title_key(paper.title)
        if is_other and paper.title not in paper.also_titled:
            edit.set(path, "also_titled", yaml_list([*paper.also_titled, paper.title]))
    return [f"{conflict.slug} takes the {conflict.field} of {conflict.path}"]


def _status_value(text: str) -> str:
    kind, *others = text.split(" ")
    notice = next((part for part in others if "://" in part), "")
    return status_value(Status(kind, notice, date=next((part for part in others if part != notice), "")))


WRITTEN: Mapping[str, Callable[[str], str]] = {
    "authors": lambda text: yaml_list(text.split("; ")),
    "editors": lambda text: yaml_list(text.split("; ")),
    "year": str,
    "abstract": yaml_block,
    "status": _status_value,
}
"""How values that `text_of` says in one text are written in YAML, where they are no plain text."""

KINDS: Mapping[str, Callable[[Wiki], Iterable[Question]]] = {
    "pair": _pairs,
    "removed": _removed,
    "candidate": candidates,
    "conflict": _conflicts,
    "topics": _topics,
    "person": people,
    "address": addresses,
    "joined": _joined,
}
"""What asks questions of each kind, in the order in which they are asked; an id begins with its kind."""
