"""Reads the source of a migration, a file or a folder, into one outline: each file by what it is.

A LaTeX text gives the sections of the bibliographies beside it; a bibliography alone gives its keywords and groups;
pages with front matter their tags; a list in Markdown its headings; other formats, as `litwiki ingest` reads them,
their keywords. Files that are none of these are named in the report.
"""

import os
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from litwiki import sources
from litwiki.curation.ingest.limits import limited
from litwiki.curation.migrate.front_matter_pages import has_front_matter, read_pages
from litwiki.curation.migrate.latex_prose import CITE
from litwiki.curation.migrate.latex_sections import read_sections
from litwiki.curation.migrate.markdown_list import read_list
from litwiki.curation.migrate.outline import EntryRef, HeadingPath, Outline, Tagged, joined
from litwiki.curation.migrate.topics import outline_of
from litwiki.markup.markdown import markdown_text
from litwiki.model.entries import Entry, ListingHead, ListingReading, RawListing, Rejected
from litwiki.model.errors import StorageError, UsageError
from litwiki.model.ids import digest
from litwiki.model.replace import replace
from litwiki.sources import awesome_markdown, bibtex, zotero_json
from litwiki.sources.bibtex import blocks as bibtex_blocks
from litwiki.sources.bibtex import groups as bibtex_groups
from litwiki.sources.decoding import Undecodable, decode

KINDS = ("latex", "bibliography", "pages", "awesome", "library")
"""What a source may be. A library is any other format that `litwiki ingest` reads: CSL-JSON, RIS, tables, …"""
MOST_FILES = 200_000
SKIPPED = frozenset({"node_modules", "_site", "vendor", "__pycache__", "assets", "_layouts", "_includes"})
MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mdx"})
LIBRARY = frozenset({".json", ".jsonl", ".ris", ".csv", ".tsv", ".nbib", ".txt", ".xml"})
ABOUT_A_FOLDER = re.compile(
    r"(?:contributing|code_of_conduct|changelog|license|licence|security|template|about|404)\b.*|_template.*",
    re.IGNORECASE,
)
SECTION = re.compile(r"\\(?:chapter|section|subsection)\*?\s*[\[{]")
INPUT = re.compile(r"\\(?:input|include|subfile)\s*\{([^{}\n]{1,300})\}")
REMARK = re.compile(r"(?:comment(?:-.*)?|annote|annotation|review)(?: \(\d+\))?", re.IGNORECASE)
"""Fields in which people write what they think: BibTeX's own, and one a person that JabRef has."""
LEAST_PAPERS = 3
"""Papers of a Markdown file that is taken for a list of them, where it was not named by itself."""


class Chosen(Struct, frozen=True):
    """What a person decided: fields of pages by their keys, names of tags by their spellings."""

    fields: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)


NOTHING_CHOSEN = Chosen()


def read_source(source: Path, kind: str | None = None, chosen: Chosen = NOTHING_CHOSEN) -> Outline:
    """Reads a file or a folder, as `kind` or as what it is. Raises `UsageError` where there is nothing to read."""
    if not source.exists():
        raise UsageError(f"{source}: there is no such file or folder")
    reader = _Reader(source, kind, chosen)
    reader.read()
    return reader.done()


class _Reader:
    """Collects outlines, file by file."""

    def __init__(self, source: Path, kind: str | None, chosen: Chosen) -> None:
        self.root = source if source.is_dir() else source.parent
        self.source, self.kind, self.chosen = source, kind, chosen
        self.outlines: list[Outline] = []
        self.skipped: list[str] = []
        self.unread: dict[str, Rejected] = {}
        """Files whose text cannot be read, by name."""

    @property
    def count(self) -> int:
        """Readings so far: the number of the next one."""
        return sum(len(outline.readings) for outline in self.outlines)

    # --- which file is what ---------------------------------------------------------------------------

    def read(self) -> None:
        names = [*_names(self.source)]
        latex = [name for name in names if name.lower().endswith(".tex")]
        bibs = [name for name in names if name.lower().endswith((".bib", ".bibtex"))]
        if self.source.is_file() and latex and self._wants("latex"):
            bibs = [name for name in _names(self.root) if name.lower().endswith((".bib", ".bibtex"))]
        used = self._latex(latex, bibs) if self._wants("latex") else set()
        markdown = [name for name in names if Path(name).suffix.lower() in MARKDOWN]
        pages = self._pages(markdown) if self._wants("pages") else set()
        lists = self._lists([name for name in markdown if name not in pages]) if self._wants("awesome") else set()
        done = used | pages | lists
        if self._wants("bibliography") or used:
            done |= self._libraries([name for name in bibs if name not in done], "bibliography", has_tags=not used)
        if self._wants("library"):
            rest = [name for name in names if Path(name).suffix.lower() in LIBRARY and name not in done]
            done |= self._libraries(rest, "library", has_tags=True)
        self.skipped = [name for name in names if name not in done]

    def _wants(self, kind: str) -> bool:
        return self.kind is None or self.kind == kind

    def done(self) -> Outline:
        """What was read. Raises `UsageError` where that is nothing."""
        if self.unread:
            raw = RawListing("", "", digest("\n".join(self.unread), 64))
            reading = ListingReading(raw, ListingHead(""), (), tuple(self.unread.values()))
            self.outlines.append(Outline(readings=(reading,)))
        found = joined(self.outlines)
        if not any(reading.entries or reading.rejected for reading in found.readings):
            named = ", ".join(self.skipped[:5]) or "no file"
            what = self.kind or f"any of {', '.join(KINDS)}"
            raise UsageError(f"{self.source} holds no papers that can be read as {what}: {named}")
        tags = outline_of(found.tagged, self.chosen.tags)
        return joined([found, tags, Outline(skipped=tuple(self.skipped))])

    # --- kinds ----------------------------------------------------------------------------------------

    def _latex(self, names: Sequence[str], bibs: Sequence[str]) -> set[str]:
        files = {name: file for name in names if (file := self._open(name))}
        included = {_tex(name, one) for name, file in files.items() for one in INPUT.findall(file.text)}
        roots = [
            name
            for name, file in files.items()
            if name not in included
            and (self.kind == "latex" or CITE.search(file.text))
            and (SECTION.search(file.text) or INPUT.search(file.text) or "\\item" in file.text)
        ]
        if not roots or not bibs:
            return set()
        used = {*roots}
        sections = []
        for root in roots:

            def open_file(name: str, beside: str = root) -> tuple[str, str] | None:
                path = _tex(beside, name)
                file = files.get(path)
                if file:
                    used.add(path)
                return (path, file.text) if file else None

            sections.append(read_sections(files[root].text, root, open_file))
        readings = {name: reading for name in bibs if (reading := self._reading(name))}
        introduction = "".join(one.introduction for one in sections)
        self.outlines.append(replace(joined(sections), introduction=introduction, readings=(*readings.values(),)))
        return used | readings.keys()

    def _lists(self, names: Sequence[str]) -> set[str]:
        used = set()
        for name in names:
            file = self._open(name)
            if not file or (self.source.is_dir() and ABOUT_A_FOLDER.match(Path(name).name)):
                continue
            if not awesome_markdown.sniff(file.text[: sources.HEAD]) and self.kind != "awesome":
                continue
            outline = read_list(file, self.count)
            if len(outline.readings[0].entries) < LEAST_PAPERS and self.source.is_dir() and self.kind is None:
                continue
            used.add(name)
            self.outlines.append(outline)
        return used

    def _pages(self, names: Sequence[str]) -> set[str]:
        files = []
        for name in names:
            file = self._open(name)
            is_about = self.source.is_dir() and ABOUT_A_FOLDER.match(Path(name).name)
            if (
                file
                and not is_about
                and (has_front_matter(file.text) or (self.kind == "pages" and file.text[:3] in {"---", "+++"}))
            ):
                files.append(file)
        if not files:
            return set()
        outline, others = read_pages(files, self.chosen.fields, self.count)
        if not outline.readings[0].entries:
            return set()
        self.outlines.append(outline)
        return {file.path for file in files}.difference(others)

    def _libraries(self, names: Sequence[str], kind: str, *, has_tags: bool) -> set[str]:
        used = set()
        for name in names:
            reading = self._reading(name)
            if reading is None or (not reading.entries and not reading.rejected):
                continue
            if kind == "library" and not reading.entries:
                continue
            used.add(name)
            number, tagged, notes = self.count, [], {}
            if has_tags:
                above = self._groups(name) if reading.head.source == bibtex.name else {}
                placed = self._collections(name) if reading.head.source == zotero_json.name else {}
                for position, entry in enumerate(reading.entries):
                    paths = tuple(dict.fromkeys((*placed.get(entry.line, ()), *_paths(entry, above, placed))))
                    # Of a group and the one above it the narrower says both.
                    inner = tuple(p for p in paths if not any(q != p and q[: len(p)] == p for q in paths))
                    tagged.append(Tagged(EntryRef(number, position), inner, name, entry.line))
                    remark = "\n\n".join(
                        markdown_text(text) for field, text in entry.extra.items() if REMARK.fullmatch(field)
                    )
                    if remark:
                        notes[EntryRef(number, position)] = remark
                reading = replace(reading, entries=tuple(replace(entry, keywords=()) for entry in reading.entries))
            self.outlines.append(Outline(readings=(reading,), tagged=tuple(tagged), notes=notes, kinds=(kind,)))
        return used

    def _groups(self, name: str) -> Mapping[str, str]:
        file = self._open(name)
        blocks = bibtex_blocks.split(file.text, name) if file else None
        return bibtex_groups.find_groups(blocks.comments).parents if blocks else {}

    def _collections(self, name: str) -> Mapping[int, tuple[HeadingPath, ...]]:
        """The collections of a Zotero library that an item is in, by the line that the item begins on."""
        file = self._open(name)
        return {line: tuple(map(HeadingPath, paths)) for line, paths in zotero_json.placed(file.text)} if file else {}

    # --- files ----------------------------------------------------------------------------------------

    def _open(self, name: str) -> RawListing | None:
        try:
            content = (self.root / name).read_bytes()
        except OSError as error:
            raise StorageError.from_os(error, self.root / name) from None
        decoded = decode(content) if len(content) <= sources.LARGEST else None
        if decoded is None or isinstance(decoded, Undecodable):
            reason = decoded.reason if decoded else f"it is larger than {sources.LARGEST // 2**20} MB"
            self.unread[name] = Rejected(name, 1, f"was not read: {reason}", "")
            return None
        return RawListing(name, decoded.text, sources.digest_of_bytes(content))

    def _reading(self, name: str) -> ListingReading | None:
        """A file as `ingest` reads it; None where no format is that of it."""
        reading = sources.read_file(self.root / name)
        if not reading.head.source:
            return None
        raw = replace(reading.raw, path=name, text="")
        remarks = tuple(replace(one, path=name) for one in reading.remarks)
        rejected = tuple(replace(one, path=name) for one in reading.rejected)
        return limited(replace(reading, raw=raw, remarks=remarks, rejected=rejected))


def _names(source: Path) -> Iterator[str]:
    """The files of a source by name, POSIX from its folder; hidden ones and what programs make are left out."""
    if source.is_file():
        yield source.name
        return
    count = 0

    def refuse(error: OSError) -> None:
        raise StorageError.from_os(error, Path(error.filename or source))

    # Without `onerror` a folder that may not be read would be passed over, with every paper in it.
    for folder, folders, files in os.walk(source, onerror=refuse):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in SKIPPED)
        for name in sorted(files):
            if name.startswith("."):
                continue
            count += 1
            if count > MOST_FILES:
                raise UsageError(f"{source} has more than {MOST_FILES:,} files; name a folder of it")
            yield (Path(folder) / name).relative_to(source).as_posix()


def _tex(beside: str, name: str) -> str:
    r"""The path of what `\input{name}` in the file `beside` means."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(beside), name))
    return path if path.lower().endswith(".tex") else f"{path}.tex"


def _paths(
    entry: Entry, above: Mapping[str, str], placed: Mapping[int, tuple[HeadingPath, ...]]
) -> Iterator[HeadingPath]:
    """What the keywords of an entry file it under, but for those that are the collections it is placed in."""
    names = {path[-1] for path in placed.get(entry.line, ())}
    return (_tag_path(keyword, above) for keyword in entry.keywords if keyword not in names)


def _tag_path(keyword: str, above: Mapping[str, str]) -> HeadingPath:
    """A group with those above it; a tag alone. `above` has the group above each group."""
    path = [keyword]
    while (upper := above.get(path[0])) and upper not in path and len(path) < bibtex_groups.DEEPEST:
        path.insert(0, upper)
    return HeadingPath(tuple(path))
