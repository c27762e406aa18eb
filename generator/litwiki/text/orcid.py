"""ORCID: the number of one researcher, four groups of four with a check digit (ISO/IEC 7064, MOD 11-2).

Source of the form: https://support.orcid.org, "Structure of the ORCID Identifier".
"""

import re

FORM = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")
WRITTEN = re.compile(rf"(?:(?:https?://)?(?:www\.)?orcid\.org/)?({FORM.pattern})/?", re.IGNORECASE)


def parse_orcid(text: str) -> str:
    """The number in a text that is one or its address; empty where it is none or a digit is wrong.

    >>> parse_orcid("https://orcid.org/0000-0002-1825-0097"), parse_orcid("0000-0002-1825-0098")
    ('0000-0002-1825-0097', '')
    """
    match = WRITTEN.fullmatch(text.strip()) if len(text) < 100 else None
    number = match[1].upper() if match else ""
    return number if number and check_digit(number) == number[-1] else ""


def check_digit(number: str) -> str:
    """The last sign that the first fifteen digits ask for."""
    total = sum(int(digit) << (15 - place) for place, digit in enumerate(number.replace("-", "")[:15]))
    return "0123456789X"[(12 - total) % 11]


def url_of_orcid(number: str) -> str:
    """The page of a researcher."""
    return f"https://orcid.org/{number}"
