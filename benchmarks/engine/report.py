"""The results as Markdown: ratios first, then the tables. CPU is that of the whole process, in microseconds a query, the best round's."""
from curves import at_recall, frontier, GOALS

OURS = "ocellus AUTOINDEX"


def number(value: float | None, digits=0) -> str:
    return "" if value is None else f"{value:,.{digits}f}"


def table(head: list[str], rows: list[list[str]]) -> list[str]:
    return ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head), *("| " + " | ".join(row) + " |" for row in rows), ""]


def costs(one: dict, batch: int, goal: float, cost="cpu") -> dict[str, float]:
    """Of each family what the recall costs it, where it reaches it."""
    found = {}
    for family in dict.fromkeys(point["family"] for point in one["timed"]):
        points = [p for p in one["timed"] if p["family"] == family and p["batch"] == batch]
        cpu = at_recall(points, goal, cost)
        if cpu is not None:
            found[family] = cpu
    return found


def ratios(one: dict) -> list[str]:
    rows = []
    for batch in (1, 100):
        for goal in (0.95, 0.99):
            cells = [one["set"], "single" if batch == 1 else f"batches of {batch}", f"{goal:.2f}"]
            lowest, median = costs(one, batch, goal), costs(one, batch, goal, "cpu_median")
            others = {family: cpu for family, cpu in lowest.items() if not family.startswith("ocellus")}
            if OURS not in lowest:
                rows.append([*cells, "not reached", "", "", ""])
                continue
            best = min(others, key=others.get) if others else None
            ours = min((family for family in lowest if family.startswith("ocellus")), key=lowest.get)
            cells.append(number(lowest[OURS]))
            cells.append(f'{others["hnswlib"] / lowest[OURS]:.1f} ({median["hnswlib"] / median[OURS]:.1f})' if "hnswlib" in others else "")
            cells.append(f"{others[best] / lowest[OURS]:.1f} ({median[best] / median[OURS]:.1f}), {best}" if best else "")
            cells.append("" if ours == OURS else f"{ours}: {number(lowest[ours])}")
            rows.append(cells)
    return table(["set", "queries", "recall@10", "CPU us", "x hnswlib (of medians)", "x the best contestant", "a better index of ours"], rows)


def curves(one: dict) -> list[str]:
    rows = []
    for index in one["indexes"]:
        cells = [index["family"], f'`{index["index"]}`', number(index["build_cpu_s"], 1), number(index["bytes"] / index["rows"])]
        any_timed = False
        for batch in (1, 100):
            points = [p for p in one["timed"] if (p["family"], p["index"], p["batch"]) == (index["family"], index["index"], batch)]
            any_timed |= bool(points)
            for goal in GOALS:
                cpu = at_recall(points, goal)
                cells.append("" if cpu is None else f"{number(1e6 / cpu)}")
        if any_timed:
            rows.append(cells)
    rows.sort(key=lambda row: -float(row[5].replace(",", "") or 0))
    head = ["contestant", "index", "build CPU s", "bytes/row"]
    return table(head + [f"{goal:.2f}, single" for goal in GOALS] + [f"{goal:.2f}, batches" for goal in GOALS], rows)


def points(one: dict) -> list[str]:
    rows = []
    for family in dict.fromkeys(point["family"] for point in one["timed"]):
        for batch in (1, 100):
            line = frontier([p for p in one["timed"] if p["family"] == family and p["batch"] == batch])
            words = ", ".join(f'{p["recall"]:.3f}: {number(1e6 / p["cpu"])} ({p["settings"]})' for p in line)
            if words:
                rows.append([family, str(batch), words])
    return table(["contestant", "batch", "recall@10: queries a CPU second (settings)"], rows)


def two_cores(one: dict) -> list[str]:
    by = {(p["family"], p["threads"]): p for p in one["two_cores"]}
    rows = []
    for family in dict.fromkeys(p["family"] for p in one["two_cores"]):
        single, double = by.get((family, 1)), by.get((family, 2))
        if single and double:
            rows.append([family, f'`{double["settings"]}`', f'{double["recall"]:.3f}', number(1e6 / single["wall"]), number(1e6 / double["wall"]),
                         f'{single["wall"] / double["wall"]:.2f}', number(single["cpu"]), number(double["cpu"])])
    lines = table(["contestant", "settings", "recall@10", "queries/s, one core", "queries/s, two", "ratio", "CPU us, one", "CPU us, two"], rows)
    builds = {(b["family"], b["build_threads"]): b for b in one["two_core_builds"]}
    rows = [[family, number(builds[family, 1]["build_wall_s"], 1), number(builds[family, 2]["build_wall_s"], 1),
             f'{builds[family, 1]["build_wall_s"] / builds[family, 2]["build_wall_s"]:.2f}', number(builds[family, 1]["build_cpu_s"], 1),
             number(builds[family, 2]["build_cpu_s"], 1)]
            for family in dict.fromkeys(b["family"] for b in one["two_core_builds"]) if (family, 1) in builds and (family, 2) in builds]
    return lines + table(["build of", "seconds, one core", "seconds, two", "ratio", "CPU s, one", "CPU s, two"], rows)


def filtered(one: dict) -> list[str]:
    rows = [[f'{p["part"]:.1%}', p["family"], f'`{p["settings"]}`', f'{p["recall"]:.3f}', number(p["cpu"]), number(p["unfiltered_cpu"]),
             f'{p["unfiltered_cpu"] / p["cpu"]:.2f}'] for p in one["filtered"]]
    return table(["rows accepted", "contestant", "settings", "recall@10", "CPU us", "without filter, at 0.95", "of its QPS"], rows)


def exact(one: dict) -> list[str]:
    rows = [[p["family"], str(p["batch"]), number(p["cpu"]), number(p["gflop_s"], 1), number(p["gb_s"], 1) if p["batch"] == 1 else ""]
            for p in one["exact"]]
    by = {(p["family"], p["batch"]): p["rounds"] for p in one["exact"]}
    lines = table(["exact search", "batch", "CPU us a query", "GFLOP/s", "GB/s"], rows)
    for ours, other, words in ((("ocellus FLAT", 1), ("read-only sum", 1), "of the read-only sum's bandwidth for one query"),
                               (("ocellus FLAT", 100), ("numpy product", 100), "of numpy's sgemm in batches")):
        if ours in by and other in by:
            pairs = sorted(b / a for a, b in zip(by[ours], by[other]))
            lines += [f"FLAT reaches {min(by[other]) / min(by[ours]):.2f} {words} (round by round {pairs[0]:.2f} to {pairs[-1]:.2f}).", ""]
    return lines


def markdown(about: dict, sets: list[dict]) -> str:
    machine = about["machine"]
    lines = [f'`{about["command"].strip()}`, {about["date"]}; {machine["processor"]}, {machine["cores"]} cores, {machine["memory_gib"]} GiB;'
             f' load {machine["load"][0]} at the beginning, {machine.get("load_at_the_end", machine["load"])[0]} at the end;'
             f' {about["rounds"]} rounds. ' + ", ".join(f"{name} {version}" for name, version in about["versions"].items()) + ".", ""]
    if machine["load"][0] > machine["cores"]:
        lines += ["**The machine had other work meanwhile**: caches and memory were shared with it, so the figures are rough; the ratios less so.", ""]
    lines += [line for i, one in enumerate(sets) for line in ratios(one)[0 if i == 0 else 2 :] if line] + [""]
    for one in sets:
        part = "" if one["rows"] == one["all_rows"] else f' (the first of {one["all_rows"]:,})'
        lines += [f'#### {one["set"]}: {one["rows"]:,} rows{part} of {one["dimension"]}, {one["metric"]}, {one["queries"]:,} queries', "",
                  "Queries a CPU second at a recall, interpolated:", "", *curves(one), "Measured points:", "", *points(one),
                  "Batches of 100 at recall 0.95 on two cores:", "", *two_cores(one), "Filtered, single queries:", "", *filtered(one), *exact(one)]
        if one["skipped"]:
            lines += ["Not measured: " + "; ".join(one["skipped"]) + ".", ""]
    return "\n".join(lines)
