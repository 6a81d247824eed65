"""What the plane under the hand asks: the network's picture where the hand rests, and the classes' centres."""

from math import ceil

import numpy as np

from explainer.kit.asked import Source
from explainer.kit.atlas import exact_data
from explainer.vae import atlas, codes
from explainer.vae.answers import classes, decoded, point
from explainer.vae.latent.answers import known


def exact(model, rest):
    """The network's own picture where the hand rests, and how far the blend is from it."""
    z = point("z", rest, atlas.REACH)
    pixels, gap = decoded(known(model), z)
    mean, most = atlas.shipped(model)["gap"]
    sentence = (
        f"decoded exactly; the preview differed by at most {ceil(gap)} grey levels "
        f"(over the prior {mean:.1f} on average, {ceil(most)} the most in a sample)"
    )
    return exact_data(model, rest, pixels, sentence) | {"gap": gap}


def centres(model):
    """The classes' centres as a table, which tells what the map shows."""
    shipped = atlas.shipped(known(model))
    points, labels = shipped["points"].astype(np.float64), shipped["labels"]
    rows = []
    for label, (name, centre) in enumerate(zip(classes(model), codes.centres(points, labels), strict=True)):
        spread = points[labels == label].std(0)
        kl, recon = (shipped[key][labels == label].mean() for key in ("kl", "recon"))
        rows.append([name, *(f"{number:.2f}" for number in (*centre, *spread)), f"{kl:.2f}", f"{-recon:.1f}"])
    head = ["class", "$z_1$", "$z_2$", "spread of $z_1$", "spread of $z_2$", "KL, nats", "reconstruction, nats"]
    return {"rows": {"head": head, "rows": rows, "notes": []}}


SOURCES = {
    source.name: source
    for source in (
        Source("exact", exact, ("model", "rest"), slow=True),
        Source("classes", centres, ("model",), slow=True),
    )
}
