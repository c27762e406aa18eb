"""An awesome list as an outline: entries as its reader gives them, headings with their texts, and what is no paper.

A bullet without a paper, such as a link to a talk, belongs to the introduction of its heading: it was put there.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from litwiki.content import is_web_address
from litwiki.curation.ingest.limits import within_limits
from litwiki.curation.migrate.outline import EntryRef, Filing, Heading, HeadingPath, Outline
from litwiki.markup.markdown import markdown_code, markdown_text
from litwiki.model.entries import Entry, ListingHead, ListingReading, RawListing, Rejected, Remark
from litwiki.model.replace import replace
from litwiki.sources import awesome_markdown
from litwiki.sources.awesome_markdown import Reader
from litwiki.sources.awesome_markdown.blocks import Block, Span, parse_blocks
from litwiki.text.messages import counted

NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")
LINK = re.compile(r"(?<!!)\[((?:[^\[\]\\]|\\.){0,2000})\]\(<([^<>\s]{1,2000})>\)")
"""A link as `_markdown` writes it."""


Places = Mapping[int, HeadingPath | None]
"""The heading above each block, by its line: () before the first one; None in a section about the list itself."""


def read_list(raw: RawListing) -> Outline:
    """The outline of a list in Markdown."""
    reader = Reader(raw.path)
    blocks = parse_blocks(raw.text)
    headings: dict[HeadingPath, Heading] = {}
    places: dict[int, HeadingPath | None] = {}
    above: HeadingPath | None = HeadingPath(())
    anchors: dict[str, int] = {}
    for block in blocks:
        before = list(reader.headings)
        reader.take(block)
        if block.kind == "heading":
            anchor = _anchor(block.shown, anchors)
            path = HeadingPath(tuple(text for _, text in reader.headings))
            if reader.is_about_the_list():
                above = None
            elif reader.headings != before and path:
                headings.setdefault(path, Heading(path, raw.path, block.line, form="markdown", anchor=anchor))
                above = path
        places[block.line] = above
    reader.close(0)
    items = sorted(reader.items, key=lambda item: item.line)
    entries = tuple(item for item in items if isinstance(item, Entry))
    rejected = tuple(item for item in items if isinstance(item, Rejected))
    texts, text_lines = _texts(blocks, {entry.line for entry in entries}, {one.line for one in rejected}, places)
    filings = []
    papers: list[Entry] = []
    refused = [one for one in rejected if one.line not in text_lines]
    remarks = [item for item in items if isinstance(item, Remark) and item.line not in text_lines]
    for entry in entries:
        path = HeadingPath(tuple(reversed(entry.keywords)))
        if path and path not in headings:
            headings[path] = Heading(path, raw.path, entry.line, form="markdown")
        limited, said = within_limits(_without_place(entry), raw.path)
        remarks += said
        if isinstance(limited, Rejected):
            refused.append(limited)
            continue
        if path:
            filings.append(Filing(path, EntryRef(raw.path, len(papers)), raw.path, entry.line, entry.note))
        papers.append(limited)
    links = [*_links(blocks, places)]
    beside = [(line, url) for line, url in links if "://" not in url and not url.startswith(("#", "mailto:"))]
    if beside:
        named = ", ".join(url[:60] for _, url in beside[:3])
        what = f"{counted(len(beside), 'link')} to files beside the list: their words were kept, not where they lead"
        remarks.append(Remark(raw.path, beside[0][0], f"{what} ({named}{', …' if len(beside) > 3 else ''})"))
    head = ListingHead(awesome_markdown.name, title=reader.title)
    refused.sort(key=lambda one: one.line)
    listing = ListingReading(raw, head, tuple(papers), tuple(refused), tuple(remarks))
    return Outline(
        readings=(listing,),
        headings=tuple(replace(one, text="\n\n".join(texts.get(path, ()))) for path, one in headings.items()),
        filings=tuple(filings),
        introduction="\n\n".join(texts.get(HeadingPath(()), ())),
        form="markdown",
        links=tuple(url for _, url in links if url.startswith(("http://", "https://")) and is_one_word(url)),
        badges=tuple(_badges(blocks, places)),
        page="/",
        kinds=("awesome",),
        title=reader.title or "",
    )


def _without_place(entry: Entry) -> Entry:
    """An entry without headings, which file it. Its note goes to the reading list with it; that of one without a title,
    of which there will be no line yet, is kept beside its id."""
    note = "" if entry.keywords else entry.note
    extra = {**entry.extra, "note": entry.note} if entry.note and not entry.title else entry.extra
    return replace(entry, keywords=(), note=note, extra=extra)


def _spans(blocks: Iterable[Block], places: Places) -> Iterable[tuple[int, list[Span]]]:
    """The spans of each block that is not about the list itself, with its line."""
    for block in blocks:
        if places[block.line] is not None:
            yield block.line, [*block.spans, *(span for cell in block.cells for span in cell)]


def _links(blocks: Iterable[Block], places: Places) -> Iterable[tuple[int, str]]:
    """Where links lead, each once in its block, with the line of that."""
    for line, spans in _spans(blocks, places):
        yield from ((line, url) for url in dict.fromkeys(span.url for span in spans) if url)


def _badges(blocks: Iterable[Block], places: Places) -> Iterable[str]:
    """Addresses that only pictures lead to: a link around one has no text."""
    for _, spans in _spans(blocks, places):
        worded = {span.url for span in spans if span.text.strip()}
        yield from dict.fromkeys(span.url for span in spans if span.url and span.url not in worded)


def _texts(
    blocks: Iterable[Block], papers: set[int], rejected: set[int], places: Places
) -> tuple[Mapping[HeadingPath, list[str]], set[int]]:
    """Paragraphs and bullets without a paper by the heading that they stand below, and the lines of all these."""
    texts: dict[HeadingPath, list[str]] = {}
    text_lines: set[int] = set()
    for block in blocks:
        path = places[block.line]
        is_bullet = block.kind in {"item", "row"} and block.line in rejected
        is_text = block.kind == "text" and block.line not in papers
        if path is None or not (is_bullet or is_text):
            continue
        spans = block.spans or [span for cell in block.cells for span in (*cell, Span(" "))]
        if text := markdown_of(spans):
            texts.setdefault(path, []).append(f"- {text}" if is_bullet else text)
            text_lines.add(block.line)
    return texts, text_lines


def markdown_of(spans: Iterable[Span]) -> str:
    """Spans as Markdown on one line."""
    shown = []
    for span in spans:
        if span.url and not span.text.strip():
            continue  # The link around a badge, of which only the picture would say something.
        text = markdown_code(span.text) if span.is_code else markdown_text(span.text)
        lead, tail = (" " if span.text[:1].isspace() else ""), (" " if span.text[-1:].isspace() else "")
        text = f"**{text}**" if span.is_strong and not span.is_code and text else text
        if span.url and is_web_address(span.url) and is_one_word(span.url):
            text = f"[{text or markdown_text(span.url)}](<{span.url}>)"
        shown.append(f"{lead}{text}{tail}")
    return " ".join("".join(shown).split())


def is_one_word(url: str) -> bool:
    """Whether an address can stand between angle brackets."""
    return re.search(r"[\s<>]", url) is None and len(url) <= 2_000


def with_references(markdown: str, slug_of: Callable[[str], str | None]) -> str:
    """Markdown in which links to papers of the wiki are references; `slug_of` gives the slug of an address, or None."""

    def reference(match: re.Match[str]) -> str:
        slug = slug_of(match[2])
        words = re.sub(r"\\(.)", r"\1", match[1])
        if not slug:
            return match[0]
        return f"[[{slug}|{words}]]" if words and not set(words) & set("[]|\n") and words != match[2] else f"[[{slug}]]"

    return LINK.sub(reference, markdown)


def _anchor(text: str, taken: dict[str, int]) -> str:
    """What GitHub calls a heading (github.com/gjtorikian/html-pipeline, TableOfContentsFilter): small letters, hyphens
    for spaces, no punctuation; the second of a name ends in `-1`."""
    stem = NOT_IN_ANCHORS.sub("", text.lower()).replace(" ", "-")
    number = taken.get(stem, 0)
    taken[stem] = number + 1
    return f"{stem}-{number}" if number else stem
