"""Wikis whose every field is hostile, with our protections on or off, and the eye that sees what runs."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from jinja2 import Environment
from markupsafe import Markup
from msgspec import Struct, field
from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Error, Page, Request

from litwiki import content, pages, templates
from litwiki.build import build
from litwiki.facts import values
from litwiki.markup.addresses import is_safe_url
from litwiki.model.entries import PAPER_TYPES, STATUSES, Link, Publication, Status
from litwiki.model.ids import ListingId, Slug, TopicId
from litwiki.model.records import Attribution, LedgerEntry, Listing, Paper, Pin, Topic
from litwiki.model.replace import replace
from litwiki.model.richtext import RichText
from litwiki.pages import printing, view
from litwiki.scaffold import scaffold
from litwiki.text.words import clean

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
STYLES = re.compile(r'<link (?:rel="stylesheet"|[^>]*as="?(?:font|style))[^>]*>')
FRAMES = "frames.html"
"""An empty page of the site, in which many of its pages are looked at together."""
PER_TOPIC = 4
PER_LISTING = 8

OURS = (
    # What engines other than a browser would obey: attribute lists, references, templates, TeX.
    "<span>\n**b**{: onclick=alert(1) }\n</span>",
    "<b>\n[x](javascript:alert(1)){ onmouseover=alert(1) }\n</b>",
    "{: onclick=alert(1) }",
    "# x { onclick=alert(1) }",
    "</div></div></article><div markdown onclick=alert(1)>*x*</div>",
    "[[v0000]]{: onclick=alert(1) }",
    "<details markdown><summary>x</summary>\n\n[x](javascript:alert(1))\n\n</details>",
    '<td markdown="span">[x](javascript:alert(1))</td>',
    "&lt;img src=x onerror=alert(1)&gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
    "\\( \\href{javascript:alert(1)}{x} \\)",
    "\\( \\url{javascript:alert(1)} \\htmlData{onclick=alert(1)}{x} \\htmlStyle{position:fixed}{y} \\)",
    "\\( \\includegraphics{https://outside.example/x.png} \\)",
    "\\( <img src=x onerror=alert(1)> \\)",
    "$$\\text{<script>alert(1)</script>}$$",
    "\\( \\def\\a{\\a\\a}\\a \\)",
    "<img src=x onerror=alert(1)> [a](javascript:alert(1)) **b** {{ 7*7 }} {: onclick=x } --- # $5 | &amp; 🙂 عربى",
    "<!-- <base href=https://outside.example> --> <base href=https://outside.example>",
    "]]></script><script>alert(1)</script>",
    "![x](https://outside.example/x.png) ![[x]] <img src=//outside.example/x.png>",
)


def write_papers(root: Path, payloads: Sequence[str]) -> None:
    """A wiki of papers that each have one payload in their fields, and nothing else."""
    scaffold(root, "Hostile")
    for number, payload in enumerate(payloads):
        paper = replace(_paper(number, payload), topics=())
        _write(root / "content" / "papers" / f"{paper.slug}.md", content.write_paper(paper, abstract=True))


def write_wiki(root: Path, payloads: Sequence[str]) -> None:
    """A wiki whose papers each have one payload in every field; topics and listings have several."""
    scaffold(root, "Hostile")
    settings = root / "site_config" / "wiki.yml"
    text = settings.read_text(encoding="utf-8")
    _write(settings, text.replace("repository: ''", "repository: https://github.com/example/wiki"))
    for number, payload in enumerate(payloads):
        paper = _paper(number, payload)
        _write(root / "content" / "papers" / f"{paper.slug}.md", content.write_paper(paper, abstract=True))
    for start in range(0, len(payloads), PER_TOPIC):
        topic = _topic(start, payloads[start : start + PER_TOPIC])
        _write(root / "content" / "topics" / f"{topic.id}.md", content.write_topic(topic))
    for start in range(0, len(payloads), PER_LISTING):
        listing = _listing(start, payloads)
        _write(root / "content" / "listings" / f"{listing.id}.yml", content.write_ledger(listing))
    _write(root / "content" / "index.md", "---\ntitle: 'Hostile'\n---\n" + "\n\n".join(payloads)[:150_000])


def _paper(number: int, payload: str) -> Paper:
    addresses = [("code", payload), ("data", f"https://example.org/{payload}"), ("demo", f"https://{payload}.org")]
    return Paper(
        slug=Slug(f"v{number:04}"),
        title=_filled(payload, 500),
        authors=(_filled(payload), "Second"),
        year=2024,
        # An address is no id, and refused.
        ids=dict.fromkeys(("openreview", "acl", "s2", "dblp"), re.sub(r"\A(?=https?://)", "x", payload)),
        topics=(_topic_id(number), _topic_id(number + PER_TOPIC)),
        summary=payload,
        links=tuple(Link(kind, url) for kind, url in addresses if _is_link(url)),
        names=(_filled(payload), f"Name{number}"),
        also_titled=(_filled(payload),),
        abstract=f"{payload} after Name{number - 1} \\( {payload} \\)",
        notes=f"{payload}\n\n[x]({payload}) [[{payload}|{payload}]]\n",
        publication=Publication(
            type=PAPER_TYPES[number % len(PAPER_TYPES)],
            venue=_filled(payload, 500),
            volume=_filled(payload, 100),
            issue=_filled(payload, 100),
            pages=_filled(payload, 100),
            publisher=_filled(payload, 300),
            editors=(_filled(payload), "Third"),
            date="2024-05-06",
        ),
        keys=(_filled(payload), f"key{number}"),
        status=Status(STATUSES[number % len(STATUSES)], _notice(payload), _filled(payload, 100), "2025-01-02"),
        sources={"year": Attribution("crossref"), "venue": Attribution("crossref")},
    )


def _notice(payload: str) -> str:
    """The address of a notice, with the payload in it where it is not one itself."""
    return next((url for url in (payload, f"https://example.org/{payload}") if _is_link(url)), "")


def _topic_id(number: int) -> TopicId:
    return TopicId(f"t{number // PER_TOPIC:04}")


def _topic(start: int, payloads: Sequence[str]) -> Topic:
    around = [payloads[n % len(payloads)] for n in range(4)]
    return Topic(
        id=_topic_id(start),
        name=_filled(around[0], 120),
        group=_filled(around[1], 80),
        definition=_filled(around[2]),
        keywords=(_filled(around[0]),),
        pinned=tuple(Pin(Slug(f"v{start + n:04}"), payload) for n, payload in enumerate(payloads)),
        introduction=f"{around[3]}\n\n[y]({around[3]} '{around[3]}')\n",
    )


def _listing(start: int, payloads: Sequence[str]) -> Listing:
    numbers = [n % len(payloads) for n in range(start, start + PER_LISTING + 1)]
    entries = tuple(LedgerEntry(Slug(f"v{n:04}"), _filled(payloads[n]), {}) for n in numbers)
    title, printed = _filled(payloads[start], 200), _filled(payloads[(start + 1) % len(payloads)], 80)
    return Listing(ListingId(f"l{start:04}"), title, printed, printed, None, "0" * 64, entries)


def _filled(payload: str, longest: int = 1_000) -> str:
    return clean(payload)[:longest].strip() or "nothing"


def _is_link(url: str) -> bool:
    return is_safe_url(url) and url.startswith(("http://", "https://"))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def build_unchecked(root: Path) -> None:
    """Builds what `litwiki check` refuses (notes that link to `javascript:`), and takes the policy out of the pages
    by which a browser would run nothing of it: our escaping must hold alone. Styles go as well: they are the same on
    every page, and half of what a visit costs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("litwiki.curation.checks._problems", lambda *_: iter(()))
        report = build(root)
    assert report.site, report.problems[:5]
    for page in report.site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        without = POLICY.sub("", text)
        assert without != text or page.is_relative_to(report.site / "assets"), page
        _write(page, STYLES.sub("", without))
    _write(report.site / FRAMES, "<!doctype html><title>Frames</title>")


@contextmanager
def no_protection() -> Iterator[None]:
    """Our templates with nothing escaped and nothing sanitised."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("html", "heading"):
            patch.setattr(RichText, name, property(lambda text: Markup(text.source)))
        for module in (view, *pages.KINDS):
            patch.setattr(module, "escape", Markup, raising=False)
        patch.setattr(printing, "escaped", Markup)
        patch.setattr(printing, "make_environment", lambda root: _unescaped(templates.make_environment(root)))
        patch.setattr(values, "curated", lambda markdown, *_: Markup(markdown))
        # No page has another paper's attack on it, so that each counts for itself.
        patch.setattr("litwiki.links.related.LEAST_SIMILAR", 10_001)
        yield


def _unescaped(environment: Environment) -> Environment:
    environment.autoescape = False
    return environment


# Scripts in a page, and in its frames, reach for one of these.
WATCH = """
for (const name of ["alert", "confirm", "prompt", "print"]) {
  window[name] = (...words) => { console.debug(`litwiki: ${name}(${words})`); };
}
"""
# Does what a reader could: raises every event that an attribute listens to, follows every address that is code.
# Returns what it found, which on a safe page is nothing.
PROVOKE = """
() => {
  const found = [];
  const addresses = /^(href|src|action|formaction|data|xlink:href|srcdoc|poster|background|values|to|from)$/i;
  for (const element of document.querySelectorAll("*")) {
    for (const {name, value} of [...element.attributes]) {
      if (/^on/i.test(name)) {
        found.push(`${element.localName} ${name}`);
        try { element.dispatchEvent(new Event(name.slice(2).toLowerCase(), {cancelable: true})); } catch {}
      } else if (addresses.test(name)) {
        let scheme = "";
        try { scheme = new URL(value, document.baseURI).protocol; } catch {}
        if (scheme && !["http:", "https:", "mailto:"].includes(scheme)) {
          found.push(`${element.localName} ${name}=${value.slice(0, 60)}`);
          try { element.click(); } catch { try { element.dispatchEvent(new Event("click")); } catch {} }
        }
      }
    }
  }
  const strange = "script, iframe, object, embed, style, link, meta, base, svg, img, video, audio, form, frame, frameset,"
    + "template, noscript, input, button, textarea, select, [style], [name], [contenteditable]";
  for (const element of document.querySelectorAll("article *")) {
    const ours = element.closest(".lw-search, .lw-filter__next, .lw-tick, .lw-visits, .lw-compare__away, .lw-compare-bar, .lw-results__sort, .lw-found, .lw-filter, .lw-cite__bar, .lw-downloads, .lw-edit, .lw-map, .lw-graph, .lw-shapes, .lw-key, .lw-bar, .lw-arcs, .katex, .md-clipboard, .md-code__nav, .md-content__button");
    const aligned = /^text-align: (left|center|right);$/.test(element.getAttribute("style")) && element.matches("td, th");
    if (element.matches(strange) && !ours && !aligned) found.push(`in the article: ${element.outerHTML.slice(0, 80)}`);
  }
  return found;
}
"""
# Opens pages in frames, which is a third of the cost of opening them one by one; says whether all of them came.
OPEN = """
async (places) => {
  const late = new Promise((resolve) => setTimeout(resolve, 60000, false));
  const loaded = places.map((place) => new Promise((resolve) => {
    const frame = document.createElement("iframe");
    Object.assign(frame, {width: 1300, height: 900, src: place, onload: () => resolve(true)});
    document.body.append(frame);
  }));
  return Promise.race([late, Promise.all(loaded).then(() => true)]);
}
"""
# Types into the search of a page as a reader does, and looks at all that is found; returns how many papers.
SEARCH = """
async (words) => {
  const page = document.querySelector("#lw-q");
  const box = page ?? document.querySelector(".lw-find input");
  const until = async (isDone) => {
    const end = performance.now() + 40000;
    while (!isDone() && performance.now() < end) await new Promise((resume) => setTimeout(resume, 5));
  };
  box.dispatchEvent(new Event("focus"));
  box.value = words;
  const said = () => document.querySelector(page ? ".lw-status" : ".lw-find__said")?.textContent ?? "";
  await until(() => said() !== "");
  const results = () => document.querySelectorAll(".lw-result--paper").length;
  for (const more = document.querySelector(".lw-more"); page && more && !more.hidden; ) {
    const before = results();
    more.click();
    await until(() => results() > before || more.hidden);
  }
  return results();
}
"""


class Eye(Struct, dict=True):
    """What happened in the pages of a context since it was last asked."""

    origin: str
    ran: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.add_init_script(WATCH)
        context.on("request", self._request)
        context.on("weberror", lambda error: self.other.append(f"error {str(error.error)[:200]}"))
        context.on("dialog", self._dialog)

    def _console(self, message: ConsoleMessage) -> None:
        if message.text.startswith("litwiki: "):
            self.ran.append(message.text[9:200])

    def _dialog(self, dialog: Dialog) -> None:
        self.ran.append(f"dialog {dialog.message}")
        if dialog.type == "beforeunload":
            dialog.accept()  # to stay would be to wait for ever
        else:
            dialog.dismiss()

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "about:", "blob:")):
            self.other.append(f"asked for {request.url[:200]}")

    def take(self) -> list[str]:
        """Everything seen, which is then forgotten."""
        seen = [*self.ran, *self.other]
        self.ran.clear()
        self.other.clear()
        return seen

    def visit(self, page: Page, address: str, words: str | None = None) -> tuple[list[str], int]:
        """Opens a page, searches for `words`, and provokes it; everything seen, and the number of results."""
        found: list[str] = []
        results = 0
        try:
            page.goto(address, wait_until="domcontentloaded")
            if words is not None:
                results = page.evaluate(SEARCH, words)
            found = page.evaluate(PROVOKE)
            page.goto("about:blank", wait_until="commit")
        except Error as error:  # an attack took the page away
            found.append(f"page lost: {str(error)[:100]}")
        return [*found, *self.take()], results

    def visit_together(self, page: Page, places: Sequence[str]) -> dict[str, list[str]]:
        """Opens pages of the site in frames of one page, and provokes each; what was seen, by place.

        Where anything was, the pages are visited again one by one: what ran does not say in which frame.
        """
        found: list[str] = []
        try:
            page.goto(self.origin + FRAMES, wait_until="domcontentloaded")
            if not page.evaluate(OPEN, places):
                found.append("a page did not come")
            frames = page.frames[1:]
            if [frame.url for frame in frames if frame.parent_frame == page.main_frame] != [
                self.origin + place for place in places
            ]:
                found.append("other pages came")
            for frame in frames:
                found += frame.evaluate(PROVOKE)
            page.goto("about:blank", wait_until="commit")
        except Error as error:
            found.append(f"page lost: {str(error)[:100]}")
        found += self.take()
        if not found:
            return {}
        alone = {place: self.visit(page, self.origin + place)[0] for place in places}
        return {place: seen for place, seen in alone.items() if seen} or {"together": found}
