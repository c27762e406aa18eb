"""The story of `litwiki check --online`: asks whether links of papers are dead, marks those and warns.

Observed: a page that is gone answers 404 or 410; a busy server answers 429, 500 or nothing, and is there tomorrow; some
servers do not know HEAD. Rule: HEAD, and GET where that fails; a link is dead only if both answer 404 or 410. Where the
rule is wrong, a dead link stays without a mark, which harms nobody. The web archive is asked for a copy of dead pages
(https://archive.org/help/wayback_api.php).
"""

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from msgspec import Struct

from litwiki import content
from litwiki.content.edit import Edit
from litwiki.content.record_fields import gone_value
from litwiki.curation.online.client import Answer, Client, Query, host_of, user_agent
from litwiki.model.clock import today
from litwiki.model.entries import Gone
from litwiki.model.ids import Slug
from litwiki.model.problems import Problem, Severity
from litwiki.model.records import Paper

KINDS = frozenset({"code", "data", "model", "project", "demo"})
"""Kinds of links that are looked at: what people put somewhere and take away."""
DEAD = frozenset({404, 410})
PACE = 1.0
"""Seconds between two queries to one host."""
AT_ONCE = 8
"""Hosts."""
ARCHIVE, ARCHIVED_AT = "https://archive.org", "web.archive.org"


class LinkReport(Struct, frozen=True):
    """`asked` addresses; `problems` are the dead ones; `written` are files that were marked or freed of a mark."""

    asked: int
    silent: int
    """Addresses that said neither that they live nor that they are dead."""
    problems: tuple[Problem, ...]
    written: tuple[str, ...]


def check_links(root: Path, *, client: Client | None = None, say: Callable[[str], None] = lambda _: None) -> LinkReport:
    """Looks at the links of all papers and marks those that died, in the papers' files.

    Raises `UnsoundError` where `content/` has errors, and what `content.writing` does.
    """
    config, wiki = content.load_config(root), content.load_sound(root)
    asking = client or Client(user_agent(config.site_url))
    addresses = sorted({link.url for paper in wiki.papers.values() for link in paper.links if link.kind in KINDS})
    say(f"asking {len(addresses):,} addresses")
    statuses = _statuses(addresses, asking)
    dead = {url for url, status in statuses.items() if status in DEAD}
    known = {one.url for paper in wiki.papers.values() for one in paper.gone if one.copy}
    copies = {url: copy for url in sorted(dead - known) if (copy := archived(url, asking))}
    with content.writing(config) as right:
        edit = Edit(content.load_sound(root))
        problems: list[Problem] = []
        for slug, paper in edit.wiki.papers.items():
            gone = tuple(_marks(paper, statuses, copies))
            if gone != paper.gone:
                edit.set(f"papers/{slug}.md", "gone", gone_value(gone))
            problems += _problems(root, slug, paper, gone)
        right.commit(edit.changes)
    silent = sum(status not in DEAD and not 200 <= status < 400 for status in statuses.values())
    written = tuple(f"content/{path}" for path in sorted(edit.changes))
    return LinkReport(len(addresses), silent, tuple(problems), written)


def _statuses(addresses: Sequence[str], client: Client) -> Mapping[str, int]:
    """HTTP's status by address, 0 for none; hosts are asked at once, each at its pace."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in addresses:
        by_host[host_of(url)].append(url)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        statuses = pool.map(lambda urls: [(url, _status(url, client)) for url in urls], by_host.values())
        return {url: status for some in statuses for url, status in some}


def _status(url: str, client: Client) -> int:
    status = client.status(Query(url, method="HEAD"), PACE)
    return status if 200 <= status < 400 else client.status(Query(url), PACE)


def archived(url: str, client: Client) -> str:
    """The address of the web archive's copy; empty where it names none."""
    place = os.environ.get("LITWIKI_ARCHIVE_URL", ARCHIVE).rstrip("/")
    answer = client.ask(Query(f"{place}/wayback/available?{urlencode({'url': url})}"), PACE)
    if not isinstance(answer, Answer):
        return ""
    try:
        closest = json.loads(answer.body)["archived_snapshots"]["closest"]
        copy = closest["url"] if closest["available"] is True else ""
        is_there = isinstance(copy, str) and urlsplit(copy).hostname == ARCHIVED_AT
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    copy = copy.replace("http://", "https://", 1) if is_there else ""
    return copy if content.is_web_address(copy) and len(copy) < 2_000 else ""


def _marks(paper: Paper, statuses: Mapping[str, int], copies: Mapping[str, str]) -> Iterator[Gone]:
    """The dead links of a paper: those of before that are not alive again, with their day, and new ones."""
    before = {one.url: one for one in paper.gone}
    for url in dict.fromkeys(link.url for link in paper.links):
        status = statuses.get(url, 0)
        if url in before and not 200 <= status < 400:
            known = before[url]
            yield known if known.copy or url not in copies else Gone(url, known.since, copies[url])
        elif status in DEAD:
            yield Gone(url, today(), copies.get(url, ""))


def _problems(root: Path, slug: Slug, paper: Paper, gone: Sequence[Gone]) -> Iterator[Problem]:
    kinds = {link.url: link.kind for link in paper.links}
    for one in gone:
        place = content.locate(root, f"content/papers/{slug}.md", "links")
        fix = f"the web archive has {one.copy}" if one.copy else "look for another address, or take the link away"
        message = f"the {kinds[one.url]} at {one.url[:200]} is gone since {one.since}"
        yield Problem(place, "W201", message, fix, Severity.WARNING)
