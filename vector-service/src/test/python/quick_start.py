"""What a newcomer does with pymilvus, against a running server. Arguments: address, token. Ends with "done"."""
import sys

import pymilvus
from pymilvus import DataType, MilvusClient, MilvusException

address, token = sys.argv[1:]
client = MilvusClient(address, token=token)
assert client.get_server_version() == "v2.6.6", client.get_server_version()

name = "quick_start"
client.create_collection(name, dimension=4, consistency_level="Strong")
rows = [{"id": i, "vector": [float(i), 1.0, 0.0, 0.0], "color": f"c{i % 3}", "n": i} for i in range(100)]
assert client.insert(name, rows)["insert_count"] == 100
assert client.query(name, filter="", output_fields=["count(*)"])[0]["count(*)"] == 100
assert [r["id"] for r in client.query(name, filter="color == 'c1' and n < 8", output_fields=["n"])] == [1, 4, 7]
hits = client.search(name, [rows[7]["vector"]], limit=3, filter="n in [7, 8]", output_fields=["color"])[0]
assert [h["id"] for h in hits][0] == 7 and hits[0]["entity"]["color"] == "c1" and len(hits) == 2, hits
client.upsert(name, [{"id": 7, "vector": [0.0, 0.0, 0.0, 1.0], "color": "new"}])
assert client.get(name, ids=[7])[0]["color"] == "new"
client.delete(name, ids=[7])
assert client.get(name, ids=[7]) == []
client.flush(name)
assert client.query(name, filter="id >= 0", output_fields=["count(*)"])[0]["count(*)"] == 99

iterator, seen = client.query_iterator(name, filter="id >= 0", batch_size=40, output_fields=["id"]), []
while page := iterator.next():
    seen += [r["id"] for r in page]
assert seen == [i for i in range(100) if i != 7], seen
iterator, seen = client.search_iterator(name, data=[[1.0, 1.0, 0.0, 0.0]], batch_size=30, limit=99, search_params={}), []
while page := iterator.next():
    seen += [h["id"] for h in page]
assert sorted(seen) == [i for i in range(100) if i != 7], sorted(seen)

schema = client.create_schema(auto_id=True)
schema.add_field("key", DataType.VARCHAR, is_primary=True, max_length=64)
schema.add_field("v", DataType.FLOAT_VECTOR, dim=8)
for t in (DataType.BOOL, DataType.INT8, DataType.INT16, DataType.INT32, DataType.INT64, DataType.FLOAT, DataType.DOUBLE, DataType.JSON):
    schema.add_field(t.name.lower() + "_field", t, nullable=True)
schema.add_field("words", DataType.ARRAY, element_type=DataType.VARCHAR, max_capacity=4, max_length=16)
schema.add_field("level", DataType.INT64, default_value=9)
index = client.prepare_index_params()
index.add_index("v", index_type="HNSW", metric_type="L2", params={"M": 8, "efConstruction": 64})
client.create_collection("typed", schema=schema, index_params=index, consistency_level="Strong")
full = {"v": [0.5] * 8, "bool_field": True, "int8_field": -8, "int16_field": 16, "int32_field": 32, "int64_field": 2**60, "float_field": 0.5,
        "double_field": 0.1, "json_field": {"a": [1, {"b": "x"}]}, "words": ["a", "b"]}
keys = client.insert("typed", [full, {"v": [1.0] * 8, "words": []}])["ids"]
back = client.query("typed", filter="json_field['a'][1]['b'] == 'x'", output_fields=["*"])[0]
assert {k: back[k] for k in full} == full and back["level"] == 9 and back["key"] == keys[0], back
assert client.query("typed", filter="int8_field is null", output_fields=["int8_field", "words"])[0]["int8_field"] is None
assert client.describe_index("typed", "v")["index_type"] == "HNSW"
assert [f["field_id"] for f in client.describe_collection("typed")["fields"]][:2] == [100, 101]

for what, call in {
    "cannot parse expression": lambda: client.query(name, filter="n === 3"),
    "collection not found": lambda: client.search("nowhere", [[0.0] * 4]),
    "should be in range [1, 16384]": lambda: client.search(name, [[0.0] * 4], limit=99999),
    "Invalid collection name": lambda: client.create_collection("1st", dimension=4),
    "partition name zzz not found": lambda: client.query(name, filter="id > 0", partition_names=["zzz"]),
}.items():
    try:
        call()
        raise AssertionError(f"accepted: {what}")
    except MilvusException as e:
        assert what in e.message, (what, e.message)

try:
    MilvusClient(address, token="root:not this").list_collections()
    raise AssertionError("a wrong password was let in")
except MilvusException:
    pass
for x in (name, "typed"):
    client.drop_collection(x)
assert not client.has_collection(name)
print("done with pymilvus", pymilvus.__version__)
