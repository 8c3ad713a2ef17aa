"""The demo from begin to end."""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path

import urllib3
from cvat_sdk import Client, Config, exceptions
from cvat_sdk.core.client import PasswordCredentials

from ocellus_demo import labelling, neighbours, pictures, server, terminal
from ocellus_demo.failures import Refusal


def main() -> int:
    try:
        _run(_arguments())
    except Refusal as refusal:
        return _end(str(refusal))
    except exceptions.ApiException as error:
        return _end(f"the server refused: {error.status} {_first_line(error.body)}")
    except exceptions.CvatSdkException as error:
        return _end(f"the server did not do it: {error}")
    except urllib3.exceptions.HTTPError as error:
        return _end(f"the server does not answer: {error}")
    except OSError as error:
        return _end(str(error))
    except KeyboardInterrupt:
        return _end("stopped; run it again to go on from here")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./ocellus demo", description="Label real pictures, find similar ones, export them; the server stays up to look at."
    )
    parser.add_argument("--images", type=Path, metavar="DIR", help="your own pictures; the names of its folders are the labels")
    parser.add_argument("--voc", type=Path, metavar="DIR", help="PASCAL VOC files for them")
    parser.add_argument("--data", type=Path, metavar="DIR", default=Path("data"), help="the server's folder (./data)")
    parser.add_argument("--port", type=int, metavar="N", default=8080, help="of the web page and the annotation API (8080)")
    parser.add_argument("--vector-port", type=int, metavar="N", default=19530, help="of the vector API (19530)")
    arguments = parser.parse_args()
    if arguments.voc and not arguments.images:
        parser.error("--voc needs --images")
    return arguments


def _run(arguments: argparse.Namespace) -> None:
    chosen = pictures.own(arguments.images, arguments.voc) if arguments.images else pictures.packaged()
    at = server.running(arguments.data, arguments.port, arguments.vector_port)
    with Client(at.address, config=Config(status_check_period=1)) as client:
        client.login(PasswordCredentials("admin", at.password))
        project = labelling.project(client, chosen)
        terminal.heading(f"Project “{project.name}”")
        tasks = labelling.labelled_tasks(client, project, chosen)
        label_names = {label.id: label.name for label in project.get_labels()}
        places = neighbours.places(tasks, label_names)
        neighbours.await_vectors(client, places)
        for asked in _one_of_each_label(places):
            neighbours.show(tasks, places, asked, neighbours.similar(client, asked, 5, project.id))
        export = _export(project, at.data)
    terminal.heading("Ready to look at")
    terminal.line(f"  page      {at.address}/")
    terminal.line(f"  sign in   admin, password {at.password} (in {at.password_file})")
    terminal.line(f"  export    {export} (COCO 1.0)")
    terminal.line(f"  stop      ./ocellus down --data {at.data}")


def _one_of_each_label(places: list[neighbours.Place]) -> list[neighbours.Place]:
    """At most three searches: the first object of each label; without objects, the first frame."""
    first: dict[str, neighbours.Place] = {}
    for place in places:
        if place.object:
            first.setdefault(place.label, place)
    return list(first.values())[:3] or places[:1]


def _export(project, data: Path) -> Path:
    folder = data / "exports"
    folder.mkdir(exist_ok=True)
    name = re.sub(r"[^\w-]+", "-", project.name).strip("-").lower() or "project"
    target, unfinished = folder / f"{name}-coco.zip", folder / f"{name}-coco.zip.part"
    unfinished.unlink(missing_ok=True)
    project.export_dataset("COCO 1.0", unfinished, include_images=False, pbar=terminal.Bar("exporting COCO"))
    os.replace(unfinished, target)
    return target


def _first_line(body: bytes | str | None) -> str:
    text = body.decode(errors="replace") if isinstance(body, bytes) else body or ""
    return text.strip().split("\n", 1)[0][:300]


def _end(reason: str) -> int:
    if reason:
        print(f"ocellus: {reason}", file=sys.stderr)
    return 1


sys.exit(main())
