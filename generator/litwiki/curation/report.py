"""The story of `litwiki report`: two states of a wiki in, what changed between them in a curator's words out.

The earlier state is read from git into a folder of its own: nothing is checked out, nothing is asked of the
network. What the report quotes is escaped, because it becomes a comment on GitHub.
"""

import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from litwiki import links, pages
from litwiki.curation import identity
from litwiki.curation.checks import check_content
from litwiki.facts import Site
from litwiki.markup import escape
from litwiki.model.digests import digest_of
from litwiki.model.errors import UsageError
from litwiki.model.ids import Slug
from litwiki.model.records import JsonValue, Paper, Problem, Uncertain
from litwiki.model.wiki import Wiki

FOLDERS = ("content", "site_config", "mkdocs.yml", "templates")
FIELDS = (
    *("title", "authors", "year", "ids", "topics", "topics_status", "summary", "links", "names"),
    *("also_titled", "aliases", "abstract", "notes"),
)
LONGEST = 160
MOST = 50
"""Lines of one kind; a comment that lists a thousand papers is read by nobody."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field of a paper with both values, as text."""

    paper: Slug
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a change means. Renamed and merged papers are pairs of (former slug, slug)."""

    added: tuple[Paper, ...]
    changed: tuple[Change, ...]
    removed: tuple[Slug, ...]
    renamed: tuple[tuple[Slug, Slug], ...]
    merged: tuple[tuple[Slug, Slug], ...]
    alike: tuple[Uncertain, ...]
    """Added papers that look like another one."""
    topics: tuple[str, ...]
    """Topics that were added, removed or edited, with what happened."""
    listings: tuple[str, ...]
    problems: tuple[Problem, ...]
    """Problems that were not there before."""
    pages: int
    changed_pages: int

    @property
    def headline(self) -> str:
        """One line that stands alone."""
        papers = len({change.paper for change in self.changed})
        parts = [
            f"{count} {what}"
            for count, what in (
                (len(self.added), f"paper{'s' if len(self.added) != 1 else ''} added"),
                (papers, f"paper{'s' if papers != 1 else ''} changed"),
                (len(self.removed), "removed"),
                (len(self.renamed), "renamed"),
                (len(self.merged), "merged"),
                (len(self.alike), f"likely duplicate{'s' if len(self.alike) != 1 else ''}"),
                (len(self.topics), f"topic{'s' if len(self.topics) != 1 else ''} changed"),
                (len(self.listings), f"listing{'s' if len(self.listings) != 1 else ''} added"),
                (len(self.problems), f"new problem{'s' if len(self.problems) != 1 else ''}"),
            )
            if count
        ]
        return f"{', '.join(parts) or 'Nothing that readers see'}; {self.changed_pages} of {self.pages} pages change."

    def to_json(self) -> dict[str, JsonValue]:
        """The object that `litwiki report --format json` prints."""
        return {
            "headline": self.headline,
            "added": [{"slug": p.slug, "title": p.title, "topics": list(p.topics)} for p in self.added],
            "changed": [
                {"slug": c.paper, "field": c.field, "before": c.before, "after": c.after} for c in self.changed
            ],
            "removed": list(self.removed),
            "renamed": [{"from": old, "to": new} for old, new in self.renamed],
            "merged": [{"from": old, "into": new} for old, new in self.merged],
            "alike": [pair.to_json() for pair in self.alike],
            "topics": list(self.topics),
            "listings": list(self.listings),
            "problems": [problem.to_json() for problem in self.problems],
            "pages": self.pages,
            "changed_pages": self.changed_pages,
        }

    def to_markdown(self) -> str:
        """The headline, and the details folded."""
        renamed = [f"{_quoted(old)} is now {_quoted(new)}" for old, new in self.renamed]
        merged = [f"{_quoted(old)} is part of {_quoted(new)}" for old, new in self.merged]
        alike = [f"{_quoted(pair.slug)} and {_quoted(pair.other)}" for pair in self.alike]
        added = [f"{_quoted(p.title)} ({_quoted(', '.join(p.topics) or 'no topics')})" for p in self.added]
        changed = [f"{_quoted(c.paper)}, {c.field}: {_quoted(c.before)} → {_quoted(c.after)}" for c in self.changed]
        sections = (
            ("Added", added),
            ("Changed", changed),
            ("Removed", [_quoted(slug) for slug in self.removed]),
            ("Renamed", renamed),
            ("Merged", merged),
            ("Perhaps one paper", alike),
            ("Topics", [_quoted(topic) for topic in self.topics]),
            ("Listings", [_quoted(listing) for listing in self.listings]),
            ("New problems", [_quoted(str(problem)) for problem in self.problems]),
        )
        return "\n".join([f"**{self.headline}**", *(_folded(name, lines) for name, lines in sections if lines), ""])


def _quoted(text: str) -> str:
    short = " ".join(text.split())
    # A zero-width space keeps `@name`, `#1` and bare addresses from becoming mentions and links.
    shown = escape(short if len(short) <= LONGEST else f"{short[:LONGEST]}…").replace("&#64;", "&#64;\u200b")
    return str(shown).replace("&#35;", "&#35;\u200b").replace("&#58;&#47;&#47;", "&#58;\u200b&#47;&#47;") or "nothing"


def _folded(name: str, lines: list[str]) -> str:
    shown = [f"- {line}" for line in lines[:MOST]]
    if len(lines) > MOST:
        shown.append(f"- and {len(lines) - MOST} more")
    return "\n".join([f"\n<details><summary>{name} ({len(lines)})</summary>\n", *shown, "\n</details>"])


def report(root: Path, base: str) -> Report:
    """Compares the wiki at `root` as it lies there with the revision `base`. Raises `UsageError`."""
    with _at(root, base) as folder:
        before, old_problems = check_content(folder)
        after, new_problems = check_content(root)
        known = {(p.place.path, p.code, p.message) for p in old_problems}
        old_pages, new_pages = _pages(before), _pages(after)
        gone = [slug for slug in before.papers if slug not in after.papers]
        moved = [(slug, new) for slug in gone if (new := after.resolve(slug))]
        renamed = tuple((slug, new) for slug, new in moved if new not in before.papers)
        former = {new for _, new in renamed}
        added = tuple(p for slug, p in after.papers.items() if slug not in before.papers and slug not in former)
        return Report(
            added=added,
            changed=tuple(_changes(before, after, dict(renamed))),
            removed=tuple(slug for slug in gone if not after.resolve(slug)),
            renamed=renamed,
            merged=tuple((slug, new) for slug, new in moved if new in before.papers),
            alike=identity.alike(after, {paper.slug for paper in added}) if added else (),
            topics=tuple(_topics(before, after)),
            listings=tuple(x.title for i, x in after.listings.items() if i not in before.listings),
            problems=tuple(p for p in new_problems if (p.place.path, p.code, p.message) not in known),
            pages=len(new_pages),
            changed_pages=sum(old_pages.get(path) != text for path, text in new_pages.items())
            + len(old_pages.keys() - new_pages.keys()),
        )


@contextmanager
def _at(root: Path, base: str) -> Iterator[Path]:
    """The wiki as it was at a revision, in a temporary folder."""
    verify = ["git", "-C", str(root), "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}"]
    found = subprocess.run(verify, capture_output=True, text=True, check=False)
    if found.returncode:
        raise UsageError(f"{base!r} is no revision of a git repository at {root}; name a commit or branch")
    prefix = subprocess.run(
        ["git", "-C", str(root), "rev-parse", "--show-prefix"], capture_output=True, text=True, check=True
    ).stdout.strip()
    listed = subprocess.run(
        ["git", "-C", str(root), "ls-tree", "--name-only", found.stdout.strip(), *FOLDERS],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    names = [name for name in listed if name]
    if "mkdocs.yml" not in names or "site_config" not in names:
        raise UsageError(f"there was no wiki at {base}: it has no mkdocs.yml or no site_config")
    tree = f"{found.stdout.strip()}:{prefix.rstrip('/')}" if prefix else found.stdout.strip()
    packed = subprocess.run(
        ["git", "-C", str(root), "archive", "--format=tar", tree, *names], capture_output=True, check=True
    ).stdout
    with tempfile.TemporaryDirectory(prefix="litwiki-") as name:
        with tarfile.open(fileobj=BytesIO(packed)) as archive:
            archive.extractall(name, filter="data")
        yield Path(name)


def _pages(wiki: Wiki) -> dict[str, str]:
    """A digest of what every page is made from."""
    site = Site(wiki, links.make(wiki).graph)
    return {planned.path: digest_of(planned.view.inputs) for planned in pages.plan(site)}


def _changes(before: Wiki, after: Wiki, renamed: dict[Slug, Slug]) -> Iterator[Change]:
    for slug, old in before.papers.items():
        new = after.papers.get(renamed.get(slug, slug))
        if not new or new == old:
            continue
        for name in FIELDS:
            values = _text(getattr(old, name)), _text(getattr(new, name))
            if values[0] != values[1]:
                yield Change(new.slug, name, *values)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return ", ".join(f"{key} {entry}" for key, entry in value.items())
    if isinstance(value, tuple):
        return ", ".join(f"{x.kind} {x.url}" if hasattr(x, "url") else str(x) for x in value)
    return str(value).strip()


def _topics(before: Wiki, after: Wiki) -> Iterable[str]:
    for topic, record in after.topics.items():
        old = before.topics.get(topic)
        count = len(after.papers_by_topic[topic])
        if not old:
            yield f"{record.name}: new, with {count} papers"
            continue
        moved_in = set(after.papers_by_topic[topic]) - set(before.papers_by_topic[topic])
        moved_out = set(before.papers_by_topic[topic]) - set(after.papers_by_topic[topic])
        parts = [f"in: {', '.join(sorted(moved_in))}"] if moved_in else []
        parts += [f"out: {', '.join(sorted(moved_out))}"] if moved_out else []
        parts += ["edited"] if old != record else []
        if parts:
            yield f"{record.name}: {'; '.join(parts)}"
    yield from (f"{x.name}: removed" for t, x in before.topics.items() if t not in after.topics)
