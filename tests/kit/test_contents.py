"""The numbers of chapters, sections and figures, and the metadata that is written from them."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import app
from explainer.kit.contents import as_json, contents, numbers, pictures, place
from explainer.kit.figure import Entry, listing
from explainer.kit.head import DESCRIPTION, ICON, PICTURE, Head
from explainer.kit.links import Chapter, Section, places


def section(name):
    return Section(name, name.title(), lambda: None)


CHAPTERS = [
    Chapter("start", "Start", [section("home")]),
    Chapter("one", "One", [section("alone")]),
    Chapter("two", "Two", [section("left"), section("right")]),
]
LISTED = {
    "home": [Entry("figure", "home-figure", "Hello")],
    "alone": [Entry("figure", "alone-figure", "A"), Entry("more", "alone-more", "B </script>")],
    "right": [Entry("figure", "right-figure", "C")],
}


def test_figures_are_numbered_by_chapter_section_and_place_and_the_opening_is_not():
    found = contents(CHAPTERS, LISTED)
    numbered = {
        figure["id"]: figure["number"] for one in found for part in one["sections"] for figure in part["figures"]
    }
    assert numbered == {"home-figure": "", "alone-figure": "1.1", "alone-more": "1.2", "right-figure": "2.2.1"}
    assert [one["number"] for one in found] == ["", "1", "2"]


def test_every_figure_of_the_app_has_one_number_and_none_is_left_out():
    listed = listing(app.demo)
    found = contents(app.CHAPTERS, listed)
    figures = [figure for one in found for part in one["sections"] for figure in part["figures"]]
    assert [figure["id"] for figure in figures] == [entry.id for entries in listed.values() for entry in entries]
    given = [figure["number"] for figure in figures if figure["number"]]
    assert len(set(given)) == len(given) == len(figures) - len(listed["home"])
    assert len(re.findall("::before", numbers(found))) == len(given)


def test_the_contents_in_the_page_end_no_script_early():
    found = contents(CHAPTERS, LISTED)
    assert "<" not in as_json(found) and json.loads(as_json(found)) == found


def test_a_place_that_is_not_there_is_the_first():
    found = contents(CHAPTERS, LISTED)
    assert place(found, "right")[1]["name"] == "right" and place(found, "?")[1]["name"] == "home"


def test_each_section_is_shown_by_its_chapter_s_tab_and_where_there_are_several_by_its_own():
    assert places(CHAPTERS) == {
        "home": {"chapters": "start"},
        "alone": {"chapters": "one"},
        "left": {"chapters": "two", "two-sections": "left"},
        "right": {"chapters": "two", "two-sections": "right"},
    }


def test_the_bar_and_the_card_name_the_section():
    head = Head(contents(CHAPTERS, LISTED), "right")
    assert head.title == "Right · Diffusion Live"
    told = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            told.append((tag, dict(attrs)))

    Reader().feed(head.bar + head.metadata("http://hall:7860"))
    current = [attrs["data-chapter"] for tag, attrs in told if attrs.get("aria-current")]
    assert current == ["two"]
    cards = {attrs.get("property"): attrs["content"] for tag, attrs in told if tag == "meta"}
    assert cards["og:description"] == DESCRIPTION and cards["og:image"].startswith("http://hall:7860/")
    assert PICTURE.is_file() and ICON.is_file()


def test_a_section_with_a_picture_has_it_in_its_link_on_the_map():
    found = [{"sections": [{"name": "forward"}, {"name": "latent"}, {"name": "nowhere"}]}]
    rules = pictures(found)
    addresses = dict(re.findall(r'a\[href="\?at=(\w+)"\]::before\{background-image:url\("([^"]+)"\)\}', rules))
    assert set(addresses) == {"forward", "latent"}
    assert addresses["forward"].endswith("/forward-figure.webp")
    assert all(Path("/" + address.split("file=/")[1]).is_file() for address in addresses.values())
