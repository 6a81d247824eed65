"""What a card says of each kind of network: one function a kind, name and data folder → scores."""

import numpy as np

from models import backend, data, denoisers, sample, scores

SAMPLES = 1000
SEED = 7


def unet(name: str, folder: str | None) -> dict:
    """Accuracy and Fréchet distance of 1,000 samples, guided and not; test loss; copies."""
    import torch

    from explainer.diffusion.bound import estimate, sigmas

    judge = f"classifier-{backend.MODELS[name].data}"
    train, test, truth = _pictures(name, folder)
    reference = scores.reference(judge)
    read, real = scores.judge(judge, test[:SAMPLES])
    out = {
        "judge": judge,
        "samples": SAMPLES,
        "steps": sample.STEPS,
        "power": sample.spacing(name, sample.STEPS),
        "sampler": "ddpm",
        "seed": SEED,
        "accuracy_of_test_pictures": float((read == truth[:SAMPLES]).mean()),
        "frechet_of_test_pictures": scores.frechet(scores.gaussian(real), reference),
    }
    labels = sample.labels_for("all", SAMPLES, name)
    for key, guidance in (("plain", 0.0), ("guidance_1", 1.0)):
        made = sample.pictures(name, labels, guidance=guidance, seed=SEED)
        read, features = scores.judge(judge, made)
        out |= {
            f"accuracy_{key}": float((read == labels).mean()),
            f"frechet_{key}": scores.frechet(scores.gaussian(features), reference),
        }
        if guidance == 0:
            out["nearest_training_picture"] = _quantiles(scores.nearest(made, train)[0])
    out["nearest_of_test_pictures"] = _quantiles(scores.nearest(test[:SAMPLES], train)[0])
    out["loss_simple_test"] = loss_simple(name, test[:SAMPLES], truth[:SAMPLES])
    plan = backend.MODELS[name].schedule()
    net = sigmas.with_sigma(denoisers.x0_model(name), "beta-tilde", plan)
    x0, y = data.to_unit(test[:SAMPLES]), torch.from_numpy(truth[:SAMPLES])
    found = estimate.bits(net, x0, y, plan, SEED)
    return out | {"bound_bits_a_pixel": found["bits"], "bound_standard_error": found["standard_error"]}


def bound(name: str, folder: str | None) -> dict:
    """The variational bound of 1,000 test pictures, without their classes and with them."""
    import torch

    from explainer.diffusion.bound import estimate
    from models.unet import NO_CLASS

    _, test, truth = _pictures(name, folder)
    net, plan = denoisers.x0_model(name), backend.MODELS[name].schedule()
    x0, y = data.to_unit(test[:SAMPLES]), torch.from_numpy(truth[:SAMPLES])
    classes = {"no_class": torch.full_like(y, NO_CLASS), "class_given": y}
    return {"test_pictures": SAMPLES, "seed": SEED} | {
        key: estimate.bits(net, x0, labels, plan, SEED) for key, labels in classes.items()
    }


def loss_simple(name: str, pictures: np.ndarray, labels: np.ndarray) -> float:
    """E‖ε − ε_θ(x_t, t, y)‖² a pixel on these pictures, t even over 1 … T; DDPM eq. 14."""
    import torch

    from explainer.diffusion import process

    eps_model, plan = backend.eps_model(name), backend.MODELS[name].schedule()
    x0, source = data.to_unit(pictures), torch.Generator().manual_seed(SEED)
    t = torch.linspace(1, plan.T, len(x0)).round().long()
    t = t[torch.randperm(len(x0), generator=source)]
    eps = torch.randn(x0.shape, generator=source)
    guess = eps_model(process.q_sample(x0, t, eps, plan), t, torch.from_numpy(labels))
    return (eps - guess).square().mean().item()


def classifier(name: str, folder: str | None) -> dict:
    """Accuracy on the test set; the training set's features are kept for Fréchet distances."""
    train, test, truth = _pictures(name, folder)
    scores.remember(name, scores.judge(name, train)[1])
    read, _ = scores.judge(name, test)
    return {"test_pictures": len(test), "accuracy": float((read == truth).mean())}


def autoencoder(name: str, folder: str | None) -> dict:
    """‖X − G(F(X))‖², mean over the test set, pixels in [0, 1]."""
    import torch

    _, test, _ = _pictures(name, folder)
    x, net = _ink(test), backend.load(name).cpu()
    with torch.no_grad():
        error = (x - net(x)).square().flatten(1).sum(1)
    return {"test_pictures": len(test), "squared_error": error.mean().item()}


def vae(name: str, folder: str | None, k: int = 500) -> dict:
    """ELBO with its two terms over the test set, and importance-weighted ln p of 1,000, in nats."""
    import torch

    from models import vae as nets

    _, test, _ = _pictures(name, folder)
    x, net, source = _ink(test), backend.load(name).cpu(), torch.Generator().manual_seed(SEED)
    binary = (torch.rand(x.shape, generator=source) < x).float()

    def bound(seen):
        mu, logvar = net.encode(seen)
        z = nets.reparameterize(mu, logvar, torch.randn(mu.shape, generator=source))
        return nets.log_likelihood(net.logits(z), seen), nets.kl_to_prior(mu, logvar)

    with torch.no_grad():
        recon, kl = bound(x)
        recon_b, kl_b = bound(binary[:SAMPLES])
        evidence = []
        for part in binary[:SAMPLES].split(100):
            eps = torch.randn(k, len(part), net.latent, generator=source)
            evidence.append(nets.log_evidence(net, part, eps))
        made = net.decode(torch.randn(SAMPLES, net.latent, generator=source))
    judge = f"classifier-{backend.MODELS[name].data}"
    grey = np.round(255 * made.squeeze(1).numpy()).astype(np.uint8)
    return {
        "decoder": "Bernoulli",
        "test_pictures": len(test),
        "elbo": (recon - kl).mean().item(),
        "reconstruction": recon.mean().item(),
        "kl": kl.mean().item(),
        "binarised_pictures": SAMPLES,
        "elbo_binarised": (recon_b - kl_b).mean().item(),
        "importance_samples": k,
        "ln_p_binarised": torch.cat(evidence).mean().item(),
        "judge": judge,
        "samples": SAMPLES,
        "frechet": _frechet(judge, grey),
    }


def gan(name: str, folder: str | None) -> dict:
    """Fréchet distance of 1,000 samples, beside that of as many test pictures, and their mix."""
    import torch

    from models.gan import NOISE

    judge = f"classifier-{backend.MODELS[name].data}"
    _, test, _ = _pictures(name, folder)
    z = torch.randn(SAMPLES, NOISE, generator=torch.Generator().manual_seed(SEED))
    with torch.no_grad():
        made = data.to_bytes(backend.load(name).cpu()(z))
    return {
        "judge": judge,
        "samples": SAMPLES,
        "frechet": _frechet(judge, made),
        "frechet_of_test_pictures": _frechet(judge, test[:SAMPLES]),
        "read_as": np.bincount(scores.judge(judge, made)[0], minlength=10).tolist(),
    }


def mlp(name: str, folder: str | None, n: int = 4000) -> dict:
    """L_simple for each toy data set, beside that of the exact denoiser: no network goes below."""
    import torch

    from explainer.diffusion import process
    from explainer.maths import points
    from models.mlp import NAMES, exact_eps

    eps_model, plan = backend.eps_model(name), backend.MODELS[name].schedule()
    out = {}
    for number, shape in enumerate(NAMES):
        rng, source = np.random.default_rng(SEED), torch.Generator().manual_seed(SEED)
        x0 = torch.from_numpy(points.sample(shape, n, rng)).float()
        t = torch.linspace(1, plan.T, n).round().long()
        eps = torch.randn(x0.shape, generator=source)
        xt = process.q_sample(x0, t, eps, plan)
        guess = eps_model(xt, t, torch.full((n,), number))
        best = exact_eps(xt.double(), t, shape, plan)
        out[shape] = {
            "loss_simple": (eps - guess).square().mean().item(),
            "loss_simple_exact": (eps - best).square().mean().item(),
        }
    return out


MEASURES = {
    "unet": unet,
    "bound": bound,
    "classifier": classifier,
    "ae": autoencoder,
    "vae": vae,
    "gan": gan,
    "mlp": mlp,
}


def _pictures(name: str, folder: str | None):
    what = backend.MODELS[name].data
    train, _ = data.load(what, "train", folder)
    test, truth = data.load(what, "test", folder)
    return train, test, truth


def _ink(pictures: np.ndarray):
    return (data.to_unit(pictures) + 1) / 2


def _frechet(judge: str, made: np.ndarray) -> float:
    """Of the pictures to the judge's training set."""
    return scores.frechet(scores.gaussian(scores.judge(judge, made)[1]), scores.reference(judge))


def _quantiles(distance: np.ndarray) -> dict:
    return {f"p{q}": float(np.percentile(distance, q)) for q in (1, 10, 50, 90)}
