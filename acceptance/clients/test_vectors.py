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

    def test_a_grouping_search_gives_the_best_of_each_group(self):
        hits = self.client.search(self.name, [self.rows[12]], limit=3, group_by_field="kind", output_fields=["kind"])[0]
        self.assertEqual((len(hits), hits[0]["id"]), (3, 12))
        self.assertEqual(len({hit["entity"]["kind"] for hit in hits}), 3)
        pairs = self.client.search(self.name, [self.rows[12]], limit=2, group_by_field="kind", group_size=2, strict_group_size=True, output_fields=["kind"])[0]
        kinds = [hit["entity"]["kind"] for hit in pairs]
        self.assertEqual((kinds[0] == kinds[1], kinds[2] == kinds[3], len(set(kinds))), (True, True, 2))
        with self.assertRaises(MilvusException):
            self.client.search(self.name, [self.rows[12]], limit=3, group_by_field="kind", group_size=11)

    def test_a_search_by_keys_takes_the_vectors_of_those_rows(self):
        by_keys = self.client.search(self.name, ids=[12, 7], limit=3)
        by_vectors = self.client.search(self.name, [self.rows[12], self.rows[7]], limit=3)
        self.assertEqual([[hit["id"] for hit in hits] for hits in by_keys], [[hit["id"] for hit in hits] for hits in by_vectors])
        with self.assertRaises(MilvusException):
            self.client.search(self.name, ids=[ROWS + 1], limit=3)

    def test_a_partial_update_keeps_what_it_does_not_name(self):
        self.client.upsert(self.name, [{"id": 5, "kind": "renamed"}, {"id": 6, "kind": "too"}], partial_update=True)
        row = self.client.get(self.name, ids=[5])[0]
        self.assertEqual((row["kind"], row["number"]), ("renamed", 5))
        numpy.testing.assert_allclose(row["v"], self.rows[5], rtol=1e-6)
        with self.assertRaises(MilvusException):
            self.client.upsert(self.name, [{"id": ROWS + 5, "kind": "new"}], partial_update=True)
        self.assertEqual(self.count(), ROWS)

    def test_partitions_properties_and_aliases_change_under_way(self):
        self.client.create_partition(self.name, "more")
        self.client.insert(self.name, [self.row(0, id=ROWS)], partition_name="more")
        self.client.release_partitions(self.name, ["more"])
        self.assertEqual(self.count(), ROWS)
        self.client.load_partitions(self.name, ["more"])
        self.assertEqual(self.count(), ROWS + 1)
        self.client.create_alias(self.name, "another_name")
        self.assertEqual(self.client.get("another_name", ids=[ROWS])[0]["id"], ROWS)
        self.client.drop_alias("another_name")
        self.client.alter_collection_properties(self.name, {"collection.ttl.seconds": 86_400})
        self.assertEqual(self.client.describe_collection(self.name)["properties"]["collection.ttl.seconds"], "86400")
        self.client.truncate_collection(self.name)
        self.assertEqual(self.count(), 0)

    def test_a_wrong_password_opens_nothing(self):
        with self.assertRaises(MilvusException):
            house.vector_client(password="wrong").list_collections()


if __name__ == "__main__":
    unittest.main()
