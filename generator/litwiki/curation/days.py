"""Days that files do not say: when a paper came, and when a topic's introduction was last changed.

A build never asks git, so `litwiki check --fix` asks it once and the day stays in the file. The earliest date of a
ledger with the paper comes first: it is what the curators wrote. Then the day on which git first had the file, or one
of its former names. A file that git does not have yet came today. In a clone without its whole history git would name
the day of the clone's oldest commit, which is wrong: there the file says nothing. An introduction was last brought up
to date, as far as git knows, when its file last changed.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct

from litwiki import content
from litwiki.content.edit import Edit
from litwiki.curation.git import ask_line, has_history
from litwiki.model.clock import today
from litwiki.model.ids import Slug
from litwiki.model.wiki import Wiki
from litwiki.text.messages import counted


class Days(Struct, frozen=True):
    """Papers that were given a day, by where it is from; `unknown` is how many still have none."""

    from_ledgers: int = 0
    from_git: int = 0
    unknown: int = 0
    topics: int = 0
    """Introductions that were given the day of their last change."""

    @property
    def said(self) -> tuple[str, ...]:
        """In words, one line for each thing that there is to say."""
        unknown = "still without a day of arrival: no dated listing has it, and git has no whole history"
        lines = (
            (self.from_ledgers, "paper", "its day of arrival is now in its file, from the date of a listing"),
            (self.from_git, "paper", "its day of arrival is now in its file, from the history of git"),
            (self.unknown, "paper", unknown),
            (self.topics, "topic", "the day of its last change is now in its file as updated"),
        )
        return tuple(f"{counted(count, noun)}: {text}" for count, noun, text in lines if count)


def fill_days(root: Path) -> Days:
    """Gives every paper without a day the one on which it came, and every introduction that of its last change; nothing
    where `content/` has errors. Raises `BusyError` and `StorageError`."""
    with content.writing(content.load_config(root)) as right:
        loaded = content.load(root)
        lacking = [slug for slug, paper in loaded.wiki.papers.items() if not paper.added]
        topics = [id_ for id_, topic in loaded.wiki.topics.items() if topic.introduction.strip() and not topic.updated]
        if loaded.has_errors or not (lacking or topics):
            return Days()
        edit = Edit(loaded.wiki)
        ledgers = _days_of_ledgers(loaded.wiki)
        days = {slug: ledgers[slug] for slug in lacking if slug in ledgers}
        from_ledgers, dated = len(days), 0
        if (topics or len(days) < len(lacking)) and has_history(root):
            first, last = _days_of_git(root, "papers", "A", min), _days_of_git(root, "topics", "AM", max)
            for slug in lacking:
                names = (slug, *loaded.wiki.papers[slug].aliases)
                days.setdefault(slug, min((first[name] for name in names if name in first), default=today()))
            for topic in topics:
                edit.set(f"topics/{topic}.md", "updated", last.get(topic, today()))
            dated = len(topics)
        for slug, day in days.items():
            edit.set(f"papers/{slug}.md", "added", day, behind="aliases")
        right.commit(edit.changes)
    return Days(from_ledgers, len(days) - from_ledgers, len(lacking) - len(days), dated)


def _days_of_ledgers(wiki: Wiki) -> Mapping[Slug, str]:
    """The earliest full date of a listing that has the paper."""
    dates = {
        slug: [date for place in places if (date := wiki.listings[place.listing].date)]
        for slug, places in wiki.appearances.items()
    }
    return {slug: min(some) for slug, some in dates.items() if some}


def _days_of_git(root: Path, folder: str, kinds: str, pick: Callable[[str, str], str]) -> Mapping[str, str]:
    """The day of the first or last commit that added or modified each file, in UTC."""
    log = ("log", "--no-renames", f"--diff-filter={kinds}", "--format=//%ad", "--date=format-local:%Y-%m-%d")
    days: dict[str, str] = {}
    day = ""
    for line in ask_line(root, *log, "--name-only", "--", f"content/{folder}").split("\n"):
        if line.startswith("//"):
            # A broken clock's commit may be of a year with seven digits, which no file may hold.
            day = line.removeprefix("//") if len(line) == len("//2026-03-17") else ""
        elif day and line.endswith(".md"):
            name = line.rpartition("/")[2].removesuffix(".md")
            days[name] = pick(day, days.get(name, day))
    return days
