"""A small test suite, profiled by the clients: recursion, builtins, parameters whose names a file name cannot have."""

import pytest


def edits(left, right):
    if not left or not right:
        return len(left) + len(right)
    if left[0] == right[0]:
        return edits(left[1:], right[1:])
    return 1 + min(edits(left[1:], right), edits(left, right[1:]), edits(left[1:], right[1:]))


def count_words(text):
    counts = {}
    for word in sorted(text.split()):
        counts[word] = counts.get(word, 0) + 1
    return counts


@pytest.mark.parametrize("left, right, distance", [("intention", "execution", 5), ("a/b", "<a>", 3), ("", "", 0)])
def test_edits(left, right, distance):
    assert edits(left, right) == distance


def test_count_words():
    assert count_words("to be or not to be" * 100)["or"] == 100
