"""The other figures of the section `latent`."""

from explainer.kit.atlas import Decoded, Map
from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Curve, Plot, Says, Spot
from explainer.kit.replay import Replay
from explainer.kit.tiles import Tiles
from explainer.vae import own, theory
from explainer.vae.latent import answers, settings
from explainer.vae.latent import encode_answers as encode
from explainer.vae.latent import loss_answers as loss
from explainer.vae.latent import walk_answers as ways

SECTION = "latent"


def encode_your_own() -> None:
    """q(z|x) of a chosen, drawn or uploaded picture, and both terms of its loss."""
    cloud = {"lines": (("encoded.one", "text"), ("encoded.two", "text")), "dots": (("encoded.samples", "model"),)}
    Figure(
        SECTION,
        "encode",
        title="Encode your own",
        try_this="draw a digit. Does its cloud fall among its like? Draw it badly: which term grows?",
        panels=[
            Map(source="map", label="where q(z|x) lies", dots=(("encoded.mean", "accent"),), size=0.85),
            Map(
                source="map",
                label="its 1 and 2 σ, close up",
                extent=("encoded.low", "encoded.high"),
                size=0.7,
                **cloud,
            ),
            Tiles(parts=(("encoded.given", "x"), ("encoded.back", "decoded from μ")), columns=1, size=0.42),
            Tiles(parts=(("encoded.drawn", "decoded from 12 samples of q(z|x)"),), columns=6, size=1.15),
            Numbers(source="encoded", label="Both terms of the loss for this picture, in nats"),
        ],
        sources=[answers.MAP, encode.ENCODED],
        reflects=("model", "picture"),
        reports=(("kl", "encoded.kl"), ("loss", "encoded.loss")),
        code=[own.ink, theory.kl_to_prior, theory.reconstruction, theory.ellipse],
        layout="compare",
        controls=settings.ENCODE,
        caption="The twelve decodings look alike: the cloud is small beside the plane, and the decoder has "
        "learned to draw the same from all of it. The expected reconstruction is a Gauss–Hermite sum over "
        "the cloud, no draw.",
    )


def walk() -> None:
    """A path between two places, scrubbed."""
    Figure(
        SECTION,
        "walk",
        title="A walk from picture to picture",
        try_this="press play; then drag A or B, or choose “Drawn by hand” and draw a path on the map.",
        panels=[
            Map(
                source="map",
                label="the path from A to B",
                hands=settings.ENDS,
                lines=(("walk.path", "accent"),),
                along=("walk.path", "s"),
                draws=("stroke", "way", "drawn"),
                size=0.9,
            ),
            Decoded(atlas="atlas", label="on the path", along=("walk.path", "s"), size=0.75),
            Tiles(parts=(("walk.strip", "eleven places from A to B, by the network"),), columns=11, size=2.4),
        ],
        sources=[answers.MAP, answers.ATLAS, ways.WALK],
        scrubbers=[settings.S],
        reflects=("s", "way", "a", "b", "model"),
        code=[theory.straight, theory.spherical, theory.along],
        controls=settings.WALK,
        layout="compare",
        caption="A straight line between two typical places passes nearer to 0 than either, where the prior "
        "is dense; in two dimensions that harms nothing, in many it leaves the shell where all the mass "
        "lies, and the spherical path stays on it. GIF above saves the walk.",
    )


def arithmetic() -> None:
    """Sums of class means."""
    Figure(
        SECTION,
        "sum",
        title="Arithmetic with means",
        try_this="9 − 4 + 0: does what tells a 9 from a 4 carry over to a 0? Try sums of your own.",
        panels=[
            Map(
                source="map",
                label="the four places",
                lines=(("sum.square", "noise"),),
                dots=(("sum.terms", "data"), ("sum.result", "model")),
                size=0.85,
            ),
            Tiles(parts=(("sum.pictures", "from, minus, plus, and what comes out"),), columns=4, size=1.5),
            Numbers(source="sum", label="Where the means and their sum lie"),
        ],
        sources=[answers.MAP, ways.SUM],
        reflects=("plus", "minus", "more_of", "model"),
        code=[theory.centres, ways.centre_sum],
        controls=settings.SUM,
        layout="compare",
        caption="Nothing in the loss asks for such sums. Classes that share a cluster, such as 4 and 9, have "
        "means that decode alike, so that taking one from the other changes next to nothing.",
    )


def both_terms() -> None:
    """The loss of the test picture next to the hand, and of all."""
    plots = [
        Plot(
            source="losses",
            figure=f"{key}_figure",
            label=f"Histogram over the test set of {title}",
            aspect=1.9,
            overlays=(
                Curve(x=f"near.{key}", y="near.high", color="accent"),
                Says(text=f"near.{key}_says", right=True),
            ),
        )
        for key, title in (("kl", "KL to the prior"), ("recon", "the reconstruction term"))
    ]
    Figure(
        SECTION,
        "terms",
        title="Both terms of the loss",
        try_this="drag to the rim of the map and let go: the KL grows. Then to a crowded border between digits.",
        panels=[
            Map(
                source="map",
                label="the nearest test picture",
                hands=(settings.Z,),
                dots=(("near.mean", "model"),),
                size=0.8,
            ),
            Tiles(parts=(("near.given", "x"), ("near.back", "decoded from μ")), columns=1, size=0.42),
            *plots,
            Numbers(source="near", label="Both terms for the nearest test picture"),
        ],
        sources=[answers.MAP, loss.LOSSES, loss.NEAR],
        reflects=("z", "model"),
        code=[theory.kl_to_prior, theory.log_likelihood, theory.reconstruction],
        layout="compare",
        caption="The grey bars are 5,000 test pictures; the line is the one whose code is nearest to the hand.",
    )


def over_beta() -> None:
    """The same network trained with other weights of the KL."""
    Figure(
        SECTION,
        "rate",
        title="β weighs the two terms",
        try_this="move β from 0.1 to 10: the map contracts, samples of the prior first fit it, then blur.",
        panels=[
            Map(source="betas", label="test pictures", circles=(1, 2, 3), pick=("beta", "betas.beta"), size=0.95),
            Tiles(
                parts=(("betas.samples", "32 samples of the prior"),),
                knots="betas.beta",
                t="beta",
                columns=8,
                size=1.3,
            ),
            Plot(
                source="betas",
                figure="rate_figure",
                label="Rate–distortion curve of six values of β",
                aspect=1.5,
                overlays=(Spot(at="beta", x="betas.rate", y="betas.distortion", knots="betas.beta"),),
            ),
            Numbers(source="betas", label="Rate and distortion of the six networks"),
        ],
        sources=[loss.BETAS],
        reflects=("beta",),
        code=[theory.kl_to_prior, theory.reconstruction],
        controls=[settings.BETA],
        layout="compare",
        caption="A small β codes precisely but leaves the prior: samples of it fall between the clouds. A "
        "large one says ever less about x, and at the end nothing: q(z|x) = p(z) for every x, KL = 0. That "
        "is posterior collapse; β = 10 is on the way there, with a few nats left and pictures that have lost "
        "their class.",
    )


def evidence() -> None:
    """ln p(x) by quadrature, and importance-weighted bounds that climb towards it."""
    Figure(
        SECTION,
        "evidence",
        title="ln p(x), and bounds that climb to it",
        try_this="press Draw weights, then scrub. How many weights close half of the gap between ELBO and ln "
        "p(x)?",
        panels=[
            Plot(
                source="truth",
                label="Importance-weighted bound of ln p(x) over K between the ELBO and the truth",
                aspect=1.6,
                overlays=(
                    Curve(x="bound.k", y="bound.above", color="noise", dash=True),
                    Curve(x="bound.k", y="bound.below", color="noise", dash=True),
                    Curve(x="bound.k", y="bound.mean", color="data"),
                ),
            ),
            Tiles(parts=(("truth.black", "x in black and white"),), columns=1, size=0.5),
            Numbers(source="bound", label="Bounds by K"),
            Replay(film="weights", source="bound", t="w_t", ends=True),
        ],
        sources=[encode.TRUTH, encode.BOUND, encode.WEIGHTS],
        streams=[encode.ESTIMATE],
        scrubbers=[settings.DRAW],
        reflects=("picture", "model", "w_state"),
        reports=(("elbo", "truth.elbo"), ("evidence", "truth.evidence")),
        code=[theory.log_evidence, theory.log_weights, theory.bounds],
        controls=settings.EVIDENCE,
        layout="compare",
        caption="For a black-and-white picture p(x) is a probability: the decoder's, averaged over the "
        "prior. In a plane that average is an integral that can be done (green). ln 1/K Σ p(x|z) p(z)/q(z|x) "
        "bounds it from below on average (Burda et al. 2016): K = 1 is the ELBO. Dashed: one standard error. "
        "Groups are nested, so the curve can not fall.",
    )


def dimensions() -> None:
    """2 against 16 dimensions."""
    strip = "32 samples of the prior"
    Figure(
        SECTION,
        "sixteen",
        title="2 against 16 dimensions",
        try_this="compare the samples: what do fourteen more numbers a picture buy?",
        panels=[
            Tiles(parts=(("sixteen.two", f"2 dimensions: {strip}"),), columns=8, size=1.3),
            Tiles(parts=(("sixteen.more", f"16 dimensions: {strip}"),), columns=8, size=1.3),
            Plot(source="sixteen", figure="axes_figure", label="KL of each of 16 axes", aspect=2.2),
            Numbers(source="sixteen", label="Both terms, ELBO and scores of 2 and 16 dimensions"),
        ],
        sources=[loss.SIXTEEN],
        code=[theory.kl_to_prior, theory.log_likelihood],
        layout="compare",
        caption="Of 16 axes some say next to nothing about x (vermillion): there q(z|x) is the prior, which "
        "is posterior collapse of a part. A plane can be looked at, which is why this page lives in one.",
    )
