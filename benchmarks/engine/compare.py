"""All contestants in one run, interleaved, on one pinned core and once on two; process CPU time a query beside wall time.

  ./ocellus bench engine [--quick] [--data DIR] [--set NAME …] [--rows N] [--only FAMILY …] [--out DIR]

DIR (default ~/.cache/ocellus/engine) holds NAME-base.npy and NAME-queries.npy; prepare.sh makes them. Index and search parameters are
chosen on the first half of the queries, timed are others. --quick takes one index a contestant and the first 100,000 rows.
Writes results.json, results.md, pictures, and raw/*.json with the ids and the CPU time of every batch.
"""
import argparse
import contextlib
import datetime
import json
import os
import pathlib
import random
import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

import contestants
import picture
import report
from curves import around_goals, at_recall, frontier, GOALS
from grid import entry, grid
from recall import Truth
from workers import Failed, Worker

K = 10
PARTS = (0.5, 0.1, 0.01, 0.001)
started = time.monotonic()


def say(text: str) -> None:
    print(f"{time.monotonic() - started:6.0f} s  {text}", flush=True)


class Comparison:
    """One data set."""

    def __init__(self, name: str, args, cores: list[int]):
        self.name, self.args, self.cores, self.core = name, args, cores, cores[-1:]
        said = args.data / f"{name}-metric.txt"
        self.metric = args.metric or (said.read_text().strip() if said.exists() else "cosine")
        self.work = args.out / "work" / name
        self.raw = args.out / "raw"
        self.work.mkdir(parents=True, exist_ok=True)
        self.raw.mkdir(parents=True, exist_ok=True)
        base = np.load(args.data / f"{name}-base.npy", mmap_mode="r")
        self.all_rows = len(base)
        self.base_file = args.data / f"{name}-base.npy"
        if args.rows and args.rows < len(base):
            base = base[: args.rows]
            self.base_file = self.work / "base.npy"
            np.save(self.base_file, base)
        self.base = base
        queries = np.load(args.data / f"{name}-queries.npy", mmap_mode="r")
        size = min(args.queries, len(queries) // 2)
        self.tuning, self.timed = self.work / "tuning.npy", self.work / "timed.npy"
        np.save(self.tuning, np.ascontiguousarray(queries[:size]))
        np.save(self.timed, np.ascontiguousarray(queries[-size:]))
        self.query_ids = list(range(len(queries) - size, len(queries)))
        say(f"{name}: {len(base)} of {self.all_rows} rows of {base.shape[1]}, {self.metric}; {size} queries to tune, {size} others timed")
        self.tuning_truth = Truth(base, queries[:size], self.metric, K)
        self.timed_truth = Truth(base, queries[-size:], self.metric, K)
        self.results = dict(set=name, rows=len(base), all_rows=self.all_rows, dimension=base.shape[1], metric=self.metric,
                            queries=size, indexes=[], timed=[], two_cores=[], two_core_builds=[], filtered=[], exact=[], skipped=[])

    def entries(self) -> list[dict]:
        found = []
        for one in grid(self.args.quick, self.base.shape[1], len(self.base)):
            if self.args.only and not any(word in one["family"] for word in self.args.only):
                continue
            if self.args.index and not any(word in one["index"] for word in self.args.index):
                continue
            if one["kind"] in contestants.CONTESTANTS and not contestants.installed(one["kind"]):
                self.skip(one, "not installed")
            else:
                found.append(one)
        return found

    def skip(self, one: dict, why: str) -> None:
        words = f'{one["family"]} [{one["index"]}]: {why}'
        if words not in self.results["skipped"]:
            self.results["skipped"].append(words)
            say(f"skipped {words}")

    def folder(self, one: dict, suffix="") -> pathlib.Path:
        return self.work / "".join(c if c.isalnum() else "-" for c in f'{one["kind"]}-{one["index"]}{suffix}')

    def open(self, one: dict, cores: list[int], threads=1, suffix="") -> Worker:
        return Worker(one["kind"], one["index"], self.base_file, self.metric, self.folder(one, suffix), cores, threads)

    # Building and tuning: each index is built once, on one core; two at a time where there are two.

    def tune(self, entries: list[dict]) -> dict[str, dict]:
        free = [[core] for core in self.cores[-self.args.builders :]]
        with ThreadPoolExecutor(len(free)) as pool:
            return {one["family"] + one["index"]: done for one, done in
                    zip(entries, pool.map(lambda one: self.tune_one(one, free), entries)) if done}

    def tune_one(self, one: dict, free: list[list[int]]) -> dict | None:
        core = free.pop()
        try:
            with contextlib.closing(self.open(one, core)) as worker:
                built = worker.answer()
                points = {1: [], 100: []}
                for settings in one["settings"]:
                    for batch in points:
                        points[batch].append(self.point(worker, one, settings, batch, self.tuning, self.tuning_truth, warm=(2.0, 0.2)))
                    if one["rising"] and points[1][-1]["recall"] >= 0.995:
                        break
            say(f'{self.name}: {one["family"]} [{one["index"]}] built in {built["build_cpu_s"]:.1f} CPU-s, {built["bytes"] / built["rows"]:.0f}'
                f' bytes a row, recall {min(p["recall"] for p in points[1]):.3f} to {max(p["recall"] for p in points[1]):.3f}')
            self.results["indexes"].append(dict(family=one["family"], kind=one["kind"], index=one["index"], **built,
                                                tuning=points[1], tuning_batches=points[100]))
            return dict(entry=one, points=points, built=built)
        except Failed as problem:
            self.skip(one, str(problem))
            return None
        finally:
            free.append(core)

    def point(self, worker, one, settings, batch, queries, truth, warm=(3.0, 0.7), **more) -> dict:
        ids = self.folder(one).with_suffix(".ids.npy")
        answer = worker.search(settings, batch, queries, ids, k=K, warm=[seconds * self.args.warm for seconds in warm], **more)
        found = np.load(ids)
        point = dict(settings=settings, batch=batch, recall=truth.recall(found), cpu=answer["cpu_us_a_query"], wall=answer["wall_us_a_query"])
        if "cpu_us_a_batch" in answer:
            point |= dict(ids=found.tolist(), batches=answer["cpu_us_a_batch"])
        return point

    def chosen(self, tuned: dict[str, dict]) -> list[dict]:
        """Of each family and batch size the indexes that are the cheapest at one of the goals, with the settings around the goals."""
        picks = []
        for family in dict.fromkeys(done["entry"]["family"] for done in tuned.values()):
            candidates = [done for done in tuned.values() if done["entry"]["family"] == family]
            for batch in (1, 100):
                best = {}
                for goal in GOALS:
                    costs = [(at_recall(done["points"][batch], goal), i) for i, done in enumerate(candidates)]
                    costs = [pair for pair in costs if pair[0] is not None]
                    if costs:
                        best[min(costs)[1]] = True
                if not best:
                    best = {max(range(len(candidates)), key=lambda i: max(p["recall"] for p in candidates[i]["points"][batch])): True}
                for i in best:
                    for point in around_goals(candidates[i]["points"][batch], self.args.settings):
                        picks.append(dict(done=candidates[i], batch=batch, settings=point["settings"]))
        return picks

    # Timing: every contestant lives, one at a time works, round after round in another order.

    def time(self, tuned: dict[str, dict], write) -> None:
        picks = self.chosen(tuned)
        workers = {}
        with contextlib.ExitStack() as living:
            for pick in picks:
                one = pick["done"]["entry"]
                key = one["family"] + one["index"]
                if key not in workers:
                    try:
                        workers[key] = living.enter_context(contextlib.closing(self.open(one, self.core)))
                        workers[key].answer()
                    except Failed as problem:
                        self.skip(one, str(problem))
                pick["key"], pick["rounds"] = key, []
            picks = [pick for pick in picks if pick["key"] in workers]
            say(f"{self.name}: {len(picks)} settings of {len(workers)} indexes, {self.args.rounds} rounds")
            order = random.Random(42)
            for number in range(self.args.rounds):
                order.shuffle(picks)
                for pick in picks:
                    self.one_round(pick, workers[pick["key"]], last=number == self.args.rounds - 1)
                say(f"{self.name}: round {number + 1} of {self.args.rounds}")
            for pick in sorted((p for p in picks if p["rounds"]), key=lambda p: (p["key"], p["batch"], p["rounds"][0]["recall"])):
                self.keep(pick)
            write()
            self.on_two_cores(tuned, workers)
            write()
            self.filter(tuned, workers)

    def one_round(self, pick, worker, last: bool) -> None:
        one = pick["done"]["entry"]
        try:
            pick["rounds"].append(self.point(worker, one, pick["settings"], pick["batch"], self.timed, self.timed_truth, trace=last))
        except Failed as problem:
            self.skip(one, f'{pick["settings"]}: {problem}')

    def keep(self, pick: dict) -> None:
        one, rounds = pick["done"]["entry"], pick["rounds"]
        cpu, wall = (sorted(point[what] for point in rounds) for what in ("cpu", "wall"))
        name = f'{self.name}-{self.folder(one).name}-{pick["settings"].replace(" ", "-") or "default"}-{pick["batch"]}.json'
        if "ids" in rounds[-1]:
            (self.raw / name).write_text(json.dumps(dict(
                set=self.name, family=one["family"], index=one["index"], settings=pick["settings"], batch=pick["batch"],
                query_ids=self.query_ids, ids=rounds[-1]["ids"], cpu_us_a_batch=rounds[-1]["batches"])))
        self.results["timed"].append(dict(
            family=one["family"], kind=one["kind"], index=one["index"], settings=pick["settings"], batch=pick["batch"],
            recall=rounds[-1]["recall"], cpu=cpu[0], cpu_median=cpu[len(cpu) // 2], wall=wall[0], wall_median=wall[len(wall) // 2],
            rounds=[point["cpu"] for point in rounds], raw=f"raw/{name}"))

    def fitting(self, tuned, batch: int, goal: float) -> list[tuple[dict, str]]:
        """Of each family the index and setting that first reaches the goal, judged by the timed queries."""
        fits = []
        for family in dict.fromkeys(point["family"] for point in self.results["timed"]):
            points = [p for p in self.results["timed"] if p["family"] == family and p["batch"] == batch and p["recall"] >= goal]
            if points:
                best = min(points, key=lambda p: p["cpu"])
                fits.append((tuned[family + best["index"]]["entry"], best["settings"]))
        return fits

    def on_two_cores(self, tuned, workers) -> None:
        if len(self.cores) < 2:
            self.results["skipped"].append("two cores: there is one")
            return
        fits = [(one, settings) for one, settings in self.fitting(tuned, 100, 0.95) if one["family"] + one["index"] in workers]
        rounds = {}
        for _ in range(max(2, self.args.rounds // 2)):
            for one, settings in fits:
                worker = workers[one["family"] + one["index"]]
                for threads in (1, 2):
                    worker.pin(self.cores[-threads:])
                    with contextlib.suppress(Failed):
                        rounds.setdefault((one["family"], one["index"], settings, threads), []).append(
                            self.point(worker, one, settings, 100, self.timed, self.timed_truth, threads=threads))
                worker.pin(self.core)
        for (family, index, settings, threads), points in rounds.items():
            self.results["two_cores"].append(dict(family=family, index=index, settings=settings, threads=threads, recall=points[-1]["recall"],
                                                  cpu=min(p["cpu"] for p in points), wall=min(p["wall"] for p in points)))
        for one in [one for one, _ in fits if one["kind"] in ("ocellus", "hnswlib")]:
            for threads in (1, 2):
                try:
                    with contextlib.closing(self.open(one, self.cores[-threads:], threads, f" alone {threads}")) as worker:
                        built = worker.answer()
                    self.results["two_core_builds"].append(dict(family=one["family"], index=one["index"], **built))
                    shutil.rmtree(self.folder(one, f" alone {threads}"))
                except Failed as problem:
                    self.skip(one, f"built with {threads} threads: {problem}")
        say(f"{self.name}: two cores done")

    def filter(self, tuned, workers) -> None:
        """Settings from the one that has 0.95 without a filter upwards, until it is 0.95 with it; single queries."""
        size = min(200 if self.args.quick else 500, len(self.query_ids))
        queries = self.work / "filtered.npy"
        np.save(queries, np.load(self.timed)[:size])
        for part in PARTS:
            accepted = np.random.default_rng(42).random(len(self.base)) < part
            if accepted.sum() < K:
                continue
            file = self.work / f"accepted-{part}.bin"
            packed = np.packbits(accepted, bitorder="little")
            np.concatenate([packed, np.zeros(-len(packed) % 8, np.uint8)]).tofile(file)
            truth, all_truth = (Truth(self.base, np.load(queries), self.metric, K, mask) for mask in (accepted, None))
            for one, settings in self.fitting(tuned, 1, 0.95):
                key = one["family"] + one["index"]
                if not one["filters"] or key not in workers:
                    continue
                line = one["settings"] if one["rising"] else [p["settings"] for p in frontier(tuned[key]["points"][1])] + one["settings"][-1:]
                steps = line[line.index(settings) :] if settings in line else [settings]
                try:
                    free = min((self.point(workers[key], one, settings, 1, queries, all_truth) for _ in range(2)), key=lambda p: p["cpu"])
                    for step in steps[:6]:
                        point = min((self.point(workers[key], one, step, 1, queries, truth, accepted=file) for _ in range(2)),
                                    key=lambda p: p["cpu"])
                        if point["recall"] >= 0.95 or point["cpu"] > 50_000:
                            break
                    self.results["filtered"].append(dict(family=one["family"], index=one["index"], part=part, settings=point["settings"],
                                                         recall=point["recall"], cpu=point["cpu"], unfiltered_cpu=free["cpu"]))
                except Failed as problem:
                    self.skip(one, f"filtered {part}: {problem}")
        say(f"{self.name}: filtered searches done")

    def exact(self) -> None:
        """FLAT against faiss, numpy's product and a read-only sum, turn by turn."""
        flats = [entry("ocellus FLAT", "ocellus", "FLAT", [""]), entry("faiss Flat", "faiss", "factory=Flat", [""]),
                 entry("numpy product", "numpy", "", [""])]
        few, many = self.work / "few.npy", self.work / "many.npy"
        np.save(few, np.load(self.timed)[:20])
        np.save(many, np.load(self.timed)[:200])
        truths = {few: Truth(self.base, np.load(few), self.metric, K), many: Truth(self.base, np.load(many), self.metric, K)}
        rounds: dict[tuple, list] = {}
        with contextlib.ExitStack() as living:
            workers = []
            for one in flats:
                if one["kind"] != "ocellus" and not contestants.installed(one["kind"]):
                    self.skip(one, "not installed")
                    continue
                try:
                    worker = living.enter_context(contextlib.closing(self.open(one, self.core)))
                    worker.answer()
                    workers.append((one, worker))
                except Failed as problem:
                    self.skip(one, str(problem))
            for _ in range(self.args.rounds):
                for one, worker in workers:
                    for queries, batch in ((few, 1), (many, 100)):
                        rounds.setdefault((one["family"], batch), []).append(
                            self.point(worker, one, "", batch, queries, truths[queries]))
                    if one["kind"] == "ocellus":
                        rounds.setdefault(("read-only sum", 1), []).append(
                            dict(cpu=worker.send("sum", self.args.warm)["cpu_us_a_query"], wall=0, recall=0))
        size = len(self.base) * self.base.shape[1]
        for (family, batch), points in rounds.items():
            cpu = min(point["cpu"] for point in points)
            self.results["exact"].append(dict(family=family, batch=batch, cpu=cpu, rounds=[point["cpu"] for point in points],
                                              recall=points[-1]["recall"], gflop_s=2 * size / cpu / 1e3, gb_s=4 * size / cpu / 1e3))
        say(f"{self.name}: exact search done")


def versions() -> dict:
    from importlib import metadata

    found = {}
    for package in ("hnswlib", "faiss-cpu", "usearch", "numpy"):
        with contextlib.suppress(metadata.PackageNotFoundError):
            found[package] = metadata.version(package)
    for jar in os.environ.get("OCELLUS_BENCH_JARS", "").split(":"):
        name = pathlib.Path(jar).stem
        if name.startswith(("jvector", "lucene-core")):
            found[name.rpartition("-")[0]] = name.rpartition("-")[2]
    return found


def machine() -> dict:
    model = next((line.partition(":")[2].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), "unknown")
    return dict(processor=model, cores=os.cpu_count(), load=[round(x, 1) for x in os.getloadavg()],
                memory_gib=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30))


def write(about: dict, sets: list[dict], out: pathlib.Path) -> None:
    about["machine"]["load_at_the_end"] = [round(x, 1) for x in os.getloadavg()]
    (out / "results.json").write_text(json.dumps(dict(about=about, sets=sets), indent=1) + "\n")
    (out / "results.md").write_text(report.markdown(about, sets))
    (out / "curves.svg").write_text(picture.svg(sets))


def document(words: str, curves: str) -> None:
    docs = pathlib.Path(__file__).resolve().parents[2] / "docs"
    (docs / "images/engine-curves.svg").write_text(curves)
    page = docs / "benchmarks.md"
    before, begin, rest = page.read_text().partition("<!-- results of bench engine: begin -->\n")
    _, end, after = rest.partition("<!-- results of bench engine: end -->")
    if not end:
        sys.exit(f"bench engine: {page} has lost the marks between which results go")
    page.write_text(f"{before}{begin}\n{words.strip()}\n\n{end}{after}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="ocellus bench engine", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one index a contestant, the first 100,000 rows: about a quarter of an hour")
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "ocellus/engine")
    parser.add_argument("--set", action="append", default=[], metavar="NAME", help="a data set (all there are, with --quick the first two)")
    parser.add_argument("--only", action="append", default=[], metavar="WORD", help="contestants whose name has that word (all)")
    parser.add_argument("--index", action="append", default=[], metavar="WORD", help="indexes whose parameters have that word (all)")
    parser.add_argument("--metric", choices=("cosine", "l2", "ip"), help="that of NAME-metric.txt, or cosine")
    parser.add_argument("--rows", type=int, metavar="N", help="only the first rows; 0 for all (100,000 with --quick, else 0)")
    parser.add_argument("--queries", type=int, metavar="N", help="queries to tune on, and as many to time (1,000 with --quick, else 2,000)")
    parser.add_argument("--rounds", type=int, metavar="N", help="timed rounds over all contestants (3 with --quick, else 5)")
    parser.add_argument("--settings", type=int, default=8, metavar="N", help="timed settings of an index (8)")
    parser.add_argument("--builders", type=int, default=2, metavar="N", help="indexes built at a time, each on a core of its own (2)")
    parser.add_argument("--warm", type=float, default=1.0, metavar="X", help="factor on the seconds that Java warms up")
    parser.add_argument("--keep", action="store_true", help="leave the indexes in OUT/work, and use those that are there")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("engine-results"))
    parser.add_argument("--docs", action="store_true", help="put the results into docs/benchmarks.md and docs/images as well")
    args = parser.parse_args()
    args.rows = (100_000 if args.quick else 0) if args.rows is None else args.rows
    args.queries = args.queries or (1000 if args.quick else 2000)
    args.rounds = args.rounds or (3 if args.quick else 5)
    args.out = args.out.resolve()
    args.data = args.data.resolve()
    cores = sorted(os.sched_getaffinity(0))[-2:]
    there = [file.name.removesuffix("-base.npy") for file in sorted(args.data.glob("*-base.npy"))]
    names = args.set or (there[:2] if args.quick else there)
    for name in names:
        if not (args.data / f"{name}-base.npy").exists() or not (args.data / f"{name}-queries.npy").exists():
            sys.exit(f"bench engine: no {name}-base.npy and {name}-queries.npy in {args.data}; benchmarks/engine/prepare.sh makes data sets")
    if not names:
        sys.exit(f"bench engine: no data in {args.data}; benchmarks/engine/prepare.sh makes it")
    if not args.keep:
        shutil.rmtree(args.out / "work", ignore_errors=True)
    about = dict(command="./ocellus bench engine " + " ".join(sys.argv[1:]), date=datetime.date.today().isoformat(), quick=args.quick,
                 rounds=args.rounds, k=K, machine=machine(), versions=versions())
    sets = []
    for name in names:
        comparison = Comparison(name, args, cores)
        sets.append(comparison.results)
        tuned = comparison.tune(comparison.entries())
        comparison.time(tuned, lambda: write(about, sets, args.out))
        comparison.exact()
        write(about, sets, args.out)
        if not args.keep:
            shutil.rmtree(args.out / "work", ignore_errors=True)
    print(report.markdown(about, sets))
    if args.docs:
        document(report.markdown(about, sets), picture.svg(sets))
    say(f"written to {args.out}")
    if not any(one["timed"] for one in sets):
        sys.exit("bench engine: nothing was timed")


if __name__ == "__main__":
    main()
