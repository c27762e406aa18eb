"""Formulas: whether what stands between two dollars is one."""

import re

LONGEST_MATH = 2_000
"""Characters of a formula; a longer one shows as its characters. It bounds what a browser typesets at once."""
MATH_WORDS = re.compile(
    r"\\(?:text\w*|math\w+|operatorname|mbox|begin|end|label)\*?\s*\{[^{}]*\}|\\[A-Za-z]+", re.DOTALL
)
CHARGE = re.compile(r"[\^_]\s*(?:\{[-+−*'†‡∗⋆,\s]{1,10}\}|[-+−*'†‡∗⋆])")
"""A raised sign, as in `Na$^+$` and `A$^*$`."""
TEX = re.compile(r"\\[A-Za-z]|[\^_]")


def has_tex(inner: str) -> bool:
    """Whether a text has a command, an exponent or an index: prices and names have none."""
    return bool(TEX.search(inner))


def is_math(tex: str) -> bool:
    r"""Whether what stands between two dollars is math rather than prices or shell variables.

    Observed: prices (`$5 and $10`), variables (`$HOME/$USER`), and damaged LaTeX whose commands lost their
    backslash (`$textbf{specialist} and …$`), which KaTeX would set as a row of italic letters. Rule: the
    brackets are balanced, something alphanumeric or a raised sign is there, and no bare word of four letters or more
    remains once commands are taken away. Where it is wrong (`$loss$`) the reader sees the plain
    characters, which is the safe side.
    """
    if "\\$" in tex:
        return False
    bare = MATH_WORDS.sub(" ", tex)
    balanced = all(bare.count(a) == bare.count(b) for a, b in ("{}", "()", "[]")) or "\\" in tex
    return (
        (any(character.isalnum() for character in tex) or bool(CHARGE.fullmatch(tex)))
        and balanced
        and not re.search(r"[A-Za-z]{4}", bare)
        and not re.search(r"\b[A-Za-z]{2,}\s+[A-Za-z]{2,}\b|\s[A-Za-z]{2,}\s", bare)
    )
