"""The story of `litwiki report`: says in a curator's words what changed between two states of a wiki.

The earlier state is read from git into a temporary folder: nothing is checked out, and no network is asked. The report
becomes a comment on GitHub, so everything that it quotes is escaped and stands in code, where `@name`, `#12` and
addresses notify nobody and read as they were typed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from litwiki import content, links, pages
from litwiki.content.record_fields import authorship_value
from litwiki.content.results import result_value
from litwiki.curation.checks import check_content
from litwiki.curation.git import at
from litwiki.facts.site import Site
from litwiki.markup.html import escape, escape_html
from litwiki.memo import Memo, MemoryMemo
from litwiki.model.as_json import JsonValue, fields_as_json
from litwiki.model.digests import digest_of, digest_of_bytes
from litwiki.model.entries import Link
from litwiki.model.ids import DocPath, Slug, TopicId, url_of
from litwiki.model.matches import Uncertain
from litwiki.model.problems import Problem
from litwiki.model.records import Authorship, Paper
from litwiki.model.replace import replace
from litwiki.model.results import Result
from litwiki.model.wiki import Wiki
from litwiki.text.messages import counted, printable

FIELDS = (
    *("title", "authors", "year", "ids", "topics", "topics_status", "summary", "links", "names"),
    *("also_titled", "aliases", "abstract", "notes", "summary_by", "results"),
)
LONGEST = 160
MOST = 50
"""Lines of one kind; a comment that lists a thousand papers is read by nobody."""


class Change(Struct, frozen=True):
    """A field of a paper with both values, as text."""

    slug: Slug
    field: str
    before: str
    after: str


class Report(Struct, frozen=True):
    """What a change means. Renamed and merged papers are pairs of (former slug, slug)."""

    added: tuple[Paper, ...]
    changed: tuple[Change, ...]
    removed: tuple[Slug, ...]
    renamed: tuple[tuple[Slug, Slug], ...]
    merged: tuple[tuple[Slug, Slug], ...]
    alike: tuple[Uncertain, ...]
    """Added papers that look like another one."""
    unread: tuple[str, ...]
    """Files of papers that were there before and cannot be read now."""
    renamed_topics: tuple[tuple[str, str], ...]
    """Pairs of former and present names."""
    topics: tuple[tuple[str, str], ...]
    """Names of topics that were added, removed or edited, with what happened."""
    paths: tuple[tuple[str, str], ...]
    """Titles of reading paths that were added, removed or edited, with what happened."""
    listings: tuple[str, ...]
    problems: tuple[Problem, ...]
    """Problems that were not there before."""
    pages: int
    changed_pages: int
    addresses: tuple[str, ...]
    """Pages that are new or other than before, from the site's root; papers and topics first."""

    @property
    def headline(self) -> str:
        """One line that stands alone."""
        counts = (
            (len(self.added), "paper", "added"),
            (len({change.slug for change in self.changed}), "paper", "changed"),
            (len(self.removed), "", "removed"),
            (len(self.renamed), "", "renamed"),
            (len(self.merged), "", "merged"),
            (len(self.alike), "likely duplicate", ""),
            (len(self.unread), "file", "that cannot be read"),
            (len(self.renamed_topics), "topic", "renamed"),
            (len(self.topics), "topic", "changed"),
            (len(self.paths), "reading path", "changed"),
            (len(self.listings), "listing", "added"),
            (len(self.problems), "new problem", ""),
        )
        parts = [f"{counted(n, noun) if noun else n} {what}".rstrip() for n, noun, what in counts if n]
        said = ", ".join(parts) or "Nothing that readers see"
        return f"{said}; {self.changed_pages:,} of {self.pages:,} pages change."

    def to_json(self) -> dict[str, JsonValue]:
        """The object that `litwiki report --format json` prints."""
        return {
            "headline": self.headline,
            **fields_as_json(self),
            "added": [{"slug": p.slug, "title": p.title, "topics": list(p.topics)} for p in self.added],
            "renamed": [{"from": old, "to": new} for old, new in self.renamed],
            "merged": [{"from": old, "into": new} for old, new in self.merged],
            "renamed_topics": [{"from": old, "to": new} for old, new in self.renamed_topics],
            "topics": [{"name": name, "what": what} for name, what in self.topics],
            "paths": [{"title": title, "what": what} for title, what in self.paths],
        }

    def to_markdown(self, preview: str = "") -> str:
        """The headline, and the details folded. With the address of a `preview` of the site, links to its pages."""
        site = preview.rstrip("/")

        def linked(address: str, text: str) -> str:
            target = escape_html(f"{site}/{address}")
            return f'<a href="{target}">{_in_comment(text)}</a>' if site else _in_comment(text)

        text = [f"**{self.headline}**"]
        for heading, lines in self._sections(_in_comment, linked):
            text.append(f"\n<details><summary>{heading}</summary>\n")
            text += [*(f"- {line}" for line in lines), "\n</details>"]
        return "\n".join([*text, ""])

    def to_text(self) -> str:
        """The same for a terminal or a log: as typed, each line behind spaces, so that none is taken for a command."""
        text = [self.headline]
        for heading, lines in self._sections(_on_terminal, lambda _, text: _on_terminal(text)):
            text += ["", heading, *(f"  - {line}" for line in lines)]
        return "\n".join([*text, ""])

    def _sections(
        self, said: Callable[[str], str], linked: Callable[[str, str], str]
    ) -> Iterator[tuple[str, list[str]]]:
        """Headings with their lines: `said` shows a text of others on one line, `linked` one that leads to a page."""

        def paper(slug: str, text: str) -> str:
            return linked(f"papers/{slug}/", text)

        sections = (
            ("Cannot be read", [said(path) for path in self.unread]),
            ("Added", [f"{paper(p.slug, p.title)} ({said(', '.join(p.topics) or 'no topics')})" for p in self.added]),
            (
                "Changed",
                [f"{paper(c.slug, c.slug)}, {c.field}: {said(c.before)} → {said(c.after)}" for c in self.changed],
            ),
            ("Removed", [said(slug) for slug in self.removed]),
            ("Renamed", [f"{said(old)} is now {paper(new, new)}" for old, new in self.renamed]),
            ("Merged", [f"{said(old)} is part of {paper(new, new)}" for old, new in self.merged]),
            ("Perhaps one paper", [f"{said(pair.slug)} and {said(pair.other)}" for pair in self.alike]),
            ("Topics renamed", [f"{said(old)} is now {said(new)}" for old, new in self.renamed_topics]),
            ("Topics", [f"{said(name)}: {said(what)}" for name, what in self.topics]),
            ("Reading paths", [f"{said(title)}: {said(what)}" for title, what in self.paths]),
            ("Listings", [said(listing) for listing in self.listings]),
            ("New problems", [said(str(problem)) for problem in self.problems]),
            ("Pages that change", [linked(address, f"/{address}") for address in self.addresses]),
        )
        for name, lines in sections:
            if lines:
                more = [f"and {len(lines) - MOST:,} more"] if len(lines) > MOST else []
                yield f"{name} ({len(lines):,})", [*lines[:MOST], *more]


def _in_comment(text: str) -> str:
    """In a comment on GitHub: in code nobody is called and nothing becomes a link."""
    return f"<code>{escape(_short(text))}</code>"


def _on_terminal(text: str) -> str:
    """On a terminal: what one would obey is an escape."""
    return printable(_short(text))


def _short(text: str) -> str:
    short = " ".join(text.split())
    return (short if len(short) <= LONGEST else f"{short[:LONGEST]}…") or "nothing"


def report(root: Path, base: str) -> Report:
    """Compares the wiki at `root` as it lies there with the revision `base`. Raises `UsageError`."""
    memo = MemoryMemo()
    with at(root, base) as folder:
        before, old_problems, _ = check_content(folder, known=_known(folder, memo))
        after, new_problems, alike = check_content(root, known=_known(root, memo))
        old_pages, new_pages = _pages(before, memo), _pages(after, memo)
    known = {(p.place.path, p.code, p.message) for p in old_problems}
    changed = [path for path, text in new_pages.items() if old_pages.get(path) != text]
    lost = [slug for slug in before.papers if slug not in after.papers]
    unread = [slug for slug in lost if (root / _file(slug)).is_file()]
    now = {slug: after.resolve(slug) for slug in lost if slug not in unread}
    renamed = {slug: new for slug, new in now.items() if new and new not in before.papers}
    came = after.papers.keys() - before.papers.keys() - {*renamed.values()}
    topics = _renamed_topics(before, after)
    return Report(
        added=tuple(paper for slug, paper in after.papers.items() if slug in came),
        changed=tuple(_changes(before, after, renamed, topics)),
        removed=tuple(slug for slug, new in now.items() if not new),
        renamed=tuple(renamed.items()),
        merged=tuple((slug, new) for slug, new in now.items() if new and new in before.papers),
        alike=tuple(pair for pair in alike if {pair.slug, pair.other} & came),
        unread=tuple(map(_file, unread)),
        renamed_topics=tuple((before.topics[old].name, after.topics[new].name) for old, new in topics.items()),
        topics=tuple(_topics(before, after, topics)),
        paths=tuple(_reading_paths(before, after)),
        listings=tuple(x.title for i, x in after.listings.items() if i not in before.listings),
        problems=tuple(p for p in new_problems if (p.place.path, p.code, p.message) not in known),
        pages=len(new_pages),
        changed_pages=len(changed) + len(old_pages.keys() - new_pages.keys()),
        addresses=tuple(url_of(path) for path in sorted(changed, key=_rank)),
    )


def _file(slug: Slug) -> str:
    return f"content/papers/{slug}.md"


FIRST = ("papers", "topics", "listings")
"""What a reviewer looks at first; what follows changes with every paper."""


def _rank(path: DocPath) -> tuple[int, str]:
    folder = path.partition("/")[0]
    return [*FIRST, folder].index(folder), path


def _known(root: Path, memo: Memo) -> content.Known:
    """What a memo has of the content of a wiki: most files of two revisions are the same, and read once. A symbolic
    link is not what it leads to."""
    folder, digests = root / "content", {}
    for file in folder.glob("*/*"):
        with suppress(OSError):  # what cannot be read is nothing that is known
            if file.is_file() and not file.is_symlink():
                digests[file.relative_to(folder).as_posix()] = digest_of_bytes(file.read_bytes())
    return content.Known(digests, memo)


def _pages(wiki: Wiki, memo: Memo) -> dict[DocPath, str]:
    """A digest of what every page is made from."""
    site = Site(wiki, links.make(wiki, memo).graph)
    return {view.path: digest_of(view.inputs) for kind in pages.KINDS for view in kind.views(site)}


def _changes(
    before: Wiki, after: Wiki, renamed: Mapping[Slug, Slug], topics: Mapping[TopicId, TopicId]
) -> Iterator[Change]:
    """Fields of papers that are other than before; a topic that was renamed changes none of its papers."""
    for slug, old in before.papers.items():
        new = after.papers.get(renamed.get(slug, slug))
        if not new or new == old:
            continue
        filed = tuple(topics.get(topic, topic) for topic in old.topics)
        results = {str(topics.get(TopicId(name), name)): result for name, result in old.results.items()}
        was = replace(old, topics=filed, results=results)
        for name in FIELDS:
            values = _text(getattr(was, name)), _text(getattr(new, name))
            if values[0] != values[1]:
                yield Change(new.slug, name, *values)


def _renamed_topics(before: Wiki, after: Wiki) -> Mapping[TopicId, TopicId]:
    """Topics whose files have other names now, which are not topics that were there before."""
    moved = {topic: after.resolve_topic(topic) for topic in before.topics if topic not in after.topics}
    return {old: new for old, new in moved.items() if new and new not in before.topics}


def _text(value: object) -> str:
    """A field's value on one line."""
    if isinstance(value, Authorship):
        return authorship_value(value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {result_value(one) if isinstance(one, Result) else one}" for key, one in value.items())
    if isinstance(value, tuple):
        return ", ".join(f"{x.kind} {x.url}" if isinstance(x, Link) else str(x) for x in value)
    return "" if value is None else str(value).strip()


def _topics(before: Wiki, after: Wiki, renamed: Mapping[TopicId, TopicId]) -> Iterator[tuple[str, str]]:
    """Names of topics with what happened to each; of one that was renamed, what happened beside that."""
    former = {new: old for old, new in renamed.items()}
    for topic, record in after.topics.items():
        papers = sorted(after.papers_by_topic[topic])
        old = before.topics.get(former.get(topic, topic))
        if not old:
            yield record.name, f"new, with {len(papers)} papers: {record.definition} {record.introduction}".rstrip()
            continue
        same = replace(record, id=old.id, name=old.name, aliases=old.aliases) if topic in former else record
        edited = ["edited"] if old != same else []
        if parts := [*_moves(sorted(before.papers_by_topic[old.id]), papers), *edited]:
            yield record.name, "; ".join(parts)
    gone = before.topics.keys() - after.topics.keys() - renamed.keys()
    yield from ((record.name, "removed") for topic, record in before.topics.items() if topic in gone)


def _moves(was: Sequence[Slug], now: Sequence[Slug]) -> Iterator[str]:
    for what, some, others in (("in", now, {*was}), ("out", was, {*now})):
        if slugs := [slug for slug in some if slug not in others]:
            yield f"{what}: {', '.join(slugs)}"


def _reading_paths(before: Wiki, after: Wiki) -> Iterator[tuple[str, str]]:
    """Titles of reading paths with what happened to each."""
    for name, path in after.reading_paths.items():
        papers = after.papers_by_path[name]
        old = before.reading_paths.get(name)
        if not old:
            yield path.title, f"new, with {len(papers)} papers: {path.description}"
        elif old != path:
            was = [after.resolve(slug) or slug for slug in before.papers_by_path[name]]
            yield path.title, "; ".join([*_moves(was, papers), "edited"])
    gone = before.reading_paths.keys() - after.reading_paths.keys()
    yield from ((path.title, "removed") for name, path in before.reading_paths.items() if name in gone)
