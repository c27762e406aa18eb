"""Asking dumps: what is wanted in, the records that are about it out, each judged as it streams by.

A dump of plain lines is cut into pieces, which the workers of an executor read; any other is one piece. Of each paper a
few records are held, however many a dump has; a record that cannot be read is a reject.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from functools import partial
from gzip import GzipFile
from pathlib import Path

from litwiki.curation.enrich import arxiv_snapshot, dblp_xml, openalex_parquet, openalex_works, own_list
from litwiki.curation.enrich.accept import Judgment, judge
from litwiki.curation.enrich.gathered import Answer, Gathered
from litwiki.curation.enrich.streams import Dump, DumpFormat, Lead, Piece, files_of, is_lines, opened, pieces_of, whole
from litwiki.curation.enrich.wanted import Manner, Wanted
from litwiki.curation.evidence import Verdict
from litwiki.curation.ingest.limits import within_limits
from litwiki.model.entries import Rejected
from litwiki.model.errors import UsageError
from litwiki.model.ids import slugify
from litwiki.workers import InProcess
from litwiki.workers.broadcast import Broadcast, broadcast

FORMATS: tuple[DumpFormat, ...] = (arxiv_snapshot, openalex_works, openalex_parquet, dblp_xml, own_list)
"""Forms of dumps in the order in which they are asked; the last takes what the others do not."""
PROGRESS_EVERY = 20_000
"""Records between two words about how far it is."""
PIECE = 16 * 2**20
"""Bytes of a piece, always the same, so that what is given up of a dump does not depend on who reads it: less work than
a thousand papers' files; a record has some 2 kB in arXiv's snapshot and 10 in OpenAlex."""


def gather(
    wanted: Wanted, dumps: Sequence[Path], manner: Manner, say: Callable[[str], None], executor: Executor, folder: Path
) -> Gathered:
    """What all dumps, files or folders of them, say of what is wanted, the same whoever reads them in whatever pieces.

    Processes find what is wanted in a file in `folder`, which all of them see. Raises `UsageError` where a dump cannot
    be opened or is of no known form.
    """
    gathered = Gathered()
    pieces = [*_pieces(dumps, gathered.reject)]
    is_shared = len(pieces) > 1 and not isinstance(executor, InProcess)
    lines = Counter[int]()
    """Those of each dump, up to where it was read."""

    def begun() -> Iterator[Piece]:
        for piece in pieces:
            tell(piece.path, 0)
            yield piece

    def tell(path: Path, more: int) -> None:
        records = gathered.records + more
        say(f"reading {path.name}" + (f": {records:,} records" if records else ""))

    with broadcast(wanted, folder, executor if is_shared else InProcess()) as shared:
        read = partial(look, shared, vouched=manner.vouched)
        readings = executor.map(read, begun()) if is_shared else map(partial(read, tell=tell), begun())
        for piece, one in zip(pieces, readings, strict=True):
            gathered.add(one, lines[piece.dump])
            lines[piece.dump] += one.lines
    return gathered


def form_of(dump: Dump) -> DumpFormat:
    """The form of a dump by its beginning. Raises `UsageError` where it is of none."""
    for form in FORMATS:
        if form.sniff(dump.head):
            return form
    raise UsageError(f"{dump.path} is no dump that litwiki knows: {', '.join(form.title for form in FORMATS)}")


def _pieces(dumps: Sequence[Path], reject: Callable[[Rejected], None]) -> Iterator[Piece]:
    """Dumps in pieces that are read apart: files of one, unless they are plain lines. A file of no known form is a
    reject in a folder; raises `UsageError` where somebody named it."""
    files = [(file, file != dump) for dump in dumps for file in files_of(dump)]
    for number, (file, is_part) in enumerate(files):
        try:
            with opened(whole(file, number)) as dump:
                form_of(dump)
                is_cut = is_lines(dump.head) and not isinstance(dump.stream, GzipFile)
        except UsageError as error:
            if not is_part:
                raise
            reject(Rejected(str(file), 1, str(error).removeprefix(str(file)).lstrip(": "), ""))
            continue
        yield from pieces_of(file, number, PIECE) if is_cut else [whole(file, number)]


def look(
    shared: Broadcast[Wanted],
    piece: Piece,
    *,
    vouched: bool,
    tell: Callable[[Path, int], None] = lambda _path, _records: None,
) -> Gathered:
    """What a piece of a dump says of what is wanted: a pure function, which a worker on another machine may run.

    Raises `UsageError` where the dump is not there, or another file by now.
    """
    wanted, gathered = shared.value, Gathered()
    if not piece.file.exists():
        raise UsageError(f"a worker does not see {piece.file}; share its folder under that path")
    with opened(piece) as dump:
        form = form_of(dump)
        who = form.name or slugify(piece.path.name.partition(".")[0]) or "list"
        for lead in form.leads(dump):
            if isinstance(lead, Rejected):
                gathered.reject(lead)
                continue
            gathered.records += 1
            if gathered.records % PROGRESS_EVERY == 0:
                tell(piece.path, gathered.records)
            _take(gathered, wanted, lead, who, piece.path, vouched=vouched)
        gathered.lines = dump.lines
    return gathered


def _take(into: Gathered, wanted: Wanted, lead: Lead, who: str, path: Path, *, vouched: bool) -> None:
    slugs, waiting = wanted.papers_of(lead.ids, lead.title), wanted.pending_of(lead.ids)
    if not slugs and not waiting:
        return
    entry, _ = within_limits(lead.read(), str(path))
    if isinstance(entry, Rejected):
        into.reject(entry)
        return
    if waiting and entry.title:
        into.born.setdefault(waiting, [Answer(entry, who, str(path), Judgment(Verdict.SAME, "its id", has_id=True))])
    for slug in slugs:
        judgment = judge(wanted.papers[slug], entry, vouched=vouched)
        into.take(slug, Answer(entry, who, str(path), judgment))
