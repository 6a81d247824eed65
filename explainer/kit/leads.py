"""Links into other sections whose settings come with an answer, followed without losing the page."""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Leads:
    """The links that `source` answers under `leads`.

    They are {"text", "at": section, "settings": {key: value}, "title"}; before them stand the words of
    `says`, a path in the same answer.
    """

    type: ClassVar[str] = "leads"
    source: str
    leads: str = "leads"
    says: str = "leads_say"
    name: str | None = None

    def spec(self) -> dict[str, Any]:
        """The panel as the page reads it."""
        return {"type": self.type, **asdict(self)}
