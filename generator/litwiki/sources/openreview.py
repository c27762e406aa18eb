"""Notes of OpenReview's API, versions 1 and 2: a list, or `{"notes": […]}`; submissions become papers.

A note is a submission, a review, a comment or a decision. In version 2 each value of `content` is an object with the
value under `value`. Source: OpenReview's documentation of notes and of both APIs.
"""

import datetime
import re
from collections.abc import Mapping

from litwiki.model.entries import Entry, Publication, RawListing, Rejected, Remark
from litwiki.sources.columns import link_of
from litwiki.sources.json_items import Item, JsonText, first_item, read_items, text_of, texts_of
from litwiki.sources.record import Record, keywords_of, names_of
from litwiki.sources.source import Reading
from litwiki.text.dates import parse_date
from litwiki.text.words import clean

name = "openreview"
title = "OpenReview"

LISTS = ("notes",)
SITE = "https://openreview.net"
NOT_ACCEPTED = re.compile(r"(?i)\b(?:submitted to|submission|withdrawn|desk.?rejected?|rejected?|under review)\b")
PRESENTED = re.compile(
    r"[ (-]{1,3}(?:(?:notable[ -])?(?:top[ -]\d+%|oral|poster|spotlight|talk|presentation)[ ),-]{0,3})+\Z",
    re.IGNORECASE,
)
BIBTEX_KEY = re.compile(r"\s*@\w+\s*\{\s*([^\s,{}]+)\s*,")
BIBTEX_FIELD = re.compile(r"\b(booktitle|journal|year)\s*=\s*\{([^{}]*)\}", re.IGNORECASE)
REPLIES = re.compile(r"review|comment|decision|rebuttal|rating|withdraw|desk_reject|recommendation", re.IGNORECASE)
TECHNICAL = frozenset("_bibtex authorids paperhash pdf_hash submission_number".split())
"""Keys of content that say nothing more of the paper."""


def sniff(head: str) -> bool:
    """A first item that is a note: with content, and with a forum or an invitation."""
    item = first_item(head, LISTS)
    return item is not None and "content" in item and bool({"forum", "invitation", "invitations"} & item.keys())


def read(raw: RawListing) -> Reading:
    """The submissions in order. One remark says how many notes are no submissions."""
    replies: list[int] = []
    for item in read_items(raw.text, LISTS, raw.path):
        if isinstance(item, Rejected):
            yield item
            continue
        fields = item.value.get("content")
        said = fields.items() if isinstance(fields, dict) else ()
        content = {key: one["value"] if isinstance(one, dict) and "value" in one else one for key, one in said}
        if _is_reply(item.value, content):
            replies.append(item.line)
            continue
        entry = _entry(item, content)
        yield entry if entry.title else Rejected(raw.path, item.line, "a note without a title", item.raw)
    if replies:
        what = "a note is a review" if len(replies) == 1 else f"{len(replies)} notes are reviews"
        yield Remark(raw.path, replies[0], f"{what} or the like, and no papers")


def _is_reply(note: Mapping[str, JsonText], content: Mapping[str, JsonText]) -> bool:
    """Whether a note answers another: its forum is another note, or its invitation says so."""
    forum, note_id = text_of(note.get("forum")), text_of(note.get("id"))
    if text_of(note.get("replyto")) or (forum and note_id and forum != note_id and "original" not in note):
        return True
    asked = " ".join((*texts_of(note.get("invitations")), text_of(note.get("invitation"))))
    return "authors" not in content and REPLIES.search(asked.rpartition("/-/")[2]) is not None


def _entry(item: Item, content: dict[str, JsonText]) -> Entry:
    note = item.value
    record = Record()
    record.identify("forum", "openreview", text_of(note.get("forum")) or text_of(note.get("id")))
    bibtex = text_of(content.get("_bibtex"))
    if match := BIBTEX_KEY.match(bibtex):
        record.name_as("_bibtex", match[1])
    cited = {match[1].lower(): clean(match[2]) for match in BIBTEX_FIELD.finditer(bibtex)}
    venue, accepted = _venue(text_of(content.pop("venue", None)), cited, record)
    record.type = ("article" if "journal" in cited or "TMLR" in venue else "inproceedings") if accepted else "preprint"
    for key, kind in [(key, kind) for key in content if (kind := link_of(key)) is not None]:
        text = text_of(content.pop(key))
        if text and (key != "pdf" or text.startswith("http")):  # else its place on OpenReview, where the id leads to
            record.address(key, f"{SITE}{text}" if text.startswith("/") else text, kind)
    anonymous = [text for text in texts_of(content.pop("authors", None)) if not text.casefold().startswith("anonymous")]
    people = names_of(anonymous)
    in_venue = re.search(r"\b(?:19|20)\d\d\b", venue if accepted else "")
    date = _date(note, cited.get("year") or (in_venue[0] if in_venue else ""))
    keywords = texts_of(content.pop("keywords", None))
    if len(keywords) == 1:
        keywords = tuple(keywords_of(keywords[0]))
    printed, abstract = text_of(content.pop("title", None)), text_of(content.pop("abstract", None))
    for key, value in content.items():
        if key not in TECHNICAL:
            record.keep(key, text_of(value))
    publication = Publication(type=record.type, venue=venue if accepted else "", date=date)
    return record.entry(printed, item.line, people, publication, abstract=abstract, keywords=keywords)


def _venue(printed: str, cited: Mapping[str, str], record: Record) -> tuple[str, bool]:
    """The venue without how the paper was presented, and whether it was accepted there; what is cut off is kept.

    A submission's venue says where it was sent to; that is no venue.
    """
    if not printed or NOT_ACCEPTED.search(printed):
        record.keep("venue", printed)
        return "", False
    venue = PRESENTED.sub("", printed) or printed
    if venue != printed:
        record.keep("venue", printed)
    return venue or cited.get("booktitle", "") or cited.get("journal", ""), True


def _date(note: Mapping[str, JsonText], printed: str) -> str:
    """The year of the citation or the venue, with the day where the paper was published there in it; of a paper
    without one the day on which it was published or else created."""
    year = parse_date(printed)
    for key in ("pdate", "odate", "cdate", "tcdate"):
        digits = text_of(note.get(key))
        if re.fullmatch(r"\d{9,14}", digits):
            moment = datetime.datetime.fromtimestamp(int(digits) / 1000, datetime.UTC)
            date = moment.date().isoformat()
            return date if not year or date.startswith(year) else year
    return year
