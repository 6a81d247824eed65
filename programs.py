"""What programs may ask of the app by name: through `gradio_client`, "Use via API" or an MCP client."""

import base64
import io
import time
from collections.abc import Callable
from functools import wraps
from math import isfinite, isnan
from typing import Any

import gradio as gr
import numpy as np

from explainer.diffusion import process
from explainer.diffusion.forward import answers as forward
from explainer.diffusion.forward import theory as noises
from explainer.divergence.calculator import answers, theory
from explainer.kit.stream import LONGEST, in_line
from explainer.maths import arguments, pictures
from explainer.maths.arguments import BadArgument
from explainer.vae import theory as vae
from explainer.vae.encoder_input import ink
from models import backend, coders
from models import sample as sampling

LONGEST_TEXT = 20_000  # characters
MOST_PICTURES = 16
PLANES = tuple(name for name, spec in backend.MODELS.items() if spec.kind in ("vae", "ae"))
KNOWN = pictures.DIGITS | pictures.CLOTHES
FARTHEST = 100  # of a coordinate of z: no code of any picture is as far out
LARGEST = 56_000_000  # characters of a picture: 40 MB in base64


def divergence(p: str, q: str, unit: str = "nats") -> dict:
    """Compare two distributions: KL divergences, Jensen–Shannon, total variation and more, with their errors.

    Args:
        p: The first distribution, such as "normal(0, 1)" or "0.3*normal(-2, 1) + 0.7*laplace(1, 2)".
        q: The second distribution, written in the same language.
        unit: The unit of information, "nats" or "bits".

    Returns:
        For each quantity by name, such as "kl_pq", its value, the error that is known, its unit, the method, and
        why where the value is no number: then it is the text "inf", "-inf" or "nan", which strict JSON can hold.
    """
    for name, text in (("p", p), ("q", q)):
        arguments.text(name, text, LONGEST_TEXT)
    results = theory.table(*answers.both(p, q), unit).results
    return {
        name: {
            "value": best.value if isfinite(best.value) else str(best.value),
            "error": None if isnan(best.error) else best.error,
            "unit": best.unit,
            "method": best.method,
            "why": best.why,
        }
        for name, (best, *_) in results.items()
    }


async def sample(
    model: str = "unet-mnist",
    label: str = "all",
    n: int = 4,
    steps: int = 20,
    sampler: str = "ddim",
    guidance: float = 1.0,
    seed: int = 0,
) -> dict:
    """Generate pictures of digits or clothes out of noise with a trained diffusion model.

    Args:
        model: The network, "unet-mnist" or "unet-fashion".
        label: The class, "0" to "9" or a name such as "sneaker"; "all" takes them in turn.
        n: How many pictures, 1 to 16.
        steps: How many denoising steps, 1 to 1000; more is better and takes longer.
        sampler: "ddpm", "ddim" or "dpm".
        guidance: w in (1 + w) ε(x, y) − w ε(x); 0 is the plain model, 1 is clearer.
        seed: The seed of the noise, 0 to 999,999; the same seed gives the same pictures.

    Returns:
        "pictures", each a PNG of 28 × 28 grey levels in base64, and "labels", their classes as numbers.
    """
    arguments.whole("n", n, 1, MOST_PICTURES)
    sampling.check(model, n, steps, None, sampler, None, guidance)
    arguments.seed(seed)
    labels = sampling.labels_for(arguments.text("label", label, 40), n, model)
    options = {"steps": steps, "sampler": sampler, "guidance": guidance, "seed": seed}
    made = await in_line(_generated, model, labels, options)
    return {"pictures": [_png(picture) for picture in made], "labels": labels.tolist()}


def encode(picture: str, model: str = "vae-mnist", invert: bool = False) -> dict:
    """Encode a picture with a VAE or an autoencoder: where it lies in the latent space.

    The networks know light ink on black, 28 × 28; a larger picture is reduced to that.

    Args:
        picture: One of the app's by name, such as "digit-3" or "clothes-boot", or a PNG or JPEG in base64.
        model: The network, such as "vae-mnist", "vae-mnist-16", "vae-fashion" or "ae-mnist".
        invert: Whether to swap black and white first, for dark ink on white paper.

    Returns:
        "mean" and "std" of q(z|x) along each axis of the latent space, "kl" = D(q(z|x) ‖ N(0, I)) in nats, and
        "advice" about the picture, which may be empty. An autoencoder has the code as "mean", and neither other.
    """
    _network(model)
    x, advice = ink(*_chosen(picture), None, invert)
    mean, logvar = (row[0] for row in coders.encoded(model, x[None]))
    code = {"mean": mean.tolist(), "std": None, "kl": None, "advice": advice}
    if backend.MODELS[model].kind == "vae":
        code |= {"std": np.exp(logvar / 2).tolist(), "kl": float(vae.kl_to_prior(mean, logvar))}
    return code


def decode(z: list[float], model: str = "vae-mnist") -> dict:
    """Decode a point of a latent space with a VAE or an autoencoder.

    Args:
        z: The coordinates of the point, as many as the latent space has dimensions.
        model: The network, such as "vae-mnist", "vae-mnist-16", "vae-fashion" or "ae-mnist".

    Returns:
        "picture", a PNG of 28 × 28 grey levels in base64, and "ink", each pixel's probability of ink, row by row.
    """
    _network(model)
    size = backend.MODELS[model].options["latent"]
    if not isinstance(z, list) or len(z) != size:
        raise BadArgument("z", f"z is {str(z)[:60]}; {model} takes a list of {size} numbers")
    point = np.array([[arguments.number("z", value, -FARTHEST, FARTHEST) for value in z]], dtype=np.float64)
    shown = vae.ink(coders.decoder(model)(point)).reshape(28, 28)
    return {"picture": _png(np.rint(255 * shown).astype(np.uint8)), "ink": shown.tolist()}


def noise(picture: str, t: int, schedule: str = "cosine", steps: int = 1000, seed: int = 0) -> dict:
    """Add t steps of noise to a picture: the forward process of diffusion, x_t = √ᾱ_t x_0 + √(1 − ᾱ_t) ε.

    x_0 has 28 × 28 grey levels; a larger picture is reduced to that.

    Args:
        picture: One of the app's by name, such as "digit-3" or "clothes-boot", or a PNG or JPEG in base64.
        t: The step, 0 (no noise) to the number of steps.
        schedule: The variance schedule, "linear", "cosine", "sigmoid" or "constant".
        steps: The number of steps T, 1 to 4000.
        seed: The seed of ε, 0 to 999,999.

    Returns:
        "xt" row by row, on the scale on which the picture lies in [−1, 1]; "signal" = √ᾱ_t and "noise" =
        √(1 − ᾱ_t); "picture", a PNG of x_t in base64, cut to the range of grey levels.
    """
    plan = forward.chosen(schedule, steps, None, None)
    arguments.whole("t", t, 0, steps)
    arguments.seed(seed)
    name, upload = _chosen(picture)
    levels = pictures.shipped(name)[..., 0] if upload is None else pictures.grey(upload)
    x0 = np.asarray(levels, np.float64) / 127.5 - 1
    xt = process.q_sample(x0, t, noises.noise(x0.size, seed).reshape(x0.shape), plan)
    signal, spread = (float(row[t]) for row in process.jump(plan))
    grey = np.rint((xt.clip(-1, 1) + 1) * 127.5).astype(np.uint8)
    return {"xt": xt.tolist(), "signal": signal, "noise": spread, "picture": _png(grey)}


def offer() -> None:
    """Add the functions to the page under construction, each as an endpoint of its own name."""
    for function in (divergence, encode, decode, noise):
        gr.api(_refusing(function), api_name=function.__name__, concurrency_limit=1)
    gr.api(_refusing_later(sample), api_name="sample", concurrency_limit=4)  # which then stand in line


def _refusing(function: Callable) -> Callable:
    """The function with its refusals as Gradio's errors, which reach the program in the same words."""

    @wraps(function)
    def refusing(*given: Any, **named: Any) -> Any:
        try:
            return function(*given, **named)
        except ValueError as problem:
            raise _error(problem) from None

    return refusing


def _refusing_later(function: Callable) -> Callable:
    @wraps(function)
    async def refusing(*given: Any, **named: Any) -> Any:
        try:
            return await function(*given, **named)
        except ValueError as problem:
            raise _error(problem) from None

    return refusing


def _error(problem: ValueError) -> gr.Error:
    return gr.Error(str(problem), print_exception=False)


@backend.gpu
def _generated(model: str, labels: np.ndarray, options: dict[str, Any]) -> np.ndarray:
    begun, made = time.monotonic(), []
    for _, group in sampling.generate(model, labels, **options):
        made += [] if group is None else [group]
        if time.monotonic() - begun > LONGEST:
            raise ValueError(f"the run took more than {LONGEST:.0f} s and was stopped")
    return np.concatenate(made)


def _network(model: str) -> None:
    arguments.choice("model", model, PLANES)


def _chosen(picture: str) -> tuple[str, str | None]:
    """The name of a picture that ships, or "own" and the file; BadArgument unless it is a text."""
    arguments.text("picture", picture, LARGEST)
    return (picture, None) if picture in KNOWN else ("own", picture)


def _png(levels: np.ndarray) -> str:
    """Grey levels uint8 (height, width) as a PNG in base64."""
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(levels).save(file, "png")
    return base64.b64encode(file.getvalue()).decode()
