"""What the demo prints: bars on a terminal, plain lines elsewhere; pictures as blocks of colour where the terminal shows them."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
from collections.abc import Iterator

from cvat_sdk.core.progress import ProgressReporter
from PIL import Image

INTERACTIVE = sys.stdout.isatty()
COLOURS = INTERACTIVE and os.environ.get("COLORTERM") in ("truecolor", "24bit") and "NO_COLOR" not in os.environ
_BAR = 28


def line(text: str = "") -> None:
    print(text, flush=True)


def heading(text: str) -> None:
    line(f"\n\x1b[1m{text}\x1b[0m" if INTERACTIVE and "NO_COLOR" not in os.environ else f"\n{text}")


class Bar(ProgressReporter):
    """One step with a known end. On a terminal it redraws its line at most ten times a second; elsewhere it prints one line at its end.

    The official client reports uploads and downloads to it; it starts with their size in bytes.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._total = 0
        self._done = 0
        self._begin = 0.0
        self._drawn = 0.0

    @contextlib.contextmanager
    def steps(self, total: int) -> Iterator["Bar"]:
        self.start(total)
        try:
            yield self
        except BaseException:
            if INTERACTIVE:
                line()
            raise
        self.finish()

    def start(self, total: int, *, desc: str | None = None) -> None:
        self._total, self._done, self._begin = total, 0, time.monotonic()
        self._draw(force=True)

    def report_status(self, progress: int) -> None:
        self._done = progress
        self._draw()

    def advance(self, delta: int) -> None:
        self._done += delta
        self._draw()

    def finish(self) -> None:
        seconds = time.monotonic() - self._begin
        if INTERACTIVE:
            self._draw(force=True)
            line(f"  {seconds:.1f} s")
        else:
            line(f"{self._what}: done in {seconds:.1f} s")

    def _draw(self, force: bool = False) -> None:
        now = time.monotonic()
        if not INTERACTIVE or (not force and now - self._drawn < 0.1):
            return
        self._drawn = now
        share = min(1.0, self._done / self._total) if self._total else 1.0
        filled = round(share * _BAR)
        sys.stdout.write(f"\r\x1b[K{self._what:<42.42} {'━' * filled}{'╌' * (_BAR - filled)} {share:4.0%}")
        sys.stdout.flush()


def table(head: list[str], rows: list[list[str]]) -> None:
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    for row in [head, ["─" * width for width in widths], *rows]:
        line("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def previews(pictures: list[tuple[Image.Image, list[str]]]) -> None:
    """Pictures side by side, as many as fit, two pixels to a character, each with its lines of text below. Nothing without true colour."""
    if not COLOURS or not pictures:
        return
    width = 18
    fitting = pictures[: max(1, shutil.get_terminal_size().columns // (width + 2))]
    tiles = [_blocks(picture, width, 9) for picture, _ in fitting]
    for row in zip(*tiles):
        line("  " + "  ".join(row))
    for captions in zip(*[text for _, text in fitting]):
        line("  " + "  ".join(f"{caption:<{width}.{width}}" for caption in captions))


def _blocks(picture: Image.Image, width: int, height: int) -> list[str]:
    small = picture.convert("RGB").resize((width, height * 2))
    rows = []
    for y in range(0, height * 2, 2):
        cells = []
        for x in range(width):
            upper, lower = small.getpixel((x, y)), small.getpixel((x, y + 1))
            cells.append("\x1b[38;2;{};{};{}m\x1b[48;2;{};{};{}m▀".format(*upper, *lower))
        rows.append("".join(cells) + "\x1b[0m")
    return rows
