"""The site as MkDocs makes it, at a tenth of its cost: MkDocs prepares and is the truth, pages are spliced.

MkDocs loads its settings, finds files, makes the navigation and renders what is in it. All other pages have their
bodies from `bodies` and their frames from `shells`, in one process a core; whatever these two do not know goes
through MkDocs' own functions, page by page. In the end some pages of every kind are rendered by MkDocs once more:
where one byte differs, or where a plugin is at work that we do not know, `UnsuitedError` says so.
"""

import logging
import os
import posixpath
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from litwiki.model.errors import RenderError
from litwiki.processes import contiguous, cores, share
from litwiki.render import frames
from litwiki.render.bodies import KNOWN, Bodies, Form
from litwiki.render.leaf import Leaf, addresses, make_toc, read_front_matter
from litwiki.render.links import Anchors, Links
from litwiki.render.room import is_like_a_file, printed, room_of
from litwiki.render.shells import MOST_ENDS, NOT_AS_TRACED, UNSEEN, Shells, UntraceableError, make_traceable
from litwiki.render.spare import put_link

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

SEARCH = "material.plugins.search.plugin"
"""The one plugin that we know: it looks at finished pages, one by one, and writes a file in the end."""
CHECKED, MANY = 3, 100
"""Pages that are rendered twice, of every folder that has many; of others one."""
MOST_FAILURES = 20
"""Pages that cannot be traced, after which no other is tried."""
ODD = re.compile(r"&#|[^\x00-\x7f]")


class UnsuitedError(Exception):
    """Why this site is rendered by MkDocs alone."""


@dataclass(slots=True)
class Setting:
    """What MkDocs prepared, and what pages are made with."""

    config: "MkDocsConfig"
    files: "Files"
    nav: "Navigation"
    environment: "Environment"
    documents: "Sequence[File]"
    bodies: Bodies
    shells: Shells = field(default_factory=Shells)
    links: Links = field(init=False)
    watched: set[str] = field(default_factory=set)
    """Keys of front matters of the navigation that other pages asked for."""
    failures: int = 0
    """Pages that could not be traced."""

    def __post_init__(self) -> None:
        self.links = Links(self.address_of)

    def address_of(self, path: str) -> str | None:
        """A file's address; None where a link to it would be none."""
        file = self.files.get_file_from_path(path)
        return None if file is None or _is_excluded(file) else file.url

    @property
    def search(self) -> Any:
        """The search plugin, or None."""
        found = [plugin for plugin in self.config.plugins.values() if type(plugin).__module__ == SEARCH]
        return found[0] if found and found[0].config.enabled else None


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the next build may use: see `again.Kept`. None of it where a page was no shell's, or has its own address
    for editing, or where a plugin looks at all pages."""

    navigation: frozenset[str]
    watched: frozenset[str]
    frames: dict[str, frames.Frame]
    site_url: str | None
    bodies: Bodies
    shells: Shells
    anchors: Anchors
    room: dict[str, list[str]] | None


@dataclass(slots=True)
class Made:
    """What a worker has to say: search entries by page, warnings, pages whose anchors are to be looked up."""

    entries: dict[str, list[Any]] = field(default_factory=dict)
    anchored: list[str] = field(default_factory=list)
    anchors: Anchors = field(default_factory=dict)
    slow_bodies: int = 0
    slow_frames: int = 0
    forms: dict[tuple[str, str], Form | None] = field(default_factory=dict)
    shells: Shells = field(default_factory=Shells)
    watched: set[str] = field(default_factory=set)


def render_spliced(root: Path, site: Path, tick: Callable[[], None]) -> Learnt | None:
    """Renders the wiki at `root` into the new folder `site`; returns what the next build may use.

    Raises `UnsuitedError` where only MkDocs itself can do it, and `RenderError` where it cannot either.
    """
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    try:
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(site))
        refuse(config)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            return _splice(prepare(config), tick)
        finally:
            config.plugins.on_shutdown()
    except (MkDocsException, SystemExit) as error:
        raise RenderError(f"MkDocs could not render the site: {error}") from error
    except (ImportError, AttributeError, TypeError, RuntimeError) as error:
        # We call functions of MkDocs that it does not promise to keep; a newer version may be another one inside.
        reason = (str(error).strip().splitlines() or [""])[-1]
        raise UnsuitedError(f"this version of MkDocs is not one that pages can be spliced with ({reason})") from error


def refuse(config: "MkDocsConfig") -> None:
    """Raises `UnsuitedError` where a plugin or a hook, which is one too, may have a say in what pages become."""
    for name, plugin in config.plugins.items():
        if type(plugin).__module__ != SEARCH:
            raise UnsuitedError(f"what the plugin {name!r} does to pages is not known")


def prepare(config: "MkDocsConfig") -> Setting:
    """What MkDocs' own build does before it reads pages (mkdocs.commands.build)."""
    from mkdocs.structure.files import get_files, set_exclusions
    from mkdocs.structure.nav import get_navigation
    from mkdocs.structure.pages import Page

    config = config.plugins.on_config(config)
    config.plugins.on_pre_build(config=config)
    files = get_files(config)
    environment = config.theme.get_env()
    files.add_files_from_theme(environment, config)
    files = config.plugins.on_files(files, config=config)
    set_exclusions(files, config)
    nav = config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
    documents = files.documentation_pages()
    for file in documents:
        if file.page is None:
            Page(None, file, config)
    found = config.plugins.on_env(environment, config=config, files=files)
    found = found or environment
    make_traceable(found)
    bodies = Bodies(config["markdown_extensions"], config["mdx_configs"] or {})
    return Setting(config, files, nav, found, documents, bodies)


def _splice(setting: Setting, tick: Callable[[], None]) -> Learnt | None:
    from mkdocs.commands.build import _build_extra_template, _build_theme_template, _populate_page

    config, files, nav = setting.config, setting.files, setting.nav
    for page in nav.pages:
        _populate_page(page, config, files)
        page.meta = frames.Watched(dict(page.meta), setting.watched)
    _warm(setting)
    documents = _apart(setting.documents)
    statics = [file for file in files if not file.is_documentation_page() and not _is_excluded(file)]
    parts = cores()
    shards = list(zip(contiguous(documents, parts), _padded(contiguous(statics, parts), parts), strict=False))
    found = share(lambda shard, tick: _work(setting, shard, tick), shards, tick)
    for name in config.theme.static_templates:
        _build_theme_template(name, setting.environment, files, config, nav)
    for name in config.extra_templates:
        _build_extra_template(str(name), files, config, nav)
    anchors = _validate_anchors(setting, found)
    if setting.search:
        entries = {uri: own for made in found for uri, own in made.entries.items()}
        setting.search.search_index.entries = [e for file in setting.documents for e in entries.get(file.src_uri, ())]
    config.plugins.on_post_build(config=config)
    _check(setting)
    slow = sum(made.slow_bodies for made in found), sum(made.slow_frames for made in found)
    logging.getLogger(__name__).debug("rendered by MkDocs itself: %d bodies, %d frames", *slow)
    if slow[1] or setting.search or config.extra_templates or any(_page_of(file).edit_url for file in documents):
        return None
    for made in found:
        setting.bodies.forms |= made.forms
        setting.shells.merge(made.shells)
        setting.watched |= made.watched
    navigation = frozenset(page.file.src_uri for page in nav.pages)
    framed = _frames(setting, anchors)
    is_open = not slow[0] and framed.keys() == navigation and _are_blind(setting)
    room = room_of(config, nav, files) if is_open else None
    watched = frozenset(setting.watched)
    return Learnt(navigation, watched, framed, config.site_url, setting.bodies, setting.shells, anchors, room)


def _padded(parts: "list[Sequence[File]]", count: int) -> "list[Sequence[File]]":
    return [*parts, *([[]] * (count - len(parts)))]


def _apart(files: "Iterable[File]") -> "list[File]":
    """Pages of a folder together, as they share shells, and folders in turn."""
    return sorted(files, key=lambda file: (posixpath.dirname(file.src_uri), file.src_uri))


def _warm(setting: Setting) -> None:
    """Learns a few pages before processes are forked, so that not each of them has to."""
    folders: dict[str, int] = {}
    for file in setting.documents:
        folder = posixpath.dirname(file.src_uri)
        folders[folder] = folders.get(folder, 0) + 1
        if folders[folder] < 4 and not _in_navigation(setting, file) and len(folders) < 40:
            page = _leaf(setting, file, Made())
            _framed(setting, file, page, Made())


def _in_navigation(setting: Setting, file: "File") -> bool:
    return file.page in setting.nav.pages


def _work(setting: Setting, shard: "tuple[Sequence[File], Sequence[File]]", tick: Callable[[], None]) -> Made:
    made = Made()
    documents, statics = shard
    in_navigation = {page.file.src_uri for page in setting.nav.pages}
    folders: set[str] = set()
    for file in statics:
        _copy(file, setting.config.docs_dir, folders)
    for file in documents:
        tick()
        if file.src_uri in in_navigation:
            _build(setting, file, made)
        else:
            page = _leaf(setting, file, made)
            _index(setting, file, page, made)
            _write(file, _framed(setting, file, page, made))
        tick()
    made.forms, made.shells, made.watched = setting.bodies.forms, setting.shells, setting.watched
    return made


def _copy(file: "File", docs: str, folders: set[str]) -> None:
    """Puts a file into the site; `folders` are there already.

    What we wrote ourselves is linked: it is replaced when it changes, never written into. Others' files are not ours to
    share."""
    target = file.abs_dest_path
    folder = os.path.dirname(target)  # noqa: PTH120 - hot
    if folder not in folders:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        folders.add(folder)
    source = file.abs_src_path
    if source is None:
        Path(target).write_bytes(file.content_bytes)
    elif file.src_dir == docs:
        put_link(source, target)
    else:
        shutil.copyfile(source, target)


def _write(file: "File", text: str) -> None:
    content = text.encode("utf-8", errors="xmlcharrefreplace")
    target = Path(file.abs_dest_path)
    try:
        target.write_bytes(content)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


# --- one page ------------------------------------------------------------------------------------------


def _build(setting: Setting, file: "File", made: Made) -> None:
    """A page of the navigation, by MkDocs."""
    from mkdocs.commands.build import _build_page, _populate_page

    page = _page_of(file)
    if page.markdown is None:
        _populate_page(page, setting.config, setting.files)
    if setting.search:
        setting.search.search_index.entries = []
    watched = page.meta
    page.meta = getattr(watched, "plain", watched)
    _build_page(page, setting.config, setting.documents, setting.nav, setting.environment)
    page.meta = watched
    if setting.search:
        made.entries[file.src_uri] = setting.search.search_index.entries
    if page.links_to_anchors:
        made.anchored.append(file.src_uri)


def _leaf(setting: Setting, file: "File", made: Made) -> Leaf:
    """The page of a file with its content."""
    canonical, absolute = addresses(setting.config.site_url, _url(file))
    text = Path(str(file.abs_src_path)).read_bytes().decode("utf-8", "replace")
    front = read_front_matter(text) if setting.bodies.extensions is not None else None
    if front and "title" in front[0] and "template" not in front[0] and KNOWN.issuperset(setting.bodies.extensions):
        body = setting.bodies.render(front[1], setting.links.resolver(file.src_uri, _url(file), made.anchors))
        if body is not None:
            return Leaf(
                _url(file), front[0], body.html, make_toc(body.headings), canonical, absolute, _page_of(file).edit_url
            )
    made.slow_bodies += 1
    page = _populated(setting, file)
    if page.links_to_anchors:
        made.anchored.append(file.src_uri)
    meta = {"title": page.title, **page.meta} if "title" not in page.meta else page.meta
    toc: Any = page.toc
    return Leaf(_url(file), meta, page.content or "", toc, canonical, absolute, page.edit_url)


def _populated(setting: Setting, file: "File") -> "Page":
    from mkdocs.commands.build import _populate_page

    page = _page_of(file)
    if page.content is None:
        _populate_page(page, setting.config, setting.files)
    return page


def _is_excluded(file: "File") -> bool:
    return bool(file.inclusion.is_excluded())  # type: ignore[no-untyped-call]  # MkDocs' own signature


def _page_of(file: "File") -> "Page":
    if file.page is None:
        raise UnsuitedError(f"MkDocs has no page for {file.src_uri}")
    return file.page


def _url(file: "File") -> str:
    return "" if file.url in {".", "./"} else file.url


def _index(setting: Setting, file: "File", page: Leaf, made: Made) -> None:
    """Lets the search plugin look at a finished page."""
    if setting.search:
        setting.search.search_index.entries = []
        setting.search.on_page_context({}, page=page, config=setting.config, nav=setting.nav)
        made.entries[file.src_uri] = setting.search.search_index.entries


def _framed(setting: Setting, file: "File", page: Leaf, made: Made) -> str:
    """A page as its template prints it."""
    from mkdocs.commands.build import get_context

    if "template" not in page.meta:
        try:
            text = setting.shells.fill(page)
            if text is None and setting.shells.ends < MOST_ENDS and setting.failures < MOST_FAILURES:
                context = get_context(setting.nav, setting.documents, setting.config, file.page)
                text = setting.shells.grow(page, setting.environment.get_template("main.html"), dict(context))
            if text is not None:
                return text
        except NOT_AS_TRACED as error:
            setting.failures += 1
            logging.getLogger(__name__).debug("%s cannot be traced: %r", file.src_uri, error)
    made.slow_frames += 1
    return _by_template(setting, file)


def _by_template(setting: Setting, file: "File") -> str:
    """A page outside of the navigation rendered by MkDocs' own means."""
    from mkdocs.commands.build import get_context

    page = _populated(setting, file)
    page.active = True
    context = get_context(setting.nav, setting.documents, setting.config, page)
    if setting.search:
        setting.search.on_page_context(context, page=page, config=setting.config, nav=setting.nav)
    template = setting.environment.get_template(str(page.meta.get("template", "main.html")))
    text = template.render(**context)
    page.active = False
    return text


# --- the end -------------------------------------------------------------------------------------------


def _frames(setting: Setting, anchors: Anchors) -> dict[str, frames.Frame]:
    """The frames of the navigation's pages, as far as they have one; `anchors` hears what they link to."""
    from mkdocs.commands.build import get_context

    found = {}
    template = setting.environment.get_template("main.html")
    for page in setting.nav.pages:
        file = page.file
        front = read_front_matter(Path(str(file.abs_src_path)).read_bytes().decode("utf-8", "replace"))
        if not front or "title" not in front[0] or "template" in front[0]:
            continue
        linked: Anchors = {}
        body = setting.bodies.render(front[1], setting.links.resolver(file.src_uri, _url(file), linked))
        if body is None or body.html != page.content:
            continue
        canonical, absolute = addresses(setting.config.site_url, _url(file))
        leaf = Leaf(_url(file), front[0], body.html, make_toc(body.headings), canonical, absolute)
        frame = frames.Frame(front[0], frames.told(leaf.toc))
        context = get_context(setting.nav, UNSEEN, setting.config, page)
        own = [(name, getattr(page, name)) for name in frames.OWN]
        page.active = True
        try:
            text = frame.shells.grow(leaf, template, dict(context), partial(frames.dress, page))
        except NOT_AS_TRACED as error:
            logging.getLogger(__name__).debug("%s cannot be traced: %r", file.src_uri, error)
            continue
        finally:
            page.active = False
            for name, value in own:
                setattr(page, name, value)
        if text.encode("utf-8", errors="xmlcharrefreplace") == Path(file.abs_dest_path).read_bytes():
            found[file.src_uri] = frame
            for key, pages in linked.items():
                anchors.setdefault(key, []).extend(pages)
    return found


def _are_blind(setting: Setting) -> bool:
    """Whether no template that is no page's looks at the pages, but for a sitemap that is like a file."""
    from mkdocs.commands.build import _build_template

    for name in setting.config.theme.static_templates:
        template = setting.environment.get_template(name)
        source = Path(str(template.filename))
        made = {name: b""}
        try:
            if is_like_a_file(source):
                made = printed(source)
            else:
                made[name] = _build_template(name, template, UNSEEN, setting.config, setting.nav).encode()
        except UntraceableError:
            return False
        if any(_read(Path(setting.config.site_dir) / name) != content for name, content in made.items()):
            return False
    return not setting.config.extra_templates


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _validate_anchors(setting: Setting, found: Iterable[Made]) -> Anchors:
    """Lets MkDocs say what it says about links to anchors that are not there; for that it has to read both ends.

    Returns all links to anchors."""
    wanted: Anchors = {}
    sources: dict[str, None] = {}
    for made in found:
        sources |= dict.fromkeys(made.anchored)
        for key, pages in made.anchors.items():
            wanted.setdefault(key, []).extend(pages)
    files = setting.files.src_uris
    articles: dict[str, str] = {}
    for (target, anchor), pages in wanted.items():
        if target not in articles:
            text = Path(files[target].abs_dest_path).read_text("utf-8") if target.endswith(".md") else ""
            articles[target] = text.partition("<article")[2].partition("</article>")[0]
        if articles[target] and f'id="{anchor}"' not in articles[target]:
            sources |= dict.fromkeys(pages)
    for uri in sorted(sources):
        page = _populated(setting, files[uri])
        for other in page.links_to_anchors or ():
            if other.page:
                _populated(setting, other)
        page.validate_anchor_links(files=setting.files, log_level=setting.config.validation.links.anchors)
    return wanted


def _check(setting: Setting) -> None:
    """Raises `UnsuitedError` where a page is not what MkDocs makes of it."""
    for file in sampled(setting.documents, {page.file.src_uri for page in setting.nav.pages}):
        found = Path(file.abs_dest_path).read_bytes()
        if found != _by_template(setting, file).encode("utf-8", errors="xmlcharrefreplace"):
            raise UnsuitedError(f"{file.dest_uri} differs from what MkDocs makes of it")


def sampled(documents: "Iterable[File]", without: Iterable[str]) -> "list[File]":
    """A few pages of every folder: the ones with the oddest beginnings."""
    left_out = set(without)
    folders: dict[str, list[File]] = {}
    for file in documents:
        if file.src_uri not in left_out:
            top = file.src_uri.split("/")[0] + str(file.src_uri.count("/"))
            folders.setdefault(top, []).append(file)
    found = []
    for files in folders.values():
        few = files[:: max(1, len(files) // 20)]
        odd = sorted(few, key=lambda f: (-len(ODD.findall(_head(f))), f.src_uri))
        found += odd[:CHECKED] if len(files) > MANY else odd[:1]
    return found


def _head(file: "File") -> str:
    with Path(str(file.abs_src_path)).open("rb") as source:
        return source.read(400).decode("utf-8", "replace")
