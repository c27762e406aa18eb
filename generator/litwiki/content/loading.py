"""Loading: all files of `content/` in, a `Wiki` out, or problems.

Loading goes on after a bad file, so that one run shows everything that is wrong; a wiki with errors is not built from.
Papers and listings are read in tasks of an executor, those that a memo knows are taken from it.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from litwiki.content.decisions import read_decisions
from litwiki.content.digests import read_digest
from litwiki.content.fields import Fields, Report
from litwiki.content.files import Changes, Files
from litwiki.content.front_matter import Document, decode, read, read_mapping
from litwiki.content.images import read_images
from litwiki.content.known import Known, ReadListing, ReadPaper
from litwiki.content.ledgers import MAX_LEDGER, read_ledger
from litwiki.content.papers import read_paper, read_terms
from litwiki.content.paths import read_reading_path
from litwiki.content.pending import read_pending
from litwiki.content.people import read_people
from litwiki.content.redirects import read_redirects
from litwiki.content.settings import load_config
from litwiki.content.single_file import PAGE_TITLE
from litwiki.content.store import recover
from litwiki.content.strict_yaml import Mapping, RefusedError, parse
from litwiki.content.topics import read_topic
from litwiki.model.errors import UnsoundError
from litwiki.model.ids import DigestId, ListingId, ReadingPathId, Slug, TopicId
from litwiki.model.index_rows import row_of
from litwiki.model.problems import Place, Problem, Severity
from litwiki.model.records import Listing, Paper
from litwiki.model.wiki import Wiki
from litwiki.workers import InProcess, shards

NO_CHANGES: Changes = {}
Places = Callable[[str], Place]
"""Where the value of a key stands."""
Examine = Callable[[Paper, Places], Iterable[Problem]]
"""What is wrong with a paper by itself, beside what its reader says."""
AT_A_TIME = 500
"""Papers that are read in one task."""
LEDGER = 50
"""Papers that are as much work as the ledger of a usual listing."""

Id = TypeVar("Id", bound=str)
Record = TypeVar("Record")
Item = TypeVar("Item")
Read = TypeVar("Read", ReadPaper, ReadListing)


class Loaded(Struct, frozen=True):
    """A wiki as far as it could be read, and everything that was wrong on the way."""

    wiki: Wiki
    problems: tuple[Problem, ...]

    @property
    def has_errors(self) -> bool:
        """Whether something must be mended before the wiki can be used."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def load_sound(root: Path, executor: Executor | None = None) -> Wiki:
    """The wiki whose folder is `root`. Raises `UnsoundError` where it has errors."""
    loaded = load(root, executor=executor)
    if loaded.has_errors:
        raise UnsoundError(loaded.problems)
    return loaded.wiki


def no_examination(_paper: Paper, _places: Places) -> Iterable[Problem]:
    """Of who only wants the wiki."""
    return ()


def load(
    root: Path,
    known: Known | None = None,
    executor: Executor | None = None,
    *,
    changes: Changes = NO_CHANGES,
    examine: Examine = no_examination,
) -> Loaded:
    """Reads the wiki whose folder is `root`; what is `known` is not read again, if its files are there, and what is
    read will be known. An executor may read papers, and `examine` each, in other processes; whoever has the same memo
    examines them in the same way. With `changes`, none of them in a file that is `known`, it is the wiki that it will
    be when they are written.

    What a command had begun to write that was cut off is finished first. Raises `UsageError` where there is no wiki,
    and what `recover` does.
    """
    problems: list[Problem] = []
    config = load_config(root, problems.append)
    recover(config)
    files = Files(config.content, changes)
    papers = _papers(files, known, problems.append, executor or InProcess(), examine)
    topics = _documents(files, "topics", TopicId, read_topic, problems.append)
    listings = _listings(files, known, problems.append, executor or InProcess())
    decisions, settled, excluded = _yaml(files, "decisions.yml", read_decisions, problems.append)
    paths = _documents(files, "paths", ReadingPathId, read_reading_path, problems.append)
    digests = _documents(files, "digests", DigestId, read_digest, problems.append)
    home, about = (_page(files, name, problems.append) for name in ("index.md", "about.md"))
    pending = _yaml(files, "pending.yml", read_pending, problems.append)
    names = _yaml(files, "people.yml", read_people, problems.append)
    redirects = _yaml(files, "redirects.yml", read_redirects, problems.append)
    images = dict(read_images(root, problems.append))
    wiki = Wiki(
        config,
        {slug: one.paper for slug, one in papers.items()},
        topics,
        listings,
        decisions,
        home,
        settled,
        excluded,
        pending,
        redirects,
        names,
        images=images,
        reading_paths=paths,
        digests=digests,
        about=about,
    )
    vars(wiki)["rows"] = {slug: one.row for slug, one in papers.items()}  # where it looks for what it made
    return Loaded(wiki, tuple(problems))


def _papers(
    files: Files, known: Known | None, report: Report, executor: Executor, examine: Examine
) -> dict[Slug, ReadPaper]:
    before = known.papers() if known else {}
    terms = {name: (path, content) for path, name, content in files.each("terms", ".txt", report, before)}
    listed = list(files.each("papers", ".md", report, before))
    unread = [
        (path, name, content, *terms.get(name, ("", b""))) for path, name, content in listed if name not in before
    ]
    tasks = shards(unread, AT_A_TIME, executor)
    read_some = partial(_read_some, examine)
    papers = {Slug(name): before[Slug(name)] for _, name, _ in listed if name in before}
    new = _read_all(read_some, tasks, executor, papers.values(), report)
    papers |= {one.paper.slug: one for one in new}
    if known:
        known.remember(papers, new)
    return dict(sorted(papers.items()))


def _read_some(
    examine: Examine, files: Sequence[tuple[str, str, bytes, str, bytes]]
) -> tuple[list[ReadPaper], list[Problem]]:
    """Papers read from files (path, name and bytes of each, path and bytes of its words), and why others were not."""
    papers: list[ReadPaper] = []
    refused: list[Problem] = []
    for path, name, content, where, words in files:
        try:
            document = read(content, path)
            bag = read_terms(decode(words, where))
        except RefusedError as error:
            refused.append(error.problem)
            continue
        problems: list[Problem] = []
        paper = read_paper(document, Slug(name), bag, problems.append)
        problems += examine(paper, partial(_place_of, document))
        papers.append(ReadPaper(paper, row_of(paper), tuple(problems)))
    return papers, refused


def _place_of(document: Document, key: str) -> Place:
    return document.front.items.get(key, document.front).place


def _documents(
    files: Files,
    folder: str,
    make_id: Callable[[str], Id],
    make: Callable[[Document, Id, Report], Record],
    report: Report,
) -> dict[Id, Record]:
    """What every Markdown file of a folder says, by its name; files that cannot be read are reported."""
    records = {}
    for path, name, content in files.each(folder, ".md", report):
        try:
            records[make_id(name)] = make(read(content, path), make_id(name), report)
        except RefusedError as refused:
            report(refused.problem)
    return records


def _listings(files: Files, known: Known | None, report: Report, executor: Executor) -> dict[ListingId, Listing]:
    before = known.listings() if known else {}
    listed = list(files.each("listings", ".yml", report, before))
    unread = [one for one in listed if one[1] not in before]
    listings = {ListingId(name): before[ListingId(name)] for _, name, _ in listed if name in before}
    tasks = shards(unread, AT_A_TIME // LEDGER, executor, LEDGER)
    new = _read_all(_read_ledgers, tasks, executor, listings.values(), report)
    listings |= {one.listing.id: one for one in new}
    if known:
        known.remember_listings(new)
    return {ListingId(name): listings[ListingId(name)].listing for _, name, _ in listed if name in listings}


def _read_ledgers(files: Sequence[tuple[str, str, bytes]]) -> tuple[list[ReadListing], list[Problem]]:
    """Listings read from files (path, name and bytes of each), and why others were not."""
    listings: list[ReadListing] = []
    refused: list[Problem] = []
    for path, name, content in files:
        problems: list[Problem] = []
        try:
            node = parse(decode(content, path, MAX_LEDGER).replace("\r\n", "\n"), path)
        except RefusedError as error:
            refused.append(error.problem)
            continue
        listings.append(ReadListing(read_ledger(node, ListingId(name), problems.append), tuple(problems)))
    return listings, refused


def _read_all(
    work: Callable[[Sequence[Item]], tuple[list[Read], list[Problem]]],
    tasks: Sequence[Sequence[Item]],
    executor: Executor,
    known: Iterable[Read],
    report: Report,
) -> list[Read]:
    """What is read in tasks; what is wrong there, and in what is known, is reported. The first task is done here, while
    other processes start."""
    new: list[Read] = []
    others = executor.map(work, tasks[1:])
    for records, refused in chain(map(work, tasks[:1]), others):
        new += records
        for problem in refused:
            report(problem)
    for problem in chain.from_iterable(record.problems for record in (*known, *new)):
        report(problem)
    return new


def _yaml(files: Files, name: str, make: Callable[[Mapping, Report], Record], report: Report) -> Record:
    """What a YAML file of `content/` says: nothing where it is not there, or refused, which is reported."""
    path, data = f"content/{name}", files.single(name, report) or b""
    try:
        return make(read_mapping(data, path, MAX_LEDGER), report)
    except RefusedError as refused:
        report(refused.problem)
        return make(read_mapping(b"", path), report)


def _page(files: Files, name: str, report: Report) -> str:
    """The text of a single page of `content/`; '' where there is none."""
    data = files.single(name, report)
    if data is None:
        return ""
    try:
        document = read(data, f"content/{name}")
    except RefusedError as refused:
        report(refused.problem)
        return ""
    Fields(document.front, (PAGE_TITLE,), report)(PAGE_TITLE)
    return document.body
