"""A benchmark with a fixed input."""

from app import shop

for number in range(20):
    shop.order(["tea", "milk", "sugar %d" % number])
