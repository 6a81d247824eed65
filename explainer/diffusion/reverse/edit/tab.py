"""The figures that put the reverse process to work: edit, fill in, interpolate."""

from explainer.diffusion.reverse.edit import answers, runs, theory
from explainer.diffusion.reverse.edit.answers import SOURCES, STREAMS
from explainer.diffusion.reverse.edit.settings import EDIT, FILL, FILL_T, MIX, PLACE, STRENGTH
from explainer.diffusion.reverse.settings import SECTION
from explainer.kit.figure import Figure
from explainer.kit.film import Film
from explainer.kit.tiles import Tiles


def edit() -> None:
    """A picture noised to a strength and denoised again, as each of the ten digits at once."""
    Figure(
        SECTION,
        "edit",
        title="Edit: noise it a little, denoise it as something else",
        try_this="drag t up from 0. When is the old digit forgotten, and what of it stays longest?",
        panels=[
            Film(film="edit", track="noised", t="edit_t", columns=1, size=0.75, label="$x_t$, noised to t"),
            Film(film="edit", track="result", t="edit_t", columns=5, size=2.1, label="denoised again, as 0 … 9"),
        ],
        sources=[SOURCES["edit"]],
        streams=[STREAMS["edit"]],
        scrubbers=[STRENGTH],
        reflects=("edit_t", "edit_picture", "edit_state", "edit_frames"),
        code=[answers.denoise, theory.sdedit],
        controls=EDIT,
        caption="SDEdit (Meng et al. 2021): one noise for all ten, 25 DDIM steps over the whole way. Strokes of "
        "the picture survive where the noise left them: slant and width longer than the digit itself.",
    )


def inpaint() -> None:
    """A hole filled in, nine times."""
    Figure(
        SECTION,
        "inpaint",
        title="Fill in: keep a part, dream the rest",
        try_this="press Fill in with another hole, or brush one of your own. Which digits fit what is left?",
        panels=[
            Tiles(parts=(("given.holed", "what the network may see"),), t="fill_t", size=0.7),
            Film(film="fill", track="xt", t="fill_t", columns=3, label="$x_t$, nine fillings"),
        ],
        sources=[SOURCES["given"], SOURCES["fill"]],
        streams=[STREAMS["fill"]],
        scrubbers=[FILL_T],
        reflects=("fill_t", "fill_picture", "fill_hole", "fill_state", "fill_frames"),
        code=[answers.fill_in, theory.inpaint],
        controls=FILL,
        caption="After each step the kept part is put in again, as noisy as the rest (RePaint, Lugmayr et al. "
        "2022). At t = 0 it is the original's; films made in advance store it to within two grey levels. The "
        "network is given no class.",
    )


def interpolate() -> None:
    """Ten digits along the arc between two seeds' noises."""
    Figure(
        SECTION,
        "interpolate",
        title="Between two noises",
        try_this="drag from 0 to 100 %. Does every picture on the way show a digit?",
        panels=[Film(film="mix", track="result", t="mix_t", columns=5, label="0 … 9 from the noise here")],
        sources=[SOURCES["mix"]],
        streams=[STREAMS["mix"]],
        scrubbers=[PLACE],
        reflects=("mix_t", "mix_state", "mix_frames"),
        code=[theory.slerp, runs.mixed],
        controls=MIX,
        layout="wide",
        answer="DDIM adds no noise, so a picture is a function of $x_T$ alone. On a straight line between two "
        r"noises the midpoint is shorter than typical noise by a factor $\sqrt2$; on the arc (slerp) the "
        r"length is "
        "kept.",
    )


def build() -> None:
    """The three figures."""
    edit()
    inpaint()
    interpolate()
