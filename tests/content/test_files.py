from pathlib import Path, PurePosixPath

from litwiki import content
from litwiki.content.files import Changes, Files
from litwiki.model.ids import Slug
from litwiki.model.problems import Problem
from litwiki.model.records import Paper


def test_changes_lie_over_what_is_on_the_disk(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    for name in ("kettle", "ladle", "tea"):
        (tmp_path / "papers" / f"{name}.md").write_text("disk")
    (tmp_path / "people.yml").write_text("disk")
    changes: Changes = {
        PurePosixPath("papers/kettle.md"): "ours",
        PurePosixPath("papers/ladle.md"): None,
        PurePosixPath("papers/spoon.md"): "new",
        PurePosixPath("topics/heat.md"): "new",
        PurePosixPath("people.yml"): None,
        PurePosixPath("pending.yml"): "new",
    }
    files, problems = Files(tmp_path, changes), list[Problem]()
    papers = [("kettle", b"ours"), ("spoon", b"new"), ("tea", b"disk")]
    assert [(name, data) for _, name, data in files.each("papers", ".md", problems.append)] == papers
    assert [*files.each("topics", ".md", problems.append)] == [("content/topics/heat.md", "heat", b"new")]
    assert [files.single(name, problems.append) for name in ("people.yml", "pending.yml")] == [None, b"new"]
    assert problems == []


def test_a_wiki_is_loaded_as_it_will_be(new_wiki: Path) -> None:
    changes = {PurePosixPath("papers/kettle.md"): content.write_paper(Paper(Slug("kettle"), "A Kettle"), abstract=True)}
    assert [*content.load(new_wiki, changes=changes).wiki.papers] == ["kettle"]
    assert not content.load(new_wiki).wiki.papers
