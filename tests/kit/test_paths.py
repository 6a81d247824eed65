"""Every step of every path leads to a figure, and asks for a value that its section can have."""

import pytest

import app
from explainer.kit import language, paths, talks
from explainer.kit.figure import figures

STEPS = [step for path in paths.sections().values() for step in path.steps]
PARTS = {(figure.section, talks.link_name(figure.parts)): figure.parts for figure in figures(app.demo)}


def declared(step):
    """The control of that key in the step's own figure, or None."""
    parts = PARTS[step.at, step.figure]
    return next((one for one in (*parts["scrubbers"], *parts["controls"]) if one["key"] == step.key), None)


def test_every_section_has_two_to_four_steps_and_an_ending():
    found = paths.sections()
    assert list(found) == [section.name for chapter in app.CHAPTERS for section in chapter.sections]
    for path in found.values():
        assert 2 <= len(path.steps) <= 4
        assert path.saw.endswith(".") and path.question.endswith("?") and path.answer.endswith(".")
        assert len({step.name for step in path.steps}) == len(path.steps)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.id)
def test_a_step_can_be_done(step):
    """Its figure has the control, the value is within the control's range, and is not there from the start."""
    parts = PARTS[step.at, step.figure]
    if step.opens:
        assert parts["answer"] and step.key is None
        return
    streams = {f"{stream['prefix']}state" for stream in parts["streams"]}
    if step.key in streams:
        assert step.value == "running" and any(one["type"] in ("run", "player") for one in parts["controls"])
        return
    control = declared(step)
    assert control, f"{step.id}: {step.figure} has no control {step.key}"
    if step.value is not None:
        assert step.value in [choice[0] for choice in control["choices"]] and step.value != control["value"]
    limits = [limit for limit in (step.least, step.most) if limit is not None]
    if not limits:
        return
    if control["type"] == "stops":
        assert any(inside(step, stop) for stop in control["stops"]) and not inside(step, control["value"])
        return
    low, high = control["minimum"], highest(step, control)
    assert all(low <= limit <= high for limit in limits)
    assert (step.least or low) <= (high if step.most is None else step.most)
    if not control.get("maximum_key"):  # else a run says where it stands at first
        assert not inside(step, control["value"])


def inside(step, value) -> bool:
    return (step.least is None or value >= step.least) and (step.most is None or value <= step.most)


def highest(step, control):
    """The largest value that is sure: another control's, or the first frames of a run of any length."""
    key = control.get("maximum_key")
    if not key:
        return control["maximum"]
    parts = [part for (section, _), part in PARTS.items() if section == step.at]
    others = [one for part in parts for one in (*part["controls"], *part["scrubbers"])]
    return next((one["value"] for one in others if one["key"] == key), control["maximum"])


@pytest.mark.parametrize("code", [file.stem for file in sorted(language.FOLDER.glob("*.toml"))])
def test_every_sentence_has_a_translation(code):
    known = language.catalogue(code)
    for path in (*paths.sections().values(), *paths.tours().values()):
        for text in (path.saw, path.question, path.answer, *(step.do for step in path.steps)):
            assert known.find(text) is not None, text


def test_a_tour_goes_through_several_sections_and_has_an_ending():
    for tour in paths.tours().values():
        assert tour.title and tour.saw and tour.question and tour.answer
        assert len({step.at for step in tour.steps}) >= 3
        order = [section.name for chapter in app.CHAPTERS for section in chapter.sections]
        assert [order.index(step.at) for step in tour.steps] == sorted(
            order.index(step.at) for step in tour.steps
        )


def test_the_page_gets_its_language_and_an_unknown_entry_is_refused(monkeypatch):
    english = paths.shown()["sections"]["forward"]["steps"][0]
    assert english["id"] == "forward.noise" and english["do"].startswith("Drag $t$")
    language.use("pt")
    try:
        assert paths.shown()["sections"]["forward"]["steps"][0]["do"].startswith("Arraste $t$")
    finally:
        language.use(language.ENGLISH)
    monkeypatch.setattr(paths, "_read", lambda name: {"forward": {"step": [{"name": "x", "wrong": 1}]}})
    with pytest.raises(TypeError, match="wrong"):
        paths.sections.__wrapped__()
