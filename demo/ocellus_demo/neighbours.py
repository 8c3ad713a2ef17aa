"""Similarity search over the curation API, and its results in the terminal."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass

from cvat_sdk import Client, models
from cvat_sdk.core.proxies.tasks import Task
from PIL import Image

from ocellus_demo import terminal
from ocellus_demo.failures import Refusal

_MOST_ASKED = 200
_PATIENCE = 180


@dataclass(frozen=True)
class Place:
    """Something with a vector: an object within its box, or (object 0) a whole frame."""

    task: int
    frame: int
    object: int = 0
    label: str = ""
    box: tuple[float, float, float, float] | None = None

    @property
    def query(self) -> dict[str, str]:
        return {"object": str(self.object)} if self.object else {"frame": f"{self.task}:{self.frame}"}


@dataclass(frozen=True)
class Neighbour:
    place: Place
    score: float


def places(tasks: list[Task], label_names: dict[int, str]) -> list[Place]:
    """The objects of the tasks; the frames of those that have none."""
    found = []
    for task in tasks:
        shapes = task.get_annotations().shapes
        if shapes:
            found += [Place(task.id, shape.frame, shape.id, label_names.get(shape.label_id, ""), _box(shape)) for shape in shapes]
        else:
            found += [Place(task.id, frame) for frame in range(task.size)]
    return found


def _box(shape: models.ILabeledShape) -> tuple[float, float, float, float] | None:
    """Around the corners; None for figures whose points are something else (masks, ellipses) or none of their own (skeletons)."""
    if str(shape.type) not in ("rectangle", "polygon", "polyline"):
        return None
    return min(shape.points[0::2]), min(shape.points[1::2]), max(shape.points[0::2]), max(shape.points[1::2])


def await_vectors(client: Client, asked: list[Place]) -> None:
    """Returns when all can be searched by. Embedding is asynchronous; what has waited longest is usually done first."""
    spread = asked[:: max(1, -(-len(asked) // _MOST_ASKED))]
    with terminal.Bar(f"vectors of {_amounts(asked)}").steps(len(spread)) as bar:
        patience = time.monotonic() + _PATIENCE
        for place in spread:
            while _answer(client, place, 1, None)["pending"]:
                if time.monotonic() > patience:
                    raise Refusal(f"no vector for {place.query} after {_PATIENCE} s without progress; the server's log says more")
                time.sleep(0.25)
            patience = time.monotonic() + _PATIENCE
            bar.advance(1)


def _amounts(asked: list[Place]) -> str:
    objects = sum(1 for place in asked if place.object)
    frames = len(asked) - objects
    return " and ".join(f"{count} {what}" for count, what in ((objects, "objects"), (frames, "frames")) if count)


def similar(client: Client, place: Place, limit: int, project: int) -> list[Neighbour]:
    return [
        Neighbour(Place(found["task"], found["frame"], found["object"] or 0, found["label"] or ""), found["score"])
        for found in _answer(client, place, limit, project)["results"]
    ]


def show(tasks: list[Task], known: list[Place], asked: Place, found: list[Neighbour]) -> None:
    """known: what this project holds, with boxes."""
    by_id = {task.id: task for task in tasks}
    by_object = {place.object: place for place in known if place.object}
    terminal.heading(f"Most similar to {_words(by_id, asked)}")
    terminal.table(
        ["", "score", "label", "task", "frame", "object"],
        [
            [str(rank), f"{near.score:.3f}", near.place.label or "-", _task(by_id, near.place), str(near.place.frame), str(near.place.object or "-")]
            for rank, near in enumerate(found, 1)
        ],
    )
    if terminal.COLOURS:
        terminal.line()
        tiles = [(_picture(by_id, asked), ["asked for", asked.label])]
        for near in found:
            if near.place.task in by_id:
                tiles.append((_picture(by_id, by_object.get(near.place.object, near.place)), [f"{near.score:.3f}", near.place.label]))
        terminal.previews(tiles)


def _words(by_id: dict[int, Task], place: Place) -> str:
    where = f"frame {place.frame} of “{_task(by_id, place)}”"
    return f"object {place.object} ({place.label}), {where}" if place.object else where


def _task(by_id: dict[int, Task], place: Place) -> str:
    return by_id[place.task].name if place.task in by_id else str(place.task)


def _picture(by_id: dict[int, Task], place: Place) -> Image.Image:
    picture = Image.open(by_id[place.task].get_frame(place.frame, quality="compressed"))
    if place.box is None:
        return picture
    left, top, right, bottom = place.box
    return picture.crop((int(left), int(top), max(int(right), int(left) + 1), max(int(bottom), int(top) + 1)))


def _answer(client: Client, place: Place, limit: int, project: int | None) -> dict:
    response = client.api_client.rest_client.GET(
        f"{client.api_map.host}/api/curation/similar",
        headers=client.api_client.get_common_headers(),
        query_params=[*place.query.items(), ("limit", str(limit)), *([("project", str(project))] if project else [])],
        _request_timeout=60,
    )
    return json.loads(response.data)
