"""A banner over the pages of `litwiki serve` while `content/` cannot be built from: the last good site stays below it.

Problems in, HTML out, put into a page as it is served: nothing of it is in the site. The pages' policy allows styles of
the same origin only, so the banner's are a file that the server answers for.
"""

from collections.abc import Sequence

from markupsafe import Markup

from litwiki.markup.html import escape_html
from litwiki.model.problems import Problem
from litwiki.text.messages import printable

STYLES = "/litwiki-banner.css"
CSS = b"""
.litwiki-banner { position: fixed; inset: 0 0 auto 0; z-index: 100; max-height: 50vh; overflow: auto;
  box-sizing: border-box; padding: .75rem 1rem; background: #7a1420; color: #fff; font: 16px/1.5 system-ui, sans-serif;
  box-shadow: 0 2px 12px rgb(0 0 0 / .4); overflow-wrap: anywhere; }
.litwiki-banner p { margin: 0 0 .25rem; font-weight: 600; }
.litwiki-banner ul { margin: 0; padding: 0; list-style: none; }
.litwiki-banner li { margin: .5rem 0 0; }
.litwiki-banner code { font: 600 14px/1.5 ui-monospace, monospace; color: #ffd9dd; background: none; padding: 0; }
.litwiki-banner em { display: block; font-style: normal; color: #ffe9c7; }
"""
MOST = 20
"""Problems on the banner; the terminal has them all."""


def banner(problems: Sequence[Problem], more: str) -> str:
    """`more` is what stopped the build where that is no problem of a file, or else ''."""
    items = [_item(problem) for problem in problems[:MOST]]
    if len(problems) > MOST:
        items.append(escape_html(f"and {len(problems) - MOST} more: see the terminal, or litwiki check"))
    if more:
        items.append(escape_html(printable(more)))
    listed = "".join(f"<li>{item}</li>" for item in items)
    return (
        f'<link rel="stylesheet" href="{STYLES}"><div class="litwiki-banner" role="alert">'
        f"<p>This is the last good site: what was saved since cannot be built.</p><ul>{listed}</ul></div>"
    )


def _item(problem: Problem) -> Markup:
    place = escape_html(printable(f"{problem.place.path}:{problem.place.line}"))
    said = escape_html(printable(f" {problem.message} ({problem.code})"))
    remedy = Markup("<em>{}</em>").format(printable(problem.fix)) if problem.fix else Markup("")
    return Markup("<code>{}</code>{}{}").format(place, said, remedy)


class Notice:
    """What the server shows at this moment: nothing, or why the pages are older than the files."""

    def __init__(self) -> None:
        self.html = b""

    def clear(self) -> None:
        """The site is that of the files."""
        self.html = b""

    def show(self, problems: Sequence[Problem], more: str = "") -> None:
        """The site is older than the files, for these reasons."""
        self.html = banner(problems, more).encode()
