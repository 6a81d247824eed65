"""What the style sheets must not say: rules that cost a long page time whenever anything on it changes."""

import re
from pathlib import Path

KIT = Path(__file__).parents[2] / "explainer" / "kit"
SHEETS = sorted(KIT.parent.rglob("*.css"))
# what the whole page holds, asked of its root: any change anywhere may change the answer
ROOT_HAS = re.compile(r"(?::root|html|body)(?:\[[^\]]*\]|\.[\w-]+)*:has\(")
# attributes of the root that change at each step of a talk
CHANGING = re.compile(r"\[data-(?:stop|figure)\b")


def test_no_rule_asks_the_root_what_it_holds():
    assert len(SHEETS) > 20
    assert [sheet.name for sheet in SHEETS if ROOT_HAS.search(sheet.read_text(encoding="utf-8"))] == []


def test_no_rule_hangs_on_what_each_step_changes():
    assert [sheet.name for sheet in SHEETS if CHANGING.search(sheet.read_text(encoding="utf-8"))] == []
