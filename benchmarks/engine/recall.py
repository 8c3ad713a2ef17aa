"""recall@k against exact search. Rows that are as good as the k-th best count as found, so ties cost nothing."""
import pathlib

import numpy as np


def normalised(rows: np.ndarray, metric: str) -> np.ndarray:
    rows = np.asarray(rows, np.float32)
    if metric != "cosine":
        return rows
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-30)


class Truth:
    """The exact answers for some queries; the base may be a file that is only mapped."""

    def __init__(self, base: np.ndarray, queries: np.ndarray, metric: str, k: int, accepted: np.ndarray | None = None):
        self.base, self.metric = base, metric
        self.queries = normalised(queries, metric)
        rows = np.arange(len(base)) if accepted is None else np.flatnonzero(accepted)
        self.k = min(k, len(rows))
        best = np.full((len(queries), 0), 0, np.float32)
        ids = np.zeros((len(queries), 0), np.int64)
        for start in range(0, len(rows), 50_000):
            part = rows[start : start + 50_000]
            scores = self._scores(self.queries, normalised(base[part], metric))
            top = np.argpartition(-scores, min(self.k, len(part)) - 1, axis=1)[:, : self.k]
            best = np.concatenate([best, np.take_along_axis(scores, top, 1)], axis=1)
            ids = np.concatenate([ids, part[top]], axis=1)
            order = np.argsort(-best, axis=1, kind="stable")[:, : self.k]
            best, ids = np.take_along_axis(best, order, 1), np.take_along_axis(ids, order, 1)
        self.ids, self.worst = ids, best[:, -1]

    def _scores(self, queries: np.ndarray, rows: np.ndarray) -> np.ndarray:
        scores = queries @ rows.T
        if self.metric == "l2":
            scores = 2 * scores - (rows * rows).sum(1) - (queries * queries).sum(1)[:, None]
        return scores

    def recall(self, ids: np.ndarray) -> float:
        found = 0
        for query, answer in enumerate(ids.tolist()):
            answer = {one for one in answer if one >= 0}
            right = answer & set(self.ids[query].tolist())
            found += len(right)
            others = sorted(answer - right)
            if others:
                scores = self._scores(self.queries[query : query + 1], normalised(self.base[others], self.metric))[0]
                found += int((scores >= self.worst[query] - 1e-6 * max(1.0, abs(self.worst[query]))).sum())
        return min(1.0, found / max(1, self.k * len(ids)))


if __name__ == "__main__":
    import json
    import sys

    if len(sys.argv) != 5:
        sys.exit("recall.py DIR BASE QUERIES METRIC: what `bench engine run --out DIR` found, against exact search")
    folder, metric = pathlib.Path(sys.argv[1]), sys.argv[4]
    base, queries = (np.load(name, mmap_mode="r") for name in sys.argv[2:4])
    runs = json.loads((folder / "run.json").read_text())
    runs = runs if isinstance(runs, list) else [runs]
    accepted = None
    if (folder / "accepted.npy").exists():
        words = np.load(folder / "accepted.npy").astype("<u8")
        accepted = np.unpackbits(words.view(np.uint8), bitorder="little")[: len(base)].astype(bool)
    truth = Truth(base, queries, metric, runs[0]["k"], accepted)
    for run in runs:
        print(f'{run["index"]:40} {run["search"]:24} batch {run["batch"]:3} recall {truth.recall(np.load(folder / run["ids"])):.4f}'
              f'  cpu {run["cpu_us_a_query"]:8.1f} us  build {run["build_cpu_s"]:.1f} s  {run["bytes"] / run["rows"]:.0f} B/row')
