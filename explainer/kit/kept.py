"""Scripts, styles and faces, kept in memory and compressed once.

Gradio looks each file up, reads it and compresses it for each visitor anew. A page has a hundred of them,
and its first paint waits for most.
"""

from collections.abc import Callable, Mapping, Sequence
from email.utils import formatdate
from pathlib import Path, PurePosixPath
from typing import NamedTuple, Protocol

import brotli
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from explainer.kit.guard import accepts, below_root

KINDS = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}
QUALITY = 5  # of 11: the first visitor waits for it


class File(NamedTuple):
    """A file as it was at `changed` (ns)."""

    changed: int
    plain: bytes
    packed: bytes | None


class Written(Protocol):
    """A file that is made of others."""

    files: Sequence[Path]

    def write(self) -> bytes: ...


class Kept:
    """ASGI middleware: answers GET for a script, style or face below `folders`, {beginning of the path: folder}.

    Others are `written`, {path: what makes the file}. A file that has changed is read again. Whatever else is
    asked goes on to the app, and so does a file that is not there.
    """

    def __init__(
        self, app: ASGIApp, folders: Mapping[str, Path], written: Mapping[str, Written] | None = None
    ) -> None:
        self.app, self.written = app, written or {}
        self.folders = {begins: folder.resolve() for begins, folder in folders.items()}
        self.files: dict[str, File] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":  # a lifespan has no headers
            return await self.app(scope, receive, send)
        path, headers = below_root(scope), Headers(scope=scope)
        if "range" in headers or not (file := self._file(path)):
            return await self.app(scope, receive, send)
        await _answer(PurePosixPath(path).suffix, file, headers)(scope, receive, send)

    def _file(self, path: str) -> File | None:
        if one := self.written.get(path):
            return self._read(path, one.files, one.write)
        file = self._found(path)
        return self._read(path, [file], file.read_bytes) if file else None

    def _found(self, path: str) -> Path | None:
        for begins, folder in self.folders.items():
            if path.startswith(begins) and path.endswith(tuple(KINDS)):
                file = (folder / path.removeprefix(begins)).resolve()
                return file if file.is_relative_to(folder) and file.is_file() else None
        return None

    def _read(self, path: str, files: Sequence[Path], read: Callable[[], bytes]) -> File:
        changed = max(file.stat().st_mtime_ns for file in files)
        kept = self.files.get(path)
        if kept is None or kept.changed != changed:
            plain = read()
            packed = None if path.endswith(".woff2") else brotli.compress(plain, quality=QUALITY)
            kept = self.files[path] = File(changed, plain, packed)
        return kept


def _answer(kind: str, file: File, asked: Mapping[str, str]) -> Response:
    """The file as the browser can read it, or that the browser has it already."""
    tag = f'"{file.changed:x}-{len(file.plain):x}"'
    headers = {
        "etag": tag,
        "last-modified": formatdate(file.changed / 1e9, usegmt=True),
        "vary": "Accept-Encoding",
    }
    if tag in asked.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    body = file.plain
    if file.packed is not None and accepts(asked.get("accept-encoding", ""), "br"):
        body, headers["content-encoding"] = file.packed, "br"
    return Response(body, headers=headers, media_type=KINDS[kind])
