"""pymilvus, unchanged: a collection with a schema, from insert to drop."""

import unittest

import house
import numpy
from pymilvus import DataType, MilvusException

ROWS, DIMENSION = 2_000, 24


class Vectors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = house.vector_client()
        cls.addClassCleanup(cls.client.close)
        cls.rows = numpy.random.default_rng(7).normal(size=(ROWS, DIMENSION)).astype("float32")

    def setUp(self):
        self.name = self._testMethodName
        schema = self.client.create_schema(auto_id=False, enable_dynamic_field=True)
        schema.add_field("id", DataType.INT64, is_primary=True)
        schema.add_field("v", DataType.FLOAT_VECTOR, dim=DIMENSION)
        schema.add_field("kind", DataType.VARCHAR, max_length=16)
        index = self.client.prepare_index_params()
        index.add_index("v", index_type="HNSW", metric_type="COSINE", params={"M": 16, "efConstruction": 100})
        self.client.create_collection(self.name, schema=schema, index_params=index, consistency_level="Strong")
        self.addCleanup(self.client.drop_collection, self.name)
        self.client.insert(self.name, [self.row(i) for i in range(ROWS)])

    def row(self, i, **more):
        return {"id": i, "v": self.rows[i], "kind": f"k{i % 5}", "number": i, **more}

    def count(self, expression=""):
        return self.client.query(self.name, filter=expression, output_fields=["count(*)"])[0]["count(*)"]

    def recall(self):
        unit = self.rows / numpy.linalg.norm(self.rows, axis=1, keepdims=True)
        asked = range(0, ROWS, 50)
        truth = numpy.argsort(-(unit[list(asked)] @ unit.T), axis=1)[:, :10]
        found = self.client.search(self.name, [self.rows[i] for i in asked], limit=10, search_params={"params": {"ef": 200}})
        return numpy.mean([len({hit["id"] for hit in hits} & set(best.tolist())) / 10 for hits, best in zip(found, truth)])

    def test_neighbours_are_found_before_and_after_a_flush(self):
        self.assertGreaterEqual(self.recall(), 0.95)
        self.client.flush(self.name)
        self.assertGreaterEqual(self.recall(), 0.95)
        self.assertEqual(self.count(), ROWS)

    def test_a_filter_holds_for_every_hit(self):
        hits = self.client.search(self.name, [self.rows[12]], limit=20, filter="kind == 'k2' and number < 500", output_fields=["kind", "number"])[0]
        self.assertEqual(hits[0]["id"], 12)
        self.assertTrue(all(h["entity"]["kind"] == "k2" and h["entity"]["number"] < 500 for h in hits))

    def test_a_strong_read_sees_every_write_before_it(self):
        for i in range(0, 40):
            self.client.delete(self.name, ids=[i])
            self.assertEqual(self.client.get(self.name, ids=[i]), [])
            self.client.upsert(self.name, [self.row(i, kind="again")])
            self.assertEqual(self.client.get(self.name, ids=[i])[0]["kind"], "again")
        self.assertEqual((self.count(), self.count("kind == 'again'")), (ROWS, 40))

    def test_rows_deleted_by_an_expression_stay_away(self):
        self.client.delete(self.name, filter="kind == 'k3'")
        self.assertEqual(self.count("kind == 'k3'"), 0)
        self.client.flush(self.name)
        self.assertEqual(self.count(), ROWS * 4 // 5)

    def test_what_cannot_be_is_refused_with_a_message_and_changes_nothing(self):
        refused = {
            "another dimension": lambda: self.client.insert(self.name, [{"id": 1, "v": [0.1] * (DIMENSION + 1), "kind": "x"}]),
            "no number": lambda: self.client.insert(self.name, [{"id": 1, "v": [float("nan")] * DIMENSION, "kind": "x"}]),
            "too long a text": lambda: self.client.insert(self.name, [self.row(1, kind="x" * 17)]),
            "a broken expression": lambda: self.client.search(self.name, [self.rows[0]], limit=5, filter="kind === 'x'"),
            "a collection that is not there": lambda: self.client.search("nowhere", [self.rows[0]], limit=5),
            "too high a limit": lambda: self.client.search(self.name, [self.rows[0]], limit=99_999),
        }
        for what, attempt in refused.items():
            with self.subTest(what), self.assertRaises(MilvusException) as refusal:
                attempt()
            self.assertGreater(len(refusal.exception.message), 10)
        self.assertEqual(self.count(), ROWS)

    def test_a_wrong_password_opens_nothing(self):
        with self.assertRaises(MilvusException):
            house.vector_client(password="wrong").list_collections()


if __name__ == "__main__":
    unittest.main()
