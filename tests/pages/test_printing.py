"""Pages printed with templates of a wiki's own: whose mistake it is, and where."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import UndefinedError

from litwiki.model.errors import LitwikiError
from litwiki.pages.printing import Printer

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
