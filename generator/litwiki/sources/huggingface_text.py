"""Text copied from a Hugging Face papers page: furniture, then title and abstract in turn.

Observed in five real copies (439 entries): four have a blank line between all lines, the furniture `new`,
a subscription notice, `byAK and the research community` and a date without a year; the fifth has no blank
lines and no date, and `Subscribe` is glued to its first title. Titles have 20 to 155 characters,
abstracts 519 to 1,920. People also paste such pages through programs that wrap lines, drop or add blank
lines, and bring more of the page along.

Neither blank lines nor alternation can therefore be trusted alone. A text is read as the *cheapest*
sequence of titles and abstracts: each run of lines costs what makes it an unlikely title or an unlikely
abstract (length, punctuation at its end, a break in its middle), and so does each title without an
abstract or the other way round. Where this is wrong, it is wrong about one entry: costs are local.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase

from litwiki.model.records import Entry, Link, ListingHead, RawListing, Rejected
from litwiki.sources.source import SourceReading
from litwiki.text.addresses import find_links
from litwiki.text.words import clean

name = "huggingface-text"
title = "Hugging Face papers page, copied as text"

MONTHS = "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?"
MONTHS += "|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
DATE = re.compile(rf"(?P<month>{MONTHS})\.? (?P<day>\d{{1,2}})(?:,? (?P<year>\d{{4}}))?\Z")
NOTICE = re.compile(r"get trending papers in your email inbox(?: once a day)?!?\s*", re.IGNORECASE)
SUBSCRIBE = re.compile(r"subscribe(?=[A-Z0-9\"“(\[]|\Z)", re.IGNORECASE)
MARKER = re.compile(r"get trending papers in your email inbox|by\s?AK and the research community", re.IGNORECASE)
FURNITURE = re.compile(
    r"""new | trending | subscribe | by | (?:by\s?)?AK(?:\sand)? | (?:by\s?AK\ )?and\ the\ research\ community
    | hugging\ face(?:'s\ logo)? | daily\ papers | papers | trending\ papers | hot
    | models | datasets | spaces | community | docs | enterprise | pricing | log\ in | sign\ up | collections
    | previous | next | \d{1,4} | · | (?:·\s?)?\d+\ authors? | submitted\ by | upvote | view\ pdf | github
    | arxiv\ page | system\ theme | company | tos | privacy | about | careers | website | organizations? | today
    | daily | weekly | monthly | search | load\ more | ©.* | back\ to\ top | footer""",
    re.IGNORECASE | re.VERBOSE,
)
# What other formats begin with; a text with such lines is not ours however its paragraphs alternate.
FOREIGN = re.compile(
    r"^\s*(?:@\w+\s*[{(]|TY  - |<[!?a-zA-Z]|[\[{]\s*$|\{\"|#+ |---\s*$|import |def |from \w+ import )",
    re.MULTILINE,
)

LONG = 250
"""Characters from which a line is prose and no title; titles seen have at most 155."""
LONGEST_ABSTRACT = 60
"""Lines an abstract may be wrapped into: 1,920 characters at 40 a line and a margin."""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    after_blank: bool


def sniff(head: str) -> bool:
    """The page's own furniture in the head, or titles and long abstracts in turn from the first line on."""
    if MARKER.search(head):
        return True
    if FOREIGN.search(head):
        return False
    lines = list(_lines(head))
    pairs = sum(
        20 <= len(title.text) <= LONG and len(abstract.text) > LONG for title, abstract in itertools.pairwise(lines)
    )
    return pairs > 0 and 2 * pairs >= 0.8 * len(lines)


def read(raw: RawListing) -> SourceReading:
    """Entries and rejects in printed order; an entry without an abstract has None."""
    return SourceReading(_head(raw), tuple(_items(raw)))


def _head(raw: RawListing) -> ListingHead:
    """The first date that stands alone on a line; it has a year only where one is printed."""
    for line in raw.text.split("\n"):
        match = DATE.match(clean(line))
        if match:
            printed = clean(line)
            month = "jan feb mar apr may jun jul aug sep oct nov dec".split().index(match["month"][:3].lower())
            date = f"{match['year']}-{month + 1:02}-{int(match['day']):02}" if match["year"] else None
            return ListingHead(name, printed, date)
    return ListingHead(name)


def _items(raw: RawListing) -> Iterable[Entry | Rejected]:
    lines = list(_lines(raw.text))
    heading: list[_Line] = []
    for kind, run in _cheapest(lines):
        if kind == "title":
            if heading:
                yield _without_abstract(raw, heading)
            heading = run
        elif heading:
            yield _entry(heading, _joined(run))
            heading = []
        else:
            yield Rejected(raw.path, run[0].number, "an abstract without a title", _joined(run))
    if heading:
        yield _without_abstract(raw, heading)


def _lines(text: str) -> Iterator[_Line]:
    """The lines that may be titles or abstracts; furniture counts as a blank line.

    The page's menu has words that titles end with too ("… of Large Language / Models"). Such a word is text
    where it directly follows a line that was wrapped before it; elsewhere the page printed it.
    """
    lines = list(_printed(text))
    layout = _Layout.of([line for line in lines if not _is_furniture(line.text)])
    before: _Line | None = None
    for line in lines:
        if _is_furniture(line.text) and not (before and layout.is_wrapped(before, line)):
            before = None
            continue
        before = replace(line, after_blank=line.after_blank or before is None)
        yield before


def _printed(text: str) -> Iterator[_Line]:
    blank = True
    for number, line in enumerate(text.split("\n"), 1):
        kept = NOTICE.sub("", clean(line))
        kept = SUBSCRIBE.sub("", kept, count=1) if SUBSCRIBE.match(kept) else kept
        if kept.strip():
            yield _Line(number, kept.strip(), blank)
        blank = not kept.strip()


def _is_furniture(text: str) -> bool:
    return bool(FURNITURE.fullmatch(text) or DATE.match(text))


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a text was laid out, as far as its lines tell."""

    width: int
    """Where nearly all lines are short the text was wrapped at the width of its longest ordinary lines."""
    blanks: bool
    """Whether blank lines stand between its parts."""
    is_regular: bool = False
    """Whether nearly all of its breaks are forced: then one that is not was meant."""

    @classmethod
    def of(cls, lines: Sequence[_Line]) -> "_Layout":
        lengths = sorted(len(line.text) for line in lines)
        width = lengths[int(len(lengths) * 0.9)] if lengths else 0
        layout = cls(width, sum(line.after_blank for line in lines) > 2 + len(lines) / 60)
        breaks = [layout.is_forced(a, b) for a, b in itertools.pairwise(lines) if not b.after_blank]
        return replace(layout, is_regular=sum(breaks) > 0.85 * len(breaks))

    def is_forced(self, before: _Line, line: _Line) -> bool:
        """Whether the next word would not have fitted, so that the break says nothing."""
        return self.width <= LONG and len(before.text) + 1 + len(line.text.split()[0]) > self.width

    def allows(self, before: _Line, line: _Line) -> bool:
        """Whether a break without a blank line is no more than a wrapped line, its words aside."""
        return self.blanks and (not self.is_regular or self.is_forced(before, line))

    def is_wrapped(self, before: _Line, line: _Line) -> bool:
        """Whether a line of few words is the rest of the one above it, and no line of its own."""
        if line.after_blank or len(before.text) > LONG or _ends_sentence(before.text):
            return False
        return self.blanks or self.is_forced(before, line)


def _entry(title: Sequence[_Line], abstract: str | None) -> Entry:
    links = tuple(Link(found.kind, found.url) for found in find_links(abstract or ""))
    first_of_kind = {link.kind: link for link in reversed(links)}
    kept = tuple(link for link in links if first_of_kind[link.kind] is link)
    return Entry(_joined(title), abstract, title[0].number, kept)


def _without_abstract(raw: RawListing, title: Sequence[_Line]) -> Entry | Rejected:
    """A lone title is an entry; a lone word or two are something that this page printed."""
    text = _joined(title)
    if len(text.split()) < 3:
        return Rejected(raw.path, title[0].number, "neither a title with its abstract nor known furniture", text)
    return _entry(title, None)


def _joined(lines: Sequence[_Line]) -> str:
    text = lines[0].text
    for line in lines[1:]:
        # A word divided at the end of a line keeps its hyphen: "low-\nrank" is likelier than "re-\nsults".
        text += line.text if re.search(r"\w-\Z", text) and line.text[0].islower() else f" {line.text}"
    return text


# --- the cheapest reading ------------------------------------------------------------------------------

ENDS_SENTENCE = re.compile(r"(?:[.!?…:][\"'”’)\]]*|https?://\S+|[)\]}])\Z")
INNER_SENTENCE = re.compile(r"[a-z)]{2}[.!?]\s+[A-Z]")
GOES_ON = re.compile(
    r"(?:[,:;–—-]|\b(?:a|an|and|as|at|by|for|from|in|into|of|on|or|the|to|via|with|using))\Z", re.IGNORECASE
)
LONGEST_TITLE = 6
"""Lines a title may be wrapped into."""


# The last word says how a line ends; searching all of an abstract would cost more than everything else here.


def _ends_sentence(text: str) -> bool:
    return ENDS_SENTENCE.search(text, text.rfind(" ") + 1) is not None


def _goes_on(text: str) -> bool:
    return GOES_ON.search(text, text.rfind(" ") + 1) is not None


class _Costs:
    """What runs of lines cost as a title or as an abstract, in constant time each.

    A break inside a run is judged by three signs. In a text with blank lines between its parts, a break
    without one is a wrapped line. In a wrapped text, a break is *forced* where the next word would not
    have fitted; any other break was meant, blank lines or not. And a sentence that has not ended goes on.
    """

    def __init__(self, lines: Sequence[_Line]) -> None:
        self.lines = lines
        self.layout = _Layout.of(lines)
        self.length_to, self.title_to, self.abstract_to = [0], [0.0], [0.0]
        for index, line in enumerate(lines):
            before = lines[index - 1] if index else None
            self.length_to.append(self.length_to[-1] + len(line.text) + 1)
            self.title_to.append(self.title_to[-1] + (self._within_title(before, line) if before else 0.0))
            self.abstract_to.append(self.abstract_to[-1] + (self._within_abstract(before, line) if before else 0.0))

    def _within_title(self, before: _Line, line: _Line) -> float:
        goes_on = _goes_on(before.text) or line.text[0] in ascii_lowercase
        if line.after_blank:
            return 2.0 if goes_on else 6.0
        if self.layout.allows(before, line):
            return 0.3
        return 0.5 if goes_on else 0.8 if self.layout.is_forced(before, line) else 5.5

    def _within_abstract(self, before: _Line, line: _Line) -> float:
        ended = _ends_sentence(before.text)
        goes_on = line.text[0] in ascii_lowercase or (_goes_on(before.text) and not ended)
        if goes_on:
            return 1.5 if line.after_blank else 0.2
        was_long, is_long = len(before.text) > LONG, len(line.text) > LONG
        if was_long and ended:
            return 7.0 if is_long else 5.0  # each of these lines is a whole abstract or a title
        if is_long and not was_long:
            return 8.0  # a title and its abstract
        if line.after_blank:
            return 4.0 if ended else 6.0
        if self.layout.allows(before, line) or self.layout.is_forced(before, line):
            return 0.1
        # A short line that ended no sentence is a title; a long one was cut.
        return 3.0 if ended else 0.5 if was_long else 6.0

    def least(self, kind: str, start: int, end: int) -> float:
        """What `of` is at least, for this start and every earlier one: the breaks inside, none of which pays."""
        inside = self.abstract_to if kind == "abstract" else self.title_to
        return inside[end] - inside[start + 1]

    def of(self, kind: str, start: int, end: int) -> float:
        """The cost of reading the lines from `start` up to `end` as one title or one abstract."""
        length = self.length_to[end] - self.length_to[start]
        first, last = self.lines[start].text, self.lines[end - 1].text
        # Text that uses blank lines mostly has one before each of its parts.
        cost = 3.0 if self.layout.blanks and not self.lines[start].after_blank else 0.0
        if kind == "abstract":
            cost += self.abstract_to[end] - self.abstract_to[start + 1]
            cost += max(0.0, min(14.0, (LONG - length) / 15))
            cost += 0.0 if _ends_sentence(last) else 2.0
            return cost + (1.0 if first[0].islower() else 0.0)
        cost += self.title_to[end] - self.title_to[start + 1]
        cost += max(0.0, (length - 200) / 20)
        cost += 3.0 if last.endswith(".") and not last.endswith("...") else 0.0
        if length < 3 * LONG:
            text = " ".join(line.text for line in self.lines[start:end])
            cost += 4.0 * len(INNER_SENTENCE.findall(text))
        return cost + (1.5 if first[0].islower() else 0.0)


def _cheapest(lines: Sequence[_Line]) -> list[tuple[str, list[_Line]]]:
    """Runs of lines with their kinds, by dynamic programming over where runs end.

    Runs are tried from the shortest on, until their breaks alone cost more than the cheapest reading so far. Of
    equally cheap ones the longest counts.
    """
    costs = _Costs(lines)
    best: list[dict[str, tuple[float, int, str]]] = [{"": (0.0, 0, "")}]
    lowest = [0.0]
    for end in range(1, len(lines) + 1):
        here: dict[str, tuple[float, int, str]] = {}
        for kind, longest in (("title", LONGEST_TITLE), ("abstract", LONGEST_ABSTRACT)):
            first = max(0, end - longest)
            floor = min(lowest[first:end]) - ROUNDING
            for start in range(end - 1, first - 1, -1):
                if kind in here and floor + costs.least(kind, start, end) > here[kind][0]:
                    break
                cost = costs.of(kind, start, end)
                found = min(
                    (before + cost + _turn(k, kind), n, k) for n, (k, (before, *_)) in enumerate(best[start].items())
                )
                if kind not in here or found[0] <= here[kind][0]:
                    here[kind] = (found[0], start, found[2])
        best.append(here)
        lowest.append(min(total for total, _, _ in here.values()))
    runs: list[tuple[str, list[_Line]]] = []
    end, kind = len(lines), min(best[-1], key=lambda k: best[-1][k][0])
    while end:
        _, start, previous = best[end][kind]
        runs.append((kind, list(lines[start:end])))
        end, kind = start, previous
    return runs[::-1]


ROUNDING = 1e-9
"""Sums of the same costs in another order differ by less."""


def _turn(previous: str, kind: str) -> float:
    """What it costs that `kind` follows `previous`: titles and abstracts alternate."""
    if previous == kind:
        return 5.0 if kind == "title" else 6.0
    return 6.0 if not previous and kind == "abstract" else 0.0
