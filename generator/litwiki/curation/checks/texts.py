"""Checks of curated texts: references and links that lead nowhere, HTML and formulas that are not shown, merges that
were not finished, retracted papers that are named or recommended, reading paths that lead nowhere. Where it is certain
what a reference means, the problem carries the change that mends it.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial

from litwiki import content
from litwiki.content.fields import nearest
from litwiki.curation.checks.parsed_texts import NOTHING, ParsedText
from litwiki.curation.checks.unread import Unread
from litwiki.markup.addresses import is_relative_url, is_safe_url
from litwiki.model.ids import Slug, slugify
from litwiki.model.problems import Exchange, Place, Problem, Severity
from litwiki.model.queues import TAKEN_BACK
from litwiki.model.wiki import Wiki
from litwiki.text.words import title_key

LONGEST_NAME = 120
"""Characters of a reference that is compared with names."""


def check_texts(wiki: Wiki, texts: Mapping[str, ParsedText], unread: Unread) -> Iterator[Problem]:
    """What is wrong with notes, introductions and the home page; what follows from `unread` files is counted there."""
    titles = {row.titles[0]: slug for slug, row in wiki.rows.items()}
    for path, text in texts.items():
        if text != NOTHING:
            # A file is read once more only where something is wrong in it.
            first = cache(partial(content.body_line, wiki.config.root, path))
            yield from _references(wiki, path, text, first, titles, unread)
            yield from _addresses(wiki, path, text, first, unread)
            yield from _markup(path, text, first)


def _references(
    wiki: Wiki, path: str, parsed: ParsedText, first: Callable[[], int], titles: Mapping[str, Slug], unread: Unread
) -> Iterator[Problem]:
    for line, target in parsed.references:
        if not wiki.find(target, path) and not unread.refers(target):
            place, meant = Place(path, first() + line), _meant(wiki, target, titles)
            known = [*wiki.papers, *(f"topic:{topic}" for topic in wiki.topics)]
            fix = f"write [[{meant}]]" if meant else nearest(target, known)
            row = "".join(wiki.texts[path].split("\n")[line : line + 1])
            mend = _in_line(row, place, f"[[{target}", f"[[{meant}") if meant else ()
            yield Problem(place, "R101", f"[[{target}]] names no page", fix, mend=mend)
    for line, text in parsed.unfinished:
        place = Place(path, first() + line)
        fix = "write [[slug]] on one line, or `[[` in backquotes where it is no reference"
        yield Problem(place, "R103", f"{text!r} is no finished reference", fix, Severity.WARNING)


def _meant(wiki: Wiki, target: str, titles: Mapping[str, Slug]) -> str:
    """The reference that a person meant by one that names nobody: other letters, a path, a title, another kind."""
    kind, _, name = target.rpartition(":")
    kind, name = kind.strip().lower(), name.strip()
    stem = name.removesuffix(".md").strip("/").rpartition("/")[2]
    tries = (stem, slugify(stem)) if len(stem) <= LONGEST_NAME else (stem,)
    for word in tries:
        for prefix in dict.fromkeys((f"{kind}:" if kind else "", "", "topic:", "listing:", "path:")):
            if word and wiki.find(f"{prefix}{word}", ""):
                return f"{prefix}{word}"
    named = {slugify(record.name): topic for topic, record in wiki.topics.items()}
    if kind in {"", "topic"} and (topic := named.get(slugify(stem[:LONGEST_NAME]))):
        return f"topic:{topic}"
    return titles.get(title_key(target), "")


def _in_line(line: str, place: Place, before: str, after: str) -> tuple[Exchange, ...]:
    """The change of a text that stands once in a line."""
    return (Exchange(place.line, line.index(before) + 1, before, after),) if line.count(before) == 1 else ()


def _addresses(
    wiki: Wiki, path: str, parsed: ParsedText, first: Callable[[], int], unread: Unread
) -> Iterator[Problem]:
    for line, address in parsed.addresses:
        if is_safe_url(address) or address.startswith("#"):
            continue
        if not is_relative_url(address):
            fault, fix = "is not allowed", "use http, https or mailto"
            yield Problem(Place(path, first() + line), "H102", f"the address {address[:80]!r} {fault}", fix)
        elif not wiki.find(address, path) and not unread.refers(address):
            fix = "link to a .md file under content/ or an image in content/images/, or write [[slug]]"
            yield Problem(Place(path, first() + line), "R102", f"the link {address[:80]!r} leads nowhere", fix)


def _markup(path: str, parsed: ParsedText, first: Callable[[], int]) -> Iterator[Problem]:
    for name in parsed.html:
        fix = "write it in Markdown"
        yield Problem(Place(path, first()), "H101", f"<{name}> is not shown", fix, Severity.WARNING)
    for line, fault in parsed.formulas:
        fix = "mend it, or write \\operatorname{name} for a name"
        yield Problem(Place(path, first() + line), "M101", f"{fault} in a formula", fix, Severity.WARNING)
    if parsed.merge:
        fix = "keep the lines that are right, and remove those that begin with <<<<<<<, ======= and >>>>>>>"
        yield Problem(Place(path, first() + parsed.merge - 1), "Y014", "a merge that was not finished", fix)


def check_status(wiki: Wiki, texts: Mapping[str, ParsedText]) -> Iterator[Problem]:
    """Reading lists that recommend a retracted or withdrawn paper, then texts that name one. A text that says so is
    fine: it may explain a retraction."""
    kinds = {slug: p.status.kind for slug, p in wiki.papers.items() if p.status and p.status.kind in TAKEN_BACK}
    if not kinds:
        return
    for topic, record in wiki.topics.items():
        path = f"content/topics/{topic}.md"
        for index, pin in enumerate(record.pinned):
            slug = wiki.resolve(pin.paper)
            if slug in kinds and kinds[slug] not in pin.note.casefold():
                place = content.locate(wiki.config.root, path, "pinned", index, "paper")
                yield _taken_back(place, f"the reading list recommends {slug!r}", kinds[slug])
    for path, text in texts.items():
        for line, target in text.references:
            slug = wiki.resolve(target.removeprefix("paper:"))
            if slug in kinds and path != f"content/papers/{slug}.md" and kinds[slug] not in wiki.texts[path].casefold():
                first = content.body_line(wiki.config.root, path)
                yield _taken_back(Place(path, first + line), f"the text names {slug!r}", kinds[slug])


def _taken_back(place: Place, message: str, kind: str) -> Problem:
    fix = f"say there that it was {kind}, or leave it out"
    return Problem(place, "R104", f"{message}, which was {kind}", fix, Severity.WARNING)


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
            slug, line = wiki.resolve(step.target), first + step.first_line
            if slug and said.setdefault(slug, line) != line:
                message = f"{slug!r} is a step already, on line {said[slug]}"
                fix = "name it within a sentence here; a paper is one step of a path"
                yield Problem(Place(where, line), "D102", message, fix, Severity.WARNING)
