"""The controls of the solvers: the start, the number of steps, how much noise."""

from explainer.diffusion.plane.samplers import MOST
from explainer.diffusion.plane.solvers.theory import FURTHEST
from explainer.kit import controls

_PLACE = {"minimum": -FURTHEST, "maximum": FURTHEST, "step": 0.01}
SAMPLERS = {
    "all": "all five",
    "euler": "flow by Euler",
    "heun": "flow by Heun",
    "ddim": "DDIM",
    "ddpm": "DDPM",
    "sde": "SDE by Euler–Maruyama",
}
START = [
    controls.Select(
        key="sampler",
        elem_id="plane-sampler",
        label="Solver",
        help="Which paths are drawn.",
        value="all",
        choices=tuple(SAMPLERS.items()),
    ),
    controls.Number(
        key="steps",
        elem_id="plane-steps",
        label="Steps",
        help="How many even steps lead from T to 0. More are nearer to the flow, and take longer.",
        value=24,
        minimum=1,
        maximum=MOST,
        whole=True,
    ),
    controls.Range(
        key="amount",
        label="Noise λ of the SDE",
        help="0 is the noiseless flow, 1 the reverse SDE; between and beyond, the same densities at every t.",
        value=1.0,
        minimum=0,
        maximum=2,
        step=0.05,
    ),
    controls.Range(
        key="eta",
        label="η of DDIM",
        help="0 draws no noise, 1 is DDPM.",
        value=0.0,
        minimum=0,
        maximum=1,
        step=0.05,
    ),
    controls.Number(key="start_x", label="Start x", help="Across, at T.", value=1.1, **_PLACE),
    controls.Number(key="start_y", label="y", help="Up, at T.", value=1.6, **_PLACE),
]
