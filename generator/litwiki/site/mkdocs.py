"""The only module that knows MkDocs: settings and theme in, shells of pages and the theme's own files out.

MkDocs loads its settings, finds its files and makes the navigation. Pages are then filled into shells (`shell`). Where
a plugin, an extension or the theme itself does something that shells cannot, MkDocs renders the whole site, and the
reason is said.
"""

import gzip
import io
import logging
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader
from msgspec import Struct

from litwiki.model.errors import RenderError
from litwiki.model.ids import DocPath, url_of
from litwiki.model.outputs import Page
from litwiki.site.markdown import HIDDEN, TOP, body_of, encoded, heading_of
from litwiki.site.places import Places
from litwiki.site.shell import Content, Marks, RefusedError, Shell, Slot, Unseen, make_shell
from litwiki.templates import mistakes_named
from litwiki.templates.compiled import compiled

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation

SITEMAP = "sitemap.xml"
KNOWN_EXTENSIONS = frozenset(
    "abbr admonition attr_list def_list extra fenced_code footnotes legacy_attrs legacy_em md_in_html meta nl2br"
    " sane_lists smarty tables toc wikilinks codehilite pymdownx.details pymdownx.superfences pymdownx.highlight"
    " pymdownx.inlinehilite pymdownx.betterem pymdownx.caret pymdownx.keys pymdownx.mark pymdownx.tilde"
    " pymdownx.tasklist pymdownx.tabbed pymdownx.critic pymdownx.smartsymbols pymdownx.emoji pymdownx.arithmatex"
    " pymdownx.snippets".split()
)
"""Extensions that leave blocks of HTML as they are."""
UNASKED = re.compile(r"assets/javascripts/(lunr|workers)/|assets/.*\.min\.(js|css)\.map$")
"""Files of Material that no page of ours asks for: its search's, a plugin that is never here, and its scripts' sources.
They are two megabytes, and half of all files of the theme."""


class Unsuited(Exception):  # noqa: N818 - no error: MkDocs renders then
    """Why MkDocs has to render this site alone."""


class Prepared(Struct, frozen=True):
    """What is there before any page is read, in a form that outlives a run: the files of the theme by their paths in
    the site, the pages of the navigation, what becomes of templates that are no page's, and MkDocs' warnings."""

    files: Mapping[str, str]
    navigation: frozenset[str]
    templates: Mapping[str, bytes]
    warnings: tuple[str, ...] = ()


class VisibleTemplates(FileSystemLoader):
    """Templates by name, as MkDocs loads them. It takes no file of a hidden folder for the site and looks at each
    nevertheless: Material has 14,000 icons there, a tenth of a second."""

    def list_templates(self) -> list[str]:
        """The names of those that are in no hidden folder."""
        names = set()
        for top in self.searchpath:
            for place, folders, files in os.walk(top, followlinks=self.followlinks):
                folders[:] = [name for name in folders if not name.startswith(".")]
                names |= {Path(place, name).relative_to(top).as_posix() for name in files}
        return sorted(names)


class MkDocs:
    """MkDocs with the settings of one wiki. To make one takes half a second."""

    def __init__(self, root: Path, site: Path, paths: Iterable[str], titles: Mapping[str, str]) -> None:
        """Loads settings, files and navigation, as if files with these `paths` and `titles` stood in the docs folder.

        Raises `RenderError`, and `Unsuited` where shells will not do.
        """
        from mkdocs.config import load_config
        from mkdocs.exceptions import MkDocsException

        self._root = root
        try:
            with environment_of_mkdocs(root), warnings_of_mkdocs() as warnings:
                self._config = _apart_from_nav(load_config(str(root / "mkdocs.yml"), site_dir=str(site)))
                _refuse(self._config)
                self._files, self._nav, self._environment = _structure(self._config, paths, titles)
                self.warnings = tuple(warnings)
        except (MkDocsException, SystemExit) as error:
            raise RenderError(f"MkDocs could not render the site: {error}") from error
        self._navigation = {page.file.src_uri: page for page in self._nav.pages}
        self.places = Places.of(self._navigation)
        self._content: dict[str, str] = {}

    def prepared(self) -> Prepared:
        """What is there before any page."""
        docs = self._config.docs_dir
        files = {
            file.dest_uri: str(file.abs_src_path)
            for file in self._files
            if file.src_dir != docs and not file.is_documentation_page() and not UNASKED.match(file.dest_uri)
        }
        with environment_of_mkdocs(self._root):
            templates = {
                name: text for name in sorted(self._config.theme.static_templates) if (text := self._static(name))
            }
        return Prepared(files, frozenset(self._navigation), templates, self.warnings)

    def _static(self, name: str) -> bytes:
        """What MkDocs makes of a template of the theme that is no page's; nothing of one that prints nothing."""
        from jinja2 import TemplateNotFound
        from mkdocs.commands.build import _build_template

        if name == SITEMAP:
            return b""  # ours is no template
        try:
            template = self._environment.get_template(name)
        except TemplateNotFound:
            return b""
        unseen: Any = Unseen()
        try:
            text = _build_template(name, template, unseen, self._config, self._nav)
        except RefusedError as error:
            raise Unsuited(f"{name}: {error}") from error
        return text.encode() if text.strip() else b""

    def shell(self, path: DocPath, names: Sequence[str]) -> Shell:
        """The shell of the page at `path`, and of all of its place with the strings `names` in their front matter.

        Raises `Unsuited` where there is none.
        """
        try:
            with environment_of_mkdocs(self._root):
                return make_shell(lambda marks: self._framed(path, names, marks))
        except RefusedError as error:
            raise Unsuited(f"{path}: {error}") from error

    def _framed(self, path: DocPath, names: Sequence[str], marks: Marks) -> str:
        from mkdocs.commands.build import get_context
        from mkdocs.structure.pages import Page as MkDocsPage
        from mkdocs.structure.toc import AnchorLink, TableOfContents

        class OnlyItself(MkDocsPage):
            """A page of which no template need know its title to tell it from others."""

            def __eq__(self, other: object) -> bool:
                return self is other

            __hash__ = None  # type: ignore[assignment]  # as of the pages of MkDocs

        config, unseen = self._config, Unseen()
        page = self._navigation.get(path)
        attributes = {}
        if page is None:
            page = OnlyItself(None, _file(self.places.marked(path, marks), config), config)
        else:
            attributes = dict(vars(page))
        top: Any = AnchorLink(unseen, TOP, 1)  # type: ignore[arg-type]  # what it is called nobody may ask
        page.meta = {name: Slot(marks.of(name)) for name in names} | {"hide": [*HIDDEN]}
        page.markdown = ""
        page.content = Content(self._body(marks))  # type: ignore[assignment]
        page.toc = TableOfContents([top])
        page.active = True
        try:
            context: Any = get_context(self._nav, unseen, config, page)  # type: ignore[arg-type]
            return self._environment.get_template("main.html").render(**context)
        finally:
            page.active = False
            if attributes:
                vars(page).clear()
                vars(page).update(attributes)

    def _body(self, marks: Marks) -> str:
        """What Markdown, with the extensions of the settings, makes of a page with marks for heading and HTML."""
        import markdown

        if marks.nonce not in self._content:
            parser = markdown.Markdown(
                extensions=self._config["markdown_extensions"], extension_configs=self._config["mdx_configs"] or {}
            )
            words = {name: f"lw{marks.nonce}{name}" for name in ("heading", "html")}
            text = parser.convert(body_of(words["heading"], f"<p>{words['html']}</p>"))
            for name, word in words.items():
                text = text.replace(f"<p>{word}</p>" if name == "html" else word, marks.of(name))
            self._content[marks.nonce] = text
        return self._content[marks.nonce]

    def first_other(self, paths: Sequence[DocPath], docs: Path, site: Path) -> str:
        """The first of some pages in the folders `docs` and `site` that is not what MkDocs makes of it; '' where all
        are."""
        with environment_of_mkdocs(self._root):
            for path in paths:
                if (site / f"{url_of(path)}index.html").read_bytes() != self._rendered(path, docs):
                    return path
        return ""

    def _rendered(self, path: DocPath, docs: Path) -> bytes:
        """A page as MkDocs itself renders it."""
        from mkdocs.commands.build import get_context
        from mkdocs.structure.pages import Page as MkDocsPage

        file = self._files.get_file_from_path(path) or _file(path, self._config)
        file.content_bytes = (docs / path).read_bytes()
        page = file.page or MkDocsPage(None, file, self._config)
        page.read_source(self._config)
        page.render(self._config, self._files)
        page.active = True
        context: Any = get_context(self._nav, self._files, self._config, page)
        text = self._environment.get_template("main.html").render(**context)
        page.active = False
        return text.encode("utf-8", errors="xmlcharrefreplace")


def values_of(page: Page, fragment: bytes) -> Mapping[str, bytes]:
    """What goes into the slots of a page's shell; `fragment` is its HTML."""
    *folders, name = page.path.split("/")
    texts = {**page.meta, "heading": heading_of(page), "": name.removesuffix(".md")}
    texts |= {str(number): name for number, name in enumerate(folders)}
    return {**{slot: encoded(text) for slot, text in texts.items()}, "html": fragment}


def packed(sitemap: bytes) -> bytes:
    """A sitemap as MkDocs packs it."""
    buffer = io.BytesIO()
    moment = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    with gzip.GzipFile(fileobj=buffer, filename=f"{SITEMAP}.gz", mode="wb", mtime=moment) as file:
        file.write(sitemap)
    return buffer.getvalue()


def _refuse(config: "MkDocsConfig") -> None:
    """Raises `Unsuited` where something has a say in what pages become that shells know nothing of."""
    for name in config.plugins:
        raise Unsuited(f"what the plugin {name!r} does to pages is not known")
    for extension in config.markdown_extensions:
        if extension not in KNOWN_EXTENSIONS:
            raise Unsuited(f"what the Markdown extension {extension!r} does to pages is not known")
    for what, is_so in (
        ("the settings name no navigation, so that it holds every page", config.nav is None),
        ("use_directory_urls is off", not config.use_directory_urls),
        ("exclude_docs or draft_docs is set", bool(config.exclude_docs or config.draft_docs)),
        ("extra_templates are set", bool(config.extra_templates)),
    ):
        if is_so:
            raise Unsuited(what)


def _apart_from_nav(config: "MkDocsConfig") -> "MkDocsConfig":
    """Settings by which no page of ours is missed in the navigation, whatever folders `not_in_nav` knows of.

    Every page in `docs_dir` is ours, and a wiki that was made earlier knows nothing of the kinds that came since. Where
    the settings have no navigation, MkDocs makes one of all pages.
    """
    from pathspec.gitignore import GitIgnoreSpec

    if config.nav is not None:
        config.not_in_nav = GitIgnoreSpec.from_lines(["*"])
    return config


def _structure(
    config: "MkDocsConfig", paths: Iterable[str], titles: Mapping[str, str]
) -> "tuple[Files, Navigation, Environment]":
    """What MkDocs' own build does before it reads pages (mkdocs.commands.build), plugins left out.

    Of our pages the files are only those that the navigation names: to make thousands takes seconds, and a theme that
    asks for them is refused.
    """
    from mkdocs import __version__ as version
    from mkdocs.structure.files import Files, set_exclusions
    from mkdocs.structure.nav import get_navigation

    named = {PurePosixPath(name.lstrip("/")).as_posix() for name in _strings_of(config.nav)}  # as it looks them up
    files = Files([_file(path, config) for path in sorted(paths) if path in named or not path.endswith(".md")])
    environment = config.theme.get_env()
    environment.bytecode_cache = compiled(f"MkDocs {version}")
    environment.loader = VisibleTemplates(config.theme.dirs)
    files.add_files_from_theme(environment, config)
    set_exclusions(files, config)
    navigation = get_navigation(files, config)
    for page in navigation.pages:
        if "title" not in vars(page):
            page.title = titles.get(page.file.src_uri)
    return files, navigation, environment


def _file(path: str, config: "MkDocsConfig") -> "File":
    """A file of the docs folder as MkDocs knows it."""
    from mkdocs.structure.files import File

    return File(path, config.docs_dir, config.site_dir, config.use_directory_urls)


def _strings_of(nav: object) -> Set[str]:
    """All strings in a navigation, which is lists and mappings in each other: addresses, and paths of pages."""
    parts: set[str] = set()
    waiting = [nav]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            parts.add(part)
        elif isinstance(part, Mapping):
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return parts


def render_plainly(root: Path, site: Path) -> None:
    """Lets MkDocs render the wiki at `root` into the folder `site`. Raises `RenderError`."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    try:
        config = _apart_from_nav(load_config(str(root / "mkdocs.yml"), site_dir=str(site)))
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
    except (MkDocsException, SystemExit) as error:
        raise RenderError(f"MkDocs could not render the site: {error}") from error


@contextmanager
def environment_of_mkdocs(root: Path) -> Iterator[None]:
    """No banners, and a fixed time for whatever would print one (reproducible-builds.org, SOURCE_DATE_EPOCH); an
    error in a template of the wiki's own is named."""
    ours = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    ours["SOURCE_DATE_EPOCH"] = os.environ.get("SOURCE_DATE_EPOCH", "0")
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        with mistakes_named(root):
            yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def warnings_of_mkdocs() -> Iterator[list[str]]:
    """What MkDocs logs as a warning or worse while the block runs."""
    messages: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    log, handler = logging.getLogger("mkdocs"), Handler(logging.WARNING)
    propagate = log.propagate
    log.addHandler(handler)
    log.propagate = False
    try:
        yield messages
    finally:
        log.removeHandler(handler)
        log.propagate = propagate
