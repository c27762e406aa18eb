"""Text as HTML, and addresses that a page may lead to. All text is hostile until it has been here.

Values in, syntax out. What is finished syntax has the type `Markup`, so that nothing is escaped twice and
nothing unescaped gets through: `str` is always data. Pages are HTML; only a page's heading is Markdown, where more is
escaped (`text.html_writer`).
"""

import functools
from collections.abc import Callable

from markupsafe import Markup
from markupsafe import escape as html_escape

from litwiki.text.html_writer import references

syntax: Callable[[str], Markup] = functools.partial(str.__new__, Markup)
"""A text that is finished syntax. `Markup(…)` asks every value whether it has a form in HTML, which costs as much
as the escaping."""


def escape(text: str) -> Markup:
    """Text for a heading in Markdown.

    >>> escape("a_b <i>")
    Markup('a&#95;b &#60;i&#62;')
    """
    return syntax(references(text))


def escape_html(text: str) -> Markup:
    """Text for HTML: in elements and in quoted attributes.

    >>> escape_html('"><script>')
    Markup('&#34;&gt;&lt;script&gt;')
    """
    return syntax(escaped(text))


def escaped(text: str) -> str:
    """The same for what is joined with other text: most texts are as they were, and to ask costs a fifth of a call of
    markupsafe."""
    is_plain = not ("&" in text or "<" in text or ">" in text or '"' in text or "'" in text)
    return text if is_plain else html_escape(str(text))


def preformatted(text: str) -> Markup:
    """Text in a fixed-width block. A line is one of HTML, but where it is empty: that would end the block in Markdown.

    >>> print(preformatted("a\\n\\nb"))
    <pre class="lw-pre"><code>a&#10;
    b</code></pre>
    """
    written = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")  # an element's text has its quotes
    first, *others = map(on_one_line, written.split("\n"))
    ends = ("\n" if line.strip() else "&#10;" for line in others)
    lines = "".join(f"{end}{line}" for end, line in zip(ends, others, strict=True))
    return syntax(f'<pre class="lw-pre"><code>{first}{lines}</code></pre>')


def on_one_line(markup: str) -> Markup:
    """HTML with references for what Markdown parsers see even in HTML: ends of lines and tabs."""
    if not markup.isprintable():
        for sign, reference in LINE_SIGNS.items():
            markup = markup.replace(sign, reference)
    return syntax(markup)


LINE_SIGNS = {"\t": "&#9;"} | dict.fromkeys("\n\r\x0b\x0c", "&#10;")
