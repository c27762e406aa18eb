"""What a page of `litwiki serve` says of what is still missing, to the person who writes: never in the site itself.

The address of a page in, lines of HTML out, from the one file of `content/` that the page is of. So it costs a page
what reading a small file costs, and a build nothing.
"""

from collections.abc import Iterator
from pathlib import Path

from markupsafe import Markup

from litwiki import content
from litwiki.content.strict_yaml import RefusedError
from litwiki.content.topics import read_topic
from litwiki.model.errors import LitwikiError
from litwiki.model.ids import Slug, TopicId, is_slug

STYLES = "/litwiki-next.css"
CSS = b"""
.litwiki-next { margin: 0 0 1.25rem; padding: .6rem .9rem; border-radius: .4rem; font-size: .7rem; line-height: 1.6;
  border: 1px dashed var(--md-default-fg-color--light, #767676); color: var(--md-default-fg-color, #222);
  overflow-wrap: anywhere; }
.litwiki-next p { margin: 0; font-weight: 600; }
.md-typeset .litwiki-next ul { margin: .15rem 0 0; padding: 0; list-style: none; }
.md-typeset .litwiki-next li { margin: .15rem 0 0; }
.md-typeset .litwiki-next code { font-size: .65rem; }
"""
FIRST_TEXT = "A wiki of papers."
"""The home page's text as `litwiki init` writes it."""


def insert(page: bytes, root: Path, url: str) -> bytes:
    """A page of the wiki at `root` with what is missing on it below its heading; as it is, where nothing is."""
    lines = list(missing(root, url))
    before, end, after = page.partition(b"</h1>")
    if not lines or not end:
        return page
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    shown = Markup(
        '<link rel="stylesheet" href="{}"><aside class="litwiki-next"><p>Still to do (only shown here)</p>'
        "<ul>{}</ul></aside>"
    ).format(STYLES, items)
    return before + end + shown.encode() + after


def missing(root: Path, url: str) -> Iterator[Markup]:
    """What is missing on the page with this address (from the site's root, such as `papers/kettle/`)."""
    kind, _, name = url.strip("/").partition("/")
    try:
        if kind == "papers" and is_slug(name):
            yield from _of_paper(root, Slug(name))
        elif kind == "topics" and is_slug(name):
            yield from _of_topic(root, TopicId(name))
        elif url.strip("/") == "topics":
            yield from _of_topics(root)
        elif not url.strip("/"):
            yield from _of_home(root)
        if url.strip("/") in {"", "papers", "listings", "map"} and not _has(root, "papers"):
            yield Markup(
                "No papers yet: <code>litwiki ingest FILE</code> brings in what you have, such as a bibliography."
            )
    except (OSError, LitwikiError, RefusedError):
        return  # a page whose file is gone or broken; the banner has the reason


def _of_paper(root: Path, slug: Slug) -> Iterator[Markup]:
    where = f"content/papers/{slug}.md"
    paper = content.read_paper(content.read_document(root, where), slug, {}, lambda _: None)
    file = Markup("<code>{}</code>").format(where)
    if not paper.summary:
        yield Markup(
            "No summary yet: two to five sentences of yours as <code>summary:</code> in {}; the first stands "
            "alone in lists."
        ).format(file)
    if not paper.topics:
        names = sorted(path.stem for path in (root / "content" / "topics").glob("*.md"))
        some = ", ".join(names[:2]) or "my-topic"
        yield Markup("No topics yet: <code>topics: [{}]</code> in {}.").format(some, file)
    if not paper.ids:
        yield Markup(
            "No id yet: <code>ids: {{arxiv: '…'}}</code> or a DOI in {}, or let <code>litwiki enrich</code> "
            "look for it."
        ).format(file)


def _of_topic(root: Path, topic: TopicId) -> Iterator[Markup]:
    where = f"content/topics/{topic}.md"
    read = read_topic(content.read_document(root, where), topic, lambda _: None)
    if not read.introduction.strip():
        yield Markup("No introduction yet: write it below the second <code>---</code> in <code>{}</code>.").format(
            where
        )


def _of_topics(root: Path) -> Iterator[Markup]:
    if not _has(root, "topics"):
        yield Markup(
            "No topics yet: make <code>content/topics/my-topic.md</code> with <code>name:</code> and "
            "<code>definition:</code>, and name it in the <code>topics:</code> of papers."
        )


def _of_home(root: Path) -> Iterator[Markup]:
    config = content.load_config(root)
    index = config.content / "index.md"
    body = content.read_document(root, "content/index.md").body.strip() if index.is_file() else ""
    if body in {"", FIRST_TEXT}:
        yield Markup("Say what this wiki is about: <code>content/index.md</code>.")
    yield from _of_topics(root)
    if not config.site_url:
        yield Markup("Before you publish: the site's address as <code>site_url</code> in <code>mkdocs.yml</code>.")
    if not config.repository:
        yield Markup("For links to edit pages: <code>repository</code> in <code>site_config/wiki.yml</code>.")


def _has(root: Path, folder: str) -> bool:
    return any(is_slug(path.stem) for path in (root / "content" / folder).glob("*.md"))
