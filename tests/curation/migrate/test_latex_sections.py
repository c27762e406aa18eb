r"""LaTeX as people write it: what is no heading, no comment, no text."""

from litwiki.curation.migrate.latex_sections import read_sections
from litwiki.model.entries import RawListing


def headings(text: str) -> dict[str, str]:
    found = read_sections(RawListing("r.tex", text, ""), lambda _: None)
    return {" › ".join(one.names): " ".join(one.text.split()) for one in found.headings}


def cited(text: str) -> list[str]:
    return [str(one.target) for one in read_sections(RawListing("r.tex", text, ""), lambda _: None).filings]


def test_a_percent_sign_in_an_address_begins_no_comment() -> None:
    text = "\\section{Tea}\n\\url{https://tea.example/a%20b} and \\href{https://tea.example/%C3}{this} % not \\cite{a}\nmore"
    assert headings(text) == {"Tea": r"\url{https://tea.example/a%20b} and \href{https://tea.example/%C3}{this} more"}


def test_what_is_commented_out_is_left_out_and_lines_keep_their_numbers() -> None:
    text = "\\section{Tea}\n\\begin{comment}\n\\cite{a}\n\\end{comment}\n\\cite{b}\n\\begin{comment} \\cite{c}"
    filings = read_sections(RawListing("r.tex", text, ""), lambda _: None).filings
    assert [(one.target.key, one.line) for one in filings if hasattr(one.target, "key")] == [("b", 5), ("c", 6)]


def test_a_dash_or_a_link_is_no_heading() -> None:
    text = (
        "\\section{Tea}\n\\begin{itemize}\\item[--] \\textbf{Old}: \\cite{a} and \\cite{b}\n"
        "\\item Talks: \\href{https://talk.example}{a talk}\\begin{enumerate}\\item \\cite{c}\\item \\cite{d}\\end{enumerate}"
        "\\item \\textbf{\\href{https://pot.example}{Pots}} \\cite{e}\\end{itemize}"
    )
    found = headings(text)
    assert set(found) == {"Tea", "Tea › Old"}
    assert "https://talk.example" in found["Tea"]


def test_columns_of_a_table_are_no_text() -> None:
    text = "\\section{Tea}\\begin{tabular}{l@{ }p{3cm}}a & \\cite{a}\\end{tabular}\\begin{tabularx}{\\textwidth}{lX}b\\end{tabularx}"
    assert headings(text) == {"Tea": "a & \\cite{a}b"}
