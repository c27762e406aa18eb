"""A curated list in Markdown ("awesome list"): bullets and tables with links to papers, under headings.

Headings become keywords, the nearest first. A bullet under another one is about the same paper where it only has labels
and words; where it has a paper of its own, the one above it is a heading. Menus, badges, and sections about the list
itself say nothing about papers.
"""

import re
from collections.abc import Sequence

from msgspec import Struct, field

from litwiki.model.entries import Entry, ListingHead, RawListing, Rejected, Remark
from litwiki.sources.awesome_markdown.blocks import Block, parse_blocks
from litwiki.sources.awesome_markdown.bullet import (
    Part,
    drafts_of,
    is_menu,
    labels_only,
    parts_of,
    shown,
    without_emoji,
)
from litwiki.sources.awesome_markdown.table import Columns
from litwiki.sources.source import Reading, or_refused
from litwiki.text.identifiers import find_identifiers

name = "awesome-markdown"
title = "Markdown list of papers (awesome list)"

LARGEST = 4 * 2**20
"""Characters of a list that is read; the largest that people keep have less than a quarter of it."""
LONGEST_QUOTE = 60
"""Characters of a bullet in a message."""
LISTED_LINK = re.compile(
    r"^[ \t]*(?:[-*+]|\d{1,4}[.)]|\||<li>|<td)\s*.{0,2000}?(?:\]\(<?|href=[\"']?)https?://", re.MULTILINE
)
HEADING = re.compile(r"^(?:#{1,6} .|[=-]{3,}\s*$|<h[1-6]\b)", re.MULTILINE)
PAGE_OF_ANOTHER = re.compile(
    r"\]\(/papers/\d{4}\.\d{4,5}[)#]|^[ \t]*(?:submitted by\b|upvote$|arxiv page$)", re.IGNORECASE | re.MULTILINE
)
ABOUT_THE_LIST = re.compile(
    r"(?:table of )?contents?|overview of contents|toc|contribut\w*.*|how to contribute.*|licen[cs]es?"
    r"|acknowledge?ments?|star(?:s| history)?|citations?|cite(?: us)?|how to cite.*|bibtex|contact(?: us)?"
    r"|maintain\w*|sponsors?|目录|许可证",
    re.IGNORECASE,
)
"""Sections of a list that are about the list."""


def sniff(head: str) -> bool:
    """Items or rows with links, under headings or making up most of the text."""
    if PAGE_OF_ANOTHER.search(head) or re.match(
        r"\s*(?:@\w+\s*[{(]|[\[{]\s*[\"{\[]|<\?xml|<!DOCTYPE)", head, re.IGNORECASE
    ):
        return False
    items = sum(1 for _ in LISTED_LINK.finditer(head))
    lines = sum(1 for line in head.split("\n") if line.strip())
    return items > 0 and (HEADING.search(head) is not None or 2 * items >= lines)


def read(raw: RawListing) -> Reading:
    """An entry for each paper, a reject for each bullet or row without one, in printed order."""
    if len(raw.text) > LARGEST:
        reason = f"a Markdown list of more than {LARGEST // 2**20} million characters; cut it into files"
        yield Rejected(raw.path, 1, reason, "")
        return
    reader = Reader(raw.path)
    for block in parse_blocks(raw.text):
        reader.take(block)
    reader.close(0)
    yield ListingHead(name, title=reader.title)
    yield from sorted(reader.items, key=lambda item: item.line)


class _Bullet(Struct):
    """A bullet that may go on in those below it."""

    block: Block
    parts: list[Part]
    is_paper: bool
    keywords: tuple[str, ...]
    below: list[tuple[Block, list[Part]]] = field(default_factory=list)
    has_papers_below: bool = False


class Reader:
    """From blocks to entries: the headings, the open bullets and the table that the next block is in."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.items: list[Entry | Rejected | Remark] = []
        self.title: str | None = None
        self.headings: list[tuple[int, str]] = []
        self.open: list[_Bullet] = []
        self.columns: Columns | None = None

    def take(self, block: Block) -> None:
        if block.kind != "item":
            self.close(0)
        if block.kind not in {"row", "header"}:
            self.columns = None
        if block.kind == "heading" and not self._is_title(block):
            self._take_heading(block)
        elif self.is_about_the_list():
            return
        elif block.kind == "heading":
            self._add(block, parts_of(block.spans), self.keywords)
        elif block.kind == "item":
            self._take_item(block)
        elif block.kind == "header":
            self.columns = Columns(block.cells)
        elif block.kind == "row":
            self._take_row(block)
        elif block.kind == "text":
            self._take_text(block)

    def close(self, depth: int) -> None:
        """Ends the bullets that an item of this depth does not belong to."""
        while self.open and self.open[-1].block.depth >= depth:
            self._end(self.open.pop())

    def _is_title(self, block: Block) -> bool:
        """Whether a heading is a paper's title with a label behind it."""
        drafts = drafts_of(parts_of(block.spans)) if block.depth > 1 else []
        return bool(drafts) and bool(drafts[0].title)

    def _take_heading(self, block: Block) -> None:
        text = re.sub(r"\A(?:\d+\.)*\d*\.?\s+(?=\S)", "", without_emoji(block.shown)) or without_emoji(block.shown)
        if self.title is None and not self.items and block.depth == 1:
            self.title = text or None
            return
        self.headings = [heading for heading in self.headings if heading[0] < block.depth]
        if text:
            self.headings.append((block.depth, text))

    def is_about_the_list(self) -> bool:
        return any(ABOUT_THE_LIST.fullmatch(text) for _, text in self.headings)

    @property
    def keywords(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(text for _, text in reversed(self.headings)))

    # --- bullets --------------------------------------------------------------------------------------

    def _take_item(self, block: Block) -> None:
        parts = parts_of(block.spans)
        self.close(block.depth)
        if is_menu(parts):
            return
        drafts = drafts_of(parts)
        above = self.open[-1] if self.open else None
        # Below a paper, labels and words are about it; below other words, labels without a title are.
        is_about_above = (
            above and (labels_only(parts) or not drafts) and (above.is_paper or (drafts and not drafts[0].title))
        )
        if above and is_about_above:
            above.below.append((block, parts))
            return
        topics = [without_emoji(shown(bullet.parts)) for bullet in reversed(self.open) if not bullet.is_paper]
        self.open.append(_Bullet(block, parts, bool(drafts), (*filter(None, topics), *self.keywords)))

    def _end(self, bullet: _Bullet) -> None:
        above = self.open[-1] if self.open else None
        parts = bullet.parts
        if bullet.is_paper or not bullet.has_papers_below:
            parts = [*parts, *(part for _, below in bullet.below for part in (Part("text", "\n"), *below))]
        if drafts_of(parts):
            self._add(bullet.block, parts, bullet.keywords)
        elif above and not bullet.has_papers_below:
            above.below += [(bullet.block, bullet.parts), *bullet.below]
            return
        else:
            top = [] if bullet.has_papers_below else [(bullet.block, bullet.parts)]
            for block, below in [*top, *bullet.below]:
                self._reject(block, below)
        if above:
            above.has_papers_below = True

    def _add(self, block: Block, parts: Sequence[Part], keywords: tuple[str, ...]) -> None:
        drafts = drafts_of(parts)
        for entry in (draft.entry(block.line, keywords) for draft in drafts):
            self.items.append(or_refused(entry, self.path, "a link to a paper without a title or id", shown(parts)))
        if not drafts:
            self._reject(block, parts)

    def _reject(self, block: Block, parts: Sequence[Part]) -> None:
        if text := shown(parts):
            where = "bullet" if block.kind == "item" else block.kind
            reason = f"no paper in this {where}: {text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + '…'}"
            self.items.append(Rejected(self.path, block.line, reason, text))

    # --- tables and paragraphs ------------------------------------------------------------------------

    def _take_row(self, block: Block) -> None:
        columns = self.columns or Columns(())
        parts = [part for cell in block.cells for part in parts_of(cell)]
        draft = columns.draft_of([parts_of(cell) for cell in block.cells])
        if draft is not None and (draft.title or draft.ids):
            self.items.append(draft.entry(block.line, self.keywords))
        elif parts and not is_menu(parts):
            self._reject(block, parts)

    def _take_text(self, block: Block) -> None:
        """A paragraph is a paper's where its title is marked at the beginning; elsewhere it is the list's prose."""
        parts = parts_of(block.spans)
        first = next((part for part in parts if part.text.strip() or part.url), None)
        if first and (first.is_strong or (first.kind == "paper" and not first.is_label)) and drafts_of(parts):
            self._add(block, parts, self.keywords)
            return
        ids = [identifier for part in parts for identifier in find_identifiers(part.url or part.text)]
        if ids:
            named = ", ".join(dict.fromkeys(f"{identifier.kind} {identifier.value}" for identifier in ids))
            self.items.append(Remark(self.path, block.line, f"papers named in a paragraph were not taken: {named}"))
