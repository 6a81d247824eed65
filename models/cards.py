"""Cards of the networks: the facts as `weights/NAME.json`, and the Markdown page that a person reads."""

import json
from typing import Any

from models import backend

TITLES = {
    "accuracy": "read right on the test set",
    "accuracy_plain": "samples read as asked, no guidance",
    "accuracy_guidance_1": "samples read as asked, guidance 1",
    "accuracy_of_test_pictures": "real test pictures read right",
    "frechet": "Fréchet distance of the samples to the training set",
    "frechet_plain": "Fréchet distance, no guidance",
    "frechet_guidance_1": "Fréchet distance, guidance 1",
    "frechet_of_test_pictures": "Fréchet distance of real test pictures (the floor)",
    "power": "spacing of the steps, t ∝ (i/S)^power",
    "nearest_training_picture": "samples' distance to the nearest training picture (rms grey)",
    "nearest_of_test_pictures": "the same of real test pictures",
    "loss_simple_test": "L_simple on test pictures, a pixel",
    "bound_bits_a_pixel": "variational bound on test pictures, bits a pixel (Σ fixed to β̃, in float32)",
    "bound_standard_error": "its standard error",
    "no_class": "variational bound, no class given",
    "class_given": "variational bound, class given",
    "squared_error": "‖X − G(F(X))‖², mean over the test set",
    "elbo": "ELBO, nats, mean over the test set",
    "reconstruction": "E_q[ln p(x|z)], nats",
    "kl": "D(q(z|x) ‖ p(z)), nats",
    "elbo_binarised": "ELBO of binarised test pictures, nats",
    "ln_p_binarised": "ln p of the same, importance-weighted, nats",
    "importance_samples": "importance samples",
    "read_as": "samples read as 0 … 9",
}
OBJECTIVES = {
    "unet": "Algorithm 1 with v for ε: E‖v − v_θ(x_t, t, y)‖², t uniform on 1 … T and a tenth of the labels"
    " dropped (but see the training): L_simple weighted by 1/ᾱ_t; cosine schedule, T = 1000; Σ fixed."
    " `eps_model` converts v to ε exactly.",
    "bound": "The variational bound itself, L_0 and every L_{t−1}, t drawn in proportion to the size of its"
    " term: mean and variance of x_0 given x_t by a mixture of black, white and the network's own grey,"
    " σ_t² = β̃_t + c_t² Var[x_0 | x_t]; cosine schedule, T = 1000.",
    "classifier": "Cross-entropy on real training pictures, turned, scaled and moved a little;"
    " never on anything generated.",
    "ae": "‖X − G(F(X))‖², pixels in [0, 1].",
    "vae": "β D(q(z|x) ‖ N(0, I)) − E_q[ln p(x|z)] with a Bernoulli decoder: a grey value is"
    " read as the probability of ink, so the ELBO bounds the expected ln p of a binarised picture.",
    "gan": "Non-saturating game with a spectrally normed discriminator; the moving average of the"
    " generator is kept.",
    "mlp": "Algorithm 1: E‖ε − ε_θ(x_t, t, y)‖², t uniform on 1 … T, linear schedule, T = 1000;"
    " y is the data set, a tenth of them dropped.",
}


def write(facts: dict[str, Any]) -> None:
    """Both files of the card, each written under another name and renamed."""
    stem = backend.WEIGHTS / facts["name"]
    texts = {".json": json.dumps(facts, indent=1, ensure_ascii=False) + "\n"}
    if "scores" in facts:
        texts[".md"] = text(facts) + "\n"
    for suffix, content in texts.items():
        part = stem.with_name(f"{stem.name}{suffix}.part")
        part.write_text(content)
        part.replace(stem.with_name(stem.name + suffix))


def text(facts: dict[str, Any]) -> str:
    """The card as Markdown, made from the facts alone."""
    training, scores = facts["training"], facts["scores"]
    plan, on = training["plan"], facts["measured_on"]
    rows = [f"| {TITLES.get(key, key.replace('_', ' '))} | {_say(scores[key], key)} |" for key in scores]
    return "\n".join(
        [
            f"# {facts['name']}",
            "",
            f"{facts['parameters']:,} parameters, {facts['bytes'] / 1e6:.1f} MB in fp16; trained on"
            f" {_data(facts['data'])}.",
            "",
            OBJECTIVES[facts["kind"]],
            "",
            f"Training: {training['step']:,} steps of {plan['batch']} examples, seed {plan['seed']}"
            f", AdamW from {plan['rate']:g} down to 0 on a cosine, average of weights"
            f" {plan['ema']:g}; {training['cpu'] / 60:.0f} processor minutes on"
            f" {training['threads']} thread(s), torch {training['torch']}; loss at the end"
            f" {training['loss']:.4f}." + _note(training),
            "",
            "| measured | |",
            "|---|---|",
            *rows,
            "",
            f"Measured by `python -m models.evaluate {facts['name']}` on {on['device']} in"
            f" {on['dtype']}, torch {on['torch']}.",
            "",
            f"sha256 `{facts['sha256']}`",
        ]
    )


def table() -> str:
    """The README's table of the networks, from the cards that exist."""
    lines = ["| network | parameters | data | training | scores |", "|---|---|---|---|---|"]
    for name in backend.MODELS:
        if not (backend.WEIGHTS / f"{name}.json").is_file():
            continue
        facts = backend.card(name)
        training = facts["training"]
        lines.append(
            f"| [{name}](models/weights/{name}.md) | {facts['parameters']:,} | {facts['data']} |"
            f" {training['cpu'] / 60:.0f} processor min | {_short(facts)} |"
        )
    return "\n".join(lines)


def _short(facts: dict[str, Any]) -> str:
    s = facts["scores"]
    if facts["kind"] == "unet":
        return (
            f"{s['accuracy_plain']:.1%} read as asked, {s['accuracy_guidance_1']:.1%} at guidance"
            f" 1; Fréchet {s['frechet_plain']:.2f} (real: {s['frechet_of_test_pictures']:.2f})"
        )
    if facts["kind"] == "bound":
        bits = s["no_class"]
        return f"{bits['bits']:.3f} ± {bits['standard_error']:.3f} bits a pixel"
    if facts["kind"] == "classifier":
        return f"{s['accuracy']:.2%} right"
    if facts["kind"] == "vae":
        return f"ELBO {s['elbo']:.1f}, ln p ≥ {s['ln_p_binarised']:.1f} nats (binarised)"
    if facts["kind"] == "ae":
        return f"squared error {s['squared_error']:.1f}"
    if facts["kind"] == "gan":
        return f"Fréchet {s['frechet']:.2f} (real: {s['frechet_of_test_pictures']:.2f})"
    gap = [losses["loss_simple"] - losses["loss_simple_exact"] for losses in s.values()]
    return f"L_simple at most {max(gap):.4f} above the exact denoiser's"


def _note(training: dict[str, Any]) -> str:
    return f" {training['note']}" if "note" in training else ""


def _data(what: str) -> str:
    names = {
        "mnist": "MNIST",
        "fashion": "Fashion-MNIST",
        "plane": "five toy data sets in the plane",
    }
    return names[what]


def _say(value: Any, key: str) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k.replace('_', ' ')} {_say(v, k)}" for k, v in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if key.startswith("accuracy"):
        return f"{value:.2%}"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
