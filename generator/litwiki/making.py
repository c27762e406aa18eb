"""Jobs done, as far as they are to be done: jobs and the last build's memory in, files in `build/docs` out.

Where a job's arguments and all it read are what they were, its file stands there already. The others run, shared among
the cores; each file is written as soon as it is made, and none is kept in memory.
"""

import json
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from litwiki import processes
from litwiki.errors import LitwikiError
from litwiki.ids import DocPath, Slug
from litwiki.markup import page_text
from litwiki.model import Page
from litwiki.traces import PER_PAPER, Facts, Job
from litwiki.write import put

IN_A_TURN = 32
"""Jobs that follow one another are much alike: each process takes so many in turn."""
UNREAD = "-"
"""Stands for the digest of a fact that has a number and no reader."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What jobs did: by path a job's digest and that of its content; facts by their numbers with their digests;
    what each job read as numbers of facts, those of the n-th path up to `ends[n]`."""

    made: Mapping[str, tuple[str, str]]
    facts: Mapping[str, str]
    reads: "array[int]"
    ends: "array[int]"

    def save(self, folder: Path) -> None:
        """Writes `jobs.json` and `reads.bin`."""
        folder.mkdir(parents=True, exist_ok=True)
        told = {"made": self.made, "facts": self.facts, "ends": self.ends.tolist()}
        (folder / "jobs.json").write_text(json.dumps(told, separators=(",", ":")), encoding="utf-8")
        (folder / "reads.bin").write_bytes(self.reads.tobytes())


def load(folder: Path) -> Memory | None:
    """What `Memory.save` wrote; None where it cannot be read."""
    try:
        told = json.loads((folder / "jobs.json").read_bytes())
        reads, ends = array("I"), array("I", told["ends"])
        reads.frombytes((folder / "reads.bin").read_bytes())
        made = {str(path): (str(job), str(content)) for path, (job, content) in told["made"].items()}
        facts = {str(name): str(digest) for name, digest in told["facts"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return None
    fits = len(ends) == len(made) and (ends[-1] if ends else 0) == len(reads) and max(reads, default=-1) < len(facts)
    return Memory(made, facts, reads, ends) if fits else None


def make(
    jobs: Sequence[Job],
    desk: object,
    facts: Facts,
    folder: Path,
    memory: Memory | None,
    changed: frozenset[Slug] | None = None,
    tick: Callable[[], None] = lambda: None,
) -> tuple[Memory, int]:
    """Makes every job's file in `folder`; `desk` has the wiki and links of `facts`. Returns what the next build may
    use, and how many files were not as they are now.

    `memory` is what the last build returned, and `facts` know its numbers, if its files still stand in `folder`;
    `changed` are the papers that changed since then (None: any). Raises `LitwikiError` where two jobs want one path:
    a bug, or a template's.
    """
    _refuse_double(jobs)
    book = facts.book
    digests = [job.digest for job in jobs]
    digest_of = _Digests(facts, memory, changed)
    todo = _stale(jobs, digests, memory, digest_of) if memory else range(len(jobs))
    parts, first_new = processes.worth(len(todo)), len(book.numbers)

    def work(part: int, tick: Callable[[], None]) -> _Done:
        done = _Done()
        for number in _turns(todo, part, parts):
            job = jobs[number]
            book.seen.clear()
            content = _content(job.make(desk, job.path, *job.args))
            done.written += put(folder, job.path, content)
            done.contents[number] = blake2b(content, digest_size=16).hexdigest()
            done.reads[number] = array("I", sorted(book.seen))
            tick()
        done.named = list(book.numbers)[first_new:]
        return done

    shares = processes.share(work, range(parts), tick)
    contents = {number: content for done in shares for number, content in done.contents.items()}
    reads = {number: own for done in shares for number, own in done.renumbered(book.number, first_new)}
    before = _Before(memory)
    every, ends, made = array("I"), array("I"), {}
    for number, (job, digest) in enumerate(zip(jobs, digests, strict=True)):
        made[str(job.path)] = (digest, contents.get(number) or before.content(job.path))
        every.extend(reads[number] if number in reads else before.reads(job.path))
        ends.append(len(every))
    read = set(every)
    told = {fact: digest_of(fact) if number in read else UNREAD for fact, number in book.numbers.items()}
    return Memory(made, told, every, ends), sum(done.written for done in shares)


@dataclass(slots=True)
class _Done:
    """What one process did, by number of a job: digests of contents, facts read; and facts it gave numbers to."""

    contents: dict[int, str] = field(default_factory=dict)
    reads: dict[int, "array[int]"] = field(default_factory=dict)
    named: list[str] = field(default_factory=list)
    written: int = 0

    def renumbered(self, number_of: Callable[[str], int], first_new: int) -> Iterator[tuple[int, "array[int]"]]:
        """What jobs read, by numbers that all processes agree on."""
        agreed = [number_of(fact) for fact in self.named]
        for job, own in self.reads.items():
            yield job, array("I", [n if n < first_new else agreed[n - first_new] for n in own])


def _content(made: Page | bytes) -> bytes:
    return made if isinstance(made, bytes) else page_text(made.meta, made.body).encode()


def _refuse_double(jobs: Sequence[Job]) -> None:
    paths: set[DocPath] = set()
    for job in jobs:
        if job.path in paths:
            raise LitwikiError(f"two files want the path {job.path}; rename one of them")
        paths.add(job.path)


def _turns(todo: Sequence[int], part: int, parts: int) -> Iterator[int]:
    for start in range(part * IN_A_TURN, len(todo), parts * IN_A_TURN):
        yield from todo[start : start + IN_A_TURN]


class _Digests:
    """Digests of facts as they are now, each looked up once; what follows from papers that did not change has its
    old one."""

    def __init__(self, facts: Facts, memory: Memory | None, changed: frozenset[Slug] | None) -> None:
        self._facts, self._changed = facts, changed
        self._before: Mapping[str, str] = memory.facts if memory else {}
        self._found: dict[str, str] = {}

    def __call__(self, fact: str) -> str:
        if fact not in self._found:
            self._found[fact] = self._before[fact] if self._is_kept(fact) else self._facts.digest(fact)
        return self._found[fact]

    def _is_kept(self, fact: str) -> bool:
        if self._changed is None or not fact.startswith(PER_PAPER) or self._before.get(fact, UNREAD) == UNREAD:
            return False
        key = fact.partition("/")[2]
        return key[:1] != "?" and key not in self._changed


def _stale(
    jobs: Sequence[Job], digests: Sequence[str], memory: Memory, digest_of: Callable[[str], str]
) -> Sequence[int]:
    """Numbers of the jobs whose file is not what the last build made."""
    moved = {
        number
        for number, (fact, digest) in enumerate(memory.facts.items())
        if digest != UNREAD and digest_of(fact) != digest
    }
    stale = _readers(memory, moved)
    return [
        number
        for number, (job, digest) in enumerate(zip(jobs, digests, strict=True))
        if job.path in stale or memory.made.get(job.path, ("", ""))[0] != digest
    ]


def _readers(memory: Memory, facts: set[int]) -> set[str]:
    """Paths of the jobs that read one of some facts."""
    paths, found, job = list(memory.made), set(), 0
    for position, fact in enumerate(memory.reads if facts else ()):
        if fact in facts:
            while memory.ends[job] <= position:
                job += 1
            found.add(paths[job])
    return found


class _Before:
    """What the last build knew, by paths."""

    def __init__(self, memory: Memory | None) -> None:
        self._memory = memory
        self._numbers = {path: number for number, path in enumerate(memory.made)} if memory else {}

    def content(self, path: str) -> str:
        """The digest of a file's content."""
        return self._memory.made[path][1] if self._memory else ""

    def reads(self, path: str) -> "array[int]":
        """What the file's job read."""
        if not self._memory:
            return array("I")
        number = self._numbers[path]
        return self._memory.reads[self._memory.ends[number - 1] if number else 0 : self._memory.ends[number]]
