"""The Jinja environment of the page templates: strict, and escaping by default.

Templates write Markdown; every value they print that is not `Markup` is escaped for Markdown, a missing
name is an error and so is None: no page can show "None" or a bare brace. A wiki's own `templates/` wins
over ours file by file.
"""

from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from litwiki.errors import LitwikiError
from litwiki.markup import escape, inline

_INSTALLED = Path(__file__).parent / "default_templates"
DEFAULT = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parents[2] / "templates"
"""Our templates: in the package where it was built into a wheel, at the top of a checkout otherwise."""


def folders(root: Path) -> tuple[Path, ...]:
    """Where templates, styles and scripts are looked for, first match wins."""
    own = root / "templates"
    return (own, DEFAULT) if own.is_dir() and own.resolve() != DEFAULT.resolve() else (DEFAULT,)


def make_environment(root: Path) -> Environment:
    """The environment for the wiki at `root`."""
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders(root)]),
        autoescape=True,
        finalize=_written,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["inline"] = inline
    return environment


def _written(value: object) -> object:
    if hasattr(value, "__html__"):
        return value
    if value is None:
        raise LitwikiError("a template prints a value that is missing; ask for it with {% if %} first")
    return escape(str(value))


def theme_files(root: Path) -> dict[str, bytes]:
    """The theme's files by their POSIX paths: overrides for Material, styles, scripts, vendored assets."""
    found: dict[str, bytes] = {}
    for folder in reversed(folders(root)):
        theme = folder / "theme"
        for path in sorted(theme.rglob("*")) if theme.is_dir() else ():
            if path.is_file() and not path.is_symlink():
                found[path.relative_to(theme).as_posix()] = path.read_bytes()
    return dict(sorted(found.items()))
