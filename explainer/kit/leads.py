"""Links into other sections, with settings from an answer, followed without leaving the page."""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Leads:
    """The links that `source` answers under `leads`.

    Each is {"text", "at": section, "settings": {key: value}, "title"}. The words of `says`, a field of the
    same answer, stand before them.
    """

    type: ClassVar[str] = "leads"
    source: str
    leads: str = "leads"
    says: str = "leads_say"
    name: str | None = None

    def spec(self) -> dict[str, Any]:
        """The panel as the page reads it."""
        return {"type": self.type, **asdict(self)}
