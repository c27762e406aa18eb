"""Papers that are not wanted: what goes with them, and what keeps them."""

import shutil
from pathlib import Path

import pytest

from litwiki import content
from litwiki.curation.exclude import exclude
from litwiki.model.errors import UsageError
from litwiki.model.ids import Slug, TopicId
from litwiki.model.records import Paper
from tests.conftest import DATA, change


def test_a_paper_leaves_reading_lists_and_its_words(tmp_path: Path) -> None:
    root = tmp_path / "kitchen"
    shutil.copytree(DATA / "wiki", root)
    folder = root / "content"
    jug = Paper(Slug("jug"), "Jugs", topics=(TopicId("heating"),))
    (folder / "papers/jug.md").write_text(content.write_paper(jug, abstract=False), encoding="utf-8")
    (folder / "terms").mkdir(exist_ok=True)
    (folder / "terms/jug.txt").write_text("jug 2\n", encoding="utf-8")
    heating = folder / "topics/heating.md"
    heating.write_text(
        heating.read_text(encoding="utf-8").replace("pinned:\n", "pinned:\n- paper: jug\n  note: Pours.\n"),
        encoding="utf-8",
    )
    with pytest.raises(UsageError, match="one to 300 letters"):
        change(root, exclude, "jug", " ")
    outcome = change(root, exclude, "jug", "No paper.")
    assert "taken out of the reading list of heating" in outcome.said
    assert not (folder / "terms/jug.txt").exists()
    wiki = content.load(root).wiki
    assert [pin.paper for pin in wiki.topics[TopicId("heating")].pinned] == ["kettle", "teapot"]
    assert wiki.exclusions[Slug("jug")].reason == "No paper."
    with pytest.raises(UsageError, match="is referred to in"):
        change(root, exclude, "kettle", "No paper.")
