"""cvat-sdk and cvat-cli, unchanged: from pictures to an exported data set and back."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import zipfile

import av
import house
import numpy
from cvat_sdk import models
from cvat_sdk.core.proxies.tasks import ResourceType

COLOURS = [(200, 30, 30), (190, 40, 35), (30, 200, 30), (40, 190, 40), (30, 30, 200), (35, 45, 190), (200, 200, 30), (30, 200, 200)]
ROUND_TRIPS = [("COCO 1.0", "COCO 1.0"), ("CVAT for images 1.1", "CVAT 1.1"), ("PASCAL VOC 1.1", "PASCAL VOC 1.1"), ("YOLO 1.1", "YOLO 1.1")]


def rectangle(frame, label, *points):
    return models.LabeledShapeRequest(type="rectangle", frame=frame, label_id=label, points=[float(p) for p in points])


def boxes(task):
    return sorted((s.frame, tuple(round(p) for p in s.points)) for s in task.get_annotations().shapes)


class Annotation(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.files = house.pictures(cls.folder, COLOURS)
        cls.client = house.annotation_client()
        cls.addClassCleanup(cls.client.close)
        labels = [models.PatchedLabelRequest(name=name) for name in ("cat", "dog")]
        cls.project = cls.client.projects.create(models.ProjectWriteRequest(name="end to end", labels=labels))
        cls.task = cls.made("first", segment_size=5, overlap=2)
        cls.label = next(label.id for label in cls.project.get_labels() if label.name == "cat")

    @classmethod
    def made(cls, name, **more):
        spec = models.TaskWriteRequest(name=name, project_id=cls.project.id, **more)
        return cls.client.tasks.create_from_data(spec=spec, resource_type=ResourceType.LOCAL, resources=cls.files)

    def setUp(self):
        self.task.remove_annotations()

    def test_uploaded_pictures_become_frames_and_overlapping_jobs(self):
        self.assertEqual(self.task.size, len(COLOURS))
        self.assertEqual([f.name for f in self.task.get_frames_info()], [os.path.basename(f) for f in self.files])
        self.assertEqual(sorted((j.start_frame, j.stop_frame) for j in self.task.get_jobs()), [(0, 4), (3, 7)])
        self.assertEqual(house.opened(self.task.get_frame(3, quality="original").read()).size, (160, 120))
        self.assertGreater(house.opened(self.task.get_preview().read()).size[0], 0)
        chunk = self.folder / "chunk.zip"
        with chunk.open("wb") as out:
            self.task.download_chunk(0, out, quality="compressed")
        self.assertEqual(len(zipfile.ZipFile(chunk).namelist()), len(COLOURS))

    def test_a_saved_shape_keeps_its_id_while_others_change(self):
        job = min(self.task.get_jobs(), key=lambda j: j.start_frame)
        job.set_annotations(models.LabeledDataRequest(shapes=[rectangle(n, self.label, 1, 2, 30 + n, 40) for n in range(3)]))
        first, second, third = sorted(job.get_annotations().shapes, key=lambda s: s.frame)
        job.update_annotations(models.PatchedLabeledDataRequest(shapes=[models.LabeledShapeRequest(id=second.id, type="rectangle", frame=1, label_id=self.label, points=[5.0, 5.0, 50.0, 50.0])]))
        job.remove_annotations(ids=[third.id])
        left = {s.id: list(s.points) for s in job.get_annotations().shapes}
        self.assertEqual(left.keys() - {second.id}, {first.id})
        self.assertIn([5.0, 5.0, 50.0, 50.0], left.values())

    def test_an_object_on_an_overlap_frame_is_seen_once_in_the_task(self):
        self.task.set_annotations(models.LabeledDataRequest(shapes=[rectangle(4, self.label, 10, 10, 20, 20)]))
        self.assertEqual(boxes(self.task), [(4, (10, 10, 20, 20))])

    def test_each_format_brings_back_what_it_took(self):
        self.task.set_annotations(models.LabeledDataRequest(shapes=[rectangle(n, self.label, 8 * n, 10, 8 * n + 40, 60) for n in range(len(COLOURS))]))
        twin = self.made("twin")
        for export, as_import in ROUND_TRIPS:
            with self.subTest(export):
                path = self.folder / f"{export}.zip"
                self.task.export_dataset(export, path, include_images=False)
                twin.remove_annotations()
                twin.import_annotations(as_import, path)
                self.assertEqual(len(boxes(twin)), len(COLOURS))
                for (frame, got), (wanted_frame, wanted) in zip(boxes(twin), boxes(self.task)):
                    self.assertEqual(frame, wanted_frame)
                    self.assertTrue(numpy.allclose(got, wanted, atol=1), (got, wanted))

    def test_an_export_with_pictures_holds_every_picture(self):
        path = self.folder / "with-pictures.zip"
        self.task.export_dataset("COCO 1.0", path, include_images=True)
        names = zipfile.ZipFile(path).namelist()
        self.assertEqual(sum(n.endswith(".jpg") for n in names), len(COLOURS))

    def test_a_video_shows_the_frames_that_were_asked_for(self):
        path, shade = self.folder / "grey.mp4", lambda n: 20 + 3 * n
        with av.open(str(path), "w") as out:
            stream = out.add_stream("mpeg4", rate=10)
            stream.width, stream.height, stream.pix_fmt, stream.bit_rate = 160, 96, "yuv420p", 800_000
            for n in range(40):
                picture = av.VideoFrame.from_ndarray(numpy.full((96, 160, 3), shade(n), numpy.uint8), format="rgb24")
                out.mux(stream.encode(picture))
            out.mux(stream.encode())
        spec = models.TaskWriteRequest(name="video", project_id=self.project.id)
        task = self.client.tasks.create_from_data(spec=spec, resources=[str(path)], data_params={"start_frame": 10, "stop_frame": 30, "frame_step": 4, "image_quality": 90})
        self.assertEqual(task.size, 6)
        for n in (0, 3, 5):
            grey = numpy.asarray(house.opened(task.get_frame(n, quality="original").read()).convert("L"))
            self.assertAlmostEqual(float(grey.mean()), shade(10 + 4 * n), delta=4)

    def test_the_command_line_client_lists_the_task(self):
        tool = pathlib.Path(sys.executable).with_name("cvat-cli")
        host, port = house.URL.rsplit(":", 1)
        words = [str(tool), "--server-host", host, "--server-port", port, "--auth", "admin", "task", "ls", "--json"]
        listed = subprocess.run(words, env={**os.environ, "PASS": house.PASSWORD}, capture_output=True, text=True, timeout=60)
        self.assertEqual(listed.returncode, 0, listed.stderr)
        self.assertIn(self.task.id, [t["id"] for t in json.loads(listed.stdout)])


if __name__ == "__main__":
    unittest.main()
