"""Checks of `content/people.yml`: names that no paper prints, and papers that do not print the name. Such a line would
silently have no effect."""

from collections import defaultdict
from collections.abc import Iterator

from litwiki import content
from litwiki.content.fields import nearest
from litwiki.curation.checks.unread import Unread
from litwiki.model.ids import Slug
from litwiki.model.people import name_key
from litwiki.model.problems import Problem, Severity
from litwiki.model.wiki import Wiki

PATH = "content/people.yml"
Keys = tuple[str | int, ...]


def check_names(wiki: Wiki, unread: Unread) -> Iterator[Problem]:
    """Warnings about names and papers that are not there, in the order of the file."""
    named = [*_named(wiki)]
    if not named:
        return
    root, printed = wiki.config.root, _papers_by_name(wiki)
    alike = _names_by_last_word(wiki)
    for name, papers, keys in named:
        key = name_key(name)
        if key not in printed:
            place = content.locate(root, PATH, *keys)
            fix = nearest(name, alike[key.rpartition(" ")[2]] or alike[key.partition(" ")[0]]) or "remove this line"
            yield Problem(place, "P101", f"no paper prints the name {name!r}", fix, Severity.WARNING)
            continue
        for index, slug in enumerate(papers):
            if slug not in printed[key] and not unread.names("", slug):
                place = content.locate(root, PATH, *keys, "papers", index)
                fix = nearest(slug, printed[key]) or "correct the slug, or take it out"
                message = f"{slug!r} prints no {name!r}" if slug in wiki.papers else f"unknown paper {slug!r}"
                yield Problem(place, "P102", message, fix, Severity.WARNING)


def _named(wiki: Wiki) -> Iterator[tuple[str, tuple[Slug, ...], Keys]]:
    """Every name of the file with its papers, and the keys that lead to it."""
    for index, names in enumerate(wiki.names.same):
        for number, name in enumerate(names):
            yield name, (), ("same", index, number)
    for index, one in enumerate(wiki.names.different):
        yield one.name, one.papers, ("different", index)
    for index, orcid in enumerate(wiki.names.orcids):
        yield orcid.name, orcid.papers, ("orcid", index)


def _papers_by_name(wiki: Wiki) -> dict[str, set[Slug]]:
    """Papers by the key of every name that they print, and of every other name of that person."""
    printed: dict[str, set[Slug]] = {}
    for slug, paper in wiki.papers.items():
        for author in paper.authors:
            printed.setdefault(name_key(author), set()).add(slug)
    for names in wiki.names.same:
        keys = [key for name in names if (key := name_key(name)) in printed]
        joined = {slug for key in keys for slug in printed[key]}
        printed |= dict.fromkeys(keys, joined)
    return printed


def _names_by_last_word(wiki: Wiki) -> dict[str, set[str]]:
    """Printed names by the words that they begin and end with: one of them is mostly spelled right."""
    names: dict[str, set[str]] = defaultdict(set)
    for paper in wiki.papers.values():
        for author in paper.authors:
            key = name_key(author)
            names[key.rpartition(" ")[2]].add(author)
            names[key.partition(" ")[0]].add(author)
    return names
