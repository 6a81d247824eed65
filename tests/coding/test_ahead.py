"""What lies ahead: five ideas, each with its paper and with places of this app that are there."""

import re
from pathlib import Path

import app
from explainer.coding import tab
from explainer.kit.figure import listing

IDEAS = [
    part for part in (Path(tab.__file__).parent / "ahead.md").read_text("utf-8").split("\n\n") if "**" in part
]


def test_there_are_five_ideas_each_with_its_paper():
    assert len(IDEAS) == 5
    for idea in IDEAS:
        assert re.search(r"\(\[arXiv (\d{4}\.\d{5})\]\(https://arxiv\.org/abs/\1\)\)", idea), idea[:40]


def test_every_idea_leads_to_figures_of_this_app():
    figures = {section: {entry.name for entry in entries} for section, entries in listing(app.demo).items()}
    for idea in IDEAS:
        links = re.findall(r"\]\(\?at=([\w-]+)(?:&figure=([\w-]+))?\)", idea)
        assert links
        for section, figure in links:
            assert section in figures and (not figure or figure in figures[section]), (section, figure)
