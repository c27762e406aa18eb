"""When a server's process has something to build."""

from pathlib import Path

from litwiki.build.inputs import Inputs
from litwiki.build.store import Store
from litwiki.build.warm import Warm


def test_what_editors_lay_beside_a_file_and_links_to_folders_are_nothing_to_build(tmp_path: Path) -> None:
    papers, warm = tmp_path / "content" / "papers", Warm()
    papers.mkdir(parents=True)
    (papers / "kettle.md").write_text("tea", encoding="utf-8")
    (papers / "elsewhere").symlink_to(tmp_path)
    assert not warm.is_current()
    with Store(tmp_path / "build" / "state.db", warm) as store:
        warm.inputs = Inputs(tmp_path)
        warm.inputs.look(store)
        store.close()
    assert warm.is_current()
    for name in (".kettle.md.swp", "kettle.md~"):
        (papers / name).touch()
    (papers / ".#kettle.md").symlink_to("nobody@nowhere")
    assert warm.is_current()
    (papers / "lid.md").touch()
    assert not warm.is_current()
