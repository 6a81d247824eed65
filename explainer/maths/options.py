"""Options of a run, each checked as it is made: what every trained game and field shares."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, ClassVar, Self

from explainer.maths import arguments
from explainer.maths.arguments import BadArgument


@dataclass(frozen=True)
class Checked:
    """Options with their allowed values; BadArgument names the option, its value and what is allowed.

    A subclass declares `caps` (lowest and highest number, whole where the lowest is an int), `choices`,
    `fixed` (those that cannot change while the run goes on), `called` (an option's name in a sentence) and `run`
    (what the run is called).
    """

    caps: ClassVar[Mapping[str, tuple[float, float]]] = {}
    choices: ClassVar[Mapping[str, tuple[Any, ...]]] = {}
    fixed: ClassVar[tuple[str, ...]] = ()
    called: ClassVar[Mapping[str, str]] = {}
    run: ClassVar[str] = "run"

    def __post_init__(self) -> None:
        for name, allowed in self.choices.items():
            arguments.choice(name, getattr(self, name), allowed, name=self.words(name))
        for name, (low, high) in self.caps.items():
            check = arguments.whole if isinstance(low, int) else arguments.number
            check(name, getattr(self, name), low, high, name=self.words(name))

    @classmethod
    def words(cls, name: str) -> str:
        """An option's name in a sentence."""
        return cls.called.get(name, f"the {name}")

    @classmethod
    def typed(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Options from a link or a page, with floats where the option is one: JSON writes 1.0 as 1."""
        real = {name for name, (low, _) in cls.caps.items() if isinstance(low, float)}
        return {name: float(v) if name in real and type(v) is int else v for name, v in values.items()}

    def changed(self, **changes: Any) -> Self:
        """These options with some replaced; BadArgument for an unknown name or a bad value."""
        known = [field.name for field in fields(self)]
        for name in changes:
            if name not in known:
                raise BadArgument(name, f"there is no setting {name!r}; allowed are {', '.join(known)}")
        return replace(self, **changes)

    def changed_in_run(self, **changes: Any) -> Self:
        """The same while a run goes on; BadArgument for those that need a new one, too."""
        for name in changes:
            if name in self.fixed and changes[name] != getattr(self, name):
                raise BadArgument(
                    name, f"{self.words(name)} cannot change while the {self.run} runs; reset it first"
                )
        return self.changed(**changes)

    def plain(self) -> dict[str, Any]:
        """Name → plain value, for a link or a file; `type(self)(**plain)` is the way back."""
        return asdict(self)

    def free(self) -> dict[str, Any]:
        """Those that may change while the run goes on."""
        return {name: value for name, value in self.plain().items() if name not in self.fixed}
