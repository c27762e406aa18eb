"""A page of the navigation is printed with another content where no other page shows what changed in it."""

import json
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from litwiki.render.bodies import Heading
from litwiki.render.frames import ALL, Frame, Watched, dress, told
from litwiki.render.leaf import Leaf, make_toc
from tests.render.test_shells import context, environment

FRONT = {"title": "Map", "description": "384 papers", "hide": ["toc"]}
TEMPLATE = """{% for item in nav %}{{ "*" if item == page }}{{ item.meta.icon }} {% endfor %}
<meta content="{{ page.meta.description | e }}">{% if "<h1" not in page.content %}<h1>{{ page.title }}</h1>{% endif %}
{% for item in page.toc %}{{ item.url }}{% endfor %}{{ page.content }}"""


def leaf(front: dict[str, Any] = FRONT, content: str = "<h1>Map</h1>", heading: str = "Map") -> Leaf:
    return Leaf("map/", front, content, make_toc([Heading(1, "map", heading)]), None, None)


def printed(page: Leaf) -> str:
    """What the template makes of the page as MkDocs has it."""
    theirs = SimpleNamespace(title="Plan", meta=page.meta, content=page.content, toc=page.toc)
    made = {**context(page), "page": theirs, "nav": [SimpleNamespace(meta={"icon": "i"}), theirs]}
    return environment().from_string(TEMPLATE).render(made)


@pytest.fixture
def frame() -> Frame:
    page = leaf()
    theirs = SimpleNamespace(title="Plan", meta={}, content="", toc=None)
    made = {**context(page), "nav": [SimpleNamespace(meta={"icon": "i"}), theirs]}
    found = Frame(dict(FRONT), told(page.toc))
    assert found.shells.grow(page, environment().from_string(TEMPLATE), made, partial(dress, theirs)) == printed(page)
    return Frame.from_json(json.loads(json.dumps(found.to_json())))


def test_another_content_and_description_stand_in_the_same_frame(frame: Frame) -> None:
    for page in (leaf(content="<h1>Map</h1><p>x</p>"), leaf({**FRONT, "description": "385 <papers>"})):
        assert frame.fill(page, {"icon"}) == printed(page)


def test_what_other_pages_show_has_to_stay(frame: Frame) -> None:
    assert frame.fill(leaf({**FRONT, "icon": "j"}), {"icon"}) is None
    assert frame.fill(leaf({**FRONT, "description": "x"}), {ALL}) is None
    assert frame.fill(leaf({**FRONT, "description": "x"}), {"description"}) is None
    assert frame.fill(leaf(heading="Plan"), {"icon"}) is None


def test_another_course_has_no_frame(frame: Frame) -> None:
    assert frame.fill(leaf(content="<p>no title</p>"), {"icon"}) is None


def test_what_is_asked_of_a_front_matter_is_watched() -> None:
    seen: set[str] = set()
    meta = Watched({"icon": "i", "status": "new"}, seen)
    template = environment().from_string("{{ meta.icon }}{{ meta.get('a') }}{% if 'b' in meta %}{% endif %}")
    template.render(meta=meta)
    assert seen == {"icon", "a", "b"}
    environment().from_string("{% for key, value in meta.items() %}{% endfor %}").render(meta=meta)
    assert ALL in seen
