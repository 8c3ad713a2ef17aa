"""recall@k of ids.npy against exact search, computed once for a data set and kept beside it."""
import pathlib

import numpy as np


def truth(base_file: str, queries_file: str, metric: str, k: int, accepted: np.ndarray | None = None) -> np.ndarray:
    """The k-th best exact score of every query."""
    name = pathlib.Path(queries_file).with_suffix(f".{pathlib.Path(base_file).stem}.{metric}.{k}.truth.npy")
    if accepted is None and name.exists():
        return np.load(name)
    base, queries = np.load(base_file), np.load(queries_file)
    if metric == "cosine":
        base = base / np.maximum(np.linalg.norm(base, axis=1, keepdims=True), 1e-30)
        queries = queries / np.maximum(np.linalg.norm(queries, axis=1, keepdims=True), 1e-30)
    rows = np.arange(len(base)) if accepted is None else np.flatnonzero(accepted)
    base = base[rows]
    found = np.zeros((len(queries), min(k, len(rows))), np.int64)
    norms = (base * base).sum(1)
    for start in range(0, len(queries), 200):
        scores = queries[start : start + 200] @ base.T
        if metric == "l2":
            scores = 2 * scores - norms
        top = np.argpartition(-scores, min(k, len(rows)) - 1, axis=1)[:, :k]
        order = np.argsort(-np.take_along_axis(scores, top, 1), axis=1, kind="stable")
        found[start : start + 200] = rows[np.take_along_axis(top, order, 1)]
    if accepted is None:
        np.save(name, found)
    return found


def recall(ids: np.ndarray, expected: np.ndarray) -> float:
    return float(np.mean([len(set(a) & set(b)) / max(1, len(b)) for a, b in zip(ids.tolist(), expected.tolist())]))


if __name__ == "__main__":
    import json
    import sys

    folder, base, queries, metric = sys.argv[1:5]
    folder = pathlib.Path(folder)
    runs = json.loads((folder / "run.json").read_text())
    runs = runs if isinstance(runs, list) else [runs]
    accepted = None
    if (folder / "accepted.npy").exists():
        words = np.load(folder / "accepted.npy").astype("<u8")
        accepted = np.unpackbits(words.view(np.uint8), bitorder="little")[: runs[0]["rows"]].astype(bool)
    expected = truth(base, queries, metric, runs[0]["k"], accepted)
    for i, run in enumerate(runs):
        ids = np.load(folder / ("ids.npy" if i == 0 else f"ids-{i}.npy"))
        print(f'{run["index"]:40} {run["search"]:24} batch {run["batch"]:3} recall {recall(ids, expected):.4f}'
              f'  cpu {run["cpu_us_a_query"]:8.1f} us  build {run["build_cpu_s"]:.1f} s  {run["bytes"] / run["rows"]:.0f} B/row')
