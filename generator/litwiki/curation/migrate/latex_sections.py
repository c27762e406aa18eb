r"""A bibliography's sections: LaTeX with `\section`, nested lists and `\cite` in, an outline out.

Living reviews are written like this: headings are sections, then bold words or a few words at the beginning of an item,
each with the papers that it cites; what is written behind them describes the heading. One pass over the text, linear,
with a stack of what is open.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct, field

from litwiki.curation.migrate.latex_prose import CITE, LINK, cited_keys, group_at, plain_of
from litwiki.curation.migrate.outline import Cited, Filing, Heading, HeadingPath, Outline
from litwiki.model.entries import RawListing, Remark
from litwiki.model.replace import replace

COMMENT = re.compile(r"(?P<address>\\(?:url|href)\s*\{[^{}\s]{0,2000}\})|(?<!\\)(?P<before>(?:\\\\)*)%[^\n]*\n?[ \t]*")
"""A comment; a percent sign in an address begins none."""
TITLE = re.compile(r"\\title\s*(?:\[[^\]]{0,200}\])?\s*\{((?:[^{}]|\{[^{}]*\}){1,500})\}")
TABLES = frozenset({"tabular", "tabularx", "longtable", "array", "tabulary", "multicols"})
COLUMNS = re.compile(r"(?:[ \t]*\{(?:[^{}\n]|\{[^{}\n]{0,100}\}){0,200}\}){1,2}")
"""What follows the beginning of a table: its width and columns."""
LEVELS = {"part": 0, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4, "paragraph": 5, "subparagraph": 6}
LISTS = frozenset({"itemize", "enumerate", "description", "compactitem", "compactenum", "inparaenum"})
MARK = re.compile(
    r"\\(?:(?P<section>part|chapter|section|subsection|subsubsection|paragraph|subparagraph)\*?\s*(?:\[[^\]\n]{0,200}\]\s*)?(?=\{)"
    r"|(?P<edge>begin|end)\s*\{(?P<name>[A-Za-z*]{1,40})\}(?:\[[^\]\n]{0,200}\])?"
    r"|(?P<item>item)(?![A-Za-z])[ \t]*"
    r"|(?P<input>input|include|subfile)\s*\{(?P<file>[^{}\n]{1,300})\})"
)
DEEPEST = 20
"""Lists inside each other; what is nested deeper counts as nested so deep."""
MOST_FILES = 200
"""Files that one text may include, each counted as often as it is."""
FEW_WORDS = 9
"""Words of an item that may name a heading."""
BOLD = re.compile(r"\s*\\(?:textbf|textsc|underline|emph|textit)\s*(?=\{)|\s*\{\s*\\(?:bf|bfseries)\b\s*")
FIRST_CITES = re.compile(rf"\A(?:{CITE.pattern}[\s,;.:]*)+")
"""The papers of a heading right behind its name: they are filed, and a list of them describes nothing."""


class _Item(Struct):
    """An item of a list: its text, and the lists inside it."""

    line: int
    label: str = ""
    text: str = ""
    lists: list[list["_Item"]] = field(default_factory=list)


def read_sections(file: RawListing, open_file: Callable[[str], RawListing | None]) -> Outline:
    r"""The sections of a text. `open_file` gives what `\input` names, or None."""
    reader = _Reader(file.path)
    remarks: list[Remark] = []
    title = TITLE.search(file.text)
    body, first_line = _document(file.text)
    waiting = [(file.path, body, 0, first_line)]
    files = 0
    while waiting:
        where, body, start, line = waiting.pop()
        reader.path = where
        stopped = reader.read(body, start, line)
        if stopped is None:
            continue
        name, end, at = stopped
        waiting.append((where, body, end, at))
        included = open_file(name) if files < MOST_FILES else None
        files += 1
        if included is None:
            remarks.append(Remark(where, at, f"\\input{{{name}}}: no such file here, or too many of them"))
        else:
            waiting.append((included.path, _uncommented(included.text), 0, 1))
    reader.close()
    return Outline(
        headings=tuple(replace(one, text="".join(reader.texts[path])) for path, one in reader.headings.items()),
        filings=tuple(reader.filings),
        introduction="".join(reader.texts[HeadingPath(())]),
        form="latex",
        remarks=tuple(remarks),
        kinds=("latex",),
        title=plain_of(title[1]) if title else "",
    )


def _uncommented(text: str) -> str:
    """Without comments; their lines stay, so that those below keep their numbers."""
    begin, end = "\\begin{comment}", "\\end{comment}"
    parts, start = [], 0
    while (first := text.find(begin, start)) >= 0 and (last := text.find(end, first)) >= 0:
        parts += [text[start:first], "\n" * text.count("\n", first, last)]
        start = last + len(end)
    text = "".join([*parts, text[start:]])
    return COMMENT.sub(lambda match: match["address"] or match["before"] + "\n" * match[0].count("\n"), text)


def _document(text: str) -> tuple[str, int]:
    """What is between the document's marks, without comments, and the line on which it begins."""
    clear = _uncommented(text)
    begin, end = clear.find("\\begin{document}"), clear.find("\\end{document}")
    start = begin + len("\\begin{document}") if begin >= 0 else 0
    return clear[start : end if end >= 0 else len(clear)], clear.count("\n", 0, start) + 1


class _Reader:
    """The open headings and lists at the present place."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.headings: dict[HeadingPath, Heading] = {}
        self.texts: dict[HeadingPath, list[str]] = defaultdict(list)
        """Below each heading; that below () stands before the first one."""
        self.filings: list[Filing] = []
        self.names: list[tuple[int, str]] = []
        self.open: list[list[_Item]] = []
        self.skipped = 0

    # --- marks ----------------------------------------------------------------------------------------

    def read(self, text: str, start: int, line: int) -> tuple[str, int, int] | None:
        """Reads on from `start`, which is in `line`; stops where a file is included: its name, place and line."""
        while mark := MARK.search(text, start):
            self._text(text[start : mark.start()], line)
            line += text.count("\n", start, mark.end())
            start = mark.end()
            if mark["section"]:
                name, start = group_at(text, start)
                self.close()
                self._section(LEVELS[mark["section"]], plain_of(name), line)
                line += name.count("\n")
            elif mark["item"]:
                label = ""
                if text.startswith("[", start) and (end := text.find("]", start, start + 300)) > 0:
                    label, start = text[start + 1 : end], end + 1
                    label = label if any(sign.isalnum() for sign in label) else ""
                if self.open:
                    self.open[-1].append(_Item(line, label))
            elif mark["input"]:
                return mark["file"].strip(), start, line
            else:
                name = mark["name"].rstrip("*")
                if mark["edge"] == "begin" and name in TABLES and (columns := COLUMNS.match(text, start)):
                    start = columns.end()
                self._edge(mark["edge"], name)
        self._text(text[start:], line)
        return None

    def _section(self, level: int, name: str, line: int) -> None:
        self.names = [one for one in self.names if one[0] < level]
        if name:
            self.names.append((level, name))
            self._heading(self.path_of(()), line)

    def _edge(self, edge: str, name: str) -> None:
        if name not in LISTS:
            return
        if edge == "begin":
            if len(self.open) >= DEEPEST:
                self.skipped += 1
                return
            new: list[_Item] = []
            if self.open:
                above = self.open[-1]
                if not above:
                    above.append(_Item(0))
                above[-1].lists.append(new)
            self.open.append(new)
        elif self.skipped:
            self.skipped -= 1
        elif len(self.open) == 1:
            self.close()
        elif self.open:
            self.open.pop()

    def _text(self, text: str, line: int) -> None:
        if not text.strip():
            return
        if self.open:
            items = self.open[-1]
            if not items:
                items.append(_Item(line))
            # Behind a list that ended inside of an item the text is still the item's.
            items[-1].text += text
            return
        self._prose(self.path_of(()), text, line)

    def close(self) -> None:
        """Ends all lists, and files what they have."""
        if self.open:
            first, self.open, self.skipped = self.open[0], [], 0
            self._file(first)

    # --- headings and filings -------------------------------------------------------------------------

    def path_of(self, more: Iterable[str]) -> HeadingPath:
        """The path of a heading below the open section."""
        return HeadingPath((*(name for _, name in self.names), *more))

    def _prose(self, heading: HeadingPath, text: str, line: int) -> None:
        """Text below a heading: it describes it, and files what it cites."""
        self.texts[heading].append(text)
        if heading:
            self._cite(heading, text, line)

    def _cite(self, heading: HeadingPath, text: str, line: int) -> None:
        for key, at in _keys(text, line):
            self.filings.append(Filing(heading, Cited(key), self.path, at))

    def _heading(self, path: HeadingPath, line: int) -> None:
        """A heading that stands here; one that stood before is the same."""
        self.headings.setdefault(path, Heading(path, self.path, line, form="latex"))

    def _file(self, first: list[_Item]) -> None:
        """The items of a list and of those inside it, in printed order."""
        waiting = _below((), first)
        while waiting:
            above, item, may_name = waiting.pop()
            may_name |= bool(item.lists or item.label or BOLD.match(item.text))
            name, rest = _name_of(item) if may_name else ("", item.text)
            if not name:
                self._paper(self.path_of(above), item)
            else:
                above = (*above, name)
                self._heading(self.path_of(above), item.line)
                self._cite(self.path_of(above), rest, item.line)
                if (described := FIRST_CITES.sub("", rest)).strip():
                    self.texts[self.path_of(above)].append(f"{described}\n\n")
            waiting += [one for inner in reversed(item.lists) for one in _below(above, inner)]

    def _paper(self, heading: HeadingPath, item: _Item) -> None:
        """An item that is about papers: of one the text is a note, of several it belongs to the heading."""
        text = f"{item.label} {item.text}" if item.label else item.text
        keys = [*_keys(text, item.line)]
        if len({key for key, _ in keys}) == 1 and heading:
            note = plain_of(CITE.sub(" ", text)).strip(" ,;:.–—-")
            self.filings.append(Filing(heading, Cited(keys[0][0]), self.path, keys[0][1], note))
        elif text.strip():
            self._prose(heading, f"\n\n- {' '.join(text.split())}\n\n", item.line)


def _keys(text: str, line: int) -> Iterator[tuple[str, int]]:
    """The keys that a text cites, each with its line."""
    start = 0
    for cite in CITE.finditer(text):
        line += text.count("\n", start, cite.start("keys"))
        start = cite.start("keys")
        for key in cited_keys(cite):
            yield key, line


def _name_of(item: _Item) -> tuple[str, str]:
    """The heading that an item names, and the rest of its text; '' where it names none."""
    if item.label:
        return plain_of(item.label).rstrip(" :."), item.text
    if bold := BOLD.match(item.text):
        name, end = group_at(item.text, bold.end() if item.text[bold.end() : bold.end() + 1] == "{" else bold.start())
        shown = plain_of(re.sub(r"\A\s*\\(?:bf|bfseries)\b", "", name)).strip(" :.")
        return ("", item.text) if LINK.search(name) else (shown, item.text[end:].lstrip(" :."))
    lead = re.split(r"\\cite|\\\\|\n\s*\n", item.text, maxsplit=1)[0]
    name = "" if LINK.search(lead) else plain_of(lead).strip(" :.")  # a name would lose the link
    return (name, item.text[len(lead) :]) if 0 < len(name.split()) <= FEW_WORDS else ("", item.text)


def _below(above: tuple[str, ...], items: Sequence[_Item]) -> list[tuple[tuple[str, ...], _Item, bool]]:
    """The items of a list as a stack, each with the headings above it and whether it may be one itself: where the items
    are headings with papers, and no papers with notes, all are few words and then citations, some of them several."""
    cited = [item for item in items if CITE.search(item.text)]
    most = max((len([*_keys(item.text, 0)]) for item in cited), default=0)
    may_name = most > 1 and all(_name_of(item)[0] for item in cited)
    return [(above, item, may_name) for item in reversed(items)]
