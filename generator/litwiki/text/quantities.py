r"""Numbers in short texts that people write into tables: `2–4`, `> 90`, `1.5 × 10^22`, `70B`.

A table sorts a value by the first number that it says; the text itself stays as it was written.
"""

import re

_SCALES = {"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
# Groups of three as English prints them, or digits alone; a hyphen between digits (`2-4`) is no sign.
_NUMBER = re.compile(
    r"(?P<sign>(?<![\w.,–-])[-−])?(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,30})(?P<part>\.[0-9]{1,30})?"
    r"(?:[eE](?P<e>[-+]?[0-9]{1,3})(?!\w)|\s?[×x*·]\s?10(?:\^|\*\*)?(?P<power>[-−]?[0-9]{1,3}|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]{1,4})"
    r"|\s?(?P<scale>[kKMBT])(?!\w))?"
)
_BARE = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?")
DECIMAL_COMMA = re.compile(r"(?<![0-9,.])[0-9]{1,3},[0-9]{1,2}(?![0-9,])")
"""`3,5`: three and a half for some readers, no number for others."""


def first_number(text: str) -> float | None:
    """The first number that a text says, or None.

    >>> [first_number(text) for text in ("2–4", "> 90 %", "1,024", "−0.5", "70B", "1.5 × 10^3", "2e-2", "yes")]
    [2.0, 90.0, 1024.0, -0.5, 70000000000.0, 1500.0, 0.02, None]
    """
    match = _NUMBER.search(text)
    if not match:
        return None
    value = float(match["digits"].replace(",", "") + (match["part"] or ""))
    power = match["e"] or (match["power"] or "").translate(_RAISED).replace("−", "-")
    if re.fullmatch(r"[-+]?[0-9]{1,3}", power):
        value *= 10.0 ** max(-300, min(300, int(power))) if abs(value) < 1e8 else 1
    elif match["scale"]:
        value *= _SCALES[match["scale"].lower()]
    return -value if match["sign"] else value


def is_bare_number(text: str) -> bool:
    """Whether a text is a number as YAML and spreadsheets write it, digits and a point.

    >>> [is_bare_number(text) for text in ("4", "0.07", "-1.5", "04", "1,000", "4 %")]
    [True, True, True, False, False, False]
    """
    return _BARE.fullmatch(text) is not None
