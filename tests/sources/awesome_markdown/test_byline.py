"""Names in front of a note: what is taken for authors, and what stays a note."""

import pytest

from litwiki.sources.awesome_markdown.bullet import venue_of
from litwiki.sources.awesome_markdown.byline import byline_of


def is_venue(text: str) -> bool:
    return venue_of(text) is not None


@pytest.mark.parametrize(
    ("note", "authors", "rest"),
    [
        ("Boyle et al., TeaConf 2024. A fine start.", "Boyle et al.", "TeaConf 2024. A fine start."),
        ("Ann Lee, Bo Kim et al., NeurIPS 2024.", "Ann Lee, Bo Kim et al.", "NeurIPS 2024."),
        ("A. Boyle, B. Sample, and C. Ober. ICML 2023.", "A. Boyle, B. Sample, and C. Ober", "ICML 2023."),
        ("Boyle, A., Sample, B., Ober, C., et al.", "Boyle, A., Sample, B., Ober, C. et al.", ""),
        ("(Boyle et al., 2023)", "Boyle et al.", "2023"),
        ("Boyle, A., & Sample, B. Annals of Socks.", "Boyle, A., & Sample, B.", "Annals of Socks."),
        ("by Ann van der Berg and Bo Kim, 2021", "Ann van der Berg and Bo Kim", "2021"),
        ("van der Berg et al. (ICLR 2021 oral) - great", "van der Berg et al.", "(ICLR 2021 oral) - great"),
        ("Jean-Luc O'Hara & Zoë Müller, J. Tea 2019; more", "Jean-Luc O'Hara & Zoë Müller", "J. Tea 2019; more"),
        ("李明 等, CVPR 2024", "李明 et al.", "CVPR 2024"),
    ],
)
def test_names_are_told_from_what_follows(note: str, authors: str, rest: str) -> None:
    assert byline_of(note, is_venue) == (authors, rest)


@pytest.mark.parametrize(
    "note",
    [
        "The first kettle that learns.",
        "Fast Kettles and Good Tea",
        "Survey, Best Paper",
        "Google Research, 2023",
        "Great paper, CVPR 2022",
        "NeurIPS 2024",
        "Boyle et al. show that tea is hot",
        "Improves on Smith et al. by 3%",
        "follow-up of the kettle by Ann Lee et al.",
        "Ann Lee",
        "",
        "(" * 4_000,
        "A, " * 2_000,
    ],
)
def test_a_note_stays_a_note(note: str) -> None:
    assert byline_of(note, is_venue) is None
