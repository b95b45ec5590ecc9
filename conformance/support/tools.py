"""Programs of others that tests drive."""

import os
import shutil

import pytest


def needed(*names):
    """The path of a program, by any of its names. Without it a test fails, but where somebody else's server is tested."""
    for name in names:
        if found := shutil.which(name):
            return found
    if os.environ.get("URL"):
        pytest.skip(f"needs {names[0]}")
    pytest.fail(f"{names[0]} is missing; install it with: scripts/setup {names[0]}")
