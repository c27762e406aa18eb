"""Tables of papers in Markdown: what each column holds, by its heading, and a row as one paper."""

import re
from collections.abc import Sequence

from litwiki.model.replace import replace
from litwiki.sources.awesome_markdown.blocks import Span
from litwiki.sources.awesome_markdown.bullet import PREPRINT, Draft, Part, drafts_of, parts_of, shown, venue_of
from litwiki.text.dates import parse_date
from litwiki.text.words import clean

COLUMNS = {
    "title": r"(?:paper\W*)?(?:titles?|papers?|names?|articles?|work|publication|标题|论文)(?:\W*(?:title|name|link))*",
    "authors": r"(?:first\W*)?authors?(?:\W*list)?|作者",
    "venue": r"venues?|conferences?|journals?|published(?:\ (?:in|at))?|publication\ venue|conf\W*journal|where"
    r"|source|会议",
    "date": r"(?:publication\W*)?(?:years?|dates?|time|when|month|年份?)",
    "topic": r"topics?|categor(?:y|ies)|tags?|keywords?|tasks?|area|type|field",
}
FORMS = [(name, re.compile(words, re.IGNORECASE | re.VERBOSE)) for name, words in COLUMNS.items()]
NUMBER = re.compile(r"(?:#|no\.?|nr\.?|id|idx|index|rank)?", re.IGNORECASE)


class Columns:
    """The columns of a table by the cells of its header; those without a known heading are notes."""

    def __init__(self, header: Sequence[Sequence[Span]]) -> None:
        self.headings = [shown(parts_of(cell)) for cell in header]
        self.fields = [next((name for name, form in FORMS if form.fullmatch(h)), "") for h in self.headings]

    def draft_of(self, cells: Sequence[Sequence[Part]]) -> Draft | None:
        """The paper of a row: its title is in the column for titles, else in the first cell with words in a link. None
        where the row has no link to a paper and no column says that its words are a paper's title."""
        place = self.fields.index("title") if "title" in self.fields else -1
        labeled = [part for n, cell in enumerate(cells) for part in self._labeled(n, cell)]
        drafts = drafts_of(labeled)
        titled = self._titled(cells[place]) if 0 <= place < len(cells) else Draft()
        if not drafts and len(titled.title.split()) < 3:
            return None
        draft = drafts[0] if drafts else Draft()
        if titled.title:
            draft.title, draft.notes = titled.title, titled.notes
        elif place >= 0:
            draft.title = ""
        else:
            draft.notes = []
        return self._with_fields(draft, cells, place)

    def _titled(self, cell: Sequence[Part]) -> Draft:
        """What the cell of the title says by itself: any link in it may be the paper's."""
        if any(part.url for part in cell):
            as_paper = [replace(part, kind="paper") if part.url and not part.is_label else part for part in cell]
            drafts = drafts_of(as_paper)
            if drafts:
                return drafts[0]
        return Draft(title=shown(cell))

    def _labeled(self, place: int, cell: Sequence[Part]) -> list[Part]:
        """A link says what it leads to by its own label, else by the heading of its column."""
        heading = self.headings[place] if place < len(self.headings) else ""
        if not heading or self.fields[place]:
            return list(cell)
        named = parts_of([Span(heading, "https://column.invalid/")])[0]
        if not named.is_label or named.kind == "project":
            return list(cell)
        return [
            replace(part, kind=named.kind, is_label=True) if part.url and part.kind != "paper" else part
            for part in cell
        ]

    def _with_fields(self, draft: Draft, cells: Sequence[Sequence[Part]], place: int) -> Draft:
        for number, cell in enumerate(cells):
            text = shown(part for part in cell if not part.url or not part.is_label)
            which = self.fields[number] if number < len(self.fields) else ""
            heading = self.headings[number] if number < len(self.headings) else ""
            if number == place or not text or (NUMBER.fullmatch(heading) and text.isdigit()):
                continue
            if which == "venue":
                draft.venue, draft.year = venue_of(text) or (PREPRINT.sub("", text), draft.year)
            elif which == "date":
                draft.date = parse_date(text)
            elif which == "authors":
                draft.authors = text
            elif which == "topic":
                draft.topics = tuple(clean(part) for part in re.split(r"[,;/]\s*", text) if part.strip())
            elif text != draft.title and any(character.isalnum() for character in text):
                draft.notes.append(f"{heading}: {text}" if heading else text)
        draft.notes = ["; ".join(draft.notes)]
        return draft
