"""What the training asks: the data, the run that the page opens on, and new runs frame by frame."""

from functools import cache

from explainer.kit.asked import Source
from explainer.kit.replay import replay_film, replay_frame
from explainer.kit.stream import Stream
from explainer.maths.arguments import BadArgument
from explainer.vae.reparameterization.estimators import NAMES
from explainer.vae.reparameterization.training import figures, opening_run, runs
from explainer.vae.reparameterization.training.runs import OPENED

REACH = 1.5  # of the planes


def dots(shown):
    """The points on which the run that is shown was measured."""
    return figures.dots(runs.held_out(OPENED.data if shown is None else shown), REACH)


@cache
def opened():
    """All frames of the run that the page opens on."""
    steps = opening_run.load()
    return replay_film([frame for frame, _ in frames(OPENED, opening_run.RIVAL, steps)])


def trained():
    """That run's last step."""
    return opened()["answers"][-1]


def train_steps(rival, **settings):
    """A run's frames, both VAEs' curves and losses; BadArgument at the end where one blew up."""
    chosen = runs.Settings(**settings)
    for frame, step in frames(chosen, rival, runs.train(chosen, rival)):
        if step.diverged:
            raise BadArgument("rate", step.words)
        yield frame


def frames(settings, rival, run):
    """(frame, step) for each step of a run; the axes begin with its first."""
    floor = runs.floor(settings.data)
    names = NAMES["pathwise"], NAMES[rival]
    count = len(range(0, settings.steps, runs.every(settings.steps))) + 1
    first = None
    for step in run:
        first = first or step
        a, b = step.losses
        yield (
            replay_frame(
                step.step,
                figures.trained(step, names, floor, settings.steps, first.losses[0]),
                {"shown": settings.data},
                tracks={"step": step.step, "path": a, "rival": b},
                of=count,
                words=step.words or f"step {step.step} of {settings.steps}: −ELBO {a:.2f} against {b:.2f}",
            ),
            step,
        )


SOURCES = {
    source.name: source
    for source in (
        Source("dots", dots, ("shown",)),
        Source("trained", trained, ()),
        Source("run", opened, ()),
    )
}
RUN_KEYS = ("rival", "data", "noise", "rate", "steps", "batch", "samples", "seed")
STREAMS = [Stream("train", train_steps, RUN_KEYS, film="run")]
