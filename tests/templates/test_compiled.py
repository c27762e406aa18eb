"""Compiled templates that outlive a process: used, told apart by their source, and never needed."""

from pathlib import Path

from jinja2 import DictLoader, Environment

from litwiki.templates.compiled import Compiled


def environment(cache: Compiled, source: str) -> Environment:
    return Environment(loader=DictLoader({"tea.html": source}), bytecode_cache=cache, autoescape=True)


def test_what_was_compiled_is_used_and_another_source_is_compiled_anew(tmp_path: Path) -> None:
    for source in ("{{ 1 }} cup", "{{ 1 }} pot"):
        for _ in range(2):
            text = environment(Compiled(tmp_path, "a"), source).get_template("tea.html").render()
            assert text == source.replace("{{ 1 }}", "1")
            assert len([*tmp_path.iterdir()]) == 1


def test_environments_with_other_options_have_other_files(tmp_path: Path) -> None:
    for options in ("a", "b"):
        environment(Compiled(tmp_path, options), "tea").get_template("tea.html")
    assert len([*tmp_path.iterdir()]) == 2


def test_a_file_that_is_damaged_is_written_anew(tmp_path: Path) -> None:
    environment(Compiled(tmp_path, "a"), "tea").get_template("tea.html")
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    for damaged in (b"", whole[: len(whole) // 2], b"x" * 40):
        file.write_bytes(damaged)
        assert environment(Compiled(tmp_path, "a"), "tea").get_template("tea.html").render() == "tea"
        assert file.read_bytes() == whole


def test_where_nothing_can_be_written_templates_work_all_the_same(tmp_path: Path) -> None:
    missing = Compiled(tmp_path / "missing", "a")
    assert environment(missing, "tea").get_template("tea.html").render() == "tea"
