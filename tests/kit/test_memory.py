"""What is freed goes back to the system, also from between what stays."""

import platform
import subprocess
import sys

import pytest
from conftest import ROOT

# MB that go back of 60 arrays of 2 MB, each followed by one that stays, after one of 20 MB was freed
RETURNED = """
import os, time
import numpy as np
from explainer.kit import memory
resident = lambda: int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
np.ones(20_000_000, np.uint8)
stays, goes = [], []
for _ in range(60):
    goes.append(np.ones(2_000_000, np.uint8))
    stays.append(np.ones(50_000, np.uint8))
full = resident()
{begun}
goes.clear()
late = time.monotonic() + {patience}
while full - resident() < 110 and time.monotonic() < late:
    time.sleep(0.01)
print(full - resident())
"""


def returned(begun: str, patience: float) -> float:
    code = RETURNED.format(begun=begun, patience=patience)
    return float(subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True).stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="how glibc allocates")
def test_freed_arrays_go_back_to_the_system_from_between_what_stays():
    assert returned("memory.give_back(0.05)", patience=30) > 110
    assert returned("", patience=0.5) < 40  # else it is needed no more
