"""Reads the source of a migration, a file or a folder, into one outline: each file by what it is.

A LaTeX text gives the sections of the bibliographies beside it; a bibliography alone gives its keywords and groups;
pages with front matter their tags; a list in Markdown its headings; other formats, as `litwiki ingest` reads them,
their keywords. Files that are none of these are named in the report.
"""

import os
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
LATEX = frozenset({".tex"})
BIBLIOGRAPHIES = frozenset({".bib", ".bibtex"})
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
    skipped = reader.read()
    if reader.unread:
        raw = RawListing("", "", digest("\n".join(reader.unread), 64))
        reading = ListingReading(raw, ListingHead(""), (), tuple(reader.unread.values()))
        reader.outlines.append(Outline(readings=(reading,)))
    outline = joined(reader.outlines)
    if not any(reading.entries or reading.rejected for reading in outline.readings):
        named = ", ".join(skipped[:5]) or "no file"
        what = kind or f"any of {', '.join(KINDS)}"
        raise UsageError(f"{source} holds no papers that can be read as {what}: {named}")
    # Texts may be large, and nobody reads them again.
    readings = tuple(replace(reading, raw=replace(reading.raw, text="")) for reading in outline.readings)
    tags = outline_of(outline.tagged, chosen.tags)
    return joined([replace(outline, readings=readings), tags, Outline(skipped=tuple(skipped))])


class _Reader:
    """Collects outlines, file by file. A method that reads files of a kind returns the names of those that it used."""

    def __init__(self, source: Path, kind: str | None, chosen: Chosen) -> None:
        self.root = source if source.is_dir() else source.parent
        self.source, self.kind, self.chosen = source, kind, chosen
        self.outlines: list[Outline] = []
        self.unread: dict[str, Rejected] = {}
        """Files whose text cannot be read, by name."""

    # --- which file is what ---------------------------------------------------------------------------

    def read(self) -> list[str]:
        """Reads all files; the names of those that hold no papers."""
        names = _names(self.source)
        latex = _ending(names, LATEX) if self._wants("latex") else []
        bibs = _ending(_names(self.root) if latex and self.source.is_file() else names, BIBLIOGRAPHIES)
        used = self._latex(latex, bibs)
        markdown = [
            name
            for name in _ending(names, MARKDOWN)
            if self.source.is_file() or not ABOUT_A_FOLDER.match(posixpath.basename(name))
        ]
        pages = self._pages(markdown) if self._wants("pages") else set()
        lists = self._lists([name for name in markdown if name not in pages]) if self._wants("awesome") else set()
        done = used | pages | lists
        if self._wants("bibliography") or used:
            done |= self._libraries([name for name in bibs if name not in done], "bibliography", has_tags=not used)
        if self._wants("library"):
            rest = [name for name in _ending(names, LIBRARY) if name not in done]
            done |= self._libraries(rest, "library", has_tags=True)
        return [name for name in names if name not in done]

    def _wants(self, kind: str) -> bool:
        return self.kind is None or self.kind == kind

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

            def open_file(name: str, beside: str = root) -> RawListing | None:
                file = files.get(_tex(beside, name))
                used.update([file.path] if file else [])
                return file

            sections.append(read_sections(files[root], open_file))
        readings = {name: reading for name in bibs if (reading := self._reading(name))}
        introduction = "".join(one.introduction for one in sections)
        self.outlines.append(replace(joined(sections), introduction=introduction, readings=(*readings.values(),)))
        return used | readings.keys()

    def _lists(self, names: Sequence[str]) -> set[str]:
        files = [file for name in names if (file := self._open(name))]
        outlines = [
            read_list(file)
            for file in files
            if self.kind == "awesome" or awesome_markdown.sniff(file.text[: sources.HEAD])
        ]
        is_sure = self.source.is_file() or self.kind is not None
        outlines = [one for one in outlines if is_sure or len(one.readings[0].entries) >= LEAST_PAPERS]
        self.outlines += outlines
        return {one.readings[0].raw.path for one in outlines}

    def _pages(self, names: Sequence[str]) -> set[str]:
        files = [file for name in names if (file := self._open(name)) and self._is_page(file.text)]
        if not files:
            return set()
        outline, others = read_pages(files, self.chosen.fields)
        if not outline.readings[0].entries:
            return set()
        self.outlines.append(outline)
        return {file.path for file in files}.difference(others)

    def _is_page(self, text: str) -> bool:
        return has_front_matter(text) or (self.kind == "pages" and text[:3] in {"---", "+++"})

    def _libraries(self, names: Sequence[str], kind: str, *, has_tags: bool) -> set[str]:
        used = set()
        for name in names:
            reading = self._reading(name)
            if reading is None or not (reading.entries or (reading.rejected and kind == "bibliography")):
                continue
            used.add(name)
            tagged: tuple[Tagged, ...] = ()
            notes: dict[EntryRef, str] = {}
            if has_tags:
                tagged = tuple(_tagged(reading))
                notes = {EntryRef(name, n): text for n, one in enumerate(reading.entries) if (text := _remarks(one))}
                reading = replace(reading, entries=tuple(replace(entry, keywords=()) for entry in reading.entries))
            self.outlines.append(Outline(readings=(reading,), tagged=tagged, notes=notes, kinds=(kind,)))
        return used

    # --- files ----------------------------------------------------------------------------------------

    def _bytes(self, name: str) -> bytes:
        try:
            with (self.root / name).open("rb") as file:
                return file.read(sources.LARGEST + 1)
        except OSError as error:
            raise StorageError.from_os(error, self.root / name) from None

    def _open(self, name: str) -> RawListing | None:
        content = self._bytes(name)
        decoded = decode(content) if len(content) <= sources.LARGEST else None
        if decoded is None or isinstance(decoded, Undecodable):
            reason = decoded.reason if decoded else f"it is larger than {sources.LARGEST // 2**20} MB"
            self.unread[name] = Rejected(name, 1, f"was not read: {reason}", "")
            return None
        return RawListing(name, decoded.text, sources.digest_of_bytes(content))

    def _reading(self, name: str) -> ListingReading | None:
        """A file as `ingest` reads it; None where no format is that of it."""
        reading = sources.read_bytes(self._bytes(name), name)
        return limited(reading) if reading.head.source else None


def _tagged(reading: ListingReading) -> Iterator[Tagged]:
    """What the entries of a library stand under: collections of Zotero, groups of BibTeX, keywords."""
    text, path = reading.raw.text, reading.raw.path
    placed = dict(zotero_json.placed(text)) if reading.head.source == zotero_json.name else {}
    above: Mapping[str, str] = {}
    if reading.head.source == bibtex.name:
        above = bibtex_groups.find_groups(bibtex_blocks.split(text, path).comments).parents
    for position, entry in enumerate(reading.entries):
        collections = placed.get(entry.line, ())
        names = {collection[-1] for collection in collections}
        keywords = (_below_groups(keyword, above) for keyword in entry.keywords if keyword not in names)
        paths = dict.fromkeys(map(HeadingPath, (*collections, *keywords)))
        # Of a group and the one above it the narrower says both.
        inner = tuple(p for p in paths if not any(q != p and q[: len(p)] == p for q in paths))
        yield Tagged(EntryRef(path, position), inner, path, entry.line)


def _below_groups(keyword: str, above: Mapping[str, str]) -> tuple[str, ...]:
    """A group with those above it; a tag alone. `above` has the group above each group."""
    path = [keyword]
    while (upper := above.get(path[0])) and upper not in path and len(path) < bibtex_groups.DEEPEST:
        path.insert(0, upper)
    return tuple(path)


def _remarks(entry: Entry) -> str:
    """What people wrote about a paper, Markdown."""
    return "\n\n".join(markdown_text(text) for name, text in entry.extra.items() if REMARK.fullmatch(name))


def _names(source: Path) -> list[str]:
    """The files of a source by name, POSIX from its folder; hidden ones and what programs make are left out."""
    if source.is_file():
        return [source.name]
    names: list[str] = []

    def refuse(error: OSError) -> None:
        raise StorageError.from_os(error, Path(error.filename or source))

    # Without `onerror` a folder that may not be read would be passed over, with every paper in it.
    for folder, folders, files in os.walk(source, onerror=refuse):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in SKIPPED)
        below = Path(folder).relative_to(source)
        names += [(below / name).as_posix() for name in sorted(files) if not name.startswith(".")]
        if len(names) > MOST_FILES:
            raise UsageError(f"{source} has more than {MOST_FILES:,} files; name a folder of it")
    return names


def _ending(names: Iterable[str], endings: Collection[str]) -> list[str]:
    return [name for name in names if posixpath.splitext(name)[1].lower() in endings]


def _tex(beside: str, name: str) -> str:
    r"""The path of what `\input{name}` in the file `beside` means."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(beside), name))
    return path if path.lower().endswith(".tex") else f"{path}.tex"
