"""Pages printed with templates of a wiki's own: whose mistake it is, and where."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError

from litwiki.model.errors import LitwikiError
from litwiki.pages.printing import Printer
from litwiki.templates import mistakes_named

MISTAKES = ("{{ nosuch }}", "{{ 1 // 0 }}", "{% if %}", "{{ view|kettle }}", '{% include "kettle.j2" %}')


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_template_of_ones_own_is_named_with_its_line(tmp_path: Path, mistake: str) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "paper.html.j2").write_text(f"<p>\n{mistake}\n</p>\n", encoding="utf-8")
    view: Any = SimpleNamespace(template="paper.html.j2", frame=None, root="")
    with pytest.raises(LitwikiError, match=r"^templates/paper\.html\.j2:2: .*; mend this template of yours$"):
        Printer(tmp_path).page(view)


def test_a_mistake_elsewhere_is_no_mistake_of_the_wikis(tmp_path: Path) -> None:
    view: Any = SimpleNamespace(template="paper.html.j2", frame=None, root="")
    with pytest.raises(UndefinedError):
        Printer(tmp_path).page(view)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_template_of_ones_own_theme_is_named_where_it_was_written(tmp_path: Path, mistake: str) -> None:
    for folder in ("templates/theme/partials", "build/theme/partials"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "footer.html").write_text(f"<p>\n{mistake}\n</p>\n", encoding="utf-8")
    environment = Environment(
        loader=FileSystemLoader(tmp_path / "build" / "theme"), undefined=StrictUndefined, autoescape=True
    )
    place = r"^templates/theme/partials/footer\.html:2: .*; mend this template of yours$"
    with pytest.raises(LitwikiError, match=place), mistakes_named(tmp_path):
        environment.get_template("partials/footer.html").render()
    (tmp_path / "templates/theme/partials/footer.html").unlink()
    with pytest.raises(Exception, match=r"\A(?!templates/)"), mistakes_named(tmp_path):  # it came with litwiki
        environment.get_template("partials/footer.html").render()
