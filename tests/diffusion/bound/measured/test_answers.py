"""Every term, measured: what ships against the network, the network against a second implementation, refusals."""

import base64
import io
import math

import numpy as np
import pytest
import torch
from PIL import Image

from explainer import shipped
from explainer.diffusion import process
from explainer.diffusion.bound import shown
from explainer.diffusion.bound.measured import answers, figures, theory
from explainer.diffusion.bound.running import Running
from explainer.diffusion.bound.settings import DRAWING, UPLOAD
from explainer.maths.arguments import BadArgument
from models import denoisers
from models.unet import NO_CLASS
from tests.diffusion.bound import in_numpy
from tests.page import unpacked

OPENED = {
    "network": "unet-mnist-bound", "picture": "digit-3", "sigma": "learned", "chain": "1000", "told": False,
    "draw_seed": 0, "drawing": None, "upload": None,
}  # fmt: skip
BARS = in_numpy.cosine_bars(1000)


def given(**more):
    return answers.checked(**{**OPENED, **more})


@pytest.mark.parametrize("sigma", ["beta-tilde", "beta", "learned"])
def test_a_question_gives_the_terms_of_the_second_implementation(sigma):
    """The same noise: the network's x̂_0 and variance go into NumPy's formulas, written anew."""
    asked = answers.question("unet-mnist-bound", sigma, 1000, None, given()[-1])
    places = np.array([1, 1, 2, 30, 400, 1000])
    got = asked.bits(places, torch.Generator().manual_seed(3))
    t, x0 = torch.from_numpy(places), asked.x0.expand(6, -1, -1, -1)
    noise = torch.randn(x0.shape, generator=torch.Generator().manual_seed(3))
    xt = process.q_sample(x0, t, noise, asked.short)
    mean, var = (
        part.double().numpy() for part in denoisers.x0_model("unet-mnist-bound")(xt, t, t * 0 + NO_CLASS)
    )
    x0, xt = x0.double().numpy(), xt.double().numpy()
    for k, place in enumerate(places):
        v = {"beta": 1 - BARS[place], "beta-tilde": 0.0}.get(sigma, var[k])
        if place > 1:
            nats = in_numpy.step(BARS, place, x0[k], xt[k], mean[k], v)
        else:
            beta_2 = (1 - BARS[1]) / (1 - BARS[2]) * (1 - BARS[2] / BARS[1])
            v = beta_2 if sigma == "beta-tilde" else np.maximum(v, (1 / 2550) ** 2)
            nats = in_numpy.decoded(x0[k], mean[k], np.sqrt(v) * np.ones_like(mean[k]))
        assert got[k] == pytest.approx(nats.mean() / math.log(2), rel=2e-5, abs=1e-9)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"picture": "digit-8", "sigma": "beta-tilde"},
        {"picture": "clothes-bag", "network": "unet-fashion", "sigma": "best"},
    ],
)
def test_the_running_estimate_meets_the_sum_over_all_1000_steps(settings):
    """On three pictures: a z-test with fixed seeds of what is measured now against all t, which ship."""
    whole = answers.known(given(**settings))
    *_, (now, done, of) = answers.measuring(given(**settings), 6)
    assert done == of and whole.error < 0.05 and now.error < 0.05
    assert abs(now.total - whole.total) < 4 * math.hypot(now.error, whole.error)


@pytest.mark.parametrize(("network", "sigma"), [("unet-mnist-bound", "learned"), ("unet-mnist", "best")])
def test_a_shipped_term_is_that_of_fresh_draws(network, sigma):
    found = given(network=network, sigma=sigma)
    shipped, asked = answers.known(found), answers.question(network, sigma, 1000, None, found[-1])
    for t in (1, 4, 40):
        fresh = asked.bits(np.full(12, t), torch.Generator().manual_seed(9))
        spread = fresh.std(ddof=1) * math.sqrt(1 / 12 + 1 / 4)
        assert abs(fresh.mean() - shipped.bits[t - 1]) < 5 * spread


@pytest.mark.parametrize("network", shown.NETWORKS)
def test_what_ships_covers_every_picture_sigma_and_chain(network):
    for picture in shown.MEASURED[network]:
        for chain in answers.CHAINS:
            found = answers.known(given(network=network, picture=picture, chain=chain, sigma="best"))
            assert len(found.ts) == int(chain) and found.ts[0] == 1 and found.ts[-1] == 1000
            assert np.isfinite(found.bits).all() and found.total > 0 and found.error > 0


def test_fewer_steps_cost_bits_and_a_learned_width_saves_them():
    totals = [answers.measured(**OPENED | {"chain": chain})["total"] for chain in answers.CHAINS]
    assert totals == sorted(totals)
    sigmas = {s: answers.measured(**OPENED | {"sigma": s})["total"] for s in ("beta-tilde", "best", "learned")}
    assert sigmas["learned"] < sigmas["best"] < sigmas["beta-tilde"]


def test_each_row_says_the_term_and_the_sum_at_its_t():
    known, answer = answers.known(given()), answers.terms(**OPENED)
    rows = answer["tracks"]["rows"]
    assert unpacked(answer["times"]).tolist() == list(range(1, 1001)) and len(rows) == 1000
    assert rows[199][0][0] == "t = 200, the term $L_{199}$"
    assert float(rows[199][0][1]) == pytest.approx(known.bits[199], rel=0.05)
    assert float(rows[199][1][1]) == pytest.approx(known.bits[:200].sum(), abs=1e-4)
    line = theory.binned(known)
    assert unpacked(answer["bits"])[200] == pytest.approx(line.bits[199], rel=1e-5)
    assert line.bits.sum() == pytest.approx(known.bits.sum()) and line.bits[:10] == pytest.approx(known.bits[:10])
    low, high = line.bounds[np.searchsorted(line.bounds, 200, side="right") + np.array([-1, 0])]
    assert line.bits[199] == pytest.approx(known.bits[low - 1 : high - 1].mean()) and low <= 200 < high
    short = answers.terms(**OPENED | {"chain": "25"})["tracks"]["rows"]
    assert short[199][0][0] == "t = 209, the term $L_{208}$"  # the first step of 25 that reaches 200


def test_the_staircase_is_level_over_each_bin_and_ends_at_the_total():
    run = Running(1000, 0.0)
    run.add(np.array([1, 2, 12]), np.array([0.5, 0.25, 0.01]))
    x, y, sums = figures.stairs(theory.so_far(np.arange(1, 1001), run))
    assert y.tolist() == [0.5, 0.5, 0.25, 0.25, 0.01, 0.01]
    assert sums.tolist() == pytest.approx([0, 0.5, 0.5, 0.75, 0.75, 0.75 + 0.01 * run.steps[10]])
    assert x[1] == pytest.approx(math.sqrt(2)) and (np.diff(x) >= 0).all()


def test_the_first_frame_has_ten_terms_and_the_last_a_small_error():
    frames = list(answers.measure(**OPENED | {"chain": "25", "draw_seed": 4}))
    first, last = frames[0], frames[-1]
    assert len(unpacked(first["answer"]["x"])) == 20 and first["answer"]["total"] is None
    assert "…" not in last["words"] and last["answer"]["standard_error"] < 0.1
    errors = [frame["answer"]["standard_error"] for frame in frames[3:]]
    assert errors[-1] < errors[0]
    assert [frame["t"] for frame in frames] == list(range(1, len(frames) + 1))


def png(pixels) -> str:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def test_a_visitors_own_picture_gets_a_first_look():
    levels = np.zeros((28, 28), np.uint8)
    levels[8:20, 13:15] = 255
    mine = OPENED | {"picture": UPLOAD, "upload": png(levels), "chain": "50"}
    answer, terms = answers.measured(**mine), answers.terms(**mine)
    assert answer["total"] > 0 and "first look" in answer["rows"]["notes"][0]
    assert len(terms["tracks"]["rows"]) == 1000
    assert np.array_equal(answers.pixels(UPLOAD, None, png(levels)), levels)
    drawn = answers.pixels(DRAWING, png(levels), None)
    assert drawn.shape == (28, 28) and drawn.max() == 255


@pytest.mark.parametrize(
    ("wrong", "key", "sentence"),
    [
        ({"network": "unet-mnist"}, "sigma", "unet-mnist was taught none; allowed are"),
        ({"network": "gan-mnist"}, "network", "allowed are unet-mnist-bound"),
        ({"picture": "digit-4"}, "picture", "allowed are digit-0"),
        ({"sigma": "large"}, "sigma", "allowed are beta-tilde, beta, best, learned"),
        ({"chain": "0"}, "chain", "allowed are 1000, 250"),
        ({"picture": DRAWING}, "drawing", "nothing has been drawn"),
        ({"picture": UPLOAD, "upload": "AAAA"}, "upload", "allowed is a PNG"),
        ({"picture": "clothes-bag", "told": True}, "told", "knows no class of this picture"),
        ({"draw_seed": -1}, "draw_seed", "the seed is -1"),
    ],
)
def test_what_is_not_allowed_is_refused_beside_its_control(wrong, key, sentence):
    with pytest.raises(BadArgument, match=sentence) as refused:
        answers.terms(**OPENED | wrong)
    assert refused.value.argument == key
    with pytest.raises(BadArgument):
        next(answers.measure(**OPENED | wrong))


@pytest.mark.parametrize("network", list(shown.NETWORKS))
def test_fewer_steps_cost_bits_of_pictures_like_those_that_the_network_learned(network):
    kind = "clothes" if network == "unet-fashion" else "digit"
    rows = [k for k, name in enumerate(shown.MEASURED[network]) if name.startswith(kind)]
    stored = shipped.arrays(f"bound/{network}")
    totals = [stored[f"bits_{count}"][rows].astype(float).sum(-1) for count in (shown.STEPS, *shown.FEWER)]
    assert (np.diff(totals, axis=0) > 0).all()
