"""Warnings about retracted and withdrawn papers that the wiki still names or recommends.

A text that says that the paper was retracted is fine: a reading list may explain a retraction.
"""

from collections.abc import Iterator, Mapping

from litwiki import content
from litwiki.curation.checks.parsed_texts import ParsedText
from litwiki.model.problems import Place, Problem, Severity
from litwiki.model.queues import TAKEN_BACK
from litwiki.model.wiki import Wiki


def check_status(wiki: Wiki, texts: Mapping[str, ParsedText]) -> Iterator[Problem]:
    """Reading lists that recommend such a paper, then texts of curators that name one."""
    kinds = {slug: p.status.kind for slug, p in wiki.papers.items() if p.status and p.status.kind in TAKEN_BACK}
    if not kinds:
        return
    for topic, record in wiki.topics.items():
        path = f"content/topics/{topic}.md"
        for index, pin in enumerate(record.pinned):
            slug = wiki.resolve(pin.paper)
            if slug in kinds and kinds[slug] not in pin.note.casefold():
                place = content.locate(wiki.config.root, path, "pinned", index, "paper")
                yield _problem(place, f"the reading list recommends {slug!r}", kinds[slug])
    for path, text in texts.items():
        for line, target in text.references:
            slug = wiki.resolve(target.removeprefix("paper:"))
            if slug in kinds and path != f"content/papers/{slug}.md" and kinds[slug] not in wiki.texts[path].casefold():
                first = content.body_line(wiki.config.root, path)
                yield _problem(Place(path, first + line), f"the text names {slug!r}", kinds[slug])


def _problem(place: Place, message: str, kind: str) -> Problem:
    fix = f"say there that it was {kind}, or leave it out"
    return Problem(place, "R104", f"{message}, which was {kind}", fix, Severity.WARNING)
