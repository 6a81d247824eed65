"""Measure every term of the bound of the shipped pictures: `python -m models.precompute_bound --data DIR`.

For each network and picture all 1,000 terms under each Σ, more draws at small t where the bits are, and
those of chains with fewer steps, from the same questions; of the network trained for the bound also where
in the picture the bits are, and x̂_0. `--data` gives the pictures on which the best width a step is found.
"""

import json
import math

import numpy as np
from numpy.typing import NDArray

from explainer import shipped
from explainer.diffusion.bound import shown
from explainer.diffusion.bound.derivation import path
from explainer.diffusion.bound.sigmas import SIGMAS, variance, with_sigma
from explainer.maths import chains
from models import backend, data, denoisers, pair_scores, scores, shipping

FOLDER = shipping.ASSETS / "bound"
DRAWS = ((4, 24), (16, 8), (64, 4), (shown.STEPS, 2))  # up to that t, so many
HELD = 100  # training pictures for the best width
BATCH = 64
SEED = 3
REAL, PATHS_OF = "real", "unet-mnist"  # the file of paths, and whose reverse chain they are of
SCATTER, SCATTERED = "scatter", ("unet-mnist", "unet-mnist-bound")  # errors of Fréchet distances, and of whose
SAMPLES, PART, SAMPLED = 1000, 50, 25  # samples, at a time, and steps to each
TEST = "test"  # the file of test pictures


def places() -> NDArray[np.int64]:
    """Every t as often as it is drawn, rising."""
    often = np.zeros(shown.STEPS + 1, int)
    for until, count in reversed(DRAWS):
        often[1 : until + 1] = count
    return np.repeat(np.arange(shown.STEPS + 1), often)


class Picture:
    """The terms of one picture as they come: sums over the draws of each t."""

    def __init__(self, model: str, name: str, best: NDArray) -> None:
        from explainer.diffusion.reverse.steps import respace, timesteps

        self.x0 = data.to_unit(shown.picture(name)[None])
        plan = backend.MODELS[model].schedule()
        sigmas = [sigma for sigma in SIGMAS if sigma != "learned" or backend.MODELS[model].kind == "bound"]
        steps = {count: timesteps(plan.T, count) for count in (shown.STEPS, *shown.FEWER)}
        self.chains = {count: (np.array(ts[::-1]), respace(plan, ts)) for count, ts in steps.items()}
        self.variances = {
            count: {sigma: variance(sigma, short, np.append(best[0], best[ts])) for sigma in sigmas}
            for count, (ts, short) in self.chains.items()
        }
        shape = (len(sigmas), shown.STEPS + 1)
        self.sums = {count: np.zeros(shape) for count in steps}
        self.squares = {count: np.zeros(shape) for count in steps}
        self.count, self.square = np.zeros(shape[1]), np.zeros(shape[1])
        self.maps = np.zeros((len(shown.KNOTS), *self.x0.shape[2:]))
        self.whole = np.zeros(self.x0.shape[2:])
        self.x0_hat = np.zeros_like(self.maps)

    def add(self, net, ts, source) -> None:
        """Ask the network at a batch of t, rising, once for each."""
        import torch

        from explainer.diffusion import process
        from models.unet import NO_CLASS

        t, x0 = torch.from_numpy(ts), self.x0.expand(len(ts), -1, -1, -1)
        plan = self.chains[shown.STEPS][1]
        xt = process.q_sample(x0, t, torch.randn(x0.shape, generator=source), plan)
        with torch.no_grad():
            mean, var = net(xt, t, torch.full_like(t, NO_CLASS))
        parts = [part if part is None else part.double() for part in (mean, var, x0, xt)]
        np.add.at(self.count, ts, 1)
        np.add.at(self.square, ts, (parts[2] - parts[0]).square().mean((1, 2, 3)).numpy())
        for count, (kept, short) in self.chains.items():
            here = np.isin(ts, kept)
            if here.any():
                at = np.searchsorted(kept, ts[here]) + 1
                self.take(count, short, at, [None if p is None else p[here] for p in parts], ts[here])
        for t_one, seen in zip(ts, parts[0], strict=True):
            if t_one in shown.KNOTS:
                self.x0_hat[shown.KNOTS.index(t_one)] = seen[0].numpy()

    def take(self, count: int, short, at, parts, ts) -> None:
        """Bits a pixel of these steps of a chain under each Σ."""
        import torch

        from explainer.diffusion import process
        from explainer.diffusion.bound.terms import pixel_terms

        mean, own, x0, xt = parts
        places = torch.from_numpy(at)
        for i, (sigma, v) in enumerate(self.variances[count].items()):
            var = own if v is None else process.at(v, places, xt).expand_as(mean)
            each = pixel_terms(mean, var, x0, xt, places, short)[:, 0].numpy() / math.log(2)
            bits = each.mean((1, 2))
            np.add.at(self.sums[count][i], ts, bits)
            np.add.at(self.squares[count][i], ts, bits**2)
            if count == shown.STEPS and sigma == "learned":
                for t, one in zip(ts, each, strict=True):
                    often = self.often[t]
                    self.whole += one / often
                    if t in shown.KNOTS:
                        self.maps[shown.KNOTS.index(t)] += one / often

    often = np.bincount(places())

    def terms(self, count: int) -> NDArray[np.float64]:
        """Mean bits a pixel of the chain's steps in the order of t, (Σ, count)."""
        kept = self.chains[count][0]
        return self.sums[count][:, kept] / self.count[kept]

    def errors(self, count: int) -> NDArray[np.float64]:
        """The standard error of the sum of all terms of the chain, (Σ,)."""
        kept = self.chains[count][0]
        n, sums = self.count[kept], self.sums[count][:, kept]
        spread = (self.squares[count][:, kept] - sums**2 / n) / (n - 1)
        return np.sqrt((spread / n).sum(1))

    def shades(self) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """The maps as bytes b and the scale of each: scale · (b / 255)² bits."""
        scale = self.maps.max((1, 2))
        return (255 * np.sqrt(np.maximum(self.maps, 0) / scale[:, None, None])).round().astype(np.uint8), scale


def measure(model: str, folder: str | None) -> dict[str, NDArray]:
    """What ships of a network: bits (pictures, Σ, T), their errors, and those of shorter chains."""
    import torch

    net = denoisers.x0_model(model)
    held, _ = data.load(backend.MODELS[model].data, "train", folder)
    chosen = np.random.default_rng(SEED).permutation(len(held))[:HELD]
    best = pair_scores.spread_of(net, data.to_unit(held[chosen]))
    found = []
    for name in shown.MEASURED[model]:
        source, one = torch.Generator().manual_seed(SEED), Picture(model, name, best)
        for ts in np.array_split(places(), -(-len(places()) // BATCH)):
            one.add(net, ts, source)
        found.append(one)
        print(
            f"{model}, {name}: {one.terms(shown.STEPS).sum(1).round(4)} ± {one.errors(shown.STEPS).round(4)}",
            flush=True,
        )
    arrays = {
        "pictures": np.array(shown.MEASURED[model]),
        "best": best,
        "square": np.array([one.square[1:] / one.count[1:] for one in found], np.float32),
    }
    for count in (shown.STEPS, *shown.FEWER):
        arrays[f"bits_{count}"] = np.array([one.terms(count) for one in found], np.float32)
        arrays[f"errors_{count}"] = np.array([one.errors(count) for one in found], np.float32)
    if backend.MODELS[model].kind == "bound":
        maps, scales = zip(*(one.shades() for one in found), strict=True)
        arrays |= {"maps": np.array(maps), "scales": np.array(scales, np.float32)}
        arrays["whole"] = np.array([one.whole for one in found], np.float32)
        arrays["x0_hat"] = np.array([chains.grey(one.x0_hat) for one in found])
    return arrays


def test_bits(folder: str | None) -> dict:
    """The mean bound of test pictures of each network under each Σ, with its standard error."""
    import torch

    from explainer.diffusion.bound import estimate
    from models.unet import NO_CLASS

    found = {}
    for model in shown.NETWORKS:
        net, plan = denoisers.x0_model(model), backend.MODELS[model].schedule()
        best = shipped.arrays(f"bound/{model}")["best"]
        test, _ = data.load(backend.MODELS[model].data, "test", folder)
        x0 = data.to_unit(test[np.random.default_rng(SEED).permutation(len(test))[: shown.TESTED]])
        sigmas = [sigma for sigma in SIGMAS if sigma != "learned" or backend.MODELS[model].kind == "bound"]
        found[model] = {
            sigma: estimate.bits(
                with_sigma(net, sigma, plan, best), x0, torch.full((len(x0),), NO_CLASS), plan, SEED
            )
            for sigma in sigmas
        }
    return found


def paths() -> dict[str, NDArray]:
    """Paths of noise from each shipped digit, and what q and the reverse chain say of them."""
    import torch

    from explainer.diffusion.reverse.steps import respace, timesteps
    from models.unet import NO_CLASS

    net, plan = denoisers.x0_model(PATHS_OF), backend.MODELS[PATHS_OF].schedule()
    ts = timesteps(plan.T, path.STEPS)[::-1]

    def guess(xt, place):
        t = torch.full((len(xt),), ts[place - 1])
        mean, _ = net(torch.from_numpy(xt[:, None]).float(), t, torch.full_like(t, NO_CLASS))
        return mean[:, 0].double().numpy()

    found = {}
    for name in shown.MEASURED[PATHS_OF]:
        x0, rng = shown.picture(name) / 127.5 - 1, np.random.default_rng(SEED)
        one = path.walk(guess, x0, respace(plan, ts[::-1]), path.DRAWS, rng)
        found |= {f"{name}_{key}": values for key, values in one.items()}
    return found


def scatter() -> dict:
    """How far Fréchet distances of samples scatter: standard errors of two networks' and of their difference."""
    reference, labels = scores.reference("classifier-mnist"), np.arange(PART, dtype=np.int64) % 10
    features = []
    for model in SCATTERED:
        net = with_sigma(denoisers.x0_model(model), "beta-tilde", pair_scores.SCHEDULE)
        made = [pair_scores.samples(net, labels, SAMPLED, 1000 + part) for part in range(SAMPLES // PART)]
        features.append(scores.judge("classifier-mnist", np.concatenate(made))[1])
    errors = scores.frechet_errors(features, reference)
    return {
        "networks": SCATTERED,
        "samples": SAMPLES,
        "sampling_steps": SAMPLED,
        "frechet": [scores.frechet(scores.gaussian(one), reference) for one in features],
        "errors": errors.diagonal().tolist(),
        "error_of_the_difference": float(errors[0, 1]),
    }


def make(name: str, folder: str | None) -> dict:
    """Write one file; its entry in the manifest."""
    if name == REAL:
        recipe = {"model": PATHS_OF, "seed": SEED, "draws": path.DRAWS, "steps": path.STEPS}
        return shipping.save(FOLDER, REAL, paths(), recipe, PATHS_OF)
    if name == SCATTER:
        text = json.dumps(scatter(), indent=1) + "\n"
        recipe = {"samples": SAMPLES, "steps": SAMPLED, "seeds": "1000 and on"}
        return shipping.write(FOLDER / f"{SCATTER}.json", text.encode(), recipe, SCATTERED)
    if name == TEST:
        text = json.dumps(test_bits(folder), indent=1) + "\n"
        recipe = {"pictures": shown.TESTED, "seed": SEED}
        return shipping.write(FOLDER / f"{TEST}.json", text.encode(), recipe, tuple(shown.NETWORKS))
    model = name
    recipe = {"model": model, "seed": SEED, "draws": DRAWS, "held": HELD, "pictures": shown.MEASURED[model]}
    return shipping.save(FOLDER, model, measure(model, folder), recipe, model)


if __name__ == "__main__":
    shipping.run(FOLDER, [*shown.NETWORKS, TEST, REAL, SCATTER], make, __doc__)
