"""Checks of comparison tables: topics, columns and values that do not fit together."""

from collections.abc import Iterator

from litwiki import content
from litwiki.content.fields import nearest
from litwiki.curation.checks.unread import Unread
from litwiki.model.ids import Slug, TopicId
from litwiki.model.problems import Exchange, Place, Problem, Severity
from litwiki.model.results import Column, Result
from litwiki.model.wiki import Wiki
from litwiki.text.quantities import is_bare_number


def check_results(wiki: Wiki, unread: Unread) -> Iterator[Problem]:
    """Results of papers, each against its topic."""
    for slug, paper in wiki.papers.items():
        said: dict[TopicId, str] = {}
        for name, result in paper.results.items():
            topic = wiki.resolve_topic(name)
            if not topic:
                if not unread.names("topic", name):
                    fix = nearest(name, paper.topics) or nearest(name, wiki.topics) or f"add content/topics/{name}.md"
                    yield Problem(_place(wiki, slug, name), "T107", f"results for an unknown topic {name!r}", fix)
            elif said.setdefault(topic, name) != name:
                message = f"{said[topic]!r} and {name!r} are one topic, and both have results"
                yield Problem(_place(wiki, slug, name), "T107", message, f"write one line, under {topic}")
            else:
                yield from _of_topic(wiki, slug, name, topic, result)


def _of_topic(wiki: Wiki, slug: Slug, name: str, topic: TopicId, result: Result) -> Iterator[Problem]:
    columns = {column.key: column for column in wiki.topics[topic].columns}
    if topic not in {one.id for one in wiki.topics_of(slug)}:
        message = f"results for {name!r}, under which the paper is not filed"
        fix = f"add {topic} to its topics, or remove the line"
        yield Problem(_place(wiki, slug, name), "T109", message, fix, Severity.WARNING)
    for key, value in result.values.items():
        if key not in columns:
            fix = nearest(key, columns) or f"add the column to content/topics/{topic}.md"
            if columns and "did you" not in fix:
                fix = f"it has {', '.join(columns)}; or {fix}"
            yield Problem(_place(wiki, slug, name, key), "T108", f"{name} has no column {key!r}", fix)
        elif odd := _without_unit(value, columns[key]):
            place = _place(wiki, slug, name, key)
            message = f"{value!r} repeats the unit of the column {columns[key].name!r}"
            mend = (Exchange(place.line, place.column, value, odd),) if is_bare_number(odd) else ()
            yield Problem(place, "T110", message, f"write {odd}", Severity.WARNING, mend=mend)


def _without_unit(value: str, column: Column) -> str:
    """A value that is a number with its unit behind it, without that; '' for any other."""
    if not column.unit or not value.casefold().endswith(column.unit.casefold()):
        return ""
    bare = value[: -len(column.unit)].rstrip()
    return bare if bare[-1:].isdigit() else ""


def _place(wiki: Wiki, slug: Slug, *keys: str) -> Place:
    return content.locate(wiki.config.root, f"content/papers/{slug}.md", "results", *keys)
