"""The field: a noised density with contours, clouds of points, arrows and lines that follow one value."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Cloud:
    """Points at the path `points`: (m, 2), or (k, m, 2), one row of points for each knot.

    With `noise` (m, 2) they are signal[t] · points + sigma[t] · noise, exactly. `lines` (k, j, 2) are where
    lines from the first j points lead. Shown while `when` = (key, value) holds and the value of `show` is true.
    """

    points: str
    label: str
    color: str = "data"
    noise: str | None = None
    lines: str | None = None
    mark: str = "dot"
    size: float = 2.0
    when: tuple[str, Any] | None = None
    show: str | None = None
    show_lines: str | None = None


@dataclass(frozen=True, kw_only=True)
class Field:
    """The square [−reach, reach]² at the value of `at`, blended between the rows of tables at `knots` (k,).

    `shade` (k, n, n) are bytes as [y, x], shaded in the colour of the role `color`, with lines at `levels`.
    `arrows` (k, a, 2) are displacements at `anchors` (a, 2). `signal` and `sigma` are tables over whole t.
    """

    label: str
    knots: str
    at: str = "t"
    shade: str | None = None
    color: str = "data"
    levels: tuple[int, ...] = ()
    anchors: str | None = None
    arrows: str | None = None
    clouds: tuple[Cloud, ...] = ()
    signal: str | None = None
    sigma: str | None = None
    reach: float = 2.6
    show_shade: str | None = None
    show_arrows: str | None = None
    name: str | None = None
    size: float = 1.0

    def spec(self) -> dict[str, Any]:
        """The panel as the page reads it, with the sources and values that repaint it."""
        clouds = [asdict(cloud) for cloud in self.clouds]
        paths = [self.knots, self.shade, self.anchors, self.arrows, self.signal, self.sigma]
        paths += [cloud[key] for cloud in clouds for key in ("points", "noise", "lines")]
        shows = [self.show_shade, self.show_arrows]
        shows += [cloud[key] for cloud in clouds for key in ("show", "show_lines")]
        shows += [cloud["when"][0] for cloud in clouds if cloud["when"]]
        return {
            "type": "field",
            **asdict(self),
            "clouds": clouds,
            "sources": sorted({path.split(".")[0] for path in paths if path}),
            "keys": sorted({self.at, *filter(None, shows)}),
        }
