"""The figure of the three families."""

from explainer.diffusion.plane.distance import Judge, coverage
from explainer.diffusion.plane.families import figures
from explainer.diffusion.plane.families.adversaries import Gan
from explainer.diffusion.plane.families.answers import SOURCES, STREAMS
from explainer.diffusion.plane.families.coder import Vae
from explainer.diffusion.plane.families.race import Diffusion
from explainer.diffusion.plane.families.settings import CLOCK, RACE
from explainer.diffusion.plane.settings import DATA, SECTION, SEED
from explainer.kit.field import Cloud, Field
from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Curve, Plot
from explainer.kit.replay import Replay


def _square(name: str) -> Field:
    role = figures.STYLES[name][0]
    return Field(
        label=f"{figures.TITLES[name]} among real points",
        at=CLOCK.key,
        knots="race_real.knots",
        reach=1.4,
        clouds=(
            Cloud(points="race_real.points", label="real points", color="noise", mark="cross", size=2),
            Cloud(points=f"standing.{name}", label=figures.TITLES[name], color=role, size=2.6),
        ),
    )


def build() -> None:
    """What each family makes of the same points after the same time, before the same judge."""
    Figure(
        SECTION,
        "families",
        elem_id="families-figure",
        title="Three families, the same points, the same time, the same judge",
        try_this="drag the clock from 0. Who is first, who leaves parts out, who fills the gaps between blobs?",
        panels=[
            *(_square(name) for name in figures.TITLES),
            Plot(
                source="race_axes",
                label="Sliced Wasserstein distance of each family over the time of training",
                aspect=1.8,
                overlays=tuple(
                    Curve(x="race.tracks.seconds", y=f"race.tracks.{name}", color=role, dash=dash != "full")
                    for name, (role, dash) in figures.STYLES.items()
                ),
            ),
            Numbers(source="standing", label="The judge's numbers for each family"),
            Replay(film="race", source="standing", t=CLOCK.key, ends=True),
        ],
        sources=list(SOURCES.values()),
        streams=STREAMS,
        scrubbers=[CLOCK],
        controls=[*RACE, DATA, SEED],
        reflects=("data", "race_state", "race_t"),
        reports=tuple((f"sw{name.capitalize()}", f"standing.sw_{name}") for name in figures.TITLES),
        code=[Vae, Gan, Diffusion, Judge, coverage],
        layout="compare",
        caption="All have two hidden layers of 64 units, batches of 256 and Adam; points are made with the "
        "running average of the weights. Covered is the share of real points that have a made one within the "
        "reach of their fifth neighbour; of 2,000 real points it is 97%. Of each shipped race the GAN covers "
        "least at the end; the VAE has to bridge what is apart; diffusion takes 20 looks at its network for each "
        "point, the others one. The shipped runs have 3,000, 1,800 and 5,000 steps per second.",
    )
