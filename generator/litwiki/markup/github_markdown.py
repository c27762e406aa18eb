r"""A parser of GitHub's Markdown: what GitHub shows of a file beyond CommonMark, as a plug-in of markdown-it.

Tables, strike-through, task lists, footnotes, bare addresses, alerts, code in colors and math (`$…$`, `$$…$$`, fenced
`math`; also `\(…\)` and `\[…\]`, which papers' authors write). Rules: the GFM specification 0.29 and GitHub's pages
"Basic writing and formatting syntax" and "Writing mathematical expressions". What comes out is not safe yet:
`markup.curated` sanitizes it. Each rule looks at a bounded piece of the text, so that any text takes time in proportion
to its length.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

from litwiki.markup.curated import ALERTS
from litwiki.markup.highlighting import highlighted
from litwiki.text.formulas import LONGEST_MATH
from litwiki.text.id_kinds import trimmed

LONGEST_LABEL = 100
"""Characters of a footnote's label; it bounds how far a bracket is looked for."""


def make_parser(*, html: bool) -> MarkdownIt:
    """A parser; without `html` tags are text."""
    parser = MarkdownIt("commonmark", {"html": html}).enable(["table", "strikethrough"])
    footnote_plugin(parser, inline=False)
    parser.inline.ruler.at("footnote_ref", _footnote_ref)
    parser.inline.ruler.before("escape", "math", _math)
    parser.block.ruler.before("fence", "math", _math_block, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    parser.core.ruler.push("github", _github)
    for kind, render in RENDERERS.items():
        parser.add_render_rule(kind, render)
    return parser


# --- math ----------------------------------------------------------------------------------------------

PAIRS = (("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("$`", "`$"))
DISPLAY = frozenset({"\\[", "$$"})


def _math(state: StateInline, silent: bool) -> bool:
    r"""A formula in a line. Between single dollars it begins and ends with what is no space, and neither dollar touches
    a letter or digit on its outer side: `$5 and $10` and `$HOME/$USER` are none."""
    source, start = state.src, state.pos
    if source[start] not in "\\$":
        return False
    for opening, closing in PAIRS:
        if source.startswith(opening, start):
            first = start + len(opening)
            end = source.find(closing, first, min(state.posMax, first + LONGEST_MATH))
            return _push(state, source[first:end], opening, end + len(closing), silent) if end > first else False
    if source[start] != "$":
        return False
    end = source.find("$", start + 1, min(state.posMax, start + LONGEST_MATH))
    while end > 0 and source[end - 1] == "\\" and end - start < LONGEST_MATH:
        end = source.find("$", end + 1, min(state.posMax, start + LONGEST_MATH))
    tex = source[start + 1 : end] if end > 0 else ""
    before, after = source[start - 1 : start], source[end + 1 : end + 2]
    if not tex or tex[0].isspace() or tex[-1].isspace() or before.isalnum() or after.isalnum():
        return False
    return _push(state, tex, "$", end + 1, silent)


def _push(state: StateInline, tex: str, opening: str, end: int, silent: bool) -> bool:
    if not tex.strip():
        return False
    if not silent:
        token = state.push("math_display" if opening in DISPLAY else "math_inline", "span", 0)
        token.content = tex.strip()
    state.pos = end
    return True


def _math_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines between one that begins with `$$` and one that ends with it; blank lines end what nobody closed."""
    if state.is_code_block(start):
        return False
    text = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]].rstrip()
    if not text.startswith("$$"):
        return False
    lines, line = [text[2:]], start
    while not lines[-1].endswith("$$"):
        line += 1
        if line >= end or state.isEmpty(line) or line - start > 200 or state.sCount[line] < state.blkIndent:
            return False
        lines.append(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip())
    tex = "\n".join(lines)[:-2].strip()
    if not tex or "$$" in tex:
        return False
    if not silent:
        token = state.push("math_block", "p", 0)
        token.content, token.map = tex, [start, line + 1]
        state.line = line + 1
    return True


# --- footnotes -----------------------------------------------------------------------------------------


def _footnote_ref(state: StateInline, silent: bool) -> bool:
    """The plug-in's own rule looks for a bracket as far as the text goes, from every `[^`."""
    bound = state.pos + LONGEST_LABEL
    return state.src.startswith("[^", state.pos) and "]" in state.src[state.pos : bound] and footnote_ref(state, silent)


# --- what is done with finished tokens -----------------------------------------------------------------


def _github(state: StateCore) -> None:
    tokens = state.tokens
    for index, token in enumerate(tokens):
        if token.type == "fence" and token.info.strip() == "math":
            token.type = "math_block"
        elif token.type in {"th_open", "td_open"} and token.attrs:
            # Alignment as an attribute, as GitHub writes it: pages have no inline styles.
            token.attrs = {"align": str(token.attrs.get("style", "")).rpartition(":")[2]}
        elif token.type == "inline" and token.children:
            _tick(tokens, index)
            _alert(tokens, index)
            token.children = [*_linked(token.children)]


TASK = re.compile(r"\[([ xX])\](?=\s)")


def _tick(tokens: Sequence[Token], index: int) -> None:
    """`[x]` at the beginning of a list's item as a ticked box."""
    if index < 2 or tokens[index - 1].type != "paragraph_open" or tokens[index - 2].type != "list_item_open":
        return
    first = (tokens[index].children or [Token("text", "", 0)])[0]
    if first.type == "text" and (box := TASK.match(first.content + " ")):
        first.content = ("☐" if box[1] == " " else "☑") + first.content[box.end() :]
        tokens[index - 2].attrSet("class", "lw-task")


def _alert(tokens: Sequence[Token], index: int) -> None:
    """A quotation that begins with the line `[!NOTE]`, at the top of the text, as a box with a title."""
    if index < 2 or tokens[index - 2].type != "blockquote_open" or tokens[index - 2].level:
        return
    line, _, _ = tokens[index].content.partition("\n")
    alert = re.fullmatch(r"\[!([A-Za-z]{3,9})\]\s*", line)
    kind = alert[1].lower() if alert else ""
    children = tokens[index].children or []
    rest = next((at + 1 for at, child in enumerate(children) if child.type == "softbreak"), len(children))
    if kind not in ALERTS:
        return
    behind = (tokens[at] for at in range(index, len(tokens)))
    opening, closing = tokens[index - 2], next(t for t in behind if t.type == "blockquote_close" and not t.level)
    opening.tag = closing.tag = "div"
    opening.attrSet("class", f"lw-alert lw-alert--{kind}")
    title = [Token("strong_open", "strong", 1), Token("text", "", 0, content=kind.capitalize())]
    title.append(Token("strong_close", "strong", -1))
    tokens[index].children = [*title, *([Token("hardbreak", "br", 0)] if children[rest:] else []), *children[rest:]]


ADDRESS = re.compile(
    r"(?<![\w/.@-])(?:https?://|www\.)[^\s<]+|(?<![\w.+-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.IGNORECASE
)


def _linked(children: Sequence[Token]) -> Iterator[Token]:
    """Tokens of a line with bare addresses as links, where they are in none."""
    depth = 0
    for token in children:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "html_inline":
            depth += token.content[:3].lower() in {"<a ", "<a>"}
            depth -= token.content[:4].lower() == "</a>" and depth > 0
        if token.type != "text" or depth or not ADDRESS.search(token.content):
            yield token
            continue
        last = 0
        for match in ADDRESS.finditer(token.content):
            address = trimmed(match[0], "?!.,:*_~'\"", {")": "("})  # GFM 6.9
            host = address.partition("//")[2] or address
            if "." not in host.partition("/")[0].rstrip("."):
                continue
            scheme = "" if "://" in address else "mailto:" if "@" in address.partition("/")[0] else "http://"
            yield Token("text", "", 0, content=token.content[last : match.start()])
            yield Token("link_open", "a", 1, attrs={"href": scheme + address})
            yield Token("text", "", 0, content=address)
            yield Token("link_close", "a", -1)
            last = match.start() + len(address)
        yield Token("text", "", 0, content=token.content[last:])


MOST_CODE = 12_000
"""Characters of code in one text that are colored."""


def _fence(_: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """A block of code, colored where its first line names the language."""
    del options
    token = tokens[index]
    language = token.info.strip().partition(" ")[0]
    # The text as a whole is bounded, too.
    env["code"] = env.get("code", 0) + len(token.content)
    colored = highlighted(token.content, language) if env["code"] <= MOST_CODE else None
    if colored is None:
        return f"<pre><code>{escapeHtml(token.content)}</code></pre>\n"
    return f'<div class="highlight"><pre><code>{colored}</code></pre></div>\n'


# --- HTML ----------------------------------------------------------------------------------------------

Rule = Callable[[RendererProtocol, Sequence[Token], int, OptionsDict, EnvType], str]


def _html(write: Callable[[Token], str]) -> Rule:
    """The rule that writes a token by itself."""
    return lambda _renderer, tokens, index, _options, _env: write(tokens[index])


def _math_display(token: Token) -> str:
    return f'<span class="lw-math lw-math--display">{escapeHtml(token.content.strip())}</span>'


def _number(token: Token) -> str:
    return str(token.meta["id"] + 1)


def _place(token: Token) -> str:
    again = token.meta["subId"]
    return _number(token) + (f"-{again}" if again else "")


def _reference(token: Token) -> str:
    return f'<sup><a href="#fn{_number(token)}" id="fnref{_place(token)}">{_number(token)}</a></sup>'


RENDERERS: Mapping[str, Rule] = {
    "fence": _fence,
    "math_inline": _html(lambda token: f'<span class="lw-math">{escapeHtml(token.content)}</span>'),
    "math_display": _html(_math_display),
    "math_block": _html(lambda token: f"<p>{_math_display(token)}</p>\n"),
    "footnote_ref": _html(_reference),
    "footnote_block_open": _html(lambda _: '<hr>\n<ol class="lw-footnotes">\n'),
    "footnote_block_close": _html(lambda _: "</ol>\n"),
    "footnote_open": _html(lambda token: f'<li id="fn{_number(token)}">'),
    "footnote_close": _html(lambda _: "</li>\n"),
    "footnote_anchor": _html(lambda token: f' <a href="#fnref{_place(token)}" title="Back to the text">↩</a>'),
}
