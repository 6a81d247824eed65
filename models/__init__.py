"""Networks, their weights and their training."""

import os

# Torch's threads wait for one another by spinning. Where a browser or another visitor wants the same cores, that
# made a step of sampling more than ten times as long. It is read once, when torch is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
