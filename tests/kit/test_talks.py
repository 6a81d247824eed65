"""Talks: every stop of the shipped ones leads somewhere; a slip is told with its line, and the rest opens."""

import pytest

from explainer.kit import talks
from explainer.kit.figure import figures

# the talk's concepts in its order, each by words of a stop's `slides`
ROWS = (
    *(
        "what are diffusion models",
        "outline",
        "discrete and continuous",
        "order of the parameters",
        "expectation",
    ),
    *("Example", "Bayes", "intractable", "surrogate", "argmin", "derivation, line 9", "ELBO", "an autoencoder"),
    *("irregular", "Autoencoder (VAE)", "reparameterization", "lower-variance", "the loss", "G and D"),
    *("binary cross-entropy", "p_data / (p_data + p_g)", "JS-Divergence", "2 JS − 2 ln 2", "hard to train"),
    *("predict mean", "U-Net", "forward step", "the jump", "p_θ(x_{t−1}|x_t)", "the bound, line 20"),
    *("better sampling", "Algorithm 2", "Coding a Diffusion Model"),
)


@pytest.fixture(scope="module")
def places():
    import app

    return talks.known(figures(app.demo))


def read(text: str, places) -> talks.Talk:
    return talks.read(text, "mine", places)


STOP = '[[stop]]\ntitle = "Half way"\nlink = "?at=forward&t=250"\n'


def test_the_shipped_talks_open_whole(places):
    whole, *others = talks.shipped(places)
    assert whole.name == talks.WHOLE
    for talk in (whole, *others):
        assert talk.problems == [] and talk.stops
        assert all(stop.say and stop.minutes > 0 for stop in talk.stops)
        assert all(stop["picture"] for stop in talk.shown()["stops"])
        assert all(bool(stop.question) >= bool(stop.answer) for stop in talk.stops)


def test_the_course_has_the_whole_talk_and_that_has_the_short_one(places):
    links = {talk.name: [stop.link for stop in talk.stops] for talk in talks.shipped(places)}
    course = iter(links["course"])
    assert all(link in course for link in links[talks.WHOLE]), "in the same order"
    assert set(links["diffusion"]) <= set(links[talks.WHOLE])


def test_the_whole_talk_stands_for_every_part_of_the_slides(places):
    slides = [stop.slides for stop in talks.shipped(places)[0].stops]
    missing = [row for row in ROWS if not any(row in text for text in slides)]
    assert missing == []


def test_a_stop_is_read_with_its_link(places):
    talk = read(f'title = "Mine"\n{STOP}minutes = 2.5\nsay = """two\nlines"""\n', places)
    assert talk.problems == [] and talk.title == "Mine"
    stop = talk.stops[0]
    assert (stop.at, stop.figure, stop.raw, stop.minutes, stop.say) == (
        "forward",
        "figure",
        {"t": "250"},
        2.5,
        "two\nlines",
    )


ASKS = 'title = "a"\nlink = "?at=forward"\nquestion = "Where?"\n'


@pytest.mark.parametrize(
    ("slip", "line", "says"),
    [
        ('title = "a"\ntitle = "b"\n', 6, "overwrite"),
        ('title = "a"\nlink = "?at=nowhere"\n', 4, "no section “nowhere”"),
        ('title = "a"\nlink = "?at=forward&figure=none"\n', 4, "no figure “none”"),
        ('title = "a"\nlink = "?at=forward&speed=3"\n', 4, "no setting “speed”"),
        ('title = "a"\nlink = "?at=forward&t=1001"\n', 4, "a number from 0 to 1000"),
        ('title = "a"\nlink = "?at=forward&schedule=quick"\n', 4, "linear, cosine"),
        ('title = "a"\n', 4, "no link"),
        ('link = "?at=forward"\n', 4, "no title"),
        ('title = 3\nlink = "?at=forward"\n', 4, "a text in quotes"),
        ('title = "a"\nlink = "?at=forward"\nminutes = -1\n', 4, "from 0 to 240"),
        ('title = "a"\nlink = "?at=forward"\nnotes = "x"\n', 4, "“notes” is not known"),
        (f"{ASKS}place = 1\n", 4, "place is 1; allowed is true or false"),
        (f'{ASKS}place = true\nchoices = ["a", "b"]\n', 4, "a question and without choices"),
        ('title = "a"\nlink = "?at=gan"\nplace = true\n', 4, "a question and without choices"),
        (f"{ASKS}place = true\n", 4, "figure has no plot for a place; schedules, densities"),
        ("this is no TOML\n", 5, "Expected"),
    ],
)
def test_a_slip_is_told_with_its_line_and_the_rest_opens(places, slip, line, says):
    talk = read(f"{STOP}[[stop]]\n{slip}{STOP}", places)
    assert len(talk.stops) == 2 and len(talk.problems) == 1
    assert f"ine {line}:" in talk.problems[0] and says in talk.problems[0]


def test_markup_stays_text(places):
    talk = read(STOP + "say = '<script>alert(1)</script>'\n", places)
    assert talk.stops[0].say == "<script>alert(1)</script>"


@pytest.mark.parametrize("text", ["", "title = 'nothing'", "no TOML at all"])
def test_a_file_without_a_stop_says_so(places, text):
    talk = read(text, places)
    assert not talk.stops and "There is no stop" in talk.problems[-1]


def test_ten_thousand_stops_are_cut_to_the_most_that_are_shown(places):
    talk = read(STOP * 10_000, places)
    assert len(talk.stops) == talks.MOST and "10,000 stops" in talk.problems[0]


def test_a_file_too_long_is_not_read(places):
    talk = read("#" * (talks.LONGEST + 1), places)
    assert not talk.stops and "1,000,001 characters" in talk.problems[0]


@pytest.mark.parametrize(
    ("stop", "at"), [("2", "reverse"), ("0", "forward"), ("999", "forward"), ("abc", "forward"), ("٣", "forward")]
)
def test_a_stop_that_is_not_there_opens_the_first(places, stop, at):
    talk = read(STOP + '[[stop]]\ntitle = "Back"\nlink = "?at=reverse"\n', places)
    assert talk.at(stop) == at
