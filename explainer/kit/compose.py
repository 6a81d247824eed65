"""A text that is written by hand, by family, by slider or by handle: one value, four ways to set it."""

from dataclasses import dataclass
from typing import Any, ClassVar

from explainer.kit.controls import Control


@dataclass(frozen=True, kw_only=True)
class Compose(Control):
    """A text whose numbers can be slid.

    `families` are (name, text, template). Picking one writes its template, in which "{role:1}" becomes the
    number of that role in the text before, or 1 if it had none. `slots` is the path of the movable numbers
    in an answer: dicts of label, start, end, value, minimum, maximum, step, role and group. `text` is the
    path of the text that they describe. A slot with a role sets the value `{key}_{role}`, which handles
    can use. The slots of one group keep their sum. `own` are texts that stand for something of the
    visitor's, such as a file: no link carries them.
    """

    type: ClassVar[str] = "compose"
    value: str = ""
    families: tuple[tuple[str, str, str], ...]
    slots: str
    text: str
    roles: tuple[str, ...] = ()
    own: tuple[str, ...] = ()

    def spec(self) -> dict[str, Any]:
        """The control as the page reads it."""
        return {**super().spec(), "families": [list(family) for family in self.families]}
