"""The same as a test of pytest-benchmark."""

import pytest

from app import shop


@pytest.mark.parametrize("size", [3, 30])
def test_order(benchmark, size):
    assert benchmark(shop.order, ["tea"] * size) == 314 * size


def test_price(benchmark):
    assert benchmark(shop.price, "milk") == 429
