"""Diffusion Live: the talk "Diffusion Models", one tab a chapter, in the order of the talk."""

import argparse
import gc
from pathlib import Path

gc.disable()  # loading makes no garbage to speak of, and looking for it takes a fifth of the start

import programs
from explainer.coding import tab as coding
from explainer.diffusion.bound import tab as bound
from explainer.diffusion.forward import tab as forward
from explainer.diffusion.plane import tab as plane
from explainer.diffusion.reverse import tab as reverse
from explainer.diffusion.unet import tab as unet
from explainer.divergence import tab as divergence
from explainer.gan import tab as gan
from explainer.introduction import tab as introduction
from explainer.kit import language, page
from explainer.kit.links import Chapter, Section, tabs
from explainer.vae.autoencoder import tab as autoencoder
from explainer.vae.latent import tab as latent
from explainer.vae.reparameterization import tab as reparameterization
from explainer.variational import tab as variational
from explainer.variational.elbo import tab as elbo


def section(tab) -> Section:
    """A section as its `tab` module declares it."""
    return Section(tab.SECTION, tab.TITLE, tab.build)


CHAPTERS = [
    Chapter("introduction", "Introduction", [section(introduction)]),
    Chapter("divergence", "Divergence", [section(divergence)]),
    Chapter("variational", "Variational inference", [section(variational), section(elbo)]),
    Chapter("vae", "VAE", [section(autoencoder), section(latent), section(reparameterization)]),
    Chapter("gan", "GAN", [section(gan)]),
    Chapter(
        "diffusion",
        "Diffusion",
        [section(forward), section(reverse), section(unet), section(plane), section(bound)],
    ),
    Chapter("coding", "Coding", [section(coding)]),
]

with page.Page("Diffusion Live", CHAPTERS, introduction.GLOSSARY) as demo:
    tabs(CHAPTERS)
    programs.offer()

gc.collect()
gc.freeze()  # what stands now stays: no later collection looks through it and keeps a visitor waiting
gc.enable()

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Serve Diffusion Live.")
    parser.add_argument("--talk", type=Path, metavar="FILE.toml", help="a talk of your own, for ?view=talk")
    parser.add_argument("--export", type=Path, metavar="FILE.html", help="write that talk as one file, and end")
    parser.add_argument("--lang", default="en", choices=language.offered(), help="of the file (default: en)")
    options = parser.parse_args()
    if options.export:
        demo.export(options.export, options.talk, options.lang)
    else:
        page.run(demo, talk=options.talk)
