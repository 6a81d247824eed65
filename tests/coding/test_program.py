"""The file's text: its defaults, and with other settings filled in."""

import re

import pytest

from explainer.coding import ddpm, program
from explainer.coding.presets import OPENED, PRESETS, named
from explainer.coding.runs import checked
from explainer.maths.arguments import BadArgument


def executed(text: str):
    """The Settings() that a file's text makes."""
    space = {"__name__": "taken"}
    exec(compile(text, "taken.py", "exec"), space)
    return space["Settings"]()


def test_the_defaults_read_without_torch_are_those_of_the_file():
    assert program.defaults() == vars(ddpm.Settings())


@pytest.mark.parametrize("changes", [preset.changes for preset in PRESETS.values()], ids=list(PRESETS))
def test_a_filled_file_has_those_settings_and_nothing_else_changed(changes):
    settings = checked(**changes, seed=7)
    text = program.filled(settings)
    assert vars(executed(text)) == settings
    before, after = program.text().splitlines(), text.splitlines()
    changed = [line for old, line in zip(before, after, strict=True) if old != line]
    assert len(changed) == len(changes) + 1
    assert all(re.match(r"    \w+: \w+ = ", line) for line in changed)


def test_a_setting_that_the_file_has_not_is_refused():
    with pytest.raises(KeyError):
        program.filled({"depth": 3})


@pytest.mark.parametrize(
    "key, value, sentence",
    [
        ("rate", 1000, "the rate is 1000; allowed is a number from 1e-06 to 1"),
        ("T", 1, "T is 1; allowed is a whole number from 2 to 1000"),
        ("width", 0, "the width is 0; allowed is a whole number from 8 to 48"),
        ("width", 10_000, "the width is 10000; allowed is a whole number from 8 to 48"),
        ("width", 12, "the width is 12; allowed are multiples of 8 from 8 to 48"),
        ("seed", "abc", "the seed is 'abc'; allowed is a whole number from 0 to 999,999"),
        ("batch", 0, "the batch is 0; allowed is a whole number from 1 to 256"),
        ("schedule", "steep", "the schedule is 'steep'; allowed are linear, cosine, constant"),
        ("target", "x1", "the target is 'x1'; allowed are eps, x0, v"),
        ("told", "no", "told is 'no'; allowed are True, False"),
    ],
)
def test_what_is_not_allowed_is_refused_beside_its_control(key, value, sentence):
    with pytest.raises(BadArgument) as refused:
        checked(**{key: value})
    assert (refused.value.argument, str(refused.value)) == (key, sentence)


def test_presets_change_what_their_name_says_and_are_found_by_their_settings():
    for name, preset in PRESETS.items():
        settings = checked(**preset.changes)
        assert named(settings, program.defaults()) == name
        assert preset.beside in PRESETS
    assert PRESETS[OPENED].changes == {}
    assert named(checked(seed=3), program.defaults()) is None
