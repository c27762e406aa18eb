"""One text in all its forms: a title, abstract, venue or summary as it is stored in, each form made once.

Nobody who holds a `RichText` wonders whether a string is raw, plain or escaped; and nobody else decides what a page, a
description, a feed, a search result or a bibliography shows of it.
"""

import functools

from markupsafe import Markup
from msgspec import Struct

from litwiki.text.html_writer import references, to_html
from litwiki.text.latex import parse_spans, plain_of
from litwiki.text.spans import Span
from litwiki.text.tex_writer import to_tex
from litwiki.text.words import clean, first_sentence, title_key

SHORT = 600
"""Characters of a text that stands on many pages, as a title does; an abstract stands on one."""


class RichText(Struct, frozen=True, dict=True):
    r"""A text in our markup (`text.latex`), in one line.

    >>> text = RichText(r"\emph{Tea} in H$_2$O & C++")
    >>> text.plain, text.key
    ('Tea in H₂O & C++', 'teainh2oc++')
    >>> str(text.html), text.latex
    ('<em>Tea</em> in H<span class="lw-math">_2</span>O &amp; C++', '\\textit{Tea} in H$_2$O \\& C++')
    """

    source: str

    @functools.cached_property
    def spans(self) -> tuple[Span, ...]:
        """What its author meant, run by run."""
        return parse_spans(clean(self.source))

    @functools.cached_property
    def plain(self) -> str:
        """In characters alone, on one line: for titles of windows, descriptions, feeds, search and sorting."""
        return clean(plain_of(self.spans))

    @functools.cached_property
    def html(self) -> Markup:
        """With its emphasis and its math, finished HTML."""
        return str.__new__(Markup, to_html(self.spans))

    @property
    def heading(self) -> Markup:
        """The same for a heading in Markdown."""
        return str.__new__(Markup, to_html(self.spans, references))

    @functools.cached_property
    def latex(self) -> str:
        """As TeX that is safe in somebody's bibliography."""
        return to_tex(self.spans)

    @functools.cached_property
    def lead(self) -> "RichText":
        """Its first sentence: the TL;DR of a summary. None ends inside of a formula or a style."""
        source = clean(self.source)
        lead = first_sentence(source)
        if lead == source:
            return self
        parted = rich(lead)
        return parted if self.plain.startswith(parted.plain) else self

    @functools.cached_property
    def key(self) -> str:
        """What two printings of it have in common, for identity."""
        return title_key(self.source)


_remembered = functools.lru_cache(maxsize=8_000)(RichText)


def rich(source: str) -> RichText:
    """The forms of a stored text; those of a short one are shared by everybody who asks."""
    return _remembered(source) if len(source) < SHORT else RichText(source)
