from pathlib import Path

import pytest

from litwiki import content
from litwiki.model.config import Config, License, find_root
from litwiki.model.errors import UsageError
from litwiki.model.problems import Exchange, Problem
from litwiki.model.replace import replace


def settings_of(root: Path, wiki: str | bytes, mkdocs: str = "site_name: Tea\n") -> tuple[Config, list[str]]:
    (root / "site_config").mkdir(exist_ok=True)
    (root / "site_config" / "wiki.yml").write_bytes(wiki if isinstance(wiki, bytes) else wiki.encode())
    (root / "mkdocs.yml").write_text(mkdocs, encoding="utf-8")
    problems: list[Problem] = []
    config = content.load_config(root, problems.append)
    return config, [f"{p.place.path}:{p.place.line} {p.code}" for p in problems]


def test_settings_are_read_from_two_files(tmp_path: Path) -> None:
    config, problems = settings_of(
        tmp_path,
        "abstracts: omit\r\nrepository: https://example.org/a/\r\nbranch: trunk\r\ngroups: [Tea, Water]\r\n",
        "site_name: Tea\nsite_url: https://example.org/tea/\nplugins: !ENV [X, {}]\nhook: !!python/name:os.system\n",
    )
    assert problems == []
    assert (config.site_name, config.site_url) == ("Tea", "https://example.org/tea/")
    assert (config.abstracts, config.repository, config.branch) == ("omit", "https://example.org/a", "trunk")
    assert config.groups == ("Tea", "Water")
    assert (config.content, config.build) == (tmp_path / "content", tmp_path / "build")


@pytest.mark.parametrize("text", ["", "\n", "# nothing is set\n\n", "abstracts:\n"])
def test_what_is_not_set_has_its_default(text: str, tmp_path: Path) -> None:
    config, problems = settings_of(tmp_path, text)
    assert problems == []
    assert (config.abstracts, config.repository, config.branch, config.groups) == ("keep", "", "main", ())


@pytest.mark.parametrize(
    ("wiki", "problem"),
    [
        ("abstract: keep\n", "1 F001"),
        ("abstracts: maybe\n", "1 F004"),
        ("highwire: yes\n", "1 F004"),
        ("highwire: 'false'\n", "1 F004"),
        ("highwire: []\n", "1 F004"),
        ("branch: x\nrepository: ftp://example.org\n", "2 H002"),
        ("repository: mailto:a@example.org\n", "1 H002"),
        ("groups: x\n", "1 F003"),
        ("groups: [x\n", "1 Y005"),
        ("- x\n", "1 Y005"),
        (b"groups: [\xff]\n", "1 Y001"),
        (b"\xef\xbb\xbfgroups: []\n", "1 Y002"),
    ],
)
def test_a_wrong_setting_is_named(wiki: str | bytes, problem: str, tmp_path: Path) -> None:
    assert settings_of(tmp_path, wiki)[1] == [f"site_config/wiki.yml:{problem}"]


@pytest.mark.parametrize(("text", "value"), [("true", True), ("false", False), ("", True), ("null", True)])
def test_a_switch_is_on_or_off(text: str, value: bool, tmp_path: Path) -> None:
    config, problems = settings_of(tmp_path, f"highwire: {text}\n")
    assert problems == []
    assert config.highwire is value


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mkdocs", "problem"),
    [
        ("site_name: [\n", "2 C001"),
        ("site_name: 2026-99-99\n", "1 C001"),
        ("x: " + "[" * 5000, "1 C001"),
        ("x: \x07\n", "1 C001"),
        ("nav: []\n", "1 C002"),
        ("site_name:\n", "1 C002"),
        ("site_name: 5\n", "1 C002"),
        ("- x\n", "1 C002"),
        ("", "1 C002"),
    ],
)
def test_an_unreadable_mkdocs_file_is_named(mkdocs: str, problem: str, tmp_path: Path) -> None:
    config, problems = settings_of(tmp_path, "", mkdocs)
    assert problems == [f"mkdocs.yml:{problem}"]
    assert config.site_name == ""


@pytest.mark.parametrize(
    ("url", "is_fine"),
    [
        ("https://example.org/wiki/", True),
        ("http://localhost:8000/", True),
        ("''", True),
        ("null", True),
        ("'https://example.org/\"><img src=x>'", False),
        ("'https://example.org/<b>'", False),
        ('"https://example.org/\'x"', False),
        ("'javascript:alert(1)'", False),
        ("example.org", False),
        ("'https://example.org/a b'", False),
    ],
)
def test_the_address_of_the_site_is_one(url: str, is_fine: bool, tmp_path: Path) -> None:
    config, problems = settings_of(tmp_path, "", f"site_name: X\nsite_url: {url}\n")
    assert problems == ([] if is_fine else ["mkdocs.yml:2 C003"])
    assert is_fine or config.site_url == ""


def test_a_missing_mkdocs_file_is_named(tmp_path: Path) -> None:
    settings_of(tmp_path, "")
    (tmp_path / "mkdocs.yml").unlink()
    problems: list[Problem] = []
    content.load_config(tmp_path, problems.append)
    assert [p.code for p in problems] == ["C001"]


def test_a_folder_without_settings_is_no_wiki(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="litwiki init"):
        content.load_config(tmp_path)
    with pytest.raises(UsageError):
        content.load(tmp_path)


def test_the_wiki_is_the_nearest_one_above(tmp_path: Path) -> None:
    settings_of(tmp_path, "")
    inner = tmp_path / "inner"
    (inner / "deep").mkdir(parents=True)
    assert find_root(inner / "deep") == tmp_path.resolve()
    settings_of(inner, "")
    assert find_root(inner / "deep") == inner.resolve()


# --- sources -------------------------------------------------------------------------------------------


def sources(root: Path, pattern: str) -> tuple[str, ...]:
    (root / "site_config/wiki.yml").write_text(f"sources: ['{pattern}']\n")
    return content.load(root).wiki.config.sources


@pytest.mark.parametrize("pattern", ["incoming/*.txt", "a.txt", "**/*.txt", "a/**", "a b/[0-9]?.txt", "..a/b", "a..b"])
def test_a_pattern_below_the_wiki_is_taken(new_wiki: Path, pattern: str) -> None:
    assert sources(new_wiki, pattern) == (pattern,)
    assert content.load(new_wiki).problems == ()
    [*new_wiki.glob(pattern)]  # pathlib takes it, too


@pytest.mark.parametrize(
    "pattern", ["", "/", "/etc/*", "..", "../a", "a/../b", "./a", "a/", "a//b", "a**", "***", "a\\b"]
)
def test_a_pattern_that_leads_out_or_nowhere_is_refused(new_wiki: Path, pattern: str) -> None:
    assert sources(new_wiki, pattern) == ()
    assert [problem.code for problem in content.load(new_wiki).problems] == ["F004"]


def test_curators_and_license_are_those_of_the_texts(tmp_path: Path) -> None:
    config, problems = settings_of(tmp_path, "curators: ['Boyle, Ada', '{Kettle Club}']\nlicense: CC-BY-SA-4.0\n")
    assert problems == []
    assert config.settings.curators == ("Boyle, Ada", "{Kettle Club}")
    url = "https://creativecommons.org/licenses/by-sa/4.0/"
    assert config.settings.license == License("CC BY-SA 4.0", url, "CC-BY-SA-4.0")
    config, problems = settings_of(tmp_path, "license: {name: Tea License, url: 'https://example.org/tea'}\n")
    assert (config.license, problems) == (License("Tea License", "https://example.org/tea"), [])
    assert settings_of(tmp_path, "license: ''\n") == (replace(config, license=None), [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("license: CC BY 4.0\n", "1 F004"),
        ("license: Teaware-1.0\n", "1 F004"),
        ("license: [MIT]\n", "1 F004"),
        ("license: {name: Tea}\n", "1 F002"),
        ("license: {name: Tea, url: 'javascript:alert(1)'}\n", "1 H002"),
        ("curators: {name: Ada}\n", "1 F003"),
    ],
)
def test_what_is_no_license_or_curator_is_said(text: str, problem: str, tmp_path: Path) -> None:
    assert settings_of(tmp_path, text)[1] == [f"site_config/wiki.yml:{problem}"]


def test_a_usual_license_in_other_letters_is_mended(tmp_path: Path) -> None:
    (tmp_path / "site_config").mkdir()
    (tmp_path / "site_config" / "wiki.yml").write_text("license: cc by 4.0\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: Tea\n", encoding="utf-8")
    problems: list[Problem] = []
    content.load_config(tmp_path, problems.append)
    assert [(p.fix, p.mend) for p in problems] == [
        ("write CC-BY-4.0", (Exchange(1, 10, "cc by 4.0", "CC-BY-4.0"),)),
    ]
