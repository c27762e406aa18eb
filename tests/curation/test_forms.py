"""Texts of issues as GitHub makes them from our forms, and what is read out of them."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litwiki.curation.forms import EMPTY, FORMS, read_request
from litwiki.model.errors import UsageError


def issue_text(form: str, values: Mapping[str, str], newline: str = "\n", rendered: str = "") -> str:
    """The text GitHub makes of a form (observed): label, value or `_No response_`, empty lines between."""
    parts = []
    for label, key in FORMS[form].items():
        value = values.get(key) or EMPTY
        parts.append(f"### {label}\n\n" + (f"```text\n{value}\n```" if key == rendered else value))
    return "\n\n".join(parts).replace("\n", newline)


def test_values_stand_under_their_labels() -> None:
    text = issue_text("fix-paper", {"paper": "kettle", "field": "year", "value": "2026"}, "\r\n")
    request = read_request(text)
    assert request.form == "fix-paper"
    assert request.values == {"paper": "kettle", "field": "year", "value": "2026", "why": ""}


def test_a_listing_is_what_stands_between_the_fences() -> None:
    listing = "  new\n\n### Listing\n```\nMar 17\n"
    request = read_request(issue_text("add-listing", {"listing": listing}, rendered="listing"))
    assert request.values == {"title": "", "date": "", "listing": listing}


def test_a_heading_in_a_text_is_text() -> None:
    value = "One.\n\n### Year\n\n1999\n\n### Title\n\nTwo."
    request = read_request(issue_text("add-paper", {"title": "Kettle", "year": "2026", "summary": value}))
    assert request.values["year"] == "2026"
    assert request.values["summary"] == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Please add my paper.",
        "### Title\n\nKettle",
        "Hello\n\n" + issue_text("propose-topic", {"name": "Pots"}),
        issue_text("propose-topic", {"name": "Pots"}).replace("### Group", "### Section"),
    ],
)
def test_a_text_that_no_form_made_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="made by none of the forms add-paper, add-listing"):
        read_request(text)


LINES = st.text(st.characters(exclude_characters="\r\n#", exclude_categories=["Cs", "Cc", "Z"]), min_size=1)


@settings(max_examples=100)
@given(st.sampled_from(sorted(FORMS)), st.data())
def test_what_was_filled_in_is_read_again(form: str, data: st.DataObject) -> None:
    values = {
        key: data.draw(LINES.filter(lambda text: "`" not in text and text != EMPTY)) for key in FORMS[form].values()
    }
    assert dict(read_request(issue_text(form, values)).values) == values


def test_forms_are_told_apart() -> None:
    for form in FORMS:
        assert read_request(issue_text(form, {})).form == form
