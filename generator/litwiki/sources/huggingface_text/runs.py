"""Dynamic programming: the cheapest reading of lines as titles and abstracts, of which a page has one after the other.

Neither blank lines nor alternation can be trusted alone: people paste pages through programs that wrap lines and drop
or add blank ones. Each run of lines costs what makes it an unlikely title or an unlikely abstract (length, punctuation
at its end, a break in its middle), and so does each title without an abstract or the other way round. Where the reading
is wrong, it is wrong about one entry: costs are local.
"""

import itertools
import re
from collections.abc import Sequence
from string import ascii_lowercase

from msgspec import Struct

from litwiki.model.replace import replace
from litwiki.sources.lines import Line

LONG = 250
"""Characters from which a line is prose and no title; titles seen have at most 155."""
LONGEST_ABSTRACT = 60
"""Lines an abstract may be wrapped into: 1,920 characters at 40 a line and a margin."""


class Layout(Struct, frozen=True):
    """How a text was laid out, as far as its lines tell."""

    width: int
    """Where nearly all lines are short the text was wrapped at the width of its longest ordinary lines."""
    blanks: bool
    """Whether blank lines stand between its parts."""
    is_regular: bool = False
    """Whether nearly all of its breaks are forced: then one that is not was meant."""

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Layout":
        lengths = sorted(len(line.text) for line in lines)
        width = lengths[int(len(lengths) * 0.9)] if lengths else 0
        layout = cls(width, sum(line.after_blank for line in lines) > 2 + len(lines) / 60)
        breaks = [layout.is_forced(a, b) for a, b in itertools.pairwise(lines) if not b.after_blank]
        return replace(layout, is_regular=sum(breaks) > 0.85 * len(breaks))

    def is_forced(self, before: Line, line: Line) -> bool:
        """Whether the next word would not have fitted, so that the break says nothing."""
        return self.width <= LONG and len(before.text) + 1 + len(line.text.split()[0]) > self.width

    def allows(self, before: Line, line: Line) -> bool:
        """Whether a break without a blank line is no more than a wrapped line, its words aside."""
        return self.blanks and (not self.is_regular or self.is_forced(before, line))

    def is_wrapped(self, before: Line, line: Line) -> bool:
        """Whether a line of few words is the rest of the one above it, and no line of its own."""
        if line.after_blank or len(before.text) > LONG or ends_sentence(before.text):
            return False
        return self.blanks or self.is_forced(before, line)


ENDS_SENTENCE = re.compile(r"(?:[.!?…:][\"'”’)\]]*|https?://\S+|[)\]}])\Z")
INNER_SENTENCE = re.compile(r"[a-z)]{2}[.!?]\s+[A-Z]")
GOES_ON = re.compile(
    r"(?:[,:;–—-]|\b(?:a|an|and|as|at|by|for|from|in|into|of|on|or|the|to|via|with|using))\Z", re.IGNORECASE
)
LONGEST_TITLE = 6
"""Lines a title may be wrapped into."""
ACROSS_CARDS = 30.0
"""What it costs that one title or abstract goes on from one card of the page into the next."""


# The last word says how a line ends; searching all of an abstract would cost more than everything else here.


def ends_sentence(text: str) -> bool:
    """Whether a line ends as sentences do, or with an address or a closing bracket."""
    return ENDS_SENTENCE.search(text, text.rfind(" ") + 1) is not None


def _goes_on(text: str) -> bool:
    return GOES_ON.search(text, text.rfind(" ") + 1) is not None


class _Costs:
    """What runs of lines cost as a title or as an abstract, in constant time each.

    A break inside a run is judged by three signs. In a text with blank lines between its parts, a break
    without one is a wrapped line. In a wrapped text, a break is *forced* where the next word would not
    have fitted; any other break was meant, blank lines or not. And a sentence that has not ended goes on.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.layout = Layout.of(lines)
        self.has_cards = any(line.starts_card for line in lines)
        self.length_to, self.title_to, self.abstract_to = [0], [0.0], [0.0]
        for index, line in enumerate(lines):
            before = lines[index - 1] if index else None
            self.length_to.append(self.length_to[-1] + len(line.text) + 1)
            self.title_to.append(self.title_to[-1] + (self._within_title(before, line) if before else 0.0))
            self.abstract_to.append(self.abstract_to[-1] + (self._within_abstract(before, line) if before else 0.0))

    def _within_title(self, before: Line, line: Line) -> float:
        if line.starts_card:
            return ACROSS_CARDS
        goes_on = _goes_on(before.text) or line.text[0] in ascii_lowercase
        if line.after_blank:
            return 2.0 if goes_on else 6.0
        if self._allows(before, line):
            return 0.3
        return 0.5 if goes_on else 0.8 if self.layout.is_forced(before, line) else 5.5

    def _within_abstract(self, before: Line, line: Line) -> float:
        if line.starts_card:
            return ACROSS_CARDS
        ended = ends_sentence(before.text)
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
        if self._allows(before, line) or self.layout.is_forced(before, line):
            return 0.1
        # A short line that ended no sentence is a title; a long one was cut.
        return 3.0 if ended else 0.5 if was_long else 6.0

    def _allows(self, before: Line, line: Line) -> bool:
        """As the layout does; on cards the blank lines are mostly the page's own and say little."""
        return not self.has_cards and self.layout.allows(before, line)

    def least(self, kind: str, start: int, end: int) -> float:
        """A lower bound of `of` for this start and every earlier one: the cost of the breaks inside."""
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
            if self.lines[start].starts_card:
                cost += ACROSS_CARDS if self.lines[start].id else 5.0
            # What is left of a card below its title is its abstract, however short.
            ends_card = end == len(self.lines) or self.lines[end].starts_card
            is_rest = self.has_cards and not self.lines[start].starts_card and ends_card
            cost += max(0.0, min(3.0 if is_rest and ends_sentence(last) else 14.0, (LONG - length) / 15))
            cost += 0.0 if ends_sentence(last) else 2.0
            return cost + (1.0 if first[0].islower() else 0.0)
        cost += self.title_to[end] - self.title_to[start + 1]
        if self.lines[start].id:
            return cost
        cost += max(0.0, (length - 200) / 20)
        cost += 3.0 if last.endswith(".") and not last.endswith("...") else 0.0
        if length < 3 * LONG:
            text = " ".join(line.text for line in self.lines[start:end])
            cost += 4.0 * len(INNER_SENTENCE.findall(text))
        return cost + (1.5 if first[0].islower() else 0.0)


def cheapest(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
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
                step = min(
                    (before + cost + _turn(k, kind, lines[start]), n, k)
                    for n, (k, (before, *_)) in enumerate(best[start].items())
                )
                if kind not in here or step[0] <= here[kind][0]:
                    here[kind] = (step[0], start, step[2])
        best.append(here)
        lowest.append(min(total for total, _, _ in here.values()))
    runs: list[tuple[str, list[Line]]] = []
    end, kind = len(lines), min(best[-1], key=lambda k: best[-1][k][0])
    while end:
        _, start, previous = best[end][kind]
        runs.append((kind, list(lines[start:end])))
        end, kind = start, previous
    return runs[::-1]


ROUNDING = 1e-9
"""Sums of the same costs in another order differ by less."""


def _turn(previous: str, kind: str, first: Line) -> float:
    """What it costs that `kind` follows `previous`: titles and abstracts alternate, but for cards without abstracts."""
    if kind == "title" and first.starts_card:
        return 0.0
    if previous == kind:
        return 5.0 if kind == "title" else 6.0
    return 6.0 if not previous and kind == "abstract" else 0.0
