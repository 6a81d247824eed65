"""What is freed goes back to the system, also from between what stays."""

import platform
import subprocess
import sys

import pytest
from conftest import ROOT

# MB that stay resident when every other one of 60 arrays of 2 MB is freed, after one of 20 MB was
KEPT = """
import os
import numpy as np
from explainer.kit.memory import return_large_blocks
resident = lambda: int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
{first}
np.ones(20_000_000, np.uint8)
stays, goes = [], []
for _ in range(60):
    goes.append(np.ones(2_000_000, np.uint8))
    stays.append(np.ones(50_000, np.uint8))
full = resident()
goes.clear()
print(full - resident())
"""


def returned(first: str) -> float:
    code = KEPT.format(first=first)
    return float(subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True).stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="how glibc allocates")
def test_freed_arrays_go_back_to_the_system_from_between_what_stays():
    assert returned("return_large_blocks()") > 110
    assert returned("") < 40  # else it is needed no more
