"""What the README claims: pins, commands, links, names."""

import re

import pytest
from conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_space_runs_the_gradio_that_is_pinned():
    pin = re.search(r"^gradio==(\S+)$", (ROOT / "requirements.txt").read_text(), re.M).group(1)
    assert re.search(rf"^sdk_version: {re.escape(pin)}$", README, re.M)
    assert "app_file: app.py" in README and (ROOT / "app.py").exists()


def test_the_lines_at_the_top_are_those_that_a_space_reads():
    lines = README.split("---\n")[1].splitlines()
    told = {key: value.strip('"') for key, _, value in (line.partition(": ") for line in lines)}
    assert told["sdk"] == "gradio" and told["license"] == "mit"
    colours = {"red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"}
    assert {told["colorFrom"], told["colorTo"]} <= colours
    assert 0 < len(told["short_description"]) <= 60 and len(told["title"]) <= 60 and told["emoji"]
    tool = re.search(r'target-version = "py3(\d+)"', (ROOT / "pyproject.toml").read_text()).group(1)
    assert told["python_version"] == f"3.{tool}"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_exactly(name):
    lines = (ROOT / name).read_text().split("\n")
    for line in filter(None, lines):
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*|-r requirements\.txt", line), line


def test_a_space_gets_the_pinned_torch_without_cuda():
    """It installs `pre-requirements.txt` first; `==` without a local version accepts the one with "+cpu" then."""
    from packaging.specifiers import SpecifierSet

    index, torch = (ROOT / "pre-requirements.txt").read_text().split("\n")[:2]
    assert index == "--extra-index-url https://download.pytorch.org/whl/cpu"
    pin = re.search(r"^torch(==\S+)$", (ROOT / "requirements.txt").read_text(), re.M).group(1)
    assert torch == f"torch{pin}+cpu" and SpecifierSet(pin).contains(f"{pin[2:]}+cpu")
    assert "pre-requirements.txt" in README


def test_there_are_two_commands_and_continuous_integration_runs_the_second():
    commands = re.findall(r"```\n(.+?)\n```", README, re.S)[:2]
    assert commands == [
        "pip install -r requirements.txt && python app.py",
        "pip install -r requirements-dev.txt && python -m pytest",
    ]
    assert "README.md" in (ROOT / ".ci" / "run").read_text()


def test_every_link_and_folder_of_the_readme_exists():
    for path in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / path).exists(), path


def test_every_section_of_the_app_stands_in_the_readme():
    import app

    for chapter in app.CHAPTERS:
        assert f"| {chapter.title} |" in README
        for section in chapter.sections:
            assert f"`{section.name}`" in README


def test_every_section_has_its_lesson():
    import sys

    import app

    for chapter in app.CHAPTERS:
        for section in chapter.sections:
            module = sys.modules[section.build.__module__]
            assert (ROOT / module.__file__).parent.joinpath("README.md").exists()


def test_the_map_on_the_first_screen_leads_to_every_section():
    import app

    text = (ROOT / "explainer" / "introduction" / "map.md").read_text(encoding="utf-8")
    linked = re.findall(r"\(\?at=([a-z]+)\)", text)
    names = [section.name for chapter in app.CHAPTERS for section in chapter.sections]
    assert linked == [name for name in names if name != "home"]


def test_the_table_of_networks_is_that_of_the_cards():
    from models import cards

    assert cards.table() in README


def test_no_section_beside_others_bears_the_name_of_its_chapter_and_no_two_the_same():
    import app

    titles = [section.title for chapter in app.CHAPTERS for section in chapter.sections]
    assert len(set(titles)) == len(titles)
    for chapter in app.CHAPTERS:
        if len(chapter.sections) > 1:
            assert chapter.title not in [section.title for section in chapter.sections]


def test_a_lesson_in_the_slides_capitals_says_what_they_are():
    for lesson in sorted((ROOT / "explainer").rglob("README.md")):
        text = "\n".join(
            line for line in lesson.read_text(encoding="utf-8").splitlines() if "The slide says" not in line
        )
        if re.search(r"\$[XZ]\$|\(X\)|\bp\(X", text):
            assert "apitals are random variables" in text, lesson
