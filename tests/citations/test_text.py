"""A citation that a reader reads."""

import pytest

from litwiki.citations.record import make_citation
from litwiki.citations.text import to_text
from litwiki.model.entries import Publication
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from tests.citations.readers import TEA

AT_KETTLE_DAYS = Publication("inproceedings", "Kettle Days", pages="1-9", publisher="Press")
HANDBOOK = Publication("book", publisher="Press", editors=("Sample, Ben",))


@pytest.mark.parametrize(
    ("paper", "text"),
    [
        (TEA, "Max Ober (2021). Tea Leaves. Journal of Tea & Pots 4(2), 10–19, Press."),
        (
            Paper(Slug("x"), "Pots", ("Ada Boyle",), 2020, {"doi": "10.1234/x"}, publication=AT_KETTLE_DAYS),
            "Ada Boyle (2020). Pots. In Kettle Days, 1–9, Press. https://doi.org/10.1234/x",
        ),
        (Paper(Slug("x"), "Tea", year=2019, publication=HANDBOOK), "Ben Sample (ed.) (2019). Tea. Press."),
        (Paper(Slug("x"), "Tea", ("Ada Boyle",), authors_complete=False), "Ada Boyle, et al. Tea."),
        (Paper(Slug("x"), "Tea", ids={"arxiv": "2601.01234v2"}), "Tea. arXiv:2601.01234v2."),
        (Paper(Slug("x"), "Who Watches the Pot?"), "Who Watches the Pot?"),
        (Paper(Slug("x"), "Tea", publication=Publication("article", "Leaf", issue="7")), "Tea. Leaf no. 7."),
    ],
)
def test_all_that_is_known_is_on_one_line(paper: Paper, text: str) -> None:
    assert to_text(make_citation(paper)) == text
