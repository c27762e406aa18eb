"""The Jinja environment of the page templates: strict, and escaping by default.

Templates write HTML; a missing name is an error and so is a missing value: no page can show "None". A wiki's own
`templates/` wins over ours file by file.
"""

import operator
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from traceback import walk_tb

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from litwiki.markup.addresses import href
from litwiki.model.digests import digest_of
from litwiki.model.errors import LitwikiError
from litwiki.model.richtext import rich
from litwiki.templates.compiled import compiled

_INSTALLED = Path(__file__).parents[1] / "default_templates"
DEFAULT = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parents[3] / "templates"
"""Our templates: in the package where it was built into a wheel, at the top of a checkout otherwise."""


def folders(root: Path) -> tuple[Path, ...]:
    """Where templates, styles and scripts are looked for, first match wins."""
    folder = root / "templates"
    return (folder, DEFAULT) if folder.is_dir() and folder.resolve() != DEFAULT.resolve() else (DEFAULT,)


def outdated(root: Path) -> tuple[str, ...]:
    """Templates of the wiki at `root` that write Markdown, as they did once, and are not used any more."""
    folder = root / "templates"
    return tuple(sorted(path.name for path in folder.glob("*.md.j2"))) if folder.resolve() != DEFAULT.resolve() else ()


def make_environment(root: Path) -> Environment:
    """The environment for the wiki at `root`."""
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders(root)]),
        autoescape=True,
        finalize=_there,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # an environment serves one build
        bytecode_cache=compiled("pages, 3"),  # another number when these options change
    )
    # What a macro makes of arguments that can be hashed, where the same stands on several pages, as what is said of a
    # paper does. The macro may depend on nothing else.
    environment.globals["memoized"] = lru_cache(maxsize=MEMOIZED)(operator.call)
    environment.filters["inline"] = lambda raw: rich(raw).html
    environment.filters["href"] = href
    environment.filters["number"] = "{:,}".format  # for counts; what names something, such as a year, has no commas
    return environment


def template_digests(root: Path) -> dict[str, str]:
    """A digest of every template with all that it includes, imports or extends, by its name."""
    sources: dict[str, str] = {}
    for folder in reversed(folders(root)):
        sources |= {path.name: _source(path) for path in folder.glob("*.j2") if path.is_file()}
    digests = {name: digest_of(source) for name, source in sorted(sources.items())}
    used = {name: names_in(source) for name, source in sources.items()}

    def digest(name: str) -> str:
        seen: dict[str, None] = {name: None}
        for one in (order := [name]):  # grows while it is read
            order += [other for other in used.get(one, ()) if other not in seen]
            seen |= dict.fromkeys(used.get(one, ()))
        return digest_of(digests if ANY in seen else [[other, digests.get(other, "")] for other in sorted(seen)])

    return {name: digest(name) for name in digests}


def _source(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise LitwikiError(f"{path}: this is no UTF-8; save the file as UTF-8") from None


@contextmanager
def mistakes_named(root: Path) -> Iterator[None]:
    """Raises a `LitwikiError` with file and line in place of an error in a template of the wiki's own."""
    try:
        yield
    except Exception as error:
        if place := _place_of(root, error):
            raise LitwikiError(f"{place}: {error}; mend this template of yours") from error
        raise


def _place_of(root: Path, error: Exception) -> str:
    """File and line of a wiki's own template where an error arose, as Jinja's traceback tells; '' where it is
    elsewhere. Templates of the theme are printed from copies in `build/theme`."""
    templates = root / "templates"
    for frame, line in reversed([*walk_tb(error.__traceback__)]):
        file = Path(frame.f_code.co_filename)
        for folder, source in ((root / "build" / "theme", templates / "theme"), (templates, templates)):
            if file.is_relative_to(folder) and (overridden := source / file.relative_to(folder)).is_file():
                return f"{overridden.relative_to(root).as_posix()}:{line}"
    return ""


def names_in(source: str) -> list[str]:
    """The templates that one names; `ANY` where the name is no plain string. Jinja's parser takes as long for all of
    ours as to print a hundred pages.

    >>> names_in("{% import 'a' as b %}{%- include 'c' ignore missing -%}{% extends ['d', 'e'] %}")
    ['*', 'a', 'c']
    """
    plain = (NAME.match(rest) for rest in NAMING.findall(source))
    return sorted({name[1] or name[2] if name else ANY for name in plain})


ANY = "*"
NAMING = re.compile(r"\{%[-+]?\s*(?:include|extends|import|from)\b(.*?)[-+]?%\}", re.DOTALL)
NAME = re.compile(r"""\s*(?:'([^'"\\]+)'|"([^'"\\]+)")\s*(?:(?:ignore|with|without|as|import)\b.*)?\Z""", re.DOTALL)
MEMOIZED = 4_000
"""Results of macros that an environment remembers."""


def _there(value: object) -> object:
    if value is None:
        raise LitwikiError("a template prints a value that is missing; ask for it with {% if %} first")
    return value


def theme_files(root: Path) -> dict[str, bytes]:
    """The theme's files by their POSIX paths: overrides for Material, styles, scripts, vendored assets."""
    files: dict[str, bytes] = {}
    for folder in reversed(folders(root)):
        theme = folder / "theme"
        for path in sorted(theme.rglob("*")) if theme.is_dir() else ():
            if path.is_file() and not path.is_symlink():
                files[path.relative_to(theme).as_posix()] = path.read_bytes()
    return dict(sorted(_bundled(files).items()))


BUNDLE = "/bundle.txt"
COMMENT = re.compile(rb"^ *(?://.*|/\*\*(?:[^*]|\*(?!/))*\*/ *)\n", re.MULTILINE)
"""A comment that begins a line: no script of a bundle has text that looks like one."""


def _bundled(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files, with one script in place of those that a `bundle.txt` names in their order: `bundle.js` in its folder,
    without comments. Twenty requests for scripts take longer than what they load."""
    bundled = dict(files)
    for path in [path for path in files if path.endswith(BUNDLE)]:
        folder = path.removesuffix(BUNDLE)
        scripts = [f"{folder}/{name}.js" for name in bundled.pop(path).decode().split()]
        if missing := [script for script in scripts if script not in bundled]:
            raise LitwikiError(f"{path} names a script that is not there: {', '.join(missing)}")
        bundled[f"{folder}/bundle.js"] = b"\n".join(COMMENT.sub(b"", bundled.pop(script)) for script in scripts)
    return bundled
