"""Shared by the tests of the VAE chapter: what the page is sent, as arrays again."""

import page
import pytest


@pytest.fixture(scope="session")
def unpacked():
    """unpacked(packed): the array that `kit.pack` packed."""
    return page.unpacked
