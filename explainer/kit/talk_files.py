"""Talks as files, as the page serves them: the last few are kept, and those who ask at once share one making.

A file is made stop by stop, when somebody has read what there is. It is kept by its talk, its page's address and
language: nothing of a visitor is in it. A talk that a visitor sends is made for that visitor alone.
"""

import re
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

import anyio
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from explainer.kit import gradio_internals, language, talks
from explainer.kit.figure import figures
from explainer.kit.take_away import NOBODY, in_language, talk_file
from explainer.kit.talks import Talk
from explainer.kit.turns import Lane

FILE = "/talk-file"  # their address
ADDRESS = re.compile(r"https?://[^\s\"'<>]{1,500}")  # of the page, as it sends it itself
MOST, LARGEST = 4, 80_000_000  # files that are kept, and their bytes


class Made:
    """A file as far as it is made: whoever reads beyond that makes the next piece, and all others wait for it."""

    def __init__(self, pieces: Iterator[str], lane: Lane) -> None:
        self.pieces: list[bytes] = []
        self._rest, self._lane, self._making = pieces, lane, anyio.Lock()
        self.whole = self.broken = False

    @property
    def size(self) -> int:
        """Its bytes so far."""
        return sum(map(len, self.pieces))

    async def read(self) -> AsyncIterator[bytes]:
        """All of it, from its beginning."""
        at = 0
        while True:
            async with self._making:
                if at == len(self.pieces) and not self.whole:
                    await self._lane.run(self._more)
            if at == len(self.pieces):
                return
            yield self.pieces[at]
            at += 1

    def _more(self) -> None:
        """One piece more; kept in the thread that made it, so that a reader who leaves loses nothing."""
        try:
            piece = next(self._rest, None)
        except Exception:
            self.broken = True
            raise
        if piece is None:
            self.whole = True
        else:
            self.pieces.append(piece.encode())


class Files:
    """The files of a page's talks, and of one that a visitor sends: `styles` is the page's style sheet."""

    def __init__(self, page: Any, given: Sequence[Talk], styles: str) -> None:
        self.page, self.talks, self.styles = page, {talk.name: talk for talk in reversed(given)}, styles
        self.lane = Lane(1)
        self.kept: OrderedDict[tuple[str, str, str], Made] = OrderedDict()

    async def served(self, request: Request) -> Response:
        """The talk of that name, or that of a posted text, as a file to save."""
        if not gradio_internals.allowed(request):
            return PlainTextResponse("Log in first.", 401)
        asked = await request.form() if request.method == "POST" else request.query_params
        text, name, address = (str(asked.get(key, "")) for key in ("text", "talk", "address"))
        talk = talks.read(text, talks.OWN, talks.known(figures(self.page))) if text else self.talks.get(name)
        if talk is None or not talk.stops:
            return PlainTextResponse(f"There is no talk “{name[:40]}”; there are {', '.join(self.talks)}.", 404)
        address = address if ADDRESS.fullmatch(address) else NOBODY
        made = self._new(talk, address) if text else self._kept(talk, address)
        named = {"content-disposition": f'attachment; filename="{re.sub("[^a-zA-Z0-9-]", "-", talk.name)}.html"'}
        return StreamingResponse(made.read(), media_type="text/html", headers=named)

    def _new(self, talk: Talk, address: str) -> Made:
        return Made(talk_file(talk, self.page, self.styles, address), self.lane)

    def _kept(self, talk: Talk, address: str) -> Made:
        key = talk.name, address, language.code()
        found = self.kept.pop(key, None)
        if found is None or found.broken:
            found = self._new(in_language(talk), address)
        self.kept[key] = found
        while len(self.kept) > MOST or sum(made.size for made in self.kept.values()) > LARGEST:
            if len(self.kept) == 1:
                break
            self.kept.popitem(last=False)
        return found
