"""Text or Markdown copied from a Hugging Face papers page or mail: furniture, then title and abstract in turn.

Observed in five real copies (439 entries): four have a blank line between all lines, the furniture `new`,
a subscription notice, `byAK and the research community` and a date without a year; the fifth has no blank
lines and no date, and `Subscribe` is glued to its first title. Titles have 20 to 155 characters,
abstracts 519 to 1,920. Other pages print cards: who submitted a paper, organization, date, votes, stars.

What is left when the page's own lines are away (`furniture`) is read as the cheapest sequence of titles
and abstracts (`runs`). In Markdown, the links to papers say which lines are titles.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct, field

from litwiki.model.entries import Entry, Link, ListingHead, Publication, RawListing, Rejected
from litwiki.model.replace import replace
from litwiki.sources.huggingface_text.furniture import ARXIV_ID, DATE, Fact, without_furniture, without_offer
from litwiki.sources.huggingface_text.runs import LONG, cheapest
from litwiki.sources.lines import Line, lines_of
from litwiki.sources.source import Reading
from litwiki.text.addresses import find_links, link_kind
from litwiki.text.dates import parse_date, year_of
from litwiki.text.names import split_printed_names
from litwiki.text.words import clean

name = "huggingface-text"
title = "Hugging Face papers page, copied as text"

MOST_LINES = 200_000
"""Lines of a page that is read; a month's has some thousand."""
MARKER = re.compile(r"get trending papers in your email inbox|by\s?AK and the research community", re.IGNORECASE)
CARD = re.compile(
    r"(?:submitted\s?by\b.{0,60}|upvote[ \t]*[\d.,]*k?|arxiv page"
    r"|(?:.{0,60}?·\s*)?published on [A-Z][a-z]{2}\b.{0,60}"
    rf"|.{{0,300}}?·?\s*\d+ authors|.{{0,300}}?paper[ \t]*•[ \t]*{ARXIV_ID}[ \t]*•.{{0,80}})",
    re.IGNORECASE,
)
"""A whole line of a card, with one space where there are more: runs of spaces cost their square otherwise."""
LONGEST_CARD_LINE = 500
# What other formats begin with; a text with such lines is not ours however its paragraphs alternate.
FOREIGN = re.compile(
    r"^[ \t]*(?:@\w+\s*[{(]|TY  - |<[!?a-zA-Z]|[\[{]\s*$|\{\"|#+ |---\s*$|import |def |from \w+ import )"
    # The header of a table.
    r"|\A\W*(?i:(?:[a-z]+ )?title|authors?|doi|arxiv|year|abstract|key)\W{0,2}[,;\t]\W{0,3}\w+",
    re.MULTILINE,
)
PAPER_LINK = re.compile(rf"\]\((?:https?://(?:huggingface\.co|hf\.co))?/papers/{ARXIV_ID}[)#?]")
RELATIVE_LINK = re.compile(rf"\]\(/papers/{ARXIV_ID}[)#?]")


def sniff(head: str) -> bool:
    """The page's own furniture in the head, or titles and long abstracts in turn from the first line on."""
    if RELATIVE_LINK.search(head):
        return True
    lines_of_cards = (" ".join(line.split()) for line in head.split("\n"))
    cards = sum(1 for line in lines_of_cards if len(line) <= LONGEST_CARD_LINE and CARD.fullmatch(line))
    if PAPER_LINK.search(head):
        return cards > 1 or MARKER.search(head) is not None
    if MARKER.search(head):
        return True
    if FOREIGN.search(head):
        return False
    if cards > 1:
        return True
    lines, _ = without_furniture([*lines_of(head, without_offer)])
    pairs = sum(20 <= len(title.text) <= LONG and len(abstract.text) > LONG for title, abstract in pairwise(lines))
    return pairs > 0 and 2 * pairs >= 0.8 * len(lines)


def read(raw: RawListing) -> Reading:
    """Entries and rejects in printed order; an entry without an abstract has None."""
    if raw.text.count("\n") > MOST_LINES:
        reason = f"a page of more than {MOST_LINES:,} lines; cut it into files"
        yield Rejected(raw.path, 1, reason, "")
        return
    linked: list[Fact] = []
    is_markdown = PAPER_LINK.search(raw.text) is not None
    text = raw.text
    if is_markdown:  # the ends of lines in a link's text follow the link, so that lines below keep their numbers
        text = LINK.sub(lambda link: link[0].replace("\n", " ") + "\n" * link[0].count("\n"), text)
    printed = [*lines_of(text, without_offer)]
    if is_markdown:
        printed = [_without_markdown(line, linked) for line in printed]
    lines, facts = without_furniture([line for line in printed if line.text])
    yield _head(raw)
    yield from _items(raw, lines, [*facts, *linked])


def _head(raw: RawListing) -> ListingHead:
    """The first date that stands alone on a line; it has a year only where one is printed."""
    for line in raw.text.split("\n"):
        printed = clean(line)
        match = DATE.search(printed) if len(printed) < 40 else None
        if match and re.fullmatch(r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )?", printed[: match.start()]):
            date = parse_date(printed)
            return ListingHead(name, printed, date if match["year"] and len(date) == 10 else None)
    return ListingHead(name)


# --- Markdown ---------------------------------------------------------------------------------------------

IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()\s]*\)")
LINK = re.compile(r"\[([^\[\]]*)\]\(([^()\s]*)(?:\s+\"[^\"]*\")?\)")
PAPER = re.compile(rf"(?:https?://(?:huggingface\.co|hf\.co))?/papers/({ARXIV_ID})(?:#.*|\?.*)?")
OF_PAGE = re.compile(r"https?://(?:[\w.-]+\.)?(?:huggingface\.co|hf\.co|arxiv\.org)(?:/|\Z)")
"""Addresses of users and organizations, and those of papers, which say no more than their ids."""
BLOCK = re.compile(r"(?:#{1,6}|[-*+]|>|\d{1,3}\.)\s+")


def _without_markdown(line: Line, linked: list[Fact]) -> Line:
    """The line as it shows, with the id of the paper that it links to; addresses outside the page go to `linked`."""
    ids: list[str] = []

    def shown(match: re.Match[str]) -> str:
        if paper := PAPER.fullmatch(match[2]):
            ids.append(paper[1] if len(match[1].split()) > 1 or "#" not in match[2] else "")
        elif match[2].startswith(("https://", "http://")) and not OF_PAGE.match(match[2]):
            linked.append(Fact(line.number, "url", match[2]))
        return match[1]

    text = BLOCK.sub("", IMAGE.sub("", line.text), count=1)
    text = LINK.sub(shown, text).strip()
    text = re.sub(r"\A(\*\*|__|\*|_)(.+)\1\Z", r"\2", text)
    text = re.sub(r"\\([_*~#>])", r"\1", text).strip()
    is_title = bool(ids and ids[0]) and re.search(r"[^\W\d_]{2}", text) is not None
    return replace(line, text=text, id=ids[0] if is_title else "", starts_card=is_title)


# --- entries ----------------------------------------------------------------------------------------------


class _Paper(Struct):
    """A title with its abstract, and what the page says besides about the paper."""

    heading: Sequence[Line]
    rest: Sequence[Line] = ()
    id: str = ""
    facts: list[Fact] = field(default_factory=list)

    @property
    def begin(self) -> int:
        return self.heading[0].number

    @property
    def end(self) -> int:
        return (self.rest or self.heading)[-1].number


def _items(raw: RawListing, lines: Sequence[Line], facts: Sequence[Fact]) -> Iterator[Entry | Rejected]:
    items: list[_Paper | Rejected] = []
    for kind, run in cheapest(lines):
        if kind == "title":
            items.append(_Paper(run, id=run[0].id))
        elif items and isinstance(last := items[-1], _Paper) and not last.rest:
            last.rest = run
        else:
            items.append(Rejected(raw.path, run[0].number, "an abstract without a title", _joined(run)))
    papers = [item for item in items if isinstance(item, _Paper)]
    _give_facts(papers, facts)
    unclear = _give_ids(papers, [fact for fact in facts if fact.kind == "id"])
    for item in items:
        yield item if isinstance(item, Rejected) else _entry(raw, item)
    for fact in unclear:
        yield Rejected(raw.path, fact.line, "not clear which paper this id is of", fact.value)


def _give_facts(papers: Sequence[_Paper], facts: Sequence[Fact]) -> None:
    """Gives what the page says to the title above it."""
    begins = [item.begin for item in papers]
    for fact in facts:
        if fact.kind != "id" and (place := bisect_right(begins, fact.line)):
            papers[place - 1].facts.append(fact)
            if fact.kind == "id above":
                papers[place - 1].id = papers[place - 1].id or fact.value


def _give_ids(papers: Sequence[_Paper], ids: Sequence[Fact]) -> Sequence[Fact]:
    """Gives ids that stand in lines of their own to the titles before or after them, whichever this page does; returns
    those that no title can have. A wrong id would be worse than none."""
    known = {item.id for item in papers}
    ids = [fact for fact in ids if fact.value not in known]
    begins = [item.begin for item in papers]
    before, after = 0, 0
    for fact in ids:
        place = bisect_right(begins, fact.line)
        before += place == 0
        after += place == len(papers)
        if 0 < place < len(papers):
            to_title, from_title = papers[place].begin - fact.line, fact.line - papers[place - 1].end
            before += to_title < from_title
            after += from_title < to_title
    unclear = []
    for fact in ids:
        place = bisect_right(begins, fact.line) - (after > before)
        if before == after or not 0 <= place < len(papers) or papers[place].id not in ("", fact.value):
            unclear.append(fact)
        else:
            papers[place].id = fact.value
    return unclear


def _entry(raw: RawListing, paper: _Paper) -> Entry | Rejected:
    """A lone title is an entry; a lone word or two outside a card are something that this page printed."""
    text = _joined(paper.heading)
    said = {fact.kind: fact.value for fact in reversed(paper.facts)}
    is_paper = paper.rest or paper.id or said.keys() - {"url"} or paper.heading[0].starts_card or len(text.split()) > 2
    if not is_paper:
        return Rejected(raw.path, paper.begin, "neither a title with its abstract nor known furniture", text)
    abstract = _joined(paper.rest) if paper.rest else None
    links = find_links(abstract or "") | {
        fact.value: link_kind(fact.value) for fact in paper.facts if fact.kind == "url"
    }
    date = parse_date(said.get("date", ""))
    names = (fact.value.strip(" ,") for fact in paper.facts if fact.kind == "authors")
    authors, complete = split_printed_names(", ".join(name for name in names if name))
    return Entry(
        text,
        abstract,
        paper.begin,
        tuple(Link(kind, url) for url, kind in links.items()),
        {"arxiv": paper.id} if paper.id else {},
        authors,
        year_of(date),
        complete,
        Publication(date=date),
        extra={"organization": said["organization"]} if "organization" in said else {},
    )


def _joined(lines: Sequence[Line]) -> str:
    text = lines[0].text
    for line in lines[1:]:
        # A word divided at the end of a line keeps its hyphen: "low-\nrank" is likelier than "re-\nsults".
        text += line.text if re.search(r"\w-\Z", text[-2:]) and line.text[0].islower() else f" {line.text}"
    return text
