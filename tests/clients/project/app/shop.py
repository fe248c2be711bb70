"""Prices of orders."""


def price(item):
    return sum(map(ord, item))


def order(items):
    return sum(price(item) for item in items)
