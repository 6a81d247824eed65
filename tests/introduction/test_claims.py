"""What the first screen and the path say in numbers is so."""

from pathlib import Path

from explainer import shipped
from explainer.introduction import tab
from explainer.kit import paths
from models import backend


def test_a_digit_of_the_u_net_costs_what_the_path_says():
    """Hundreds of times the GAN's time, and hours of training against minutes."""
    assert "hundreds of times as long as the GAN" in paths.sections()["home"].answer
    seconds = {name: float(shipped.arrays(f"introduction/{name}")["seconds"]) for name in ("gan", "unet-asked")}
    assert 200 <= seconds["unet-asked"] / seconds["gan"] < 2000
    minutes = {
        name: backend.card(name)["training"]["cpu"] / 60 for name in ("unet-mnist", "gan-mnist", "vae-mnist-16")
    }
    assert minutes["unet-mnist"] > 120 and minutes["gan-mnist"] < 60 and minutes["vae-mnist-16"] < 60


def test_the_ten_minutes_are_ten_things_to_do():
    assert "ten things to do" in (Path(tab.HERE) / "README.md").read_text(encoding="utf-8")
    assert len(paths.tours()["ten-minutes"].steps) == 10
