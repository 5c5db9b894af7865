"""A public home of Piper voices, played by a server of the tests: the layout and the bad moments of a real one.

hub = Hub(blog_server, {"en_GB-tiny-low": folder_with_its_files})
hub.cut(".onnx", after=1_000, times=2)    # the connection breaks off
audioblog voices install en_GB-tiny-low --from {hub.url}
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from blogserver import BlogServer, Handler

CARD = """# Model card for tiny (low)

* Language: en_GB (English, Great Britain)
* Speakers: 1
* Quality: low
* Samplerate: 22,050Hz

## Dataset

* URL: https://voices.example.org/tiny
* License: CC BY 4.0
"""


class Hub:
    """Answers with byte ranges; `requests` are (path, Range) in order."""

    def __init__(self, server: BlogServer, voices: Mapping[str, Path], *, listed: bool = True) -> None:
        self.url = f"{server.url}/hub/"
        self.requests: list[tuple[str, str]] = []
        self.files: dict[str, bytes] = {}
        self._server = server
        self._cuts: dict[str, list[int]] = {}
        for name, folder in voices.items():
            self._add(name, folder)
        if listed:
            self.files["voices.json"] = json.dumps({name: self._entry(name) for name in voices}).encode()
        for path in self.files:
            server.when(f"/hub/{path}", self._answer(path))

    def cut(self, ending: str, *, after: int, times: int = 1) -> None:
        """Break the connection `after` so many bytes of the body, the next `times` times that such a file is asked."""
        self._cuts[ending] = [after] * times

    def ranges(self, ending: str) -> list[str]:
        """The ranges that were asked of such files, in order."""
        return [asked for path, asked in self.requests if path.endswith(ending)]

    def _add(self, name: str, folder: Path) -> None:
        region, speaker, quality = name.split("-")
        place = f"{region.partition('_')[0]}/{region}/{speaker}/{quality}"
        for suffix in (".onnx", ".onnx.json"):
            self.files[f"{place}/{name}{suffix}"] = (folder / f"{name}{suffix}").read_bytes()
        self.files[f"{place}/MODEL_CARD"] = CARD.encode()

    def _entry(self, name: str) -> dict[str, object]:
        region, speaker, quality = name.split("-")
        place = f"/{region}/{speaker}/{quality}/"
        mine = {path: data for path, data in self.files.items() if place in f"/{path}"}
        return {
            "key": name,
            "name": speaker,
            "language": {"code": region, "family": region[:2], "name_english": "English", "country_english": "Nowhere"},
            "quality": quality,
            "num_speakers": 1,
            "files": {
                path: {"size_bytes": len(data), "md5_digest": hashlib.md5(data, usedforsecurity=False).hexdigest()}
                for path, data in mine.items()
            },
        }

    def _answer(self, path: str) -> Callable[[Handler], None]:
        def reply(handler: Handler) -> None:
            asked = handler.headers.get("Range", "")
            self.requests.append((path, asked))
            data = self.files[path]
            start, end = _span(asked, len(data))
            if start >= len(data):
                handler.send_response(416)
                handler.send_header("Content-Range", f"bytes */{len(data)}")
                handler.send_header("Content-Length", "0")
                handler.end_headers()
                return
            body = data[start:end]
            handler.send_response(206 if asked else 200)
            if asked:
                handler.send_header("Content-Range", f"bytes {start}-{start + len(body) - 1}/{len(data)}")
            handler.send_header("ETag", f'"{len(data)}"')
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            cuts = next((cuts for ending, cuts in self._cuts.items() if path.endswith(ending) and cuts), None)
            handler.wfile.write(body[: cuts.pop()] if cuts else body)

        return reply


def _span(asked: str, size: int) -> tuple[int, int]:
    found = re.fullmatch(r"bytes=(\d+)-(\d+)", asked)
    return (int(found[1]), int(found[2]) + 1) if found else (0, size)
