"""What arXiv's pages print besides papers, and how they begin one: labels, furniture, and the head of a list."""

import re
from collections.abc import Iterator, Sequence

from litwiki.model.entries import ListingHead
from litwiki.sources.lines import Line
from litwiki.text.dates import parse_date

START = re.compile(
    r"(?P<number>\[?[0-9]{1,5}[\].])?\s*"
    r"arXiv:(?P<id>[0-9]{4}\.[0-9]{4,5}|[a-z-]{2,10}(?:\.[A-Z]{2})?/[0-9]{7})(?:v[0-9]{1,3})?"
    r"(?P<notes>(?:\s*\([^()]{0,60}\)){0,3})\s*(?P<files>\[[a-z][a-z, ]{0,40}\])?"
    r"(?P<codes>(?:\s+[a-z-]{2,10}(?:\.[A-Za-z-]{2,20})?(?=\s|\Z))*?)(?:\s+doi:?\s+(?P<doi>10\.[0-9]{4,9}/\S+))?\s*"
)
"""The line that a paper begins with: number, id, "(cross-list from cs.CR)", "[pdf, html, other]", "cs.CL cs.AI",
"doi 10.1234/5"."""
AFTER_BARE_ID = re.compile(
    r"(?:Title|Authors?|Date)\s*:|\[Submitted |replaced with revised|\[(?:pdf|abs|html)\b|\(\*cross"
)
"""What follows an id that stands alone in its line; elsewhere such a line is the end of a wrapped sentence."""
LABEL = re.compile(
    r"(Title|Authors?|Abstract|Comments?|Subjects?|Journal-ref|Journal ref(?:erence)?|DOI|Related DOI|Report-no"
    r"|Report number|MSC[ -][Cc]lass(?:es)?|ACM[ -][Cc]lass(?:es)?|Categories|Date(?=:)|License|Cite as"
    r"|Submission history|Submitted(?=:))\s*(?::|(?<=history)\Z)\s*"
    r"|(doi)(?=\s+10\.)\s+"
)
SUBJECT = re.compile(r"\(([a-z-]{2,10}(?:\.[A-Za-z-]{2,20})?)\)")
"""The code of a subject."""
CODES = re.compile(r"(?:(?:\A|\s+)(?:[a-z-]{2,10}\.[A-Za-z-]{2,20}|[a-z]{2,6}-[a-z]{2,3}))+")
DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s+\d{1,2}\s+[A-Z][a-z]+,?\s+\d{2,4}"
END = re.compile(
    rf"""Total\ of\ [\d,]+\ entries.* | Showing\ (?:up\ to|new\ listings|[\d,]+\s*[–-]).* | {DAY}(?:\s*\(.*\))?
    | (?:(?:New|Cross|Replacement)\ submissions?|Replacements?|Cross-list(?:ing)?s?)
      (?:\s+for\ {DAY}|\s*\(.{{0,60}}\))?
    | Submission\ history | Access\ Paper:? | References\ &\ Citations | Current\ browse\ context:? | Bookmark
    | (?:About|Help|Contact|Copyright|Privacy\ Policy|Web\ Accessibility\ Assistance)
    | (?:contact|subscribe\ to)\ arXiv.* | arXiv\ Operational\ Status.* | Bibliographic\ and\ Citation\ Tools
    | -{{20,}} | %%-{{2,}}.* | (?:Links|links)\ to:.* | Disable\ MathJax.*""",
    re.VERBOSE,
)
"""Lines that no paper goes on after."""
WITHIN = re.compile(
    r"""View\ (?:a\ )?PDF.* | HTML\ \(experimental\) | TeX\ Source | Other\ Formats | view\ license
    | Focus\ to\ learn\ more | \(?or\ arXiv:.* | (?:https?://doi\.org/)?10\.48550/arXiv\.\S+ | arXiv-issued\ DOI.*
    | Download:? | PDF | PostScript | \[?(?:pdf|ps|html|other|abs|tex)(?:,\ (?:pdf|ps|html|other|tex))*\]? | Abstract
    | Previous | Next | [0-9]{1,4} | … | doi | Search\ v[0-9.]+.* | Feedback\? | (?:\[[0-9]{1,5}\]|[0-9]{1,5}\.)
    | replaced\ with\ revised\ version.* | \(\*cross-listing\*\) | \\\\(?:\ \(.*)? | fewer(?:\s*\|\s*more)?.*
    | Query:.* | (?:\d+\ )?results\ per\ page\.? | Sort\ results\ by.* | (?:Announcement|Submission)\ date\ .*
    | Relevance | Get\ status\ noti.* | email | or\ slack""",
    re.VERBOSE,
)
"""Lines that pages print inside papers or between them, and that say nothing about any."""
EDGE = re.compile(r"Skip to main content|About|Help|Contact|(?:contact|subscribe to) arXiv.*|We gratefully .*")
"""Lines that the head or the foot of a page begins with."""
RESULTS = re.compile(r"Showing\s+(?:[\d,]+\s*[–-]\s*)?[\d,]+\s+of\s+[\d,]+\s+results?(?:\s+for\s+(?P<query>.+))?")
LISTED = re.compile(r"Showing new listings for\s+(?P<day>.+)|Authors and titles for\s+(?P<span>.+)")
OLD_LISTED = re.compile(rf"New submissions for\s+({DAY})")
MAILED = re.compile(rf"received from\s.*\sto\s+({DAY})")
MENU = re.compile(
    r"(?:See )?recent articles|quick links|Login|Search|All fields|Help.*|Advanced Search|arXiv(?:\.org)?\b.*"
)


def starts(lines: Sequence[Line]) -> Iterator[tuple[int, re.Match[str]]]:
    """Where papers begin, in order. An id without any of the signs around it begins one where a title or a date
    follows."""
    for index, line in enumerate(lines):
        match = START.fullmatch(line.text) if "arXiv:" in line.text[:24] else None
        following = lines[index + 1].text if index + 1 < len(lines) else ""
        if match and (match["files"] or AFTER_BARE_ID.match(following)):
            yield index, match


def is_furniture(text: str) -> bool:
    """Whether a line is the page's own."""
    return WITHIN.fullmatch(text) is not None or END.fullmatch(text) is not None


def before_another_page(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines behind a paper up to the menus of the page, or to the heading of the next page below it."""
    for index, line in enumerate(lines):
        if EDGE.fullmatch(line.text):
            return lines[:index]
        if LISTED.match(line.text):
            return lines[: max(0, index - 3)]
    return lines


def head_of(lines: Sequence[Line], source: str) -> ListingHead:
    """The list's name and day: those of the page's heading, else of the first day that it has papers of."""
    listed, named, first_day = "", "", ""
    for index, line in enumerate(lines):
        if len(line.text) > 200:
            continue
        if match := LISTED.match(line.text):
            listed = listed or (match["day"] or match["span"]).strip()
            named = named or _heading_above(lines, index)
        elif match := RESULTS.match(line.text):
            named = named or (f"Results for {match['query']}" if match["query"] else "")
        elif match := OLD_LISTED.match(line.text) or MAILED.match(line.text):
            listed = listed or match[1]
        elif re.match(DAY, line.text) and END.fullmatch(line.text):
            first_day = first_day or line.text.partition("(")[0].strip()
        elif index and lines[index - 1].text == "Submissions to:":
            named = named or line.text
    printed = first_day if listed == "recent submissions" or not listed else listed
    date = parse_date(re.sub(r"(?<=[a-z]) (\d\d)\Z", r" 20\1", printed))
    return ListingHead(source, printed or None, date if len(date) == 10 else None, named or None)


def _heading_above(lines: Sequence[Line], index: int) -> str:
    above = next(
        (line.text for line in reversed(lines[max(0, index - 4) : index]) if not MENU.fullmatch(line.text)), ""
    )
    return above if 2 < len(above) <= 80 else ""
