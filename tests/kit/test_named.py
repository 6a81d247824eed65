"""Which sentences name a control: known by the English text, whatever the page speaks."""

from explainer.kit.named import named

CONTROLS = [
    {"type": "run", "key": "go", "label": "Denoise"},
    {"type": "select", "key": "schedule", "label": "Schedule"},
    {"type": "number", "key": "w", "label": "w"},
    {"type": "player", "key": "play", "label": "Play", "steps": [("line", "One line", "help")]},
]


def test_a_hint_names_controls_by_label_and_by_their_steps():
    assert named("choose a schedule.", "", CONTROLS)["hint"] == ["schedule"]
    shift = {"type": "range", "key": "shift", "label": "Shift of $x_0$"}
    assert named("Then move the shift.", "", [*CONTROLS, shift])["hint"] == ["shift"]
    assert named("press “One line” five times.", "", CONTROLS)["hint"] == ["play"]
    assert named("how wide is w?", "", CONTROLS)["hint"] == []  # too short a name


def test_words_for_buttons_name_every_button():
    assert named("press Train", "", CONTROLS)["hint"] == ["go", "play"]
    assert named("press Train", "", CONTROLS[1:3])["hint"] == []


def test_each_sentence_of_a_caption_names_its_buttons():
    caption = "The schedule is drawn. Denoise takes a while! Is that next to the button? Yes."
    assert named("", caption, CONTROLS)["sentences"] == [[], ["go"], ["go", "play"], []]
