"""The controls of the walk and of the sums."""

from explainer.kit import controls
from explainer.kit.atlas import Hand
from explainer.kit.scrubber import Scrubber
from explainer.vae.atlas import REACH

S = Scrubber(
    key="s",
    label="Position on the path",
    help="Where on the way from A (0) to B (100). The pictures are blended from the atlas: nothing is asked.",
    value=0,
    maximum=100,
    symbol="s",
)
ENDS = (Hand(key="a", label="A, where the path begins", color="data", text="A"),
        Hand(key="b", label="B, where the path ends", color="model", text="B"))  # fmt: skip
WALK = [
    controls.Select(
        key="way",
        label="Path",
        help="Straight; on a circle round 0, as far out as A and B are; or a line of your own, drawn on the map.",
        value="line",
        choices=(("line", "Straight"), ("sphere", "Spherical"), ("drawn", "Drawn by hand")),
        own=("drawn",),
    ),
    controls.Pair(key="a", label="A", help="Where the path begins: drag A on the map or type.", value="-1.9,-1.6",
                  minimum=-REACH, maximum=REACH),
    controls.Pair(key="b", label="B", help="Where the path ends: drag B on the map or type.", value="0.4,2.2",
                  minimum=-REACH, maximum=REACH),
]  # fmt: skip
SUM = [
    controls.Select(
        key=key,
        label=label,
        help=f"{what} Each class stands for the mean of its codes.",
        value=value,
        choices=tuple((str(i), f"class {i}") for i in range(10)),
    )
    for key, label, what, value in (
        ("plus", "From", "Where the sum begins.", "9"),
        ("minus", "minus", "What is taken away.", "4"),
        ("more_of", "plus", "What is added.", "0"),
    )
]
