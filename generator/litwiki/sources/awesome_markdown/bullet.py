"""One bullet of a list of papers: which of its links are papers, what is the title, and what is a note.

Lists are written by hand and in every style. Three things are certain enough to go by: where a link leads (an id, a
publisher, a code host), what a label says ("[pdf]", "[code]"), and that a title is the text of a link, bold, quoted,
or what stands before the first label. A label, a venue or an address is never a title.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct, field

from litwiki.markup.addresses import is_safe_url
from litwiki.model.entries import Entry, Link, Publication
from litwiki.sources.awesome_markdown.blocks import Span
from litwiki.sources.awesome_markdown.byline import AUTHORS, END_OF_PART, byline_of
from litwiki.text.addresses import ADDRESS, link_kind
from litwiki.text.dates import year_of
from litwiki.text.identifiers import Identifier, find_identifiers, parse_identifier
from litwiki.text.names import split_printed_names
from litwiki.text.words import clean

LABELS = {
    "paper": r"(?:(?:full|official|original|journal|conference|extended|long|short|research|the|survey)\W?)?"
    r"(?:papers?|pdf|arxiv|ar5iv|abs|abstract|doi|openreview|html|preprint|publication|article|acl|acl\ ?anthology|ieee"
    r"|acm|springer|elsevier|nature|science|pub|read|supp|supplement(?:ary)?|appendix|bib|bibtex|cite|citation|论文)",
    "code": r"(?:(?:official|source|our|the|pytorch|tensorflow|jax)\W?)?"
    r"(?:codes?|git(?:hub|lab)?|repo(?:sitory)?|implementation|pytorch|tensorflow|jax|torch|keras|代码)",
    "project": r"(?:project|home|web)?\W?(?:page|site|website|homepage|project|web|webpage|项目|主页)",
    "data": r"(?:data\ ?sets?|data|benchmark|corpus)",
    "model": r"(?:models?|weights|checkpoints?|hugging\ ?face|hf|🤗)",
    "demo": r"(?:online\ )?(?:demo|colab|spaces?|notebook|playground|gradio)",
    "video": r"(?:videos?|youtube|talk|bilibili|presentation|recording)",
    "slides": r"(?:slides?|ppt|deck)",
    "poster": r"poster",
    "blog": r"(?:blog(?:\ ?post)?|post|tweet|twitter|x|medium|news|explanation|discussion|reddit|知乎)",
    "": r"(?:link|links|url|here|source|website\ link|链接|\W*\d{0,3}\W*)",
}
"""What labels say of what they lead to; where they say nothing, the address does."""
LABEL = {
    kind: re.compile(rf"[\[(]?\s*{words}(?:\W?(?:link|page|pdf|paper|version|v?\d+))?\s*[\])]?", re.IGNORECASE)
    for kind, words in LABELS.items()
}
PUBLISHERS = re.compile(
    r"https?://(?:[\w-]+\.)*(?:neurips\.cc|nips\.cc|mlr\.press|jmlr\.org|thecvf\.com|cv-foundation\.org|aclweb\.org"
    r"|aclanthology\.org|ieee\.org|acm\.org|springer\.com|sciencedirect\.com|nature\.com|science\.org|wiley\.com|usenix\.org"
    r"|aaai\.org|ijcai\.org|isca-speech\.org|isca-archive\.org|ecva\.net|roboticsproceedings\.org|biorxiv\.org|medrxiv\.org"
    r"|ssrn\.com|hal\.science|semanticscholar\.org|openreview\.net|arxiv\.org|mdpi\.com|frontiersin\.org|plos\.org"
    r"|tandfonline\.com|oup\.com|pnas\.org|cell\.com|researchgate\.net|bmvc\S*\.\w+|eprint\.iacr\.org)/\S",
    re.IGNORECASE,
)
VENUE = re.compile(
    r"(?P<venue>(?:[A-Z]|ar[xX]|bioR|medR)[\w&/+.-]*(?: (?:[A-Z&][\w&/+.-]*|of|on|in|and|for|the)){0,7})?"
    r"[\s,'’:`-]{0,3}(?P<year>(?:19|20)\d\d(?:[./-][01]\d(?:[./-]\d\d)?)?|(?<=['’])\d\d)"
    r"(?:[\s,:-]{1,3}(?i:oral|spotlight|poster|highlight|findings|workshop|best paper)s?)?",
)
"""A venue with its year, such as "NeurIPS 2024 (oral)", "ICLR'25", "2023"."""
BOOKMARKS = re.compile(r":[a-z0-9_+-]{2,30}:")
PREPRINT = re.compile(r"\w{0,4}rxiv|preprint|corr|under review", re.IGNORECASE)


class Draft(Struct):
    """A paper of a bullet or row, as printed; `notes` are what stands around the title and the links."""

    title: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    year: int | None = None
    venue: str = ""
    date: str = ""
    authors: str = ""
    topics: tuple[str, ...] = ()

    def entry(self, line: int, keywords: Iterable[str]) -> Entry:
        """The paper as every source gives it; `keywords` are the headings above it."""
        authors, is_complete = split_printed_names(self.authors)
        return Entry(
            clean(self.title),
            None,
            line,
            tuple(self.links.values()),
            self.ids,
            authors,
            year_of(self.date) or self.year,
            is_complete,
            Publication(venue=self.venue, date=self.date),
            keywords=tuple(dict.fromkeys((*self.topics, *keywords))),
            note=clean(" ".join(self.notes)),
        )


class Part(Struct, frozen=True):
    """A span and what it is: `kind` is one of a link, `text`, or `anchor` for a link into the page or repository."""

    kind: str
    text: str
    url: str = ""
    is_label: bool = False
    is_strong: bool = False


def parts_of(spans: Sequence[Span]) -> list[Part]:
    """The spans of a bullet, each with what it is; bare addresses in the text are links without a title."""
    return [part for span in spans for part in ([_link(span)] if span.url else _text(span))]


def _link(span: Span) -> Part:
    url, text = clean(span.url), without_emoji(span.text)
    if not is_safe_url(url) or not url.lower().startswith("http"):
        return Part("anchor", text, url)
    said = next((kind for kind, label in LABEL.items() if len(text) < 60 and label.fullmatch(text)), None)
    is_address = re.match(r"(?:https?://|www\.)\S+\Z", text, re.IGNORECASE) or parse_identifier(text)
    is_label = said is not None or not text or bool(is_address) or venue_of(text) is not None
    if parse_identifier(url) or PUBLISHERS.match(url):
        return Part("paper", text, url, is_label, span.is_strong)
    return Part(said or link_kind(url), text, url, is_label, span.is_strong)


def _text(span: Span) -> Iterator[Part]:
    start = 0
    for match in ADDRESS.finditer(span.text) if "/" in span.text else ():
        url = match[0].rstrip(".,;:!?'\"*~)]")
        if "://" not in url:
            continue
        yield Part("text", span.text[start : match.start()], is_strong=span.is_strong)
        yield _link(Span(url, url))
        start = match.start() + len(url)
    yield Part("text", span.text[start:], is_strong=span.is_strong)


def drafts_of(parts: Sequence[Part]) -> list[Draft]:
    """The papers of a bullet; none where nothing in it leads to one."""
    titled = [index for index, part in enumerate(parts) if part.kind == "paper" and not part.is_label]
    has_paper = any(part.kind == "paper" for part in parts)
    text = " ".join(part.text for part in parts if part.kind == "text")
    if not has_paper and not _ids_in(text):
        return []
    if len({_id_of(parts[index].url) for index in titled}) > 1:
        bounds = [*titled[1:], len(parts)]
        first = titled[0]
        cuts = [(0, bounds[0]), *pairwise(bounds)] if first else [*zip(titled, bounds, strict=True)]
        return [_draft(parts[begin:end]) for begin, end in cuts]
    return [_draft(parts)]


def _ids_in(text: str) -> tuple[Identifier, ...]:
    """The ids in a text; a bare number is one where nothing else stands there."""
    alone = parse_identifier(text.strip()) if len(text) < 200 else None
    return (alone,) if alone else find_identifiers(text)


def _id_of(url: str) -> str:
    identifier = parse_identifier(url)
    return identifier.key if identifier else url


def _draft(parts: Sequence[Part]) -> Draft:
    draft = Draft()
    title = _title_part(parts)
    rest: list[str] = []
    for part in parts:
        if part.kind not in {"text", "anchor"}:
            _add_link(draft, part)
        if part is title:
            draft.title = _as_title(part.text)
            rest.append("\n")
        elif venue_of(part.text) and (part.is_strong or part.kind != "text"):
            _add_note(draft, part.text)
        elif part.kind == "text":
            rest.append(part.text)
        elif not part.is_label:
            rest.append(f" {part.text} ")
    words = re.sub(r"[^\S\n]+", " ", "".join(rest))
    if not draft.title:
        draft.title, words = _title_in(words) if title is None else ("", words)
    for identifier in _ids_in(words):
        draft.ids.setdefault(identifier.kind, identifier.value)
    for note in words.split("\n"):
        _add_note(draft, note)
    return draft


def _title_part(parts: Sequence[Part]) -> Part | None:
    """The title where it is marked: a link's text, else what is bold."""
    links = [part for part in parts if part.kind not in {"text", "anchor"} and not part.is_label and part.text]
    papers = [part for part in links if part.kind == "paper"]
    if papers:
        return papers[0]
    strong = [part for part in parts if part.kind == "text" and part.is_strong and _is_title(_tidy(part.text))]
    return next(iter([*(part for part in links if len(part.text.split()) > 2), *strong]), None)


def _is_title(text: str) -> bool:
    return (
        venue_of(text) is None and len(text.split()) > 1 and not any(label.fullmatch(text) for label in LABEL.values())
    )


QUOTED = re.compile(r"[“\"„«]([^“”\"„«»]{8,300})[”\"“»]")
KIND_OF_WORK = re.compile(r"\[[ACDJMNR](?:/OL)?\]")
"""The letter that Chinese bibliographies put behind a title (GB/T 7714)."""
AFTER_AUTHORS = re.compile(r"\((?:19|20)\d\d[a-z]?\)\.?\s+|\bet al\.,?:?\s+")
BEFORE_AUTHORS = re.compile(r"(.{8,300}?)[,.;:–—-]\s+(?:by\s+)?[^\W\d_][\w'’-]{1,40}(?:\s[^\s,]{1,40}){0,3}\s+et al\.")
"""A title with "Boyle et al." behind it and nothing more: it stands before the names."""
END = re.compile(r"(?<=\w\w|\w\))[.?!]\s+(?=\S)|\s+[-–—|]\s+|\s*[\[(]{1,2}\s*(?=[|\])])|\s*\n")


def _title_in(words: str) -> tuple[str, str]:
    """The title in a text without marks, and the rest: what is quoted, follows "(2024).", or comes first."""
    words, lead = _without_lead(KIND_OF_WORK.sub("", words).lstrip(EDGES))
    if quoted := QUOTED.search(words):
        return _as_title(quoted[1]), f"{lead}\n{words[: quoted.start()]}\n{words[quoted.end() :]}"
    authors = AFTER_AUTHORS.search(words[:400]) or AUTHORS.match(words[:2_000])
    before, words = (words[: authors.end()], words[authors.end() :]) if authors else ("", words)
    end = END.search(words)
    text = words[: end.start() + (words[end.start()] in "?!")] if end else words
    comma = text.rfind(", ")
    if comma > 0 and not text[comma + 2 :][:1].isdigit() and venue_of(text[comma + 1 :]):
        text = text[:comma]
    title = _as_title(text)
    if authors and not title and (behind := BEFORE_AUTHORS.match(before)):
        title = _as_title(behind[1])
        before, text = before[behind.end(1) :], ""
    if not _is_title(title) or len(title) > 300:
        return "", f"{lead}\n{before}{words}"
    return title, f"{lead}\n{before}\n{words[len(text) :]}"


LEAD = re.compile(
    r"\s*(?:[\[(【]([^\[\]()【】]{1,40})[\])】]|((?:19|20)\d\d(?:[-./]\d\d){0,2})(?=[\s:.,]))\s*[-–—:.,]*\s*"
)


def _without_lead(words: str) -> tuple[str, str]:
    """Without tags at the beginning such as "[2024]" or "(CVPR 2024)"."""
    lead: list[str] = []
    while (match := LEAD.match(words)) and len(lead) < 5:
        lead.append(match[0].strip())
        words = words[match.end() :]
    return words, "\n".join(lead)


def _add_link(draft: Draft, part: Part) -> None:
    identifier = parse_identifier(part.url) if part.kind == "paper" else None
    if identifier and draft.ids.setdefault(identifier.kind, identifier.value) == identifier.value:
        return
    draft.links.setdefault(part.url, Link(part.kind or "project", part.url))


SAYS_NOTHING = re.compile(r"(?:and|or|with|see|by|in|&|\+)", re.IGNORECASE)


def _add_note(draft: Draft, text: str) -> None:
    note = _tidy("" if parse_identifier(text.strip()) else text)
    if not draft.authors and (byline := byline_of(note, lambda part: venue_of(part) is not None)):
        draft.authors, rest = byline
        part = END_OF_PART.search(rest)
        end = part.start() if part else len(rest)
        # What is left behind the venue that follows the authors is a note.
        if draft.year is None and (behind := venue_of(rest[:end])):
            (draft.venue, draft.year), rest = behind, rest[end:]
        note = _tidy(rest)
    venue_and_year = venue_of(note)
    if venue_and_year is None and draft.year is None:
        for bracketed in re.findall(r"[\[(]([^\[\]()]{2,60})[\])]", note):
            if venue_and_year := venue_of(without_emoji(bracketed)):
                note = re.sub(r" \.(?= |\Z)", "", _tidy(note.replace(bracketed, "", 1)))
                break
    elif venue_and_year and draft.year is None:
        note = ""
    if venue_and_year and draft.year is None:
        draft.venue, draft.year = venue_and_year
    if note and not SAYS_NOTHING.fullmatch(note) and not any(label.fullmatch(note) for label in LABEL.values()):
        draft.notes.append(note)


def venue_of(text: str) -> tuple[str, int] | None:
    """A venue and its year where a text is nothing else; a preprint server is no venue."""
    match = VENUE.fullmatch(re.sub(r"[()\[\]*]", " ", text).strip(" .")) if len(text) < 80 else None
    if not match:
        return None
    venue = re.sub(r"\A[Ii]n:? (?=[A-Z])", "", (match["venue"] or "").strip(" -,"))
    year = int(match["year"][:4]) + (2000 if len(match["year"]) == 2 else 0)
    return ("" if PREPRINT.match(venue) else venue), year


def without_emoji(text: str) -> str:
    """Without pictures at both ends, as characters and as `:star:`."""
    text = clean(text)
    text = re.sub(rf"\A(?:{BOOKMARKS.pattern}\s*)+|(?:\s*{BOOKMARKS.pattern})+\Z", "", text)
    return text.strip("".join(character for character in set(text) if _is_picture(character)) + " ")


def _is_picture(character: str) -> bool:
    return character in "\ufe0f\u200d" or (character > "\u2190" and unicodedata.category(character) in {"So", "Sk"})


EMPTY = re.compile(r"[\[(]\s*[\s|/,·&;:+•-]*\s*[\])]")
EDGES = " \t\n-–—:,;|·•/*_"


def _tidy(text: str) -> str:
    """Without what links leave behind: empty brackets, and signs between labels and at the ends."""
    text = without_emoji(text)
    for _ in range(3):
        text = " ".join(EMPTY.sub(" ", text).split())
    text = re.sub(r"(?:\s*[|/·•]\s*){2,}", " | ", text)
    text = re.sub(r"(?<=[.!?]) \.(?= |\Z)", "", text)
    text = without_emoji(text.strip(EDGES).lstrip(EDGES + ".")).strip(EDGES)
    return text if any(character.isalnum() for character in text) else ""


def _as_title(text: str) -> str:
    """Without the point that ends it; an abbreviation keeps its own."""
    text = _tidy(text)
    ends = text.endswith(".") and not text.endswith("...") and not re.search(r"\.\w\.\Z|\s\w\.\Z", text)
    return text[:-1].rstrip() if ends else text


def shown(parts: Iterable[Part]) -> str:
    """What a reader sees of a bullet."""
    return clean(" ".join(part.text for part in parts))


def is_menu(parts: Sequence[Part]) -> bool:
    """Whether all links of a bullet lead into the page itself: an item of its table of contents."""
    links = [part for part in parts if part.url]
    return bool(links) and all(part.kind == "anchor" and part.url.startswith("#") for part in links)


def labels_only(parts: Sequence[Part]) -> bool:
    """Whether a bullet says something about the one above it: its links are labels, or it has none."""
    return all(part.is_label for part in parts if part.url)
