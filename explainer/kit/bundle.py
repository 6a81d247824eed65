"""The modules that every section needs, as one script: each file would be a request before the first figure.

An import map sends the addresses of the files to it, so that modules that come later share what it holds. A
browser that knows no import maps fetches the files themselves, and saved pages are made of them.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from explainer.kit.gradio_internals import served

NAME = "bundle.js"
_IMPORT = re.compile(r'^import (?:(\{[^}]*\}|\* as \w+) from )?"\./(\w+)\.js";$', re.M)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|class|function\*?) (\w+))", re.M)


class Bundle:
    """The modules named `first` in `folder` and all that they import at once, each after what it imports.

    ValueError if two modules export the same name, or one exports in a way that is not read here.
    """

    def __init__(self, folder: Path, first: Sequence[str]) -> None:
        self.folder = folder
        self.names: list[str] = []
        for name in first:
            self._add(name)
        self.files = tuple(folder / f"{name}.js" for name in self.names)

    def _add(self, name: str) -> None:
        if name in self.names:
            return
        for _, other in _IMPORT.findall(self._text(name)):
            self._add(other)
        self.names.append(name)

    def _text(self, name: str) -> str:
        return (self.folder / f"{name}.js").read_text(encoding="utf-8")

    def write(self) -> bytes:
        """The script: each module a function of its own, and the exports of all."""
        parts, exported = [], {}
        for name in self.names:
            text = self._text(name)
            names = _EXPORT.findall(text)
            twice = [one for one in names if one in exported]
            if twice or len(names) != len(re.findall(r"^export ", text, re.M)):
                raise ValueError(f"{name}.js can't be bundled: {twice or 'an export that is not read here'}")
            exported |= dict.fromkeys(names, name)
            body = _IMPORT.sub(_constant, _EXPORT.sub("", text))
            parts.append(f"const ${name} = (() => {{\n{body}\nreturn {{ {', '.join(names)} }};\n}})();")
        parts += [f"export const {{ {one} }} = ${name};" for one, name in exported.items()]
        return "\n".join(parts).encode()

    @property
    def address(self) -> str:
        return served(self.folder / NAME)

    def import_map(self) -> str:
        """What has to stand in the page before its first script."""
        imports = {f"./{served(file)}": f"./{self.address}" for file in self.files}
        return f'<script type="importmap">{json.dumps({"imports": imports})}</script>'


def _constant(found: re.Match[str]) -> str:
    """An import of another module's names as a constant."""
    names, module = found.groups()
    if not names:
        return ""
    return f"const {names.replace('* as ', '').replace(' as ', ': ')} = ${module};"
