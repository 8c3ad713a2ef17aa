"""Recall and cost of one contestant: which settings are worth anything, and what a given recall costs between two of them."""
import math

GOALS = (0.90, 0.95, 0.99)


def frontier(points: list[dict], cost="cpu") -> list[dict]:
    """The points that no other one beats in both recall and cost, by rising recall."""
    kept: list[dict] = []
    for point in sorted(points, key=lambda p: (p[cost], -p["recall"])):
        if not kept or point["recall"] > kept[-1]["recall"]:
            kept.append(point)
    return kept


def at_recall(points: list[dict], goal: float, cost="cpu") -> float | None:
    """Cost at that recall: straight between the neighbours in log(cost) over log(1 - recall). None when it is out of reach.
    Where even the cheapest point has more recall, that point's cost."""
    line = frontier(points, cost)
    above = next((p for p in line if p["recall"] >= goal), None)
    if above is None:
        return None
    below = [p for p in line if p["recall"] < goal]
    if not below:
        return above[cost]
    low, x = below[-1], lambda recall: -math.log(max(1e-5, 1 - recall))
    part = (x(goal) - x(low["recall"])) / max(1e-9, x(above["recall"]) - x(low["recall"]))
    return math.exp(math.log(low[cost]) + part * (math.log(above[cost]) - math.log(low[cost])))


def around_goals(points: list[dict], most: int) -> list[dict]:
    """Of the frontier the neighbours of every goal, then others from recall 0.8 on, up to so many."""
    line = frontier(points)
    chosen = []
    for goal in GOALS:
        chosen += [p for p in line if p["recall"] < goal][-1:] + [p for p in line if p["recall"] >= goal][:1]
    chosen += [p for p in line if 0.8 <= p["recall"] < 0.9995]
    unique = {p["settings"]: p for p in chosen[: 6] + chosen[6:]}
    return sorted(list(unique.values())[:most], key=lambda p: p["recall"])
