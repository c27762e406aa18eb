"""Jobs done, as far as they are to be done: jobs and the last build's memory in, files in `build/docs` out.

Where a job's arguments and all it read are what they were, its file stands there already. The others run, shared among
the cores; each file is written as soon as it is made, and none is kept in memory.
"""

import json
from array import array
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType

from litwiki import processes
from litwiki.markup import page_text
from litwiki.model.errors import LitwikiError
from litwiki.model.ids import DocPath
from litwiki.model.records import Page
from litwiki.traces import Facts, Job
from litwiki.write import put

IN_A_TURN = 32
"""Jobs that follow one another are much alike: each process takes so many in turn."""
DIGEST = 24
"""Characters of a digest."""
NO_DIGEST = " " * DIGEST
Changed = Mapping[str, Container[str]]
"""The keys that can have another value, by the name of a collection of facts; of others nothing is known."""
NOTHING_KNOWN: Changed = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Memory:
    """What jobs did: by path a job's digest and that of its content; facts by their numbers with their digests;
    what each job read as numbers of facts, those of the n-th path up to `ends[n]`."""

    made: Mapping[str, tuple[str, str]]
    facts: Mapping[str, str]
    reads: "array[int]"
    ends: "array[int]"

    def save(self, folder: Path) -> None:
        """Writes `jobs.json` and `reads.bin`; digests stand side by side, which reads ten times as fast."""
        folder.mkdir(parents=True, exist_ok=True)
        told = {
            "paths": list(self.made),
            "jobs": "".join(job for job, _ in self.made.values()),
            "contents": "".join(content for _, content in self.made.values()),
            "facts": list(self.facts),
            "digests": "".join(digest or NO_DIGEST for digest in self.facts.values()),
            "ends": self.ends.tolist(),
        }
        (folder / "jobs.json").write_text(json.dumps(told, separators=(",", ":")), encoding="utf-8")
        (folder / "reads.bin").write_bytes(self.reads.tobytes())


def load(folder: Path) -> Memory | None:
    """What `Memory.save` wrote; None where it cannot be read."""
    try:
        told = json.loads((folder / "jobs.json").read_bytes())
        reads, ends = array("I"), array("I", told["ends"])
        reads.frombytes((folder / "reads.bin").read_bytes())
        pairs = zip(_apart(told["jobs"]), _apart(told["contents"]), strict=True)
        made = dict(zip(told["paths"], pairs, strict=True))
        digests = (digest.strip() for digest in _apart(told["digests"]))
        facts = dict(zip(told["facts"], digests, strict=True))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return None
    fits = len(ends) == len(made) and (ends[-1] if ends else 0) == len(reads) and max(reads, default=-1) < len(facts)
    return Memory(made, facts, reads, ends) if fits else None


def _apart(digests: str) -> list[str]:
    return [digests[start : start + DIGEST] for start in range(0, len(digests), DIGEST)]


def make(
    jobs: Sequence[Job],
    desk: object,
    facts: Facts,
    folder: Path,
    memory: Memory | None,
    changed: Changed = NOTHING_KNOWN,
    tick: Callable[[], None] = lambda: None,
) -> tuple[Memory, int]:
    """Makes every job's file in `folder`; `desk` has the wiki and links of `facts`. Returns what the next build may
    use, and how many files were not as they are now.

    `memory` is what the last build returned, and `facts` know its numbers, if its files still stand in `folder`;
    `changed` says of some collections which keys can have changed since then.

    Raises `LitwikiError` where two jobs want one path: a bug, or a template's.
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
            done.contents[number] = blake2b(content, digest_size=DIGEST // 2).hexdigest()
            done.reads[number] = array("I", sorted(book.seen))
            tick()
        done.named = list(book.numbers)[first_new:]
        return done

    shares = processes.share(work, range(parts), tick)
    contents = {number: content for done in shares for number, content in done.contents.items()}
    reads = {number: own for done in shares for number, own in done.renumbered(book.number, first_new)}
    before = memory.made if memory else {}
    made = {
        str(job.path): (digest, contents[number] if number in contents else before[job.path][1])
        for number, (job, digest) in enumerate(zip(jobs, digests, strict=True))
    }
    every, ends = _joined(jobs, reads, memory)
    told = {fact: digest_of(fact) for fact in book.numbers}
    return Memory(made, told, every, ends), sum(done.written for done in shares)


def _joined(
    jobs: Sequence[Job], reads: Mapping[int, "array[int]"], memory: Memory | None
) -> tuple["array[int]", "array[int]"]:
    """What all jobs read, one after the other: what was read now, and else what the last build knew."""
    every, ends = array("I"), array("I")
    numbers = {path: number for number, path in enumerate(memory.made)} if memory else {}
    for number, job in enumerate(jobs):
        if number in reads or not memory:
            every.extend(reads[number])
        else:
            old = numbers[job.path]
            every.extend(memory.reads[memory.ends[old - 1] if old else 0 : memory.ends[old]])
        ends.append(len(every))
    return every, ends


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
    """Digests of facts as they are now, each looked up once; those that are known to be the same have their old one."""

    def __init__(self, facts: Facts, memory: Memory | None, changed: Changed) -> None:
        self._facts, self._changed = facts, changed
        self._before: Mapping[str, str] = memory.facts if memory else {}
        self._found: dict[str, str] = {}

    def __call__(self, fact: str) -> str:
        if fact not in self._found:
            self._found[fact] = self._before[fact] if self._is_kept(fact) else self._facts.digest(fact)
        return self._found[fact]

    def _is_kept(self, fact: str) -> bool:
        name, _, key = fact.partition("/")
        changed = self._changed.get(name)
        return changed is not None and key[:1] != "?" and key not in changed and fact in self._before


def _stale(
    jobs: Sequence[Job], digests: Sequence[str], memory: Memory, digest_of: Callable[[str], str]
) -> Sequence[int]:
    """Numbers of the jobs whose file is not what the last build made."""
    moved = {number for number, (fact, digest) in enumerate(memory.facts.items()) if digest_of(fact) != digest}
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
