"""The race and its judge: known pairs are judged as they are known, every family has the same time."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from explainer import shipped
from explainer.diffusion.plane.distance import Judge, coverage
from explainer.diffusion.plane.families import answers, race, stored
from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import SHAPES, Cloud, cloud

ROOT = Path(__file__).parents[4]
DATA = cloud("8-gaussians")


def test_the_judge_knows_pairs_whose_distance_is_known():
    """Shifted by δ: E|δ·w| = 2|δ|/π. Scaled normals: E|σ−1| E|n|. The same law: the floor, on average."""
    rng = np.random.default_rng(0)
    normal = Cloud("normal", np.zeros((1, 2)), 1.0)
    judge = Judge(normal, 2000)
    shifted = [judge(normal.sample(2000, rng) + [0.6, -0.8]) for _ in range(6)]
    assert np.mean(shifted) == pytest.approx(2 / np.pi, rel=0.02)
    scaled = [judge(1.5 * normal.sample(2000, rng)) for _ in range(6)]
    assert np.mean(scaled) == pytest.approx(0.5 * np.sqrt(2 / np.pi), rel=0.03)
    same = [judge(normal.sample(2000, rng)) for _ in range(40)]
    assert np.mean(same) == pytest.approx(judge.floor, rel=0.15)


def test_coverage_is_as_expected_for_the_same_law_and_for_half_of_the_blobs():
    rng, m, k = np.random.default_rng(1), 1000, 5
    real = DATA.sample(m, rng)
    expected = 1 - np.prod([(m - i) / (2 * m - i) for i in range(1, k + 1)])
    found = [coverage(DATA.sample(m, rng), real) for _ in range(10)]
    assert np.mean(found) == pytest.approx(expected, abs=0.01)
    half = Cloud("half", DATA.centres[:4], DATA.spread)
    assert coverage(half.sample(m, rng), real) == pytest.approx(expected / 2, abs=0.06)
    assert coverage(real + 50.0, real) == 0


def test_the_judge_favours_no_family_real_points_get_the_floor_whoever_hands_them_in():
    class Honest:
        step = 0

        def __init__(self, name):
            self.name = name

        def advance(self):
            pass

        def points(self, noise):
            return DATA.sample(len(noise), np.random.default_rng(len(self.name)))

    one = race.Race(DATA, 0, Judge(DATA, race.JUDGED))
    one.racers = [Honest(name) for name in race.FAMILIES]
    for standing in one.lap(0.0).standings.values():
        assert standing.sw < 1.8 * one.judge.floor and standing.coverage > 0.93


def test_every_family_gets_the_same_time_of_the_processor():
    one = race.Race(DATA, 0, Judge(DATA, 200))
    laps = list(one.laps(0.2))
    assert [lap.seconds for lap in laps] == [mark for mark in race.MARKS if mark <= 0.2]
    for spent in one.spent.values():
        assert 0.2 <= spent < 0.25
    assert all(laps[-1].standings[name].step > 10 for name in race.FAMILIES)
    assert all(0 < laps[-1].standings[name].each < 1e-3 for name in race.FAMILIES)


def test_the_first_time_at_the_goal_is_found():
    def lap(seconds, sw):
        return race.Lap(seconds, {"vae": race.Standing(np.zeros((1, 2)), 0, sw, 0.0, 0.0)})

    laps = [lap(0, 3.0), lap(1, 1.0), lap(2, 1.4), lap(3, 0.9)]
    assert race.reached(laps, "vae", 1.0) == 1 and race.reached(laps, "vae", 0.5) is None


AGAIN = """import sys, numpy
from models.precompute_plane import Families
numpy.savez(sys.argv[1], **Families("moons", seconds=0.1).arrays())"""


def test_shipped_laps_are_made_again_by_their_recipe(tmp_path):
    """With one thread and OpenBLAS's kernels for AVX2, as they were made.

    Other kernels, or two threads, round sums otherwise, and the GAN goes another way after some 100 steps.
    """
    made = {**os.environ, "OPENBLAS_CORETYPE": "Haswell", "OMP_NUM_THREADS": "1"}
    subprocess.run([sys.executable, "-c", AGAIN, tmp_path / "again.npz"], cwd=ROOT, env=made, check=True)
    with np.load(tmp_path / "again.npz") as file:
        again = stored.laps(file)
    known = stored.laps(shipped.arrays("plane/families-moons"))
    assert len(again) == 5
    for ours, theirs in zip(again, known, strict=False):
        for name in race.FAMILIES:
            a, b = ours.standings[name], theirs.standings[name]
            assert (ours.seconds, a.step) == (theirs.seconds, b.step)
            np.testing.assert_allclose(a.points, b.points, atol=0.03)
            assert a.sw == pytest.approx(b.sw, rel=0.05)


@pytest.mark.parametrize("data", SHAPES)
def test_every_data_set_opens_on_a_finished_race(data):
    told = answers.standing(data, None)
    assert [row[0] for row in told["rows"]["rows"]] == ["VAE", "GAN", "diffusion"]
    film = answers.film(data, None)
    assert film["answers"][-1] == told
    assert told["sw_diffusion"] < 3 * answers._judge(data, None).floor


def test_a_race_of_ones_own_points_begins_untrained_and_is_run():
    import base64

    points = base64.b64encode(b"0,0\n1,0\n0,1\n1,1").decode()
    assert len(answers.film("own", points)["answers"]) == 1
    frames = answers.run("own", points, 0, 1)
    first, second = next(frames), next(frames)
    frames.close()
    assert (first["t"], second["t"]) == (0, 2) and "diffusion" in second["words"]
    with pytest.raises(BadArgument, match="allowed is a whole number from 1 to 20"):
        next(answers.run("moons", None, 0, 0))
