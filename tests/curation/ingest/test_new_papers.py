"""Files of new papers: written and read again by any executor, each whole or said to be cut."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from litwiki import content
from litwiki.curation.ingest.new_papers import Writer, write_all
from litwiki.model.ids import Slug, TopicId
from litwiki.model.records import Paper
from litwiki.workers import BoundedExecutor
from litwiki.workers.broadcast import broadcast

WRITER = Writer(None, keeps_abstracts=True, added="2026-03-17")


def test_a_file_has_the_topics_that_keywords_name_and_a_note_that_is_safe() -> None:
    paper = Paper(Slug("kettle"), "Kettle", abstract="Water boils.", notes="<script>tea</script>")
    (file,) = WRITER.write([(paper, (TopicId("tea"),))])
    read = content.read_paper(content.read_text(file.text, "content/papers/kettle.md"), paper.slug, {}, print)
    assert (read.topics, read.added, read.abstract) == (("tea",), "2026-03-17", "Water boils.")
    assert "<script>" not in read.notes
    assert (file.is_cut, file.suggested, file.errors) == (False, (), ())


def test_an_abstract_that_no_file_holds_is_cut() -> None:
    # Yaml has eight letters for each of these.
    paper = Paper(Slug("ladle"), "Ladle", abstract="\U000e0001" * (content.MAX_FILE // 4))
    (file,) = WRITER.write([(paper, ())])
    assert file.is_cut
    assert len(file.text.encode()) <= content.MAX_FILE
    assert file.errors == ()


def test_what_would_be_wrong_is_said() -> None:
    (file,) = WRITER.write([(Paper(Slug("teapot"), ""), ())])
    assert [(problem.place.path, problem.code) for problem in file.errors] == [("content/papers/teapot.md", "F002")]


def test_workers_write_the_same_in_the_same_order(tmp_path: Path) -> None:
    papers = [(Paper(Slug(f"tea-{n}"), f"Tea {n}"), ()) for n in range(25)]
    with ThreadPoolExecutor(2) as threads:
        executor = BoundedExecutor(threads, lambda: 3, 4)
        with broadcast(WRITER, tmp_path, executor) as shared:
            assert [*write_all(shared, papers, executor)] == WRITER.write(papers)
