"""The join of both: what is saved through CVAT's routes is found by its look, by those who may see it."""

import tempfile
import unittest

import house
from cvat_sdk import models

# Unlike those of the other tests on the same server.
TWINS = [(140, 0, 110), (143, 3, 108)]
OTHERS = [(90, 120, 30), (30, 90, 120), (220, 220, 220), (20, 20, 20)]


class Similar(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.client = house.annotation_client()
        cls.addClassCleanup(cls.client.close)
        spec = models.TaskWriteRequest(name="colours", labels=[models.PatchedLabelRequest(name="patch")])
        cls.task = cls.client.tasks.create_from_data(spec=spec, resources=house.pictures(folder.name, TWINS + OTHERS))
        cls.label = cls.task.get_labels()[0].id

    def similar(self, what, **account):
        return house.call("GET", f"/api/curation/similar?{what}&limit=5", **account)

    def indexed(self, what, least=1):
        def ask():
            status, body = self.similar(what)
            return status == 200 and not body["pending"] and len(body["results"]) >= least and body["results"]

        return house.eventually(f"neighbours of {what}", ask)

    def test_the_frame_that_looks_alike_comes_first(self):
        found = self.indexed(f"frame={self.task.id}:0", least=5)
        self.assertEqual((found[0]["task"], found[0]["frame"]), (self.task.id, 1))
        self.assertNotIn(0, [f["frame"] for f in found if f["task"] == self.task.id])
        self.assertEqual(found, sorted(found, key=lambda f: -f["score"]))

    def test_an_object_that_is_deleted_is_gone_at_once(self):
        shape = lambda frame: models.LabeledShapeRequest(type="rectangle", frame=frame, label_id=self.label, points=[90.0, 20.0, 150.0, 110.0])
        self.task.set_annotations(models.LabeledDataRequest(shapes=[shape(0), shape(1)]))
        first, second = sorted(self.task.get_annotations().shapes, key=lambda s: s.frame)
        house.eventually("the twin is found", lambda: second.id in [f["object"] for f in self.similar(f"object={first.id}")[1].get("results", [])])
        self.task.remove_annotations(ids=[second.id])
        self.assertNotIn(second.id, [f["object"] for f in self.similar(f"object={first.id}")[1]["results"]])

    def test_who_may_not_see_the_task_gets_nothing(self):
        self.indexed(f"frame={self.task.id}:0")
        password = house.register("stranger")
        status, _ = self.similar(f"frame={self.task.id}:0", user="stranger", password=password)
        self.assertIn(status, (403, 404))
        self.assertIn(self.similar(f"frame={self.task.id}:0", user=None)[0], (401, 403))


if __name__ == "__main__":
    unittest.main()
