"""Take one defence away and run the nets: each time something must turn red. A net that stays green holds nothing."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.deep

# What is removed (see tests/sabotage.py) -> the tests that must notice.
SABOTAGES = {
    "policy": ["tests/nets/test_schema.py"],
    "manager": ["tests/nets/test_isolation.py", "tests/tenancy"],
    "composite_key": ["tests/nets/test_schema.py"],
    "role_check": ["tests/nets/test_roles.py"],
    "canary_check": ["tests/nets/test_isolation.py"],
}


@pytest.mark.parametrize("defence", SABOTAGES)
def test_a_missing_defence_turns_the_nets_red(defence):
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-p",
        "no:cacheprovider",
        "-m",
        "not browser and not deep",
        *SABOTAGES[defence],
    ]
    # A database of its own, so that this run's is left alone.
    environment = {**os.environ, "SABOTAGE": defence}
    environment.pop("PYTEST_XDIST_WORKER", None)
    environment.pop("PYTEST_ADDOPTS", None)
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 1, (
        f"{defence} was taken away and nothing noticed:\n{done.stdout[-1500:]}{done.stderr[-500:]}"
    )
    assert "stopping after 1 failures" in done.stdout
