"""The server the demo talks to: the one that runs in the data folder, or one it starts."""

from __future__ import annotations

import os
import re
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from ocellus_demo.failures import Refusal

_HEALTHY_WITHIN = 60


@dataclass(frozen=True)
class Server:
    address: str
    data: Path
    vector_port: int

    @property
    def password(self) -> str:
        try:
            return self.password_file.read_text().strip()
        except OSError as error:
            raise Refusal(f"the admin's password cannot be read: {error}") from error

    @property
    def password_file(self) -> Path:
        return self.data / "admin-password"


def running(data: Path, port: int, vector_port: int) -> Server:
    """Starts a server unless one runs in the folder; then it is that one, whatever port it has."""
    data = data.resolve()
    if not _runs_in(data):
        _start(data, port, vector_port)
        address = f"http://127.0.0.1:{port}"
    else:
        address = _told_address(data) or f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + _HEALTHY_WITHIN
    while (illness := _illness(address)) is not None:
        if time.monotonic() > deadline:
            raise Refusal(f"the server of {data} is not healthy at {address} ({illness}); if it has another port, give it with --port")
        time.sleep(0.3)
    return Server(address, data, vector_port)


def _runs_in(data: Path) -> bool:
    try:
        os.kill(int((data / "ocellus.pid").read_text()), 0)
    except PermissionError:
        raise Refusal(f"the server in {data} belongs to another user") from None
    except (OSError, ValueError):
        return False
    return True


def _told_address(data: Path) -> str | None:
    """A detached server's own words; one in the foreground has told them to its terminal only."""
    try:
        told = re.search(r"^ready: (http://\S+)", (data / "up.log").read_text(), re.MULTILINE)
    except OSError:
        return None
    return told[1].replace("//0.0.0.0:", "//127.0.0.1:") if told else None


def _start(data: Path, port: int, vector_port: int) -> None:
    command = [os.path.join(os.environ["OCELLUS_HOME"], "ocellus"), "up", "--detach", "--data", str(data),
               "--port", str(port), "--vector-port", str(vector_port)]
    if subprocess.run(command).returncode != 0:
        # Its one line about what is wrong is already on the screen.
        raise Refusal("")


def _illness(address: str) -> str | None:
    try:
        with urllib.request.urlopen(f"{address}/api/server/health/", timeout=5) as answer:
            return None if answer.status == 200 else f"status {answer.status}"
    except urllib.error.HTTPError as error:
        return f"status {error.code}: {error.read(300).decode(errors='replace').strip()}"
    except OSError as error:
        return str(error)
