r"""One pass over a text with formulas, as TeX and our own markup have them: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`.

A formula is no longer than `LONGEST_MATH`, and what was looked for once is remembered: all looking is linear.
"""

import re
from collections.abc import Callable

from litwiki.text.formulas import LONGEST_MATH
from litwiki.text.spans import Span, Style, make_span, matching_braces

NEXT_DOLLAR = re.compile(r"[^$\\]*(?:\\.[^$\\]*)*", re.DOTALL)


class MarkupReader:
    """Where reading stands, what was read, and the styles that are open."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.ends = matching_braces(raw)
        self.spans: list[Span] = []
        self.styles: tuple[Style, ...] = ()
        self.position = 0
        self.closings: dict[str, int] = {}
        """The next place of each delimiter that was looked for, -1 where there is no more."""

    def write(self, text: str) -> None:
        self.spans.append(make_span(text, self.styles))

    def go_to(self, place: int) -> None:
        """Reads on behind a formula."""
        self.position = place

    def find(self, closing: str) -> int:
        place = self.closings.get(closing, -2)
        if place == -2 or 0 <= place < self.position:
            place = self.closings[closing] = self.raw.find(closing, self.position)
        return place

    def formula(self, start: int, end: int, behind: int, style: Style) -> bool:
        """Takes what is between two places as a formula and reads on behind it; False where it can be none."""
        tex = self.raw[start:end].strip() if end <= start + LONGEST_MATH else ""
        if tex:
            self.spans.append(Span(tex, style, self.styles))
            self.go_to(behind)
        return bool(tex)

    def bracketed(self, opening: str) -> None:
        closing, style = ("\\)", Style.MATH) if opening == "\\(" else ("\\]", Style.DISPLAY)
        end = self.find(closing)
        if end < 0 or not self.formula(self.position, end, end + 2, style):
            self.write(opening)

    def dollars(self, mark: str, is_certain: Callable[[str, str, str], bool]) -> None:
        """Takes what stands up to the next dollars as a formula, where that is certain by it and by the characters
        before and behind the dollars."""
        start = self.position
        match = NEXT_DOLLAR.match(self.raw, start)
        end = match.end() if match else len(self.raw)
        behind = end + len(mark)
        inner = self.raw[start:end] if end <= start + LONGEST_MATH and self.raw.startswith(mark, end) else ""
        before = self.raw[max(0, start - len(mark) - 1) : start - len(mark)]
        style = Style.MATH if mark == "$" else Style.DISPLAY
        if "\\$" in inner and not inner.strip("\\$0123456789., "):
            # An amount of dollars between dollars: shown as it is, and stored as it is.
            self.write(f"{mark}{inner}{mark}")
            self.go_to(behind)
        elif (
            not inner
            or not is_certain(inner, before, self.raw[behind : behind + 1])
            or not self.formula(start, end, behind, style)
        ):
            self.write(mark)
