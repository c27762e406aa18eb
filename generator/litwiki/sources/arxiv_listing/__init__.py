"""Text of arXiv's pages: a day's or a month's list, a page of search results, a paper's own page, the daily mail.

Each of them prints a paper as a line with its id, then fields with labels ("Title:", "Comments:"). Two parts may
have none: in lists the authors follow the title and the abstract the subjects; in search results the title follows
the id. Pages are pasted as they are, wrapped, or with each label in a line of its own: a field goes on until the next
label, and whether a line after a title is its rest or the authors is decided by what names look like.
"""

import itertools
import re
from collections.abc import Sequence
from itertools import pairwise

from litwiki.model.entries import Entry, Link, Publication, RawListing, Rejected, Remark
from litwiki.sources.arxiv_listing.page import (
    CODES,
    DOI,
    END,
    LABEL,
    SUBJECT,
    before_another_page,
    head_of,
    is_furniture,
    starts,
)
from litwiki.sources.lines import Line, lines_of
from litwiki.sources.source import Reading
from litwiki.text.addresses import find_links
from litwiki.text.dates import parse_date, year_of
from litwiki.text.identifiers import find_identifiers
from litwiki.text.names import split_printed_names

name = "arxiv-listing"
title = "arXiv page or mail, copied as text"

LONGEST_FIELD = 5_000
"""Lines of one field, such as the authors of a large collaboration; what follows is another text."""
LONGEST_TITLE = 6
"""Lines of a wrapped title."""
EXTRA_LABELS = {
    **dict.fromkeys(("comment", "comments"), "comments"),
    **dict.fromkeys(("journal-ref", "journal ref", "journal reference"), "journal-ref"),
    **dict.fromkeys(("report-no", "report number"), "report-no"),
    **dict.fromkeys(("msc class", "msc classes", "msc-class"), "msc-class"),
    **dict.fromkeys(("acm class", "acm classes", "acm-class"), "acm-class"),
    "license": "license",
}
"""Labels of fields that have no place in an entry, and what we call them."""
BEFORE_LOOSE_LINES = {"title", "doi", "submitted", "date"}
SUBMITTED = re.compile(r"(?:v1 submitted|\[?Submitted(?: on)?)\s+(\d{1,2} \w+,? \d{4})", re.IGNORECASE)
FOLDED = re.compile(r"\s*(?:…\s*)?▽\s*More\s*")


def sniff(head: str) -> bool:
    """Whether a paper begins anywhere in the head as arXiv prints it."""
    return "arXiv:" in head and any(True for _ in starts([*lines_of(head)]))


def read(raw: RawListing) -> Reading:
    """An entry for each paper in printed order. What stands before the first one and in the footer are no papers."""
    lines = [*lines_of(raw.text)]
    yield head_of(lines, name)
    begins = dict(starts(lines))
    width = max((len(line.text) for line in lines), default=0)
    folded: list[int] = []
    for begin, end in pairwise([*begins, len(lines)]):
        record = _Record(lines[begin].number, begins[begin])
        rest = list(itertools.dropwhile(record.take, lines[begin + 1 : end]))
        entry, is_folded = record.entry(width)
        folded += [entry.line] if is_folded else []
        yield entry
        for line in before_another_page(rest):
            if not is_furniture(line.text):
                yield Rejected(raw.path, line.number, "neither a paper nor known furniture of arXiv's pages", line.text)
    if folded:
        many = f"{len(folded)} abstracts are" if len(folded) > 1 else "an abstract is"
        message = f"{many} cut off on this page and not taken; unfold with “▽ More” before copying"
        yield Remark(raw.path, folded[0], message)


class _Record:
    """The lines of one paper while they are read: fields by their labels, and lines without one."""

    def __init__(self, line: int, start: re.Match[str]) -> None:
        self.line = line
        self.id = start["id"]
        self.announced = " ".join(re.findall(r"\(([^()]*)\)", start["notes"])).strip("* ")
        self.codes = start["codes"].strip()
        self.fields: dict[str, list[str]] = {"doi": [start["doi"]]} if start["doi"] else {}
        self.loose: list[str] = []
        """Lines where this page prints no labels: titles in search results, authors in lists."""
        self.current: list[str] | None = None
        self.is_prose = False
        """Whether an abstract without a label has begun, after which nothing of a paper comes."""
        self.is_over = False
        """Whether the rest of a paper's own page has begun, which says nothing that it has not said before."""

    def take(self, line: Line) -> bool:
        """Puts a line into a field; False where the line does not belong to this paper."""
        if self.is_over:
            return True
        # The last part of a paper's own page, after which it repeats itself.
        is_history = line.text.startswith("Submission history")
        if END.fullmatch(line.text) and not is_history:
            return False
        if self.is_prose:
            return self._take_prose(line)
        if line.text.startswith("\\\\"):  # between the parts of a paper in a mail
            self._begin_abstract()
        elif label := LABEL.match(line.text):
            self.is_over = is_history
            self.current = self.fields.setdefault((label[1] or label[2]).lower(), [])
            if rest := line.text[label.end() :].strip():
                self.current.append(rest)
        elif SUBMITTED.match(line.text):
            self.current = self.fields.setdefault("submitted", [line.text])
        else:
            return self._take_unlabeled(line)
        return True

    def _take_prose(self, line: Line) -> bool:
        if line.text.startswith("\\\\") or len(self.fields["abstract"]) >= LONGEST_FIELD:
            return False
        if not is_furniture(line.text) or line.text.isdigit():
            self.fields["abstract"].append(line.text)
        return True

    def _take_unlabeled(self, line: Line) -> bool:
        goes_on = self.current is not None and self._goes_on(self.current, line)
        if is_furniture(line.text) and not (goes_on and self.current and line.text.isdigit()):
            self.current = None
        elif self.current is not None and goes_on:
            self.current.append(line.text)
        elif self.fields.keys() <= BEFORE_LOOSE_LINES and len(self.loose) < LONGEST_FIELD:
            self._take_loose(line.text)
        elif "subjects" in self.fields and "abstract" not in self.fields:
            self._begin_abstract(line.text)
        else:
            return False
        return True

    def _take_loose(self, text: str) -> None:
        if CODES.fullmatch(text):
            self.codes = f"{self.codes} {text}".strip()
        elif DOI.fullmatch(text):
            self.fields["doi"] = [text]
        else:
            self.loose.append(text)
        self.current = None

    def _begin_abstract(self, *lines: str) -> None:
        self.current, self.is_prose = self.fields.setdefault("abstract", [*lines]), True

    def _goes_on(self, current: list[str], line: Line) -> bool:
        """Whether a line without a label is the rest of the field above it."""
        if not current:
            return True
        if current is self.fields.get("abstract"):
            return len(current) < LONGEST_FIELD
        if line.after_blank or len(current) >= LONGEST_FIELD:
            return False
        if current is self.fields.get("subjects"):
            return re.search(rf"{SUBJECT.pattern}\Z", current[-1]) is None  # each subject ends with its code
        return all(current is not self.fields.get(label) for label in ("title", "doi", "related doi"))

    def entry(self, width: int) -> tuple[Entry, bool]:
        """What the lines say, and whether only the beginning of the abstract was among them."""
        said = {label: " ".join(values) for label, values in self.fields.items()}
        printed, authors = _title_and_authors(self.loose, said, width)
        names, complete = split_printed_names(_without_brackets(authors))
        abstract = _abstract(said.get("abstract", ""))
        subjects = said.get("subjects") or said.get("subject", "")
        extra = {EXTRA_LABELS[label]: value for label, value in said.items() if label in EXTRA_LABELS}
        extra["categories"] = " ".join(SUBJECT.findall(subjects)) or said.get("categories", "") or self.codes
        extra["announced"] = "" if SUBJECT.fullmatch(f"({self.announced})") else self.announced
        extra["authors"] = authors if re.search(r"\((?!\d+ additional)", authors) else ""
        ids = {"arxiv": self.id}
        for identifier in find_identifiers(" ".join(f"doi: {said.get(label, '')}" for label in ("doi", "related doi"))):
            ids.setdefault(identifier.kind, identifier.value)
        extra["doi"] = "" if "doi" in ids else said.get("doi", "")
        date, links = _date(said), find_links(f"{abstract or ''} {said.get('comments', '')}")
        entry = Entry(
            printed,
            abstract or None,
            self.line,
            tuple(Link(kind, url) for url, kind in links.items()),
            ids,
            authors=names,
            authors_complete=complete,
            year=year_of(date),
            publication=Publication("preprint", date=date),
            keywords=tuple(part.strip() for part in SUBJECT.sub("", subjects).split(";") if part.strip()),
            extra={label: value for label, value in extra.items() if value},
        )
        return entry, abstract is None


def _date(said: dict[str, str]) -> str:
    """The day of the first version."""
    submitted = said.get("submitted", "")
    first = SUBMITTED.search(submitted, max(0, submitted.find("v1 submitted")))
    return parse_date(first[1] if first else said.get("date", ""))


def _title_and_authors(loose: Sequence[str], said: dict[str, str], width: int) -> tuple[str, str]:
    authors = said.get("authors") or said.get("author", "")
    parts = [*filter(None, [said.get("title", "")]), *loose]
    if authors or not said.get("title"):
        return " ".join(parts), authors
    # A title was wrapped only where the next word would not have fitted.
    for count in range(1, min(len(parts), LONGEST_TITLE)):
        fits = len(parts[count - 1]) + 1 + len(parts[count].split(" ", 1)[0]) <= width - len("Title: ")
        if width > 250 or fits or _are_names(" ".join(parts[count : count + LONGEST_TITLE])):
            return " ".join(parts[:count]), " ".join(parts[count:])
    return " ".join(parts[:LONGEST_TITLE]), " ".join(parts[LONGEST_TITLE:])


NAME = re.compile(r"(?:[^\W\d_][\w.'’`-]*\.?\s+){0,6}[^\W\d_][\w.'’`-]*\.?")
LITTLE = re.compile(r"\b(?:a|an|by|for|from|in|into|of|on|the|to|via|with|using|without|under)\b")


def _are_names(text: str) -> bool:
    """Whether a text is a list of names: each of its parts short, of words only, none of which titles have."""
    parts = re.split(r",\s+|\s+and\s+", _without_brackets(text).strip())
    return all(
        len(part) <= 80 and NAME.fullmatch(part) and not LITTLE.search(part) and not part.islower()
        for part in parts
        if part
    )


def _without_brackets(text: str) -> str:
    """Without affiliations: "Ada Boyle (1), Ben Sample (2) ((1) Kitchen, (2) Cellar)"."""
    if "(" not in text:
        return text
    characters, depth = [], 0
    for character in text:
        depth += character == "("
        if not depth:
            characters.append(character)
        depth -= character == ")" and depth > 0
    return " ".join("".join(characters).split()).replace(" ,", ",")


def _abstract(text: str) -> str | None:
    """The whole abstract of a page that may show its beginning besides; None where it shows only that."""
    parts = FOLDED.split(text)
    if len(parts) > 1 and not parts[-1].rstrip().endswith("Less"):
        return None
    return re.sub(r"\s*△\s*Less\s*\Z", "", parts[-1]).strip()
