from hypothesis import given
from hypothesis import strategies as st

from litwiki.memo import MemoryMemo, ProcessMemory, decoded, key_of, remembered


@given(st.lists(st.binary(max_size=3), max_size=4), st.lists(st.binary(max_size=3), max_size=4))
def test_other_inputs_have_another_key(some: list[bytes], others: list[bytes]) -> None:
    assert (key_of("tea", *some) == key_of("tea", *others)) is (some == others)
    assert key_of("tea", *some) != key_of("pot", *some)


def test_what_is_there_is_not_made() -> None:
    memo, made = MemoryMemo(), []

    def boil() -> bytes:
        made.append(1)
        return b"steam"

    assert remembered(memo, b"k", boil) == remembered(memo, b"k", boil) == b"steam"
    assert made == [1]


def test_a_process_computes_again_only_what_follows_from_other_inputs() -> None:
    memory, made = ProcessMemory(), []
    for inputs, expected in ([1], 1), ([1], 1), ([1, 2], 3):
        assert memory.latest("sum", inputs, lambda inputs=inputs: made.append("sum") or sum(inputs)) == expected  # type: ignore[misc, func-returns-value]
    assert made == ["sum", "sum"]


def test_a_decoded_value_lasts_until_other_bytes_are_put_or_nobody_asks() -> None:
    class Held(MemoryMemo):
        memory = ProcessMemory()

        def put(self, key: bytes, value: bytes) -> None:
            self.memory.forget(key)
            super().put(key, value)

    memo, key = Held(), key_of("tea")
    assert decoded(memo, key, bytes.decode) is None
    memo.put(key, b"black")
    first = decoded(memo, key, bytes.decode)
    assert decoded(memo, key, bytes.decode) is first
    memo.put(key, b"green")
    assert decoded(memo, key, bytes.decode) == "green"
    memo.memory.hold_only({key})
    held = decoded(memo, key, bytes.decode)
    memo.memory.hold_only(set())
    del memo[key]
    assert (held, decoded(memo, key, bytes.decode)) == ("green", None)
