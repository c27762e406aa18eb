"""The story of `litwiki enrich`: papers that lack something and what sources say in, filled files and questions out.

Ask, judge, fill, write: records are accepted only with proof (`accept`), only what is empty is filled (`fill`), and
everything else waits for a person (`litwiki review`). Nothing is written before everything is known, and then all of it
at once.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext
from pathlib import Path

from litwiki import content
from litwiki.curation.enrich.apply import Changes
from litwiki.curation.enrich.ask import ask, first_queries, known_hosts
from litwiki.curation.enrich.fill import GROUPS
from litwiki.curation.enrich.gather import gather
from litwiki.curation.enrich.gathered import Gathered
from litwiki.curation.enrich.report import Report
from litwiki.curation.enrich.streams import files_of
from litwiki.curation.enrich.wanted import Manner, Wanted
from litwiki.curation.online.answers import open_answers
from litwiki.curation.online.client import Client, user_agent
from litwiki.model.errors import UsageError
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.workers import workers

__all__ = ["Manner", "Report", "enrich"]


USUAL = Manner()
WEIGHT = 32 * 2**10
"""Bytes of a dump that are as much work as reading a paper's file: from 64 MB on, a second or two, processes pay."""


def enrich(
    root: Path,
    dumps: Sequence[Path] = (),
    manner: Manner = USUAL,
    *,
    say: Callable[[str], None] = lambda _: None,
    client: Client | None = None,
    executor: Executor | None = None,
) -> Report:
    """Fills what papers lack by what `dumps` say, or services where there is none, and makes papers of ids that wait.
    Without an `executor` the processes of this machine read dumps, where they are large.

    Raises `UnsoundError` where `content/` has errors, `UsageError`, `BusyError` and `StorageError`.
    """
    config = content.load_config(root)
    say("loading the wiki")
    wiki = content.load_sound(root, executor)
    wanted, online = wanted_of(wiki, manner), Gathered()
    if not dumps and manner.is_dry:
        nothing = Changes(wiki, manner).report(wanted, Gathered())
        return replace(nothing, unknown=(), still_waiting=(), would_ask=(*first_queries(wanted, manner),))
    if not dumps and (wanted.papers or wanted.pending):
        # Services take their time: people go on working meanwhile, and the wiki is read again before it is written.
        with open_answers(config) as answers:
            asking = client or Client(user_agent(config.site_url), known_hosts())
            online = ask(wanted, manner, asking, answers, say)
    with content.writing(config) as right:
        wiki = content.load_sound(root, executor)
        if dumps:
            wanted = wanted_of(wiki, manner)
        gathered = online
        if dumps and (wanted.papers or wanted.pending):
            size = sum(file.stat().st_size for path in dumps for file in files_of(path) if file.exists())
            with nullcontext(executor) if executor else workers(size // WEIGHT) as readers:
                gathered = gather(wanted, dumps, manner, say, readers, config.build)
        say("filling")
        changes = Changes(wiki, manner)
        changes.fill(gathered)
        changes.births(gathered)
        changes.name_people()
        content.refuse_errors(changes.edit.changes, executor)
        report = changes.report(wanted, gathered)
        if not manner.is_dry:
            say("writing")
            right.commit(changes.edit.changes)
            content.CONFLICTS.remember(config, report.conflicts)
            content.CANDIDATES.remember(config, report.candidates)
    return report


def wanted_of(wiki: Wiki, manner: Manner) -> Wanted:
    """The papers and waiting ids that are asked about. Raises `UsageError` for a slug that no paper has."""
    papers: dict[Slug, Paper] = {}
    for name in manner.slugs:
        slug = wiki.resolve(name)
        if slug is None:
            raise UsageError(f"this wiki has no paper {name!r}")
        papers[slug] = wiki.papers[slug]
    pending = () if manner.slugs or manner.only in GROUPS else wiki.pending[: manner.limit]
    left = None if manner.limit is None else manner.limit - len(pending)
    named: Mapping[Slug, Paper] = {} if manner.only == "pending" else papers if manner.slugs else wiki.papers
    lacking = [slug for slug, one in named.items() if manner.update or manner.status or lacks(one, manner.only)]
    return Wanted({slug: named[slug] for slug in lacking[:left]}, pending)


def lacks(paper: Paper, only: str) -> bool:
    """Whether a paper lacks what a source may know: of one group, or any of ids, authors, year, venue and type."""
    publication = paper.publication
    missing = {
        "pending": False,
        "status": True,
        "ids": not paper.ids,
        "authors": not paper.authors or not paper.authors_complete,
        "year": paper.year is None,
        "venue": not publication.venue or not publication.type,
        "links": not paper.links,
        "abstract": not paper.abstract and not paper.terms,
    }
    return missing[only] if only else any(missing[name] for name in ("ids", "authors", "year", "venue"))
