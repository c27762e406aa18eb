from litwiki.workers.memory import give_back


def test_values_outlive_what_is_given_back() -> None:
    kept = [str(number) * 50 for number in range(1_000)]
    give_back()
    assert kept == [str(number) * 50 for number in range(1_000)]
