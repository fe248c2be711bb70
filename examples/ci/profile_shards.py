"""A plugin of pytest: each process that runs tests, as the workers of pytest-xdist do, profiles them all into one dump,
prof/shard-WORKER.pstats. Use it with `pytest -p profile_shards`, with its folder in PYTHONPATH.
"""

import cProfile
import os

import pytest

profile = cProfile.Profile()
worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
has_run = False


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item):
    global has_run
    has_run = True
    profile.enable()
    yield
    profile.disable()


def pytest_sessionfinish(session):
    if has_run:  # not in the process that only hands out tests
        os.makedirs("prof", exist_ok=True)
        profile.dump_stats(os.path.join("prof", "shard-%s.pstats" % worker))
