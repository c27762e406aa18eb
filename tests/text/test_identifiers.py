import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from litwiki.text.identifiers import ID_KINDS, find_identifiers, id_key, parse_as, parse_identifier, url_of

SPELLINGS = {
    ("arxiv", "2401.00001"): r"""
        2401.00001
        2401.00001v3
        arXiv:2401.00001
        ARXIV: 2401.00001v2 [cs.LG]
        2401.00001 [cs.LG]
        <arXiv:2401.00001>
        https://arxiv.org/abs/2401.00001v2
        http://www.arxiv.org/pdf/2401.00001.pdf
        https://arxiv.org/pdf/2401.00001v1
        https://arxiv.org/html/2401.00001v1#S3
        https://arxiv.org/abs/2401.00001?context=cs
        https://arxiv.org/abs/2401.00001.
        https://export.arxiv.org/abs/2401.00001
        https://ar5iv.labs.arxiv.org/html/2401.00001
        https://www.alphaxiv.org/abs/2401.00001
        https://alphaxiv.org/overview/2401.00001v1
        https://huggingface.co/papers/2401.00001
        hf.co/papers/2401.00001
        arxiv.org/abs/2401.00001
        10.48550/arXiv.2401.00001
        https://doi.org/10.48550/ARXIV.2401.00001
        doi:10.48550/arXiv.2401.00001v1
        https://api.semanticscholar.org/arXiv:2401.00001
        \url{https://arxiv.org/abs/2401.00001}
        \href{https://arxiv.org/abs/2401.00001}{here}""",
    ("arxiv", "hep-th/9901002"): """
        hep-th/9901002
        arXiv:hep-th/9901002v2
        https://arxiv.org/abs/hep-th/9901002
        https://arxiv.org/pdf/hep-th/9901002v1.pdf
        10.48550/arXiv.hep-th/9901002""",
    ("arxiv", "math/0309136"): """
        math/0309136
        math.GT/0309136
        https://arxiv.org/abs/math.GT/0309136v1""",
    ("doi", "10.1234/kettle_5"): r"""
        10.1234/kettle_5
        doi:10.1234/kettle_5
        DOI 10.1234/kettle_5
        DOI: https://doi.org/10.1234/kettle_5.
        https://doi.org/10.1234/kettle_5
        http://dx.doi.org/10.1234%2Fkettle_5
        dx.doi.org/10.1234/kettle_5
        urn:doi:10.1234/kettle_5
        info:doi/10.1234/kettle_5
        10.1234/kettle\_5
        10.1234/kettle{\_}5
        <https://doi.org/10.1234/kettle_5>
        {10.1234/kettle_5}
        https://press.example.org/doi/10.1234/kettle_5
        https://press.example.org/doi/full/10.1234/kettle_5
        https://press.example.org/chapter/10.1234/kettle_5.pdf
        https://press.example.org/article/10.1234/kettle_5/meta
        https://press.example.org/article?id=10.1234/kettle_5""",
    ("doi", "10.1002/(SICI)1097(1998)17:15<16::AID-TEA9>3.0.CO;2-2"): """
        10.1002/(SICI)1097(1998)17:15<16::AID-TEA9>3.0.CO;2-2
        https://doi.org/10.1002/(SICI)1097(1998)17:15%3C16::AID-TEA9%3E3.0.CO;2-2""",
    ("doi", "10.1101/2020.01.02.123456"): """
        https://www.biorxiv.org/content/10.1101/2020.01.02.123456v2.full.pdf
        https://www.medrxiv.org/content/10.1101/2020.01.02.123456v1""",
    ("doi", "10.1038/s41586-099-00001-2"): "https://www.nature.com/articles/s41586-099-00001-2.pdf",
    ("doi", "10.5281/zenodo.123456"): "https://zenodo.org/records/123456#files",
    ("openreview", "kEttle_00-1"): """
        https://openreview.net/forum?id=kEttle_00-1
        https://openreview.net/pdf?id=kEttle_00-1
        openreview.net/forum?noteId=xyz&id=kEttle_00-1#discussion
        OpenReview: kEttle_00-1""",
    ("acl", "K17-1001"): """
        K17-1001
        k17-1001
        ACL: K17-1001
        https://www.aclweb.org/anthology/K17-1001.pdf
        https://aclanthology.org/K/K17/K17-1001.bib
        https://aclanthology.info/papers/K17-1001/""",
    ("acl", "2020.tea-main.1"): """
        2020.tea-main.1
        https://aclanthology.org/2020.tea-main.1/
        https://aclanthology.org/2020.tea-main.1.pdf
        https://aclanthology.org/2020.tea-main.1v2.pdf""",
    ("pmid", "31000001"): """
        PMID: 31000001
        PMID31000001
        pubmed:31000001
        https://pubmed.ncbi.nlm.nih.gov/31000001/
        https://www.ncbi.nlm.nih.gov/pubmed/31000001
        https://europepmc.org/article/MED/31000001""",
    ("pmcid", "PMC6700001"): """
        PMC6700001
        PMCID: PMC6700001
        https://www.ncbi.nlm.nih.gov/pmc/articles/PMC6700001/
        https://pmc.ncbi.nlm.nih.gov/articles/PMC6700001/#S1
        https://europepmc.org/articles/PMC6700001?pdf=render""",
    ("dblp", "conf/tea/BoyleO17"): """
        DBLP:conf/tea/BoyleO17
        conf/tea/BoyleO17
        https://dblp.org/rec/conf/tea/BoyleO17.html?view=bibtex
        https://dblp.uni-trier.de/rec/bibtex/conf/tea/BoyleO17""",
    ("s2", "0123456789abcdef0123456789abcdef01234567"): """
        https://www.semanticscholar.org/paper/Kettles-Boyle/0123456789abcdef0123456789abcdef01234567
        https://www.semanticscholar.org/reader/0123456789ABCDEF0123456789ABCDEF01234567
        S2: 0123456789abcdef0123456789abcdef01234567""",
    ("s2", "CorpusID:137001"): """
        CorpusID:137001
        Corpus ID: 137001
        https://api.semanticscholar.org/CorpusID:137001""",
    ("openalex", "W2741000001"): """
        W2741000001
        https://openalex.org/W2741000001
        https://api.openalex.org/works/W2741000001""",
    ("isbn", "978-3-16-148410-0"): """
        978-3-16-148410-0
        ISBN 978-3-16-148410-0
        ISBN-13: 978-3-16-148410-0""",
    ("pmlr", "v97/boyle19a"): """
        https://proceedings.mlr.press/v97/boyle19a.html
        http://proceedings.mlr.press/v97/boyle19a/boyle19a.pdf""",
    ("cvf", "content/CVPR2021/html/Boyle_Kettles_CVPR_2021_paper"): """
        https://openaccess.thecvf.com/content/CVPR2021/html/Boyle_Kettles_CVPR_2021_paper.html
        https://openaccess.thecvf.com/content/CVPR2021/papers/Boyle_Kettles_CVPR_2021_paper.pdf""",
    ("cvf", "content_CVPRW_2020/html/w31/Boyle_Lids_CVPRW_2020_paper"): """
        https://openaccess.thecvf.com/content_CVPRW_2020/papers/w31/Boyle_Lids_CVPRW_2020_paper.pdf""",
}
CASES = [
    (kind, value, text.strip()) for (kind, value), texts in SPELLINGS.items() for text in texts.strip().split("\n")
]


@pytest.mark.parametrize(("kind", "value", "text"), CASES, ids=[text for _, _, text in CASES])
def test_every_spelling_of_an_identifier_is_read(kind: str, value: str, text: str) -> None:
    found = parse_identifier(text)
    assert found
    assert (found.kind, found.value) == (kind, value)
    assert parse_as(kind, text) == value


@pytest.mark.parametrize(
    "text",
    """
    2499.00001
    1234.5678
    99.99
    1234567890
    31000001
    kettle
    arXiv
    OpenReview platform
    doi
    10.1234
    math/12
    kitchen/0309136
    978-3-16-148410-1
    0123456789abcdef0123456789abcdef01234567
    https://github.com/tea/kettle
    https://huggingface.co/datasets/tea/2401.00001
    https://huggingface.co/papers?date=2024-01-01
    https://arxiv.org/list/cs.LG/recent
    https://openreview.net/group?id=Tea.cc/2024/Conference
    https://aclanthology.org/events/tea-2020/
    https://notarxiv.org/abs/2401.00001
    https://arxiv.org.evil.example/abs/2401.00001
    https://doi.org/
    http://[bad
    """.strip().split("\n"),
)
def test_what_is_none_is_none(text: str) -> None:
    assert parse_identifier(text.strip()) is None


def test_an_empty_text_is_none() -> None:
    assert parse_identifier("") is None
    assert parse_identifier("x" * 5_000) is None
    assert find_identifiers("") == ()


def test_the_kind_decides_where_a_text_is_said_to_be_of_it() -> None:
    assert parse_as("pmid", "0031000001"[2:]) == "31000001"
    assert parse_as("isbn", "316148410X") == "316148410X"
    assert parse_as("doi", "2401.00001") is None


def test_running_text_has_addresses_labels_and_dois() -> None:
    text = r"""We follow (arXiv:2401.00001), 10.1234/a; \url{https://arxiv.org/abs/2401.00002v2}, [tea](https://openreview.net/forum?id=kEttle001),
    PMID: 31000001. ISBN 978 3 16 148410 0. <https://doi.org/10.1234/b>, PMC6700001. arxiv.org/abs/2401.00003.
    \href{https://doi.org/10.1234/c}{here}; <a href="https://arxiv.org/abs/2401.00004">x</a>, 10.1002/(SICI)1097(1998)17:15<16::AID-TEA9>3.0.CO;2-2 and
    [again](https://arxiv.org/pdf/2401.00001), DOI 10.1234/D."""
    assert [found.value for found in find_identifiers(text)] == [
        "2401.00001",
        "10.1234/a",
        "2401.00002",
        "kEttle001",
        "31000001",
        "978 3 16 148410 0",
        "10.1234/b",
        "PMC6700001",
        "2401.00003",
        "10.1234/c",
        "2401.00004",
        "10.1002/(SICI)1097(1998)17:15<16::AID-TEA9>3.0.CO;2-2",
        "10.1234/D",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It costs 2401.00001, or 31000001 cents.",
        "arXiv is nice, OpenReview platform too, and DBLP has it.",
        "Write to arxiv@arxiv.org/abs or a@arxiv.org/abs/2401.00001",
        "version 10.12/3, page 3/4, K17-1001, W2741000001",
        "xPMC6700001",
    ],
)
def test_numbers_of_a_running_text_are_no_identifiers(text: str) -> None:
    assert find_identifiers(text) == ()


def test_spellings_of_one_identifier_have_one_key() -> None:
    assert id_key("doi", "10.1234/ABC") == id_key("doi", "https://doi.org/10.1234/abc".removeprefix("https://doi.org/"))
    assert id_key("arxiv", "2401.00001v2") == id_key("arxiv", "2401.00001")
    assert id_key("arxiv", "math.GT/0309136") == id_key("arxiv", "math/0309136")
    assert id_key("isbn", "3-16-148410-X") == id_key("isbn", "9783161484100")
    assert id_key("acl", "k17-1001") == id_key("acl", "K17-1001")
    assert id_key("openreview", "kEttle001") != id_key("openreview", "kettle001")


@pytest.mark.parametrize(("kind", "value"), SPELLINGS)
def test_an_identifier_leads_to_its_page_and_back(kind: str, value: str) -> None:
    found = parse_identifier(url_of(kind, value))
    assert kind == "isbn" or (found and (found.kind, found.value) == (kind, value))
    assert url_of(kind, value).startswith("https://")


def test_a_kind_that_nobody_knows_has_no_page() -> None:
    assert url_of("kettle", "5") == ""


LETTERS = st.text(alphabet="arXivdoiPMCpmidISBN:/.-_0123456789 hts()[]{}<>\\%?=&#v\x00\ud800é", max_size=80)


@given(LETTERS | st.text(max_size=60))
@example("https://doi.org/10.1234/%00")
@example("10.1234/\u202ea")
def test_what_is_read_may_be_stored(text: str) -> None:
    for found in (*find_identifiers(text), *filter(None, [parse_identifier(text)])):
        form = ID_KINDS[found.kind].form
        assert found.value.isprintable()
        assert " " not in found.value or found.kind == "isbn"
        assert not form or re.fullmatch(form, found.value)
        assert parse_as(found.kind, found.value) == found.value
        assert id_key(found.kind, found.value)
        assert parse_identifier(f"  {text}  ") == parse_identifier(text)


@pytest.mark.parametrize(
    "piece",
    "a. a- https:// ) ]] ( < 10.1234/ 10.1234/a< doi: isbn_ 1_ www. arxiv.org/ https://doi.org/10.1234/( \\url{ PMC1 arxiv:_ [x](".split(),
)
def test_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece.replace("_", " ") * size)[:size]
        start = time.process_time()
        find_identifiers(text)
        parse_identifier(text)
        return time.process_time() - start

    assert seconds(400_000) < 5
