"""A project of a picture set, by the official client. Everything is looked up by name first, so nothing is made twice."""

from __future__ import annotations

import tempfile
from pathlib import Path

from cvat_sdk import Client, models
from cvat_sdk.core.proxies.projects import Project
from cvat_sdk.core.proxies.tasks import Task

from ocellus_demo import terminal
from ocellus_demo.pictures import Batch, PictureSet, voc_archive


def project(client: Client, pictures: PictureSet) -> Project:
    for present in client.projects.list():
        if present.name == pictures.project:
            return present
    labels = [models.PatchedLabelRequest(name=name) for name in pictures.labels]
    return client.projects.create(models.ProjectWriteRequest(name=pictures.project, labels=labels))


def labelled_tasks(client: Client, within: Project, pictures: PictureSet) -> list[Task]:
    present = {task.name: task for task in within.get_tasks()}
    labels = {label.name: label.id for label in within.get_labels()}
    tasks = []
    for batch in pictures.batches:
        task = present.get(batch.name)
        # A task without media has no size, not even an empty one: what a broken-off upload leaves.
        if task is not None and not getattr(task, "size", 0):
            task.remove()
            task = None
        if task is None:
            task = client.tasks.create_from_data(
                models.TaskWriteRequest(name=batch.name, project_id=within.id),
                batch.files,
                data_params={"image_quality": 80, "sorting_method": "predefined" if len(batch.files) > 1 else "lexicographical"},
                status_check_period=1,
                pbar=terminal.Bar(f"uploading {batch.name} ({_amount(batch)})"),
            )
            _label(task, batch, labels)
        else:
            terminal.line(f"{batch.name}: already there, {task.size} frames")
            if _is_empty(task):
                _label(task, batch, labels)
        tasks.append(task)
    return tasks


def _amount(batch: Batch) -> str:
    return f"{len(batch.files)} pictures" if len(batch.files) > 1 else batch.files[0].name


def _is_empty(task: Task) -> bool:
    annotations = task.get_annotations()
    return not (annotations.shapes or annotations.tags or annotations.tracks)


def _label(task: Task, batch: Batch, labels: dict[str, int]) -> None:
    """All at once, in one save or one import: a task is labelled or it is not."""
    if batch.voc:
        with tempfile.TemporaryDirectory() as folder:
            archive = voc_archive(batch, Path(folder) / "annotations.zip")
            bar = terminal.Bar(f"importing {len(batch.voc)} VOC files")
            task.import_annotations("PASCAL VOC 1.1", archive, status_check_period=1, pbar=bar)
    elif batch.label_of:
        shapes = [
            models.LabeledShapeRequest(
                type="rectangle",
                frame=number,
                label_id=labels[batch.label_of[frame.name]],
                points=[0.0, 0.0, float(frame.width), float(frame.height)],
            )
            for number, frame in enumerate(task.get_frames_info())
            if batch.label_of.get(frame.name) in labels
        ]
        task.set_annotations(models.LabeledDataRequest(shapes=shapes))
        terminal.line(f"{batch.name}: {len(shapes)} rectangles saved")
