"""The wiki as Markdown and files in `build/docs`, which any engine renders: a wiki in, files with their digests out.

Every step takes what the last build left and brings it up to date; what comes out is, byte for byte, what it would be
without. Which files are pages' is decided here; how each is made, by `pages`, `exports` and `search`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from litwiki import exports, layout, links, making, pages, search, sitemap, write
from litwiki.content import Changes
from litwiki.model.wiki import Wiki
from litwiki.pages.desk import Desk
from litwiki.templates import make_environment, theme_files
from litwiki.traces import PER_PAPER, watch

OF_LINKS = ("related", "mentions", "backlinks")
"""Collections of facts of which `links.update` says what changed."""


@dataclass(frozen=True, slots=True)
class Docs:
    """What `build/docs` holds: digests by path; how many pages there are, how many files were not as they are now."""

    files: Mapping[str, str]
    pages: int
    written: int


@dataclass(frozen=True, slots=True)
class Memory:
    """What a build leaves to the next one; `others` are digests of files that no job made."""

    links: links.Memory
    spots: layout.Memory
    index: search.Memory
    jobs: making.Memory
    others: Mapping[str, str]

    def save(self, folder: Path) -> None:
        """Writes what `load` reads."""
        for name, save in (
            ("links", self.links.save),
            ("map", self.spots.save),
            ("search", self.index.save),
            ("jobs", self.jobs.save),
        ):
            (folder / name).mkdir(parents=True, exist_ok=True)
            save(folder / name)
        (folder / "others.json").write_text(json.dumps(self.others), encoding="utf-8")


def load(folder: Path) -> Memory | None:
    """What `Memory.save` wrote; None where a part of it cannot be read."""
    try:
        others = {**json.loads((folder / "others.json").read_bytes())}
    except (OSError, ValueError, TypeError):
        return None
    found, spots = links.Memory.load(folder / "links"), layout.Memory.load(folder / "map")
    index, jobs = search.Memory.load(folder / "search"), making.load(folder / "jobs")
    return Memory(found, spots, index, jobs, others) if found and spots and index and jobs else None


def update(
    wiki: Wiki, changes: Changes | None, memory: Memory | None, say: Callable[[str], None] = lambda _: None
) -> tuple[Docs, Memory]:
    """Makes `build/docs` and `build/theme` hold what belongs there.

    `memory` is what the last build returned, if both folders are as it left them; `changes` is what happened to the
    content since.
    """
    if changes is None or memory is None:
        changes, memory = None, None
    config, papers = wiki.config, changes.papers if changes else None
    folder = config.build / "docs"
    say("linking papers")
    found, of_links = links.update(wiki, papers, memory.links if memory else None)
    spots, of_map = layout.update(wiki, found.graph, memory.spots if memory else None)
    graph = replace(found.graph, spots=spots)
    say("indexing for the search")
    parts, index = search.update(wiki, found.model, papers, memory.index if memory else None)
    others: dict[str, bytes | None] = {str(path): content for path, content in parts.items()}
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
        known = dict.fromkeys(PER_PAPER, changes.papers) | dict.fromkeys(OF_LINKS, found.papers) if changes else {}
        made, written = making.make(jobs, desk, facts, folder, memory.jobs if memory else None, known)
        written += sum(write.put(folder, path, data) for path, data in others.items() if data is not None)
    overrides = {path: data for path, data in theme.items() if not path.startswith("assets/")}
    write.write(config.build / "theme", config.build / "theme.json", overrides)
    digests = {
        path: memory.others[path] if data is None and memory else _digest(data or b"") for path, data in others.items()
    }
    files = {path: content for path, (_, content) in made.made.items()} | digests
    return Docs(files, len(of_pages), written), Memory(of_links, of_map, index, made, digests)


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()
