"""Checks of reading paths. References without a target and papers that were retracted are reported with the texts."""

from collections.abc import Iterator

from litwiki import content
from litwiki.model.ids import Slug
from litwiki.model.problems import Place, Problem, Severity
from litwiki.model.wiki import Wiki


def check_reading_paths(wiki: Wiki) -> Iterator[Problem]:
    """Paths that lead nowhere, and papers that stand twice on one."""
    for name, path in wiki.reading_paths.items():
        where = f"content/paths/{name}.md"
        first = content.body_line(wiki.config.root, where)
        if not path.steps:
            fix = "write [[slug]] as a paragraph of its own for each paper"
            yield Problem(Place(where, first), "D101", "a reading path without a step", fix)
        said: dict[Slug, int] = {}
        for step in path.steps:
            slug = wiki.resolve(step.target)
            line = first + step.first_line
            if slug and slug in said:
                message = f"{slug!r} is a step already, on line {said[slug]}"
                fix = "name it within a sentence here; a paper is one step of a path"
                yield Problem(Place(where, line), "D102", message, fix, Severity.WARNING)
            elif slug:
                said[slug] = line
