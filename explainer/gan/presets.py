"""Games known to go well or to go wrong, each with its reason in one sentence.

`holds` decides from a run's frames whether it did what the preset promises. The benchmark counts for
how many seeds it does (`tests/benchmarks/bench_gan.py`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from explainer.gan.game.observe import Frame
from explainer.gan.game.options import Options


@dataclass(frozen=True)
class Preset:
    """A game to start. `goal` is what to watch for; `cure` names the good preset that mends a bad one."""

    name: str
    title: str
    good: bool
    why: str
    goal: str
    data: str
    options: Options
    steps: int
    holds: Callable[[Sequence[Frame]], bool]
    cure: str | None = None


def _covers(count: int) -> Callable[[Sequence[Frame]], bool]:
    return lambda frames: frames[-1].modes is not None and frames[-1].modes >= count


def _late(frames: Sequence[Frame]) -> Sequence[Frame]:
    return frames[len(frames) // 2 :]


def _collapsed(frames: Sequence[Frame]) -> bool:
    """Never more than three of eight modes in the second half."""
    return max(f.modes for f in _late(frames)) <= 3


def _stuck_short(frames: Sequence[Frame]) -> bool:
    """In the second half never all modes, though V stays well above −2 ln 2: D tells them apart."""
    late = _late(frames)
    return max(f.modes for f in late) <= 7 and min(f.v for f in late) > -1.3


def _stands_still(frames: Sequence[Frame]) -> bool:
    """The second half changes JS by less than 0.1, and it stays above 0.4 nats."""
    late = [f.js for f in _late(frames)]
    return max(late) - min(late) < 0.1 and min(late) > 0.4


def _blew_up(frames: Sequence[Frame]) -> bool:
    return frames[-1].trouble is not None


BALANCED = Options()
PRESETS = {
    preset.name: preset
    for preset in (
        Preset(
            "eight-modes",
            "Eight blobs, balanced",
            True,
            "Neither player gets far ahead: D learns twice as fast as G and both remember little.",
            "cover all eight modes",
            "8-gaussians",
            BALANCED,
            5000,
            _covers(8),
        ),
        Preset(
            "mode-collapse",
            "Mode collapse",
            False,
            "G learns ten times faster than D, so it heaps all its points where D is fooled just now, and "
            "the heaps move on as soon as D has caught up.",
            "watch two heaps of points run from blob to blob",
            "8-gaussians",
            Options(rate_g=1e-2, rate_d=1e-3),
            3000,
            _collapsed,
            "eight-modes",
        ),
        Preset(
            "vanishing-gradient",
            "Vanishing gradient",
            False,
            "D takes ten fast steps for each slow one of G's and soon tells the generated points apart. The "
            "points hardly move: G's rate is a hundredth of D's.",
            "watch the points stand still, and read the length of G's gradient in the table",
            "8-gaussians",
            Options(loss="minimax", d_steps=10, rate_d=1e-2, rate_g=1e-4, noise="uniform"),
            600,
            _stands_still,
            "eight-modes",
        ),
        Preset(
            "d-too-strong",
            "D too strong",
            False,
            "With ten fast steps for each of G's, D walls off the blobs that G has not found before "
            "any point can get there.",
            "watch the count of modes stop short of eight while V stays above −2 ln 2",
            "8-gaussians",
            Options(d_steps=10, rate_d=5e-3),
            1500,
            _stuck_short,
            "eight-modes",
        ),
        Preset(
            "blow-up",
            "Blow-up",
            False,
            "Plain gradient steps of that size overshoot, the next gradient is larger still, and soon the "
            "numbers overflow.",
            "watch for the message",
            "8-gaussians",
            Options(loss="least-squares", optimiser="sgd", rate_g=1.0, rate_d=1.0),
            3000,
            _blew_up,
            "least-squares",
        ),
        Preset(
            "least-squares",
            "Least squares",
            True,
            "The squared loss pulls at far points even where D is sure, so the gradient does not die.",
            "cover at least seven of eight modes",
            "8-gaussians",
            Options(loss="least-squares"),
            6000,
            _covers(7),
        ),
        Preset(
            "wasserstein",
            "Wasserstein with gradient penalty",
            True,
            "The critic's slope is held near 1, so it tells how far the points are even where it is sure.",
            "cover all eight modes",
            "8-gaussians",
            Options(loss="wasserstein", d_steps=3, momentum=0.0, rate_d=2e-3, rate_g=5e-4),
            4000,
            _covers(8),
        ),
        Preset(
            "hinge-r1",
            "Hinge with R1",
            True,
            "R1 keeps D's slope at the data small, so D cannot swing past the solution.",
            "cover all eight modes",
            "8-gaussians",
            Options(loss="hinge", r1=0.05),
            4000,
            _covers(8),
        ),
        Preset(
            "twenty-five",
            "Twenty-five blobs",
            True,
            "Wider networks can draw 25 walls, and a little R1 keeps them from shaking while they do.",
            "cover at least twenty modes",
            "25-gaussians",
            Options(width_g=64, width_d=64, activation_d="leaky", r1=0.02, rate_d=2e-3, rate_g=1e-3),
            9000,
            _covers(20),
        ),
    )
}
