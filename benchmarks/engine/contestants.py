"""Native libraries behind one call: build, then search with each setting; process CPU time, one thread.

  contestants.py --contestant hnswlib --base B.npy --queries Q.npy --metric cosine --index "M=16 efConstruction=200"
                 --search ef=64 --search ef=200 --batch 1 --out DIR
"""
import argparse
import json
import os
import pathlib
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")
import numpy as np


def numbers(words: str) -> dict:
    return {k: float(v) if "." in v else int(v) if v.isdigit() else v for k, v in (w.split("=") for w in words.split())}


def normalised(rows: np.ndarray, metric: str) -> np.ndarray:
    if metric != "cosine":
        return rows
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-30)


class Hnswlib:
    def build(self, base, metric, M=16, efConstruction=200):
        import hnswlib

        self.index = hnswlib.Index({"l2": "l2", "ip": "ip", "cosine": "ip"}[metric], base.shape[1])
        self.index.init_index(len(base), M=M, ef_construction=efConstruction, random_seed=42)
        self.index.set_num_threads(1)
        self.index.add_items(base, num_threads=1)

    def set(self, ef=64):
        self.index.set_ef(ef)

    def search(self, queries, k):
        return self.index.knn_query(queries, k, num_threads=1)[0]

    def bytes(self, folder):
        file = folder / "hnswlib.index"
        self.index.save_index(str(file))
        size = file.stat().st_size
        file.unlink()
        return size


class Faiss:
    """The factory string names the index: HNSW32, IVF1024,PQ50x4fs,Refine(Flat), IVF1024,RaBitQ, Flat."""

    def build(self, base, metric, factory="Flat", M=0, efConstruction=200, train=100_000):
        import faiss

        self.faiss = faiss
        faiss.omp_set_num_threads(1)
        kind = faiss.METRIC_L2 if metric == "l2" else faiss.METRIC_INNER_PRODUCT
        self.index = faiss.index_factory(base.shape[1], factory, kind)
        if factory.startswith("HNSW"):
            self.index.hnsw.efConstruction = efConstruction
        sample = base if len(base) <= train else base[np.random.default_rng(1).choice(len(base), train, replace=False)]
        if not self.index.is_trained:
            self.index.train(sample)
        self.index.add(base)

    def set(self, **settings):
        space = self.faiss.ParameterSpace()
        for name, value in settings.items():
            if name == "ef":
                self.faiss.downcast_index(self.index).hnsw.efSearch = value
            else:
                space.set_index_parameter(self.index, name, value)

    def search(self, queries, k):
        return self.index.search(queries, k)[1]

    def bytes(self, folder):
        return self.faiss.serialize_index(self.index).nbytes


class Usearch:
    def build(self, base, metric, dtype="f32", M=16, efConstruction=200):
        from usearch.index import Index

        kind = {"l2": "l2sq", "ip": "ip", "cosine": "cos"}[metric]
        self.index = Index(ndim=base.shape[1], metric=kind, dtype=dtype, connectivity=M, expansion_add=efConstruction)
        self.index.add(np.arange(len(base)), base, threads=1)

    def set(self, ef=64):
        self.index.expansion_search = ef

    def search(self, queries, k):
        found = self.index.search(queries, k, threads=1)
        keys = np.asarray(found.keys)
        return keys.reshape(len(queries), -1)

    def bytes(self, folder):
        return self.index.serialized_length


CONTESTANTS = {"hnswlib": Hnswlib, "faiss": Faiss, "usearch": Usearch}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--contestant", choices=CONTESTANTS, required=True)
    parser.add_argument("--base", required=True)
    parser.add_argument("--queries", required=True)
    parser.add_argument("--metric", default="cosine")
    parser.add_argument("--index", default="")
    parser.add_argument("--search", action="append", default=[])
    parser.add_argument("--k", type=int, default=10)
    parser.add_argument("--batch", type=int, action="append", default=[])
    parser.add_argument("--out", type=pathlib.Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    base = normalised(np.load(args.base), args.metric)
    queries = normalised(np.load(args.queries), args.metric)
    contestant = CONTESTANTS[args.contestant]()
    cpu = time.process_time()
    contestant.build(base, args.metric, **numbers(args.index))
    build = time.process_time() - cpu
    size = contestant.bytes(args.out)
    runs = []
    for search in args.search or [""]:
        for batch in args.batch or [1]:
            contestant.set(**numbers(search))
            contestant.search(queries[:100], args.k)
            cpu, wall = time.process_time(), time.perf_counter()
            parts = [contestant.search(queries[i : i + batch], args.k) for i in range(0, len(queries), batch)]
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            ids = np.concatenate(parts).astype(np.int64)
            np.save(args.out / ("ids.npy" if not runs else f"ids-{len(runs)}.npy"), ids)
            runs.append(dict(index=f"{args.contestant} {args.index}", search=search, metric=args.metric, k=args.k, threads=1,
                             batch=batch, rows=len(base), dimension=base.shape[1], queries=len(queries), accepted=1.0,
                             build_cpu_s=build, bytes=size, cpu_us_a_query=cpu * 1e6 / len(queries),
                             wall_us_a_query=wall * 1e6 / len(queries)))
            print(json.dumps(runs[-1]), flush=True)
    (args.out / "run.json").write_text(json.dumps(runs, indent=1) + "\n")


if __name__ == "__main__":
    main()
