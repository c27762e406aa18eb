"""Templates escape what they print, once, and print nothing that is missing."""

from pathlib import Path

import pytest
from jinja2 import UndefinedError
from jinja2.meta import find_referenced_templates
from markupsafe import Markup

from litwiki.markup.html import escape_html
from litwiki.model.errors import LitwikiError
from litwiki.templates import ANY, DEFAULT, make_environment, names_in, template_digests, theme_files


def shown(template: str, **values: object) -> str:
    return make_environment(Path()).from_string(template).render(**values)


def test_text_is_escaped_once_wherever_it_comes_from() -> None:
    once = "&lt;b&gt; &amp; *x*"
    text = "<b> & *x*"
    assert shown("{{ text }}", text=text) == shown("{{ text }}", text=escape_html(text)) == once
    macro = "{% macro shout(text) %}{{ text }}{% endmacro %}"
    assert shown(macro + "{{ shout(text) }}", text=text) == once
    assert shown(macro + "{{ shout(shout(text)) | trim }}", text=text) == once
    assert shown(
        "{% macro framed() %}[{{ caller() }}]{% endmacro %}{% call framed() %}{{ t }}{% endcall %}", t=text
    ) == (f"[{once}]")
    assert shown("{% for text in texts %}{{ loop.index ~ text }}{% endfor %}", texts=[text]) == f"1{once}"
    assert shown("{% set both = text ~ sign %}{{ both }}", text="<", sign=Markup("<br>")) == "&lt;<br>"


def test_a_block_that_is_not_escaped_prints_text_as_it_is() -> None:
    block = "{% autoescape escaped %}{{ text }}{% endautoescape %}{{ text }}"
    assert shown("{% autoescape false %}{{ text }}{% endautoescape %}{{ text }}", text="<b>") == "<b>&lt;b&gt;"
    assert shown(block, text="<b>", escaped=False) == "<b>&lt;b&gt;"
    assert shown(block, text="<b>", escaped=True) == "&lt;b&gt;&lt;b&gt;"
    for escaped in ("false", "true"):
        with pytest.raises(LitwikiError, match="prints a value that is missing"):
            shown(f"{{% autoescape {escaped} %}}{{{{ text }}}}{{% endautoescape %}}", text=None)


def test_what_is_no_text_is_written_as_text() -> None:
    assert shown("{{ number }}, {{ -1 }}, {{ path }}", number=-2, path=Path("a_b")) == "-2, -1, a_b"


def test_what_is_missing_is_an_error() -> None:
    with pytest.raises(LitwikiError, match="prints a value that is missing"):
        shown("{{ value }}", value=None)
    for template in (
        "{{ value }}",
        "{{ value() }}",
        "{{ value.name }}",
        "{{ list.name }}",
        "{% if value %}{% endif %}",
    ):
        with pytest.raises(UndefinedError):
            shown(template, list=[])


def test_functions_get_what_the_template_gives_them_and_nothing_else() -> None:
    def told(*values: object, **named: object) -> str:
        return f"{values}{named}".replace("'", "")

    assert shown("{% for n in [1] %}{{ told(n, a=2) }}{% endfor %}", told=told) == "(1,){a: 2}"


def test_names_in_templates_are_those_that_jinja_finds() -> None:
    odd = [
        "{% include 'kettle' if hot else 'pot' %}",
        "{% include name %}{% include ['kettle', 'pot'] %}",
        '{%- from "kettle" import lid, spout as nose with context +%}',
        "{% import 'ket' 'tle' as k %}",
        "{% include 'ket' ~ 'tle' %}",
        "{% include 'k\\x65ttle' %}",
        "{% for one in some %}{%+ include\n'kettle'\nwithout context\n%}{% endfor %}",
        "{% extends 'kettle' %}{% block lid %}{% endblock %}",
    ]
    environment = make_environment(Path())
    for source in (*odd, *(path.read_text() for path in DEFAULT.glob("*.j2"))):
        asked = [*find_referenced_templates(environment.parse(source))]
        assert {name for name in asked if name} <= {*names_in(source)} or ANY in names_in(source), source
        assert all(asked) or ANY in names_in(source), source
    assert names_in(odd[2]) == names_in(odd[6]) == names_in(odd[7]) == ["kettle"]


def test_scripts_that_a_list_names_are_one_script_without_comments(tmp_path: Path) -> None:
    files = theme_files(tmp_path)
    bundle = files["assets/search/bundle.js"].decode()
    names = [path for path in files if path.startswith("assets/search/") and path.endswith(".js")]
    assert names == ["assets/search/bundle.js"]
    assert bundle.index("const LitwikiWords") < bundle.index("const LitwikiEngine") < bundle.index("const LitwikiPage")
    assert not [line for line in bundle.splitlines() if line.lstrip().startswith(("//", "/**"))]
    own = tmp_path / "templates" / "theme" / "assets" / "search"
    own.mkdir(parents=True)
    (own / "box.js").write_text("// mine\nconst LitwikiBox = `\n /* kept */ // kept`;\n")
    assert "const LitwikiBox = `\n /* kept */ // kept`;" in theme_files(tmp_path)["assets/search/bundle.js"].decode()
    (own / "bundle.txt").write_text("no-such\n")
    with pytest.raises(LitwikiError, match=r"assets/search/no-such\.js"):
        theme_files(tmp_path)


def test_a_macro_is_asked_once_for_each_of_its_arguments(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "cup.html.j2").write_text(
        "{% macro cup(tea) %}<b>{{ tea() }}</b>{% endmacro %}{{ memoized(cup, tea) }}{{ memoized(cup, tea) }}"
    )
    poured: list[str] = []

    def pour() -> str:
        poured.append("<oolong>")
        return poured[-1]

    shown = make_environment(tmp_path).get_template("cup.html.j2").render(tea=pour)
    assert shown == "<b>&lt;oolong&gt;</b>" * 2
    assert len(poured) == 1


def test_counts_have_separators_and_years_have_none() -> None:
    assert shown("{{ papers | number }} since {{ year }}", papers=12_345, year=2024) == "12,345 since 2024"


def test_a_template_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "paper.html.j2").write_bytes("<p>thé</p>".encode("latin-1"))
    with pytest.raises(LitwikiError, match=r"paper\.html\.j2: this is no UTF-8"):
        template_digests(tmp_path)
