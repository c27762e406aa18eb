"""The story of `litwiki digest`: what was new in a wiki in a span of days.

A digest is one text, in the Markdown of `content/`. It becomes a page when it is published, and the mail is made from
the page's text, so that an edit of the page is also one of the mail. Git is asked here and never in a build.
"""

import datetime
from contextlib import suppress
from pathlib import Path, PurePosixPath

from msgspec import Struct

from litwiki import content
from litwiki.content.digests import write_digest
from litwiki.curation.digest.changes import States, find_changes
from litwiki.curation.digest.text import write_text
from litwiki.curation.git import ask_line, at, has_history
from litwiki.model.arrivals import newest_first, span, week_of
from litwiki.model.errors import UsageError
from litwiki.model.ids import DigestId, TopicId
from litwiki.model.records import PublishedDigest
from litwiki.model.wiki import Wiki


class DigestRun(Struct, frozen=True):
    """A digest with the wiki that it is of. `is_published` where its text is that of `content/digests/`; `remark` says
    what could not be known."""

    wiki: Wiki
    digest: PublishedDigest
    is_empty: bool
    is_published: bool
    remark: str = ""


def make_digest(root: Path, *, since: str = "", on: str = "", topic: str = "") -> DigestRun:
    """What was new since a day, or without one in the week of the day `on`, or else in the week of the day on which
    the last paper came. Raises `UsageError` and `UnsoundError`."""
    wiki = content.load_sound(root)
    about = _topic(wiki, topic)
    days, first, last = _span(wiki, since, on)
    name = DigestId(f"{days}-{about}" if about else days)
    if published := wiki.digests.get(name):
        return DigestRun(wiki, published, is_empty=False, is_published=True)
    states, remark = _states(wiki, first, last)
    changes = find_changes(wiki, states, first, last, about)
    subject = wiki.topics[about].name if about else wiki.config.site_name
    title = f"New {'on' if about else 'in'} {subject}, {span(first, last)}"
    digest = PublishedDigest(name, title, first, last, about, write_text(wiki, changes))
    return DigestRun(wiki, digest, changes.is_empty, False, remark)


def publish(root: Path, run: DigestRun) -> str:
    """Writes the digest's file and says its path; a file that is there stays. Raises `BusyError`, `StorageError`."""
    path = f"digests/{run.digest.id}.md"
    if not run.is_published:
        with content.writing(content.load_config(root)) as right:
            right.commit({PurePosixPath(path): write_digest(run.digest)})
    return f"content/{path}"


def _topic(wiki: Wiki, name: str) -> TopicId | None:
    topic = wiki.resolve_topic(name) if name else None
    if name and not topic:
        raise UsageError(f"{name!r} is no topic of this wiki; content/topics/ has them")
    return topic


def _span(wiki: Wiki, since: str, on: str) -> tuple[str, str, str]:
    """What a digest is called, its first day and its last one (ISO 8601)."""
    order = newest_first(wiki)
    newest = wiki.days[order[0]] if order else ""
    for day in filter(None, (since, on)):
        _date(day)
    if since:
        until = max(since, newest)
        return until, since, until
    if not on and not newest:
        raise UsageError("no paper has a day on which it came; litwiki check --fix finds it out, --on names a day")
    week = week_of(_date(on or newest))
    return week.name.lower(), week.monday.isoformat(), week.sunday.isoformat()


def _date(day: str) -> datetime.date:
    # Python reads `20260301` and `2026-W10-1`, too; days are compared as texts.
    with suppress(ValueError):
        if (date := datetime.date.fromisoformat(day)).isoformat() == day:
            return date
    raise UsageError(f"{day!r} is no day; write YYYY-MM-DD")


def _states(wiki: Wiki, since: str, until: str) -> tuple[States, str]:
    """The wiki before the first day and after the last one, empty where there was none yet, in UTC; as it is, and why,
    where git cannot tell."""
    root = wiki.config.root
    if not has_history(root):
        reason = "git does not have the whole history of this folder"
        return (wiki, wiki), f"{reason}: new topics, reading lists and published versions are left out"
    newest = ask_line(root, "rev-list", "-1", "HEAD", "--", "content")
    first = _before(root, _date(since).toordinal())
    last = _before(root, _date(until).toordinal() + 1)
    # What nobody has committed yet belongs to days that are not over.
    after = wiki if last == newest else _at(wiki, last)
    return (_at(wiki, first), after), ""


def _before(root: Path, day: int) -> str:
    """The last commit before a day (an ordinal, in UTC); '' for none. Git takes dates before 1970 and after 2099 for
    others, and counts seconds well."""
    seconds = (day - datetime.date(1970, 1, 1).toordinal()) * 86_400
    if seconds <= 0:
        return ""
    return ask_line(root, "rev-list", "-1", f"--before=@{seconds} +0000", "HEAD", "--", "content")


def _at(wiki: Wiki, commit: str) -> Wiki:
    if not commit:
        return Wiki(wiki.config, {}, {}, {})
    with at(wiki.config.root, commit) as folder:
        return content.load(folder).wiki
