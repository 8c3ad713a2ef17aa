"""A native library in a process of its own, which waits for its turn: builds or opens its index, then answers each line of
standard input with a line of JSON, as ContestantWorker does for Java libraries.

  contestants.py NAME BASE.npy METRIC "M=16 efConstruction=200" FOLDER THREADS

Lines are words between tabs: search SETTINGS BATCH THREADS K QUERIES FILTER|- WARM IDS TRACE; quit.
"""
import importlib.util
import json
import os
import pathlib
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")
import numpy as np

from recall import normalised


def words(text: str) -> dict:
    return {k: float(v) if "." in v else int(v) if v.isdigit() else v for k, v in (w.split("=", 1) for w in text.split())}


class Hnswlib:
    module = "hnswlib"

    def build(self, base, metric, threads, M=16, efConstruction=200):
        import hnswlib

        self.index = hnswlib.Index({"l2": "l2", "ip": "ip", "cosine": "ip"}[metric], base.shape[1])
        self.index.init_index(len(base), M=M, ef_construction=efConstruction, random_seed=42)
        self.index.add_items(base, num_threads=threads)

    def save(self, folder):
        self.index.save_index(str(folder / "index"))

    def open(self, folder, metric, dimension):
        import hnswlib

        self.index = hnswlib.Index({"l2": "l2", "ip": "ip", "cosine": "ip"}[metric], dimension)
        self.index.load_index(str(folder / "index"))

    def set(self, threads, accepted, ef=64):
        self.index.set_ef(ef)
        # The Python binding asks a Python function for every row that it considers.
        self.filter = {} if accepted is None else {"filter": accepted.tolist().__getitem__}
        self.threads = threads

    def search(self, queries, k):
        if not self.filter:
            return self.index.knn_query(queries, k, num_threads=self.threads)[0]
        found = np.full((len(queries), k), -1, np.int64)
        for i, query in enumerate(queries):
            try:
                found[i] = self.index.knn_query(query, k, num_threads=self.threads, **self.filter)[0]
            except RuntimeError:
                continue  # fewer than k accepted rows were met: none is answered
        return found


class Faiss:
    """The factory string names the index: HNSW32, IVF1024,PQ50x4fs,RFlat, IVF1024,RaBitQ,RFlat, Flat."""

    module = "faiss"

    def build(self, base, metric, threads, factory="Flat", efConstruction=200, train=100_000):
        import faiss

        faiss.omp_set_num_threads(threads)
        kind = faiss.METRIC_L2 if metric == "l2" else faiss.METRIC_INNER_PRODUCT
        self.index = faiss.index_factory(base.shape[1], factory, kind)
        if factory.startswith("HNSW"):
            self.index.hnsw.efConstruction = efConstruction
        sample = base if len(base) <= train else base[np.random.default_rng(1).choice(len(base), train, replace=False)]
        if not self.index.is_trained:
            self.index.train(sample)
        self.index.add(base)

    def save(self, folder):
        import faiss

        faiss.write_index(self.index, str(folder / "index"))

    def open(self, folder, metric, dimension):
        import faiss

        self.index = faiss.read_index(str(folder / "index"))

    def set(self, threads, accepted, ef=0, nprobe=0, rf=0, **others):
        import faiss

        faiss.omp_set_num_threads(threads)
        self.parameters = None
        refined = isinstance(self.index, faiss.IndexRefine)
        inner = faiss.downcast_index(self.index.base_index) if refined else faiss.downcast_index(self.index)
        if ef:
            inner.hnsw.efSearch = ef
        if nprobe:
            inner.nprobe = nprobe
        if rf:
            self.index.k_factor = rf
        for name, value in others.items():
            faiss.ParameterSpace().set_index_parameter(self.index, name, value)
        if accepted is not None:
            self.kept = faiss.IDSelectorBitmap(np.packbits(accepted, bitorder="little"))
            if ef:
                self.parameters = faiss.SearchParametersHNSW(sel=self.kept, efSearch=ef)
            elif nprobe:
                self.parameters = faiss.SearchParametersIVF(sel=self.kept, nprobe=nprobe)
            else:
                self.parameters = faiss.SearchParameters(sel=self.kept)
            if refined:
                self.parameters = faiss.IndexRefineSearchParameters(k_factor=rf or 1, base_index_params=self.parameters)

    def search(self, queries, k):
        return self.index.search(queries, k, params=self.parameters)[1]


class Usearch:
    module = "usearch"

    def build(self, base, metric, threads, dtype="f32", M=16, efConstruction=200):
        from usearch.index import Index

        kind = {"l2": "l2sq", "ip": "ip", "cosine": "cos"}[metric]
        self.index = Index(ndim=base.shape[1], metric=kind, dtype=dtype, connectivity=M, expansion_add=efConstruction)
        self.index.add(np.arange(len(base)), base, threads=threads)

    def save(self, folder):
        self.index.save(str(folder / "index"))

    def open(self, folder, metric, dimension):
        from usearch.index import Index

        self.index = Index.restore(str(folder / "index"))

    def set(self, threads, accepted, ef=64):
        if accepted is not None:
            raise ValueError("usearch cannot filter from Python")
        self.index.expansion_search = ef
        self.threads = threads

    def search(self, queries, k):
        keys = np.asarray(self.index.search(queries, k, threads=self.threads).keys)
        return keys.reshape(len(queries), -1)


class Numpy:
    """The product of all queries and rows alone, into a kept array: what the machine's BLAS needs. Finds nothing."""

    module = "numpy"

    def build(self, base, metric, threads):
        self.rows = base

    def save(self, folder):
        np.save(folder / "index.npy", self.rows)

    def open(self, folder, metric, dimension):
        self.rows = np.load(folder / "index.npy")
        self.out = np.zeros((100, len(self.rows)), np.float32)

    def set(self, threads, accepted):
        pass

    def search(self, queries, k):
        np.matmul(queries, self.rows.T, out=self.out[: len(queries)])
        return np.full((len(queries), k), -1, np.int64)


CONTESTANTS = {"hnswlib": Hnswlib, "faiss": Faiss, "usearch": Usearch, "numpy": Numpy}


def installed(name: str) -> bool:
    return importlib.util.find_spec(CONTESTANTS[name].module) is not None


class Worker:
    def __init__(self, name, base_file, metric, parameters, folder, threads):
        self.metric, self.folder = metric, pathlib.Path(folder)
        self.contestant = CONTESTANTS[name]()
        self.queries, self.filters = {}, {}
        base = np.load(base_file, mmap_mode="r")
        self.rows = len(base)
        built = self.folder / "built.json"
        if not built.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            cpu, wall = time.process_time(), time.perf_counter()
            self.contestant.build(np.ascontiguousarray(normalised(base, metric)), metric, threads, **words(parameters))
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            self.contestant.save(self.folder)
            size = sum(file.stat().st_size for file in self.folder.iterdir())
            built.write_text(json.dumps(dict(rows=len(base), dimension=base.shape[1], bytes=size, build_cpu_s=round(cpu, 3),
                                             build_wall_s=round(wall, 3), build_threads=threads)))
        self.contestant.open(self.folder, metric, base.shape[1])
        print(built.read_text(), flush=True)

    def answer(self, settings, batch, threads, k, queries_file, filter_file, warm, ids_file, trace) -> dict:
        if queries_file not in self.queries:
            self.queries[queries_file] = np.ascontiguousarray(normalised(np.load(queries_file), self.metric))
        if filter_file not in self.filters:
            self.filters[filter_file] = None if filter_file == "-" else np.unpackbits(
                np.fromfile(filter_file, np.uint8), bitorder="little")[: self.rows].astype(bool)
        queries, accepted, batch, k = self.queries[queries_file], self.filters[filter_file], int(batch), int(k)
        self.contestant.set(int(threads), accepted, **words(settings))
        parts = [queries[i : i + batch] for i in range(0, len(queries), batch)]
        for i in range(0, min(len(queries), 100), batch):
            self.contestant.search(parts[i // batch], k)
        cpu, wall = time.process_time_ns(), time.perf_counter_ns()
        found = [self.contestant.search(part, k) for part in parts]
        cpu, wall = time.process_time_ns() - cpu, time.perf_counter_ns() - wall
        answer = dict(cpu_us_a_query=cpu / 1e3 / len(queries), wall_us_a_query=wall / 1e3 / len(queries))
        if trace == "1":
            answer["cpu_us_a_batch"] = []
            for part in parts:
                cpu = time.process_time_ns()
                self.contestant.search(part, k)
                answer["cpu_us_a_batch"].append((time.process_time_ns() - cpu) / 1e3)
        np.save(ids_file, np.concatenate(found).astype(np.int64))
        return answer


def main() -> None:
    try:
        worker = Worker(*sys.argv[1:6], int(sys.argv[6]))
    except Exception as problem:
        print(json.dumps(dict(error=f"{type(problem).__name__}: {problem}"[:400])), flush=True)
        raise
    for line in sys.stdin:
        command, *arguments = line.rstrip("\n").split("\t")
        if command == "quit":
            return
        try:
            print(json.dumps(worker.answer(*arguments)), flush=True)
        except (RuntimeError, ValueError, TypeError, AttributeError) as problem:
            print(json.dumps(dict(error=f"{type(problem).__name__}: {problem}"[:400])), flush=True)


if __name__ == "__main__":
    main()
