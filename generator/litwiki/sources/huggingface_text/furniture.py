"""What a Hugging Face papers page prints besides titles and abstracts, line by line.

A page is a sequence of *cards*, one a paper, under a menu. What is printed on a card depends on the page (daily,
weekly, trending, search, a collection, one paper's own) and on the program that it was copied with, which may glue a
counter to the word before it. Furniture differs from text by its words, by its neighbors (a user's name follows
"Submitted by", an organization stands before "Published on"), and never by its place alone.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from litwiki.model.replace import replace
from litwiki.sources.huggingface_text.runs import Layout, ends_sentence
from litwiki.sources.lines import Line
from litwiki.text.dates import MONTH_NAME
from litwiki.text.words import clean

MONTHS = MONTH_NAME.pattern
DAY = rf"(?:(?:{MONTHS})\.?\ \d{{1,2}}(?:,?\ \d{{4}})?|\d{{1,2}}\ (?:{MONTHS})\.?,?\ \d{{4}})"
DATE = re.compile(rf"(?P<month>{MONTHS})\.? (?P<day>\d{{1,2}})(?:,? (?P<year>\d{{4}}))?\Z", re.IGNORECASE)
COUNT = r"\+?\s?\d{1,6}(?:[.,]\d{1,3}){0,3}\s?[kKmM]?"
ARXIV_ID = r"\d{4}\.\d{4,5}"
NOTICE = re.compile(r"get trending papers in your email inbox(?: once a day)?!?\s*", re.IGNORECASE)
SUBSCRIBE = re.compile(r"subscribe(?=[A-Z0-9\"“(\[]|\Z)", re.IGNORECASE)
MENU = re.compile(
    r"""new | trending | subscribe | by | papers | hot | models | datasets | spaces | community | docs | enterprise
    | pricing | collections | previous | next | abstract | organizations? | today | company | tos | privacy | about
    | careers | website | daily | weekly | monthly | search | footer | share | pdf""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words of the page's menus that titles may end with, too."""
FURNITURE = re.compile(
    rf"""(?:by\s?)?AK(?:\sand)? | \W{{1,20}} | updated\ .{{1,30}}\ ago
    | (?:(?:(?:daily|weekly|monthly|trending)\ papers\s?)?by\s?AK\s?)?and\ the\ research\ community
    | hugging\ face(?:'s\ logo)? | (?:daily|weekly|monthly|trending|your|latest|top)\ papers
    | log\ in | sign\ up | view\ pdf | system\ theme | load\ more | ©.* | back\ to\ top
    | {COUNT} | (?:{COUNT}|no)\s?results?(?:\ for\ .{{1,100}})?
    | (?:{COUNT}\s?)?(?:comments?|upvotes?|likes?|repl(?:y|ies)) | [▲△]\s*{COUNT}
    | \#\d+\ paper\ of\ the\ (?:day|week|month) | (?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\ )?{DAY}
    | (?:{MONTHS})\ \d{{4}} | week\ (?:of\ .{{3,30}}|\d{{1,2}}(?:,?\ \d{{4}})?) | \d{{4}}-(?:\d\d-\d\d|W\d\d)
    | read\ more | read\ (?:the\ )?paper(?:\ page)? | unsubscribe.{{0,80}} | view\ (?:all|in\ browser|online).{{0,40}}
    | add\ to\ collections? | see\ all.{{0,20}} | most\ upvoted | most\ recent | sort:?.{{0,20}}
    | ai-generated\ summary""",
    re.IGNORECASE | re.VERBOSE,
)
ENDS_CARD = re.compile(
    rf"""upvote\s*(?:{COUNT}|-)? | (?:view\ )?arxiv\ page | github(?:\ repo\w*)?\s*(?:{COUNT})? | project\ page
    | (?:[·•]\s*)?submitted\s?by(?P<user>\s*:?\s*(?:@?[\w.-]{{1,60}}|.{{1,60}}\ on\ {DAY}))?
    | paper\s*•\s*(?:arxiv:\s*)?(?P<id>{ARXIV_ID})\s*•.{{0,80}}""",
    re.IGNORECASE | re.VERBOSE,
)
"""Furniture that ends what a page says about a paper, or begins what it says about the next one."""
USER = re.compile(rf"(?:@?[\w.-]{{1,60}}|.{{1,60}}\ on\ {DAY})", re.IGNORECASE | re.VERBOSE)
BYLINE = re.compile(
    rf"""(?P<before>.{{0,300}}?)\s*
    (?:(?:·\s*|\A)\d+\ authors?(?:\s*·?\s*published\ on\s+(?P<date>{DAY}))?
      |(?:·\s*published|\A(?-i:P)ublished)\ on\s+(?P<day>{DAY}))
    (?:\s*·.{{0,80}})?""",
    re.IGNORECASE | re.VERBOSE,
)
"""Organization or number of authors, and the date of publication, in one line or two."""
PAPER_ADDRESS = re.compile(
    rf"""[(<\[]?\s*(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co|alphaxiv\.org|arxiv\.org)/(?:papers|abs|pdf|overview)/
    (?P<id>{ARXIV_ID})(?:v\d+)?(?:\.pdf|\.md)?(?:[?\#][^\s)\]>]*)?\s*[)>\]]?[.,;]?""",
    re.IGNORECASE | re.VERBOSE,
)
TITLE_AND_ADDRESS = re.compile(
    rf"""(?P<title>\S.{{2,250}}?)(?<!\bat)(?<!\bin)(?<!\bsee)(?<!\bfrom)[\s:|·•–—-]*[\s(<\[]
    (?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/papers/(?P<id>{ARXIV_ID})(?:[?\#][^\s)\]>]*)?[)>\]]?""",
    re.IGNORECASE | re.VERBOSE,
)
ID_ALONE = re.compile(rf"arxiv:\s*(?P<id>{ARXIV_ID})(?:v\d+)?(?:\s*\[[\w.]+\])?", re.IGNORECASE)
AI_SUMMARY = "ai-generated summary"
LAST_OF_PAPER = re.compile(r"view arxiv page|add to collections?|models citing this paper.*", re.IGNORECASE)


class Fact(Struct, frozen=True):
    """What a page says about a paper: `kind` is `date`, `organization`, `authors`, `url`, `id above` where it stands
    below the title that it is of, or `id` where it may stand on either side."""

    line: int
    kind: str
    value: str


def without_offer(printed: str) -> str:
    """A line as it shows, without the page's offer of mails, which may be glued to a title."""
    text = NOTICE.sub("", clean(printed))
    return (SUBSCRIBE.sub("", text, count=1) if SUBSCRIBE.match(text) else text).strip()


def is_furniture(text: str) -> bool:
    """Whether a line is the page's own wherever it stands."""
    return len(text) <= 200 and bool(
        any(form.fullmatch(text) for form in (MENU, FURNITURE, ENDS_CARD, ID_ALONE, PAPER_ADDRESS))
        or ((byline := BYLINE.fullmatch(text)) and not byline["before"])
    )


def _byline(text: str) -> re.Match[str] | None:
    return BYLINE.fullmatch(text) if len(text) < 400 else None


def without_furniture(lines: Sequence[Line]) -> tuple[list[Line], list[Fact]]:
    """The lines that are titles and abstracts, and what the others say. Furniture counts as a blank line.

    A page's menu has words that titles end with too ("… of Large Language / Models"). Such a word is text
    where it directly follows a line that was wrapped before it; elsewhere the page printed it.
    """
    layout = Layout.of([line for line in lines if not is_furniture(line.text)])
    has_cards = any(ENDS_CARD.fullmatch(line.text) or _byline(line.text) for line in lines if len(line.text) < 400)
    sweep = _Sweep(layout, has_cards=has_cards, is_paper_page=any(line.text.lower() == "authors:" for line in lines))
    for line in lines:
        sweep.take(line)
    return _without_glued_counts(sweep.text), sweep.facts


class _Sweep:
    """One pass over the lines of a page, with what the last of them said about the next."""

    def __init__(self, layout: Layout, *, has_cards: bool, is_paper_page: bool) -> None:
        self.layout = layout
        self.has_cards = has_cards
        self.is_paper_page = is_paper_page
        self.text: list[Line] = []
        self.facts: list[Fact] = []
        self.expected = ""  # "user" after "Submitted by", "authors" after "Authors:", "page" after a paper's own page
        self.was_text = False
        self.starts_card = False
        self.card = 0  # where in `text` this card begins
        self.abstract: int | None = None  # where in `text` the paper's own page begins its abstract

    def take(self, line: Line) -> None:
        if not self._is_expected(line) and not self._is_byline(line) and not self._is_of_page(line):
            self._add(line)

    def _end(self, *, ends_card: bool) -> None:
        self.was_text = False
        if ends_card and not self.starts_card:
            self.starts_card, self.card = True, len(self.text)

    def _is_expected(self, line: Line) -> bool:
        expected, self.expected = self.expected, ""
        if expected == "user":
            return USER.fullmatch(line.text) is not None
        if expected == "authors":
            if line.text.lower() == "abstract" or len(line.text) > 100 or len(line.text.split()) > 8:
                return False
            self.expected = expected
            self.facts.append(Fact(line.number, "authors", line.text))
            return True
        if expected == "page":
            self.expected = "" if ID_ALONE.fullmatch(line.text) else expected
            return bool(self.expected)
        return False

    def _is_of_page(self, line: Line) -> bool:
        """Whether the page printed a line, which then says something about those around it."""
        lower = line.text.lower() if len(line.text) <= 60 else ""
        if lower == "authors:" and self.is_paper_page:
            self._end(ends_card=False)
            self.expected = "authors"
        elif lower == "abstract":
            self._end(ends_card=False)
            self.abstract = len(self.text)
        elif lower == AI_SUMMARY and self.abstract is not None:
            self._end(ends_card=False)
            del self.text[self.abstract :]
        elif ending := ENDS_CARD.fullmatch(line.text):
            self._end(ends_card=True)
            if ending["id"]:
                self.facts.append(Fact(line.number, "id above", ending["id"]))
            if lower.lstrip("·• ").startswith("submitted") and not ending["user"]:
                self.expected = "user"
            if self.is_paper_page and self.abstract is not None and LAST_OF_PAPER.fullmatch(line.text):
                self.expected, self.abstract = "page", None
        elif address := PAPER_ADDRESS.fullmatch(line.text) or ID_ALONE.fullmatch(line.text):
            self._end(ends_card=False)
            self.facts.append(Fact(line.number, "id", address["id"]))
        elif is_furniture(line.text) and not self._is_last_word(line):
            self._end(ends_card=False)
        else:
            return False
        return True

    def _is_last_word(self, line: Line) -> bool:
        """Whether a word of the menus is the end of a wrapped title."""
        if not self.was_text or not MENU.fullmatch(line.text) or not self.layout.is_wrapped(self.text[-1], line):
            return False
        return not self.has_cards or (self.layout.is_regular and self.layout.is_forced(self.text[-1], line))

    def _is_byline(self, line: Line) -> bool:
        """Whether a line is what stands below a title or an abstract; its beginning may be either of them, or the
        organization, as may be the line above it."""
        match = _byline(line.text)
        if not match:
            return False
        before = match["before"].strip(" ·")
        has_title = len(self.text) > self.card
        if before and has_title and len(before) <= 60:
            self.facts.append(Fact(line.number, "organization", before))
        elif before:
            self._add(replace(line, text=before))
        elif self.was_text and len(self.text) > self.card + 1 and self._is_organization(self.text[-2], self.text[-1]):
            self.facts.append(Fact(line.number, "organization", self.text.pop().text))
        if date := match["date"] or match["day"]:
            self.facts.append(Fact(line.number, "date", date))
        self._end(ends_card=False)
        return True

    def _is_organization(self, before: Line, line: Line) -> bool:
        if len(line.text) > 60 or ends_sentence(line.text):
            return False
        return line.after_blank or ends_sentence(before.text) or not self.layout.is_forced(before, line)

    def _add(self, line: Line) -> None:
        if len(line.text) <= 400 and (titled := TITLE_AND_ADDRESS.fullmatch(line.text)):
            line = replace(line, text=titled["title"], id=titled["id"], starts_card=True)
        starts = self.starts_card or line.starts_card
        self.text.append(replace(line, after_blank=line.after_blank or not self.was_text, starts_card=starts))
        if starts:
            self.card = len(self.text) - 1
        self.was_text, self.starts_card = True, False


def _without_glued_counts(lines: list[Line]) -> list[Line]:
    """Without votes that are glued to the titles after them, where at least half of the cards have them."""
    glued = re.compile(r"\d{1,4}(?=[A-Z“\"][^\d\s])")
    starts = [line for line in lines if line.starts_card]
    if len(starts) < 2 or 2 * sum(1 for line in starts if glued.match(line.text)) < len(starts):
        return lines
    return [replace(line, text=glued.sub("", line.text, count=1)) if line.starts_card else line for line in lines]
