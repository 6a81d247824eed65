"""What the parts of the latent section share: the networks, their marks on the map, and the hand for z."""

from explainer.kit import controls
from explainer.kit.atlas import Hand
from explainer.vae.settings import PICTURE_KEYS

SECTION = "latent"
MODELS = {"vae-mnist": "Digits (MNIST)", "vae-fashion": "Clothes (Fashion-MNIST)"}
MARKS = {
    "vae-mnist": tuple("0123456789"),
    "vae-fashion": ("T", "L", "P", "D", "C", "S", "H", "K", "B", "A"),
}
START = "0.5,-1.2"
ENCODED_KEYS = ("model", *PICTURE_KEYS)

MODEL = controls.Select(
    key="model",
    label="Network",
    help="Whose latent plane this is. Both have two dimensions and β = 1.",
    value="vae-mnist",
    choices=tuple(MODELS.items()),
)
Z = Hand(key="z", label="z: drag, or arrow keys (with shift by 1)", rest="rest")
