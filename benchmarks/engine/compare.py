"""All contestants in one run, interleaved, on one pinned core; process CPU time a query.

  ./ocellus bench engine [--quick] [--data DIR] [--out DIR]

DIR (default ~/.cache/ocellus/engine) holds NAME-base.npy and NAME-queries.npy; prepare.sh makes them. Queries 2,000 to 3,999
are timed; tune on the others. Every index of the grid is listed, none is picked. Writes results.json, results.md and, where matplotlib is, a
picture.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
GOALS = (0.90, 0.95, 0.99)


def grid(quick: bool, dimension: int) -> list[dict]:
    pq = dimension // 2
    ours = [
        dict(kind="ocellus", index="AUTOINDEX", search=["recall=0.9", "recall=0.95", "recall=0.975", "recall=0.99", "recall=0.995"]),
    ]
    lists = [1024] if quick else [512, 1024, 2048]
    ms = [16] if quick else [8, 16, 32, 48]
    for m in ms:
        efs = ["ef=16", "ef=32", "ef=64", "ef=128", "ef=200", "ef=400", "ef=800", "ef=1200"]
        ours.append(dict(kind="ocellus", index=f"HNSW M={m} efConstruction=200", search=efs))
        ours.append(dict(kind="hnswlib", index=f"M={m} efConstruction=200", search=efs))
        if not quick:
            ours.append(dict(kind="usearch", index=f"dtype=f32 M={m} efConstruction=200", search=efs))
            ours.append(dict(kind="usearch", index=f"dtype=i8 M={m} efConstruction=200", search=efs))
            ours.append(dict(kind="faiss", index=f"factory=HNSW{m} efConstruction=200", search=efs))
    probes = [8, 16, 32, 64, 128, 256]
    for count in lists:
        search = [f"nprobe={p} k_factor_rf={r}" for p in probes for r in (20, 40)]
        ours.append(dict(kind="faiss", index=f"factory=IVF{count},PQ{pq}x4fs,RFlat", search=search))
        if not quick:
            ours.append(dict(kind="faiss", index=f"factory=IVF{count},RaBitQ,RFlat", search=search))
    ours.append(dict(kind="ocellus", index="FLAT", search=[""]))
    ours.append(dict(kind="faiss", index="factory=Flat", search=[""]))
    return ours


def run(entry: dict, base, queries, metric: str, batch: int, out: pathlib.Path, core: int) -> list[dict]:
    common = ["--base", str(base), "--queries", str(queries), "--metric", metric, "--batch", str(batch), "--out", str(out)]
    for search in entry["search"]:
        common += ["--search", search]
    common += ["--index", entry["index"]]
    if entry["kind"] == "ocellus":
        command = [str(HERE / "run"), "run", *common, "--warm", "3"]
    else:
        command = [sys.executable, str(HERE / "contestants.py"), "--contestant", entry["kind"], *common]
    done = subprocess.run(["taskset", "-c", str(core), *command], capture_output=True, text=True, timeout=3600)
    if done.returncode != 0:
        print("failed:", entry["kind"], entry["index"], done.stderr[-400:], file=sys.stderr)
        return []
    runs = json.loads((out / "run.json").read_text())
    return runs if isinstance(runs, list) else [runs]


def at_recall(points: list[tuple[float, float]], goal: float) -> float | None:
    """CPU a query at that recall, interpolated between the neighbours on the lower envelope."""
    points = sorted(points)
    below = [p for p in points if p[0] < goal]
    above = [p for p in points if p[0] >= goal]
    if not above:
        return None
    high = min(above, key=lambda p: p[1])
    if not below or below[-1][1] >= high[1]:
        return high[1]
    low = below[-1]
    part = (goal - low[0]) / (high[0] - low[0])
    return low[1] + part * (high[1] - low[1])


def main() -> None:
    import numpy as np

    from recall import recall, truth

    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path.home() / ".cache/ocellus/engine")
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("--metric", default="cosine")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("engine-results"))
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    core = max(os.sched_getaffinity(0))
    names = args.set or [f.name.removesuffix("-base.npy") for f in sorted(args.data.glob("*-base.npy"))]
    if not names:
        sys.exit(f"no data in {args.data}: see prepare.sh")
    results = []
    for name in names:
        base = args.data / f"{name}-base.npy"
        every = np.load(args.data / f"{name}-queries.npy", mmap_mode="r")
        timed_queries = args.out / f"{name}-queries.npy"
        np.save(timed_queries, np.ascontiguousarray(every[2000:4000]))
        for batch in (1, 100):
            for i, entry in enumerate(grid(args.quick, every.shape[1])):
                folder = args.out / f"{name}-{batch}-{i}"
                timed = run(entry, base, timed_queries, args.metric, batch, folder, core)
                expected = truth(str(base), str(timed_queries), args.metric, 10)
                for j, one in enumerate(timed):
                    ids = np.load(folder / ("ids.npy" if j == 0 else f"ids-{j}.npy"))
                    one |= dict(set=name, contestant=entry["kind"], index=entry["index"], recall=recall(ids, expected))
                    results.append(one)
                    print(f'{name:10} {batch:4} {entry["kind"]:8} {entry["index"]:36} {one["search"]:26}'
                          f' {one["recall"]:.4f} {one["cpu_us_a_query"]:8.1f} us', flush=True)
            (args.out / "results.json").write_text(json.dumps(results, indent=1) + "\n")
    write(results, args.out)


def write(results: list[dict], out: pathlib.Path) -> None:
    lines = ["| set | batch | contestant | index | build CPU s | bytes/row | " + " | ".join(f"CPU us at {g}" for g in GOALS) + " |",
             "| --- | --- | --- | --- | --- | --- |" + " --- |" * len(GOALS)]
    groups = {}
    for one in results:
        groups.setdefault((one["set"], one["batch"], one["contestant"], one["index"]), []).append(one)
    for (name, batch, kind, index), runs in groups.items():
        points = [(r["recall"], r["cpu_us_a_query"]) for r in runs]
        cells = [f"{at_recall(points, g):.0f}" if at_recall(points, g) else "" for g in GOALS]
        lines.append(f'| {name} | {batch} | {kind} | {index} | {runs[0]["build_cpu_s"]:.1f} |'
                     f' {runs[0]["bytes"] / runs[0]["rows"]:.0f} | ' + " | ".join(cells) + " |")
    (out / "results.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))
    try:
        import matplotlib

        matplotlib.use("Agg")
        import matplotlib.pyplot as plt
    except ImportError:
        return
    for name, batch in sorted({(k[0], k[1]) for k in groups}):
        figure, axes = plt.subplots(figsize=(8, 5))
        for (n, b, kind, index), runs in groups.items():
            if (n, b) == (name, batch) and len(runs) > 1:
                points = sorted((r["recall"], 1e6 / r["cpu_us_a_query"]) for r in runs)
                axes.plot(*zip(*points), marker="o", label=f"{kind} {index}"[:44])
        axes.set(xlabel="recall@10", ylabel="queries a CPU second", yscale="log", xlim=(0.8, 1), title=f"{name}, batches of {batch}")
        axes.legend(fontsize=6)
        figure.savefig(out / f"{name}-{batch}.png", dpi=120)


if __name__ == "__main__":
    main()
