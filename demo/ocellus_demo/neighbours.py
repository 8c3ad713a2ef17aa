"""Similarity search over the curation API, and its results in the terminal."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass

from cvat_sdk import Client
from cvat_sdk.core.proxies.tasks import Task
from PIL import Image

from ocellus_demo import terminal
from ocellus_demo.failures import Refusal

_MOST_ASKED = 400
_PATIENCE = 180


@dataclass(frozen=True)
class Place:
    """Something with a vector: an object, or (object 0) a whole frame."""

    task: int
    frame: int
    object: int = 0
    label: str = ""

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
            found += [Place(task.id, shape.frame, shape.id, label_names.get(shape.label_id, "")) for shape in shapes]
        else:
            found += [Place(task.id, frame) for frame in range(task.size)]
    return found


def await_vectors(client: Client, asked: list[Place]) -> None:
    """Returns when all can be searched by. Embedding is asynchronous; what has waited longest is usually done first."""
    spread = asked[:: max(1, -(-len(asked) // _MOST_ASKED))]
    with terminal.Bar(f"making {len(asked)} vectors").steps(len(spread)) as bar:
        patience = time.monotonic() + _PATIENCE
        for place in spread:
            while _answer(client, place, 1)["pending"]:
                if time.monotonic() > patience:
                    raise Refusal(f"no vector for {place.query} after {_PATIENCE} s without progress; the server's log says more")
                time.sleep(0.25)
            patience = time.monotonic() + _PATIENCE
            bar.advance(1)


def similar(client: Client, place: Place, limit: int) -> list[Neighbour]:
    return [
        Neighbour(Place(found["task"], found["frame"], found["object"] or 0, found["label"] or ""), found["score"])
        for found in _answer(client, place, limit)["results"]
    ]


def show(client: Client, tasks: list[Task], asked: Place, found: list[Neighbour]) -> None:
    by_id = {task.id: task for task in tasks}
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
        tiles += [(_picture(by_id, near.place), [f"{near.score:.3f}", near.place.label]) for near in found if near.place.task in by_id]
        terminal.previews(tiles)


def _words(by_id: dict[int, Task], place: Place) -> str:
    where = f"frame {place.frame} of “{_task(by_id, place)}”"
    return f"object {place.object} ({place.label}), {where}" if place.object else where


def _task(by_id: dict[int, Task], place: Place) -> str:
    return by_id[place.task].name if place.task in by_id else str(place.task)


def _picture(by_id: dict[int, Task], place: Place) -> Image.Image:
    picture = Image.open(by_id[place.task].get_frame(place.frame, quality="compressed"))
    return picture


def _answer(client: Client, place: Place, limit: int) -> dict:
    response = client.api_client.rest_client.GET(
        f"{client.api_map.host}/api/curation/similar",
        headers=client.api_client.get_common_headers(),
        query_params=[*place.query.items(), ("limit", str(limit))],
        _request_timeout=60,
    )
    return json.loads(response.data)
