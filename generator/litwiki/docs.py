"""The wiki as Markdown and files in `build/docs`, which any engine renders: a wiki in, files with their digests out.

Every step takes what the last build left and brings it up to date; what comes out is, byte for byte, what it would be
without. Which files are pages' is decided here; how each is made, by `pages`, `exports` and `search`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from litwiki import exports, links, making, pages, search, sitemap, write
from litwiki.content import Changes
from litwiki.model.wiki import Wiki
from litwiki.pages.desk import Desk
from litwiki.templates import make_environment, theme_files
from litwiki.traces import PER_PAPER, watch


@dataclass(frozen=True, slots=True)
class Docs:
    """What `build/docs` holds: digests by path; how many pages there are, how many files were not as they are now."""

    files: Mapping[str, str]
    pages: int
    written: int


@dataclass(frozen=True, slots=True)
class Memory:
    """What a build leaves to the next one; `others` are digests of files that no job made."""

    jobs: making.Memory
    others: Mapping[str, str]

    def save(self, folder: Path) -> None:
        """Writes what `load` reads."""
        (folder / "jobs").mkdir(parents=True, exist_ok=True)
        self.jobs.save(folder / "jobs")
        (folder / "others.json").write_text(json.dumps(self.others), encoding="utf-8")


def load(folder: Path) -> Memory | None:
    """What `Memory.save` wrote; None where a part of it cannot be read."""
    try:
        others = {**json.loads((folder / "others.json").read_bytes())}
    except (OSError, ValueError, TypeError):
        return None
    jobs = making.load(folder / "jobs")
    return Memory(jobs, others) if jobs else None


def update(
    wiki: Wiki, changes: Changes | None, memory: Memory | None, say: Callable[[str], None] = lambda _: None
) -> tuple[Docs, Memory]:
    """Makes `build/docs` and `build/theme` hold what belongs there.

    `memory` is what the last build returned, if both folders are as it left them; `changes` is what happened to the
    content since.
    """
    if changes is None or memory is None:
        changes, memory = None, None
    config = wiki.config
    folder = config.build / "docs"
    say("linking papers")
    found = links.make(wiki)
    graph = found.graph
    say("indexing for the search")
    others: dict[str, bytes | None] = {str(file.path): file.make() for file in search.plan(wiki, found)}
    say("making pages")
    of_pages = list(pages.plan(wiki, graph))
    jobs = [*of_pages, *exports.plan(wiki, graph)]
    theme = theme_files(config.root)
    for file in sitemap.make(config, (job.path for job in of_pages)):
        # The engine renders its own sitemap, whatever else is there: ours takes that template's place.
        (theme if file.path == "sitemap.xml" else others)[file.path] = file.content
    others |= {path: data for path, data in theme.items() if path.startswith("assets/")}
    facts = watch(wiki, graph, memory.jobs.facts if memory else ())
    with write.holding(folder, config.build / "docs.json", {*(job.path for job in jobs), *others}):
        desk = Desk(facts.wiki, facts.graph, make_environment(config.root))
        known = dict.fromkeys(PER_PAPER, changes.papers) if changes else {}
        made, written = making.make(jobs, desk, facts, folder, memory.jobs if memory else None, known)
        written += sum(write.put(folder, path, data) for path, data in others.items() if data is not None)
    overrides = {path: data for path, data in theme.items() if not path.startswith("assets/")}
    write.write(config.build / "theme", config.build / "theme.json", overrides)
    digests = {
        path: memory.others[path] if data is None and memory else _digest(data or b"") for path, data in others.items()
    }
    files = {path: content for path, (_, content) in made.made.items()} | digests
    return Docs(files, len(of_pages), written), Memory(made, digests)


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()
