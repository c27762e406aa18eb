"""Shells: what slots allow, what they refuse, and that filling one gives what rendering would have given."""

import pytest
from jinja2 import Environment
from markupsafe import escape
from msgspec.msgpack import decode, encode

from litwiki.site.shell import Content, Marks, RefusedError, Shell, Slot, Unseen, make_shell

VALUES = {"title": "Tea &amp; *bread*", "content": "<h1>Tea</h1>", "": "tea-and-bread"}


def shell(template: str) -> Shell:
    made = Environment().from_string(template)

    def render(marks: Marks) -> str:
        page = {
            "title": Slot(marks.of("title")),
            "content": Content(marks.of("content")),
            "url": f"papers/{marks.file}/",
            "tags": [],
        }
        return made.render(page=page, pages=Unseen())

    return make_shell(render)


@pytest.mark.parametrize(
    "template",
    [
        "<title>{{ page.title }}</title>",
        "{% if page.title %}{{ page.title }}{% else %}none{% endif %} and {{ page.title or 'x' }}",
        "{{ page.title | default('x', true) }}{% if page.title is defined %}!{% endif %}",
        "{% if '<h1' not in page.content %}<h1>{{ page.title }}</h1>{% endif %}{{ page.content }}",
        "<link href='https://tea.example/{{ page.url }}'>{{ page.title ~ ' - ' ~ 'Kitchen' }}",
        "{{ page.author }}{% for tag in page.tags %}{{ tag }}{% endfor %}",
        "no slot at all",
    ],
)
def test_filling_a_shell_is_rendering_the_template(template: str) -> None:
    page = {"title": VALUES["title"], "content": VALUES["content"], "url": f"papers/{VALUES['']}/", "tags": []}
    filled = shell(template).fill({name: text.encode() for name, text in VALUES.items()})
    assert filled.decode() == Environment().from_string(template).render(page=page)


@pytest.mark.parametrize(
    "template",
    [
        "{{ page.title | length }}",
        "{{ page.title | e }}",
        "{{ page.title | striptags }}",
        "{{ page.title[:3] }}",
        "{{ page.title == 'Tea' }}",
        "{{ page.title in ['Tea'] }}",
        "{{ page.title.lower() }}",
        "{% for letter in page.title %}{{ letter }}{% endfor %}",
        "{{ 'tea' in page.title }}",
        "{{ 'tea' in page.content }}",
        "{{ {page.title: 1} }}",
        # Once a slot is printed into a text, the text is a text; what follows from its letters shows all the same.
        "{{ (page.title ~ '') | length }}",
        "{{ (page.title ~ '') | upper }}",
        "{{ page.url | length }}",
        "{{ (page.title ~ '') | truncate(8, true, '') }}",
        "{{ pages | length }}",
        "{% for other in pages %}{{ other }}{% endfor %}",
        "{% if pages %}some{% endif %}",
    ],
)
def test_whatever_asks_for_more_is_refused(template: str) -> None:
    with pytest.raises(RefusedError):
        shell(template)


def test_a_slot_is_not_escaped_by_accident() -> None:
    with pytest.raises(RefusedError):
        escape(Slot("x"))


def test_a_shell_outlives_its_run() -> None:
    made = shell("{{ page.title }} {{ page.url }} {{ page.title }}")
    assert decode(encode(made), type=Shell) == made
    assert made.names == ("title", "", "title")
