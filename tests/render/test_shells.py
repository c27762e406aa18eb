"""A page from a shell is what its template prints, whatever the template decides and whatever the page holds."""

import json
import random
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment, Template
from mkdocs.utils.templates import script_tag_filter, url_filter

from litwiki.render.bodies import Heading
from litwiki.render.leaf import Leaf, Toc, make_toc
from litwiki.render.shells import Shells, UntraceableError, make_traceable

TEMPLATE = """
<title>{{ page.meta.title | striptags }} &mdash; {{ page.title | e }}</title>
{% if page.meta and page.meta.description %}<meta content="{{ page.meta.description }}">{% endif %}
{% if page.canonical_url %}<link href="{{ page.canonical_url }}">{% endif %}
{% for author in page.meta.authors or [] %}<meta name="a" content="{{ author | e }}">{{ "," if not loop.last }}{% endfor %}
{% for url, name in page.meta.crumbs or [] %}<a href="{{ url }}">{{ name }}</a>{% endfor %}
{% set hidden = "hidden" if "toc" in page.meta.hide else "" %}<nav {{ hidden }}>
{% for item in page.toc %}{{ item.url | url }} {{ item.title }}{% if item.children %}({% for c in item.children %}{{ c.title | upper }}{% endfor %}){% endif %}{% endfor %}</nav>
{% if page.toc | first is defined %}{{ (page.toc | first).level }}{% endif %}
<script>{{ {"title": page.meta.title, "n": page.meta.authors | length if page.meta.authors else 0} | tojson }}</script>
{{ 'assets/x.css' | url }} {{ 'papers/' | url }} {{ ('assets/' ~ page.meta.kind ~ '.js') | url }} {{ "own.js" | script_tag }}
{% if page.meta.year == 2020 %}twenty{% elif page.meta.year is defined %}{{ page.meta.year }}{% else %}none{% endif %}
{% if "<h1" not in page.content %}<h1>{{ page.title | d("x", true) }}</h1>{% endif %}{{ page.content }}
{% if page.meta.nothing is undefined %}-{% endif %}{{ page.previous_page or "" }}{{ page.is_homepage }}{{ page.title[:3] }}{% for a in (page.meta.authors or [])[:2] %}{{ a }}{% endfor %}
"""


def environment() -> Environment:
    made = Environment(autoescape=False)
    made.filters["url"] = url_filter
    made.filters["script_tag"] = script_tag_filter
    make_traceable(made)
    return made


def leaf(dice: random.Random) -> Leaf:
    def text() -> str:
        return "".join(dice.choices("ab <&>\"'é中{}%", k=dice.randint(0, 8)))

    url = dice.choice(["papers/a/", "papers/b/", "topics/a/", "topics/a/2/", "x/"])
    meta: dict[str, Any] = {
        "title": text() or "t",
        "kind": dice.choice(["paper", "topic"]),
        "hide": dice.choice([["toc"], []]),
    }
    if dice.random() < 0.5:
        meta["authors"] = [text() for _ in range(dice.randint(0, 3))]
    if dice.random() < 0.5:
        meta["year"] = dice.choice([2020, 2021, "2020"])
    if dice.random() < 0.5:
        meta["description"] = text()
    if dice.random() < 0.5:
        meta["crumbs"] = [["../", text()] for _ in range(dice.randint(0, 2))]
    toc = make_toc([Heading(dice.randint(1, 3), f"h{n}", text()) for n in range(dice.randint(0, 4))])
    content = dice.choice(["<h1>x</h1>", ""]) + text()
    return Leaf(url, meta, content, toc, dice.choice([None, f"https://e.org/{url}"]), None)


def context(page: Leaf) -> dict[str, Any]:
    base = "/".join([".."] * page.url.count("/"))
    config = SimpleNamespace(extra_css=["assets/x.css"], extra_javascript=[])
    return {"page": page, "base_url": base, "config": config}


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_shell_prints_what_the_template_prints(dice: random.Random) -> None:
    shells, template = Shells(), environment().from_string(TEMPLATE)
    for _ in range(12):
        page = leaf(dice)
        text = shells.fill(page)
        if text is None:
            text = shells.grow(page, template, context(page))
        assert text == template.render(context(page))
    kept = Shells.from_json(json.loads(json.dumps(shells.to_json())))
    page = leaf(dice)
    assert kept.fill(page) == shells.fill(page)


def test_pages_of_one_course_share_a_shell() -> None:
    shells, template = Shells(), environment().from_string(TEMPLATE)
    pages = [
        Leaf(f"papers/{n}/", {"title": f"T{n}", "kind": "paper", "hide": []}, "x", Toc([]), None, None)
        for n in range(3)
    ]
    shells.grow(pages[0], template, context(pages[0]))
    assert all(shells.fill(page) for page in pages)
    assert shells.ends == 1


def test_shells_of_two_processes_become_one() -> None:
    template = environment().from_string(TEMPLATE)
    ours, theirs = Shells(), Shells()
    pages = [leaf(random.Random(number)) for number in range(8)]
    for shells, own in ((ours, pages[:4]), (theirs, pages[4:])):
        for page in own:
            if shells.fill(page) is None:
                shells.grow(page, template, context(page))
    ours.merge(theirs)
    for page in pages:
        assert ours.fill(page) == template.render(context(page))


@pytest.mark.parametrize(
    "source",
    [
        "{{ pages | length }}",
        "{% for file in pages %}{{ file }}{% endfor %}",
        "{% if page.title in 'abc' %}x{% endif %}",
        "{% if page.title == page.meta.kind %}x{% endif %}",
    ],
)
def test_what_cannot_be_written_down_is_left_to_the_template(source: str) -> None:
    template: Template = environment().from_string(source)
    page = leaf(random.Random(1))
    with pytest.raises((UntraceableError, TypeError)):
        Shells().grow(page, template, {**context(page), "pages": [page]})
