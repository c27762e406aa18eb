"""Parses dates as people and programs print them, into ISO 8601 as far as the date is certain.

What is not certain is left out: `03/04/2024` is a date of 2024 and nothing more, because half of its readers put the
day first. Of a range the beginning counts.
"""

import calendar
import re

LONGEST = 120
"""Characters of a printed date; what is longer is prose, and only its beginning is looked at."""
MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
YEAR = r"(?<!\d)(?P<year>1\d{3}|2[01]\d{2})(?!\d)"
YEAR_FIRST = re.compile(YEAR + r"(?:\s*[-/.]\s*(?P<month>\d{1,2})(?!\d)(?:\s*[-/.]\s*(?P<day>\d{1,2})(?!\d))?)?")
YEAR_LAST = re.compile(r"(?<!\d)(?P<a>\d{1,2})(?P<sign>[-/.])\s*(?P<b>\d{1,2})(?P=sign)\s*" + YEAR)
MONTH_NAME = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b",
    re.IGNORECASE,
)
DAY = re.compile(r"(?<![\d:.])(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:])", re.IGNORECASE)
COMPACT = re.compile(r"(?P<year>1\d{3}|2[01]\d{2})(?P<month>[01]\d)(?P<day>[0-3]\d)")


def parse_date(printed: str) -> str:
    """`printed` as YYYY-MM-DD, YYYY-MM or YYYY, whatever of it is certain; empty where there is no year.

    >>> parse_date("Mon, 01 Jan 2024 00:00:00 -0500"), parse_date("2001/09//"), parse_date("2020 Jan-Feb")
    ('2024-01-01', '2001-09', '2020-01')
    >>> parse_date("03/04/2024"), parse_date("13/04/2024"), parse_date("1985a"), parse_date("in press")
    ('2024', '2024-04-13', '1985', '')
    """
    text = printed.strip()[:LONGEST]
    if match := COMPACT.fullmatch(text):
        return iso_date(int(match["year"]), int(match["month"]), int(match["day"]))
    if match := YEAR_LAST.search(text):
        return _year_last(int(match["a"]), int(match["b"]), int(match["year"]), match["sign"])
    match = YEAR_FIRST.search(text)
    if match is None:
        return ""
    year = int(match["year"])
    if match["month"]:
        return iso_date(year, int(match["month"]), int(match["day"] or 0))
    return _with_month_name(text, year, match.span("year"))


def iso_date(year: int, month: int = 0, day: int = 0) -> str:
    """A date of numbers, as far as the calendar has it; 0 where one is not known.

    >>> iso_date(2024, 2, 30), iso_date(2024, 13), iso_date(334)
    ('2024-02', '2024', '')
    """
    if not 1000 <= year <= 2199:
        return ""
    if not 1 <= month <= 12:
        return f"{year}"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return f"{year}-{month:02}"
    return f"{year}-{month:02}-{day:02}"


def printed_day(date: str) -> str:
    """A date of ours as people read it, as far as it goes.

    >>> printed_day("2026-03-07"), printed_day("2026-03"), printed_day("2026")
    ('7 March 2026', 'March 2026', '2026')
    """
    year, month, day = (*date.split("-"), "", "")[:3]
    name = f"{MONTH_NAMES[int(month) - 1]} " if month else ""
    return f"{int(day)} {name}{year}" if day else f"{name}{year}"


def is_plain_date(printed: str) -> bool:
    """Whether a printed date says nothing that `parse_date` does not give: no range, no season, no "circa".

    >>> is_plain_date("3 May 2024"), is_plain_date("2020 Jan-Feb"), is_plain_date("2001///"), is_plain_date("in press")
    (True, False, True, False)
    """
    text = printed.strip()
    names = MONTH_NAME.findall(text)
    if len(text) > LONGEST or len(names) > 1 or not parse_date(text):
        return False
    left = MONTH_NAME.sub("", text)
    return re.fullmatch(r"[\d/.,\- ]*", left) is not None and len(re.findall(r"\d+", left)) <= 3 - len(names)


def year_of(date: str) -> int | None:
    """The year of what `parse_date` gave."""
    return int(date[:4]) if date else None


def _year_last(a: int, b: int, year: int, sign: str) -> str:
    """Two numbers before a year: with points the day is the first, else the one that cannot be a month."""
    if sign == "." or a > 12 or a == b:
        return iso_date(year, b, a)
    return iso_date(year, a, b) if b > 12 else f"{year}"


def _with_month_name(text: str, year: int, span: tuple[int, int]) -> str:
    names = list(MONTH_NAME.finditer(text))
    if not names:
        return f"{year}"
    month = [name[:3] for name in MONTH_NAMES].index(names[0][0][:3].capitalize()) + 1
    rest = f"{text[: span[0]]} | {text[span[1] :]}"
    days = [match for match in DAY.finditer(rest) if 1 <= int(match["day"]) <= 31]
    # "May 3-5, 2024" began on the third; "31 May - 2 June" on the day before its first month.
    return iso_date(year, month, int(days[0]["day"]) if days else 0)
