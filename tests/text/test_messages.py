from litwiki.text.messages import printable


def test_what_a_terminal_would_obey_is_written_as_an_escape() -> None:
    assert printable("é 🙂 \x1b[31m\r\n\u202e\udcff") == r"é 🙂 \x1b[31m\r\n\u202e\udcff"
