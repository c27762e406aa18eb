"""The Jinja environment of the page templates: strict, and escaping by default.

Templates write Markdown; every value they print that is not `Markup` is escaped for Markdown, a missing
name is an error and so is None: no page can show "None" or a bare brace. A wiki's own `templates/` wins
over ours file by file.
"""

from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from markupsafe import Markup

from litwiki.markup import escape, inline
from litwiki.model.errors import LitwikiError

_INSTALLED = Path(__file__).parent / "default_templates"
DEFAULT = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parents[2] / "templates"
"""Our templates: in the package where it was built into a wheel, at the top of a checkout otherwise."""


def folders(root: Path) -> tuple[Path, ...]:
    """Where templates, styles and scripts are looked for, first match wins."""
    own = root / "templates"
    return (own, DEFAULT) if own.is_dir() and own.resolve() != DEFAULT.resolve() else (DEFAULT,)


class _Code(CodeGenerator):
    """A template as Python, in which what `_written` returns goes out as it is: Jinja would escape it once more."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        del node, frame
        self.write(finalize.src or "(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        del node, frame, finalize
        self.write(")")


class _Context(Context):
    """The names of a template. Jinja asks of everything that a template calls whether it wants the context, which
    takes half of the time of a call; nothing that ours call does.
    """

    def call(
        self, function: Any, /, *values: Any, _loop_vars: object = (), _block_vars: object = (), **named: Any
    ) -> Any:
        del _loop_vars, _block_vars  # what the context would have been given
        return function(*values, **named)


class _Environment(Environment):
    code_generator_class = _Code
    context_class = _Context


def make_environment(root: Path) -> Environment:
    """The environment for the wiki at `root`."""
    environment = _Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders(root)]),
        autoescape=True,
        finalize=_written,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # an environment serves one build
    )
    environment.filters["inline"] = inline
    return environment


def _written(value: object) -> Markup:
    if isinstance(value, Markup):
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
