"""Reads the source of a migration, a file or a folder, into one outline: each file by what it is.

A LaTeX text gives the sections of the bibliographies beside it; a bibliography alone gives its keywords and groups;
pages with front matter their tags; a list in Markdown its headings; other formats, as `litwiki ingest` reads them,
their keywords. Files that are none of these are named in the report.
"""

import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from litwiki import sources
from litwiki.curation.limits import limited, within_limits
from litwiki.curation.migrate.front_matter_pages import PageFile, has_front_matter, read_pages
from litwiki.curation.migrate.latex_prose import CITE, plain_of
from litwiki.curation.migrate.latex_sections import read_sections
from litwiki.curation.migrate.markdown_list import read_list
from litwiki.curation.migrate.outline import EntryRef, Filing, Form, Heading, HeadingPath, OldAddress, Outline
from litwiki.curation.migrate.tags import Tagged, outline_of
from litwiki.markup import markdown_text
from litwiki.model.errors import StorageError, UsageError
from litwiki.model.ids import digest
from litwiki.model.records import Entry, ListingHead, ListingReading, RawListing, Rejected, Remark
from litwiki.sources import awesome_markdown, bibtex, bibtex_blocks, bibtex_groups, zotero_json
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


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person decided: fields of pages by their keys, names of tags by their spellings."""

    fields: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)


def read_source(source: Path, kind: str | None = None, chosen: Chosen = Chosen()) -> Outline:
    """Reads a file or a folder, as `kind` or as what it is. Raises `UsageError` where there is nothing to read."""
    if not source.exists():
        raise UsageError(f"{source}: there is no such file or folder")
    reader = _Reader(source, kind, chosen)
    reader.read()
    return reader.done()


@dataclass(slots=True)
class _File:
    path: str
    """From the source's folder, POSIX."""
    text: str
    sha256: str


class _Reader:
    """Collects readings and the parts of an outline, file by file."""

    def __init__(self, source: Path, kind: str | None, chosen: Chosen) -> None:
        self.root = source if source.is_dir() else source.parent
        self.source, self.kind, self.chosen = source, kind, chosen
        self.readings: list[ListingReading] = []
        self.headings: dict[HeadingPath, Heading] = {}
        self.filings: dict[tuple[HeadingPath, object], Filing] = {}
        self.addresses: list[OldAddress] = []
        self.summaries: dict[EntryRef, str] = {}
        self.notes: dict[EntryRef, str] = {}
        self.tagged: list[Tagged] = []
        self.remarks: list[Remark] = []
        self.introduction, self.title = "", ""
        self.form: Form = "plain"
        self.kinds: list[str] = []
        self.fields: Mapping[str, str] = {}
        self.skipped: list[str] = []
        self.links: list[str] = []
        self.badges: list[str] = []
        self.page = ""
        self.unread: dict[str, Rejected] = {}
        """Files whose text cannot be read, by name."""

    # --- which file is what ---------------------------------------------------------------------------

    def read(self) -> None:
        """Reads all files of the source."""
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
            self.readings.append(ListingReading(raw, ListingHead(""), (), tuple(self.unread.values())))
        if not any(reading.entries or reading.rejected for reading in self.readings):
            named = ", ".join(self.skipped[:5]) or "no file"
            what = self.kind or f"any of {', '.join(KINDS)}"
            raise UsageError(f"{self.source} holds no papers that can be read as {what}: {named}")
        tags = outline_of(self.tagged, self.chosen.tags)
        for heading in tags.headings:
            self.headings.setdefault(heading.names, heading)
        for filing in tags.filings:
            self.filings.setdefault((filing.heading, filing.target), filing)
        return Outline(
            readings=tuple(self.readings),
            headings=(*self.headings.values(),),
            filings=(*self.filings.values(),),
            addresses=tuple(self.addresses),
            summaries=self.summaries,
            introduction=self.introduction,
            form=self.form,
            remarks=tuple(self.remarks),
            links=tuple(self.links),
            badges=tuple(self.badges),
            page=self.page,
            kinds=tuple(self.kinds),
            notes=self.notes,
            fields=self.fields,
            tags=tags.names,
            used_once=tags.used_once,
            skipped=tuple(self.skipped),
            title=self.title,
        )

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
        self.kinds.append("latex")
        used = {*roots}
        for root in roots:

            def open_file(name: str, beside: str = root) -> tuple[str, str] | None:
                path = _tex(beside, name)
                file = files.get(path)
                if file:
                    used.add(path)
                return (path, file.text) if file else None

            found = read_sections(files[root].text, root, open_file)
            self._take(found.headings, found.filings)
            self.remarks += found.remarks
            self.introduction += found.introduction
            self.form = "latex"
            title = re.search(r"\\title\s*(?:\[[^\]]{0,200}\])?\s*\{((?:[^{}]|\{[^{}]*\}){1,500})\}", files[root].text)
            self.title = self.title or (plain_of(title[1]) if title else "")
        for name in bibs:
            if reading := self._reading(name):
                self.readings.append(reading)
                used.add(name)
        return used

    def _lists(self, names: Sequence[str]) -> set[str]:
        used = set()
        for name in names:
            file = self._open(name)
            if not file or (self.source.is_dir() and ABOUT_A_FOLDER.match(Path(name).name)):
                continue
            if not awesome_markdown.sniff(file.text[: sources.HEAD]) and self.kind != "awesome":
                continue
            outline = read_list(RawListing(name, file.text, file.sha256), len(self.readings))
            reading = outline.readings[0]
            if len(reading.entries) < LEAST_PAPERS and self.source.is_dir() and self.kind is None:
                continue
            used.add(name)
            self._kind("awesome")
            self.title = self.title or reading.head.title or ""
            self.page = "/"
            if not self.introduction:
                self.introduction, self.form = outline.introduction, "markdown"
            self.links += outline.links
            self.badges += outline.badges
            self.readings.append(limited(reading))
            self._take(outline.headings, outline.filings)
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
        read = read_pages((PageFile(file.path, file.text) for file in files), self.chosen.fields, len(self.readings))
        if not read.entries:
            return set()
        self._kind("pages")
        # One listing for the folder: a ledger a page would be as many files again.
        sha = digest("\n".join(f"{file.path} {file.sha256}" for file in files), 64)
        folder = os.path.commonpath([str(Path(file.path).parent) for file in files]) or "."
        raw = RawListing(folder, "", sha)
        head = ListingHead("markdown-pages", title=f"Pages of {folder}" if folder != "." else "Pages")
        limited: list[Entry] = []
        refused: list[Rejected] = []
        kept: dict[EntryRef, EntryRef] = {}
        number = len(self.readings)
        for position, (entry, path) in enumerate(zip(read.entries, read.paths, strict=True)):
            found, remarks = within_limits(entry, path)
            self.remarks += remarks
            if isinstance(found, Rejected):
                refused.append(found)
            else:
                kept[EntryRef(number, position)] = EntryRef(number, len(limited))
                limited.append(found)
        self.readings.append(ListingReading(raw, head, tuple(limited), (*read.rejected, *refused), tuple(read.remarks)))
        self.tagged += [replace(one, target=kept[one.target]) for one in read.tagged if one.target in kept]
        self.notes |= {kept[ref]: text for ref, text in read.notes.items() if ref in kept}
        self.summaries |= {kept[ref]: text for ref, text in read.summaries.items() if ref in kept}
        self.addresses += [replace(one, target=kept[one.target]) for one in read.addresses if one.target in kept]
        self.fields = read.fields
        return {file.path for file in files}.difference(read.others)

    def _libraries(self, names: Sequence[str], kind: str, *, has_tags: bool) -> set[str]:
        used = set()
        for name in names:
            reading = self._reading(name)
            if reading is None or (not reading.entries and not reading.rejected):
                continue
            if kind == "library" and not reading.entries:
                continue
            used.add(name)
            self._kind(kind)
            number = len(self.readings)
            if has_tags:
                above = self._groups(name) if reading.head.source == bibtex.name else {}
                placed = self._collections(name) if reading.head.source == zotero_json.name else {}
                for position, entry in enumerate(reading.entries):
                    paths = tuple(dict.fromkeys((*placed.get(entry.line, ()), *_paths(entry, above, placed))))
                    # Of a group and the one above it the narrower says both.
                    inner = tuple(p for p in paths if not any(q != p and q[: len(p)] == p for q in paths))
                    self.tagged.append(Tagged(EntryRef(number, position), inner, name, entry.line))
                    remark = "\n\n".join(
                        markdown_text(text) for field, text in entry.extra.items() if REMARK.fullmatch(field)
                    )
                    if remark:
                        self.notes[EntryRef(number, position)] = remark
                reading = replace(reading, entries=tuple(replace(entry, keywords=()) for entry in reading.entries))
            self.readings.append(reading)
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

    def _kind(self, kind: str) -> None:
        if kind not in self.kinds:
            self.kinds.append(kind)

    def _take(self, headings: Iterable[Heading], filings: Iterable[Filing]) -> None:
        """Adds headings, each once: the texts of two that have one path are both kept."""
        for heading in headings:
            known = self.headings.setdefault(heading.names, heading)
            if known is not heading and heading.text and known.form == heading.form:
                text = f"{known.text}\n\n{heading.text}" if known.text else heading.text
                self.headings[heading.names] = replace(known, text=text)
        for filing in filings:
            known_filing = self.filings.get((filing.heading, filing.target))
            if known_filing is None or (filing.note and not known_filing.note):
                self.filings[filing.heading, filing.target] = filing

    def _open(self, name: str) -> _File | None:
        try:
            content = (self.root / name).read_bytes()
        except OSError as error:
            raise StorageError.from_os(error, self.root / name) from None
        decoded = decode(content) if len(content) <= sources.LARGEST else None
        if decoded is None or isinstance(decoded, Undecodable):
            reason = decoded.reason if decoded else f"it is larger than {sources.LARGEST // 2**20} MB"
            self.unread[name] = Rejected(name, 1, f"was not read: {reason}", "")
            return None
        return _File(name, decoded.text, sources.digest_of_bytes(content))

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
