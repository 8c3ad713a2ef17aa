"""Recall against queries a CPU second as one SVG: a panel for each data set and batch size."""
import math
from html import escape

from curves import frontier

WIDTH, HEIGHT, LEFT, TOP = 460, 330, 64, 44
TICKS = (0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)
OURS = ["#c2255c", "#9c36b5", "#5f3dc4", "#e8590c", "#862e9c", "#a61e4d", "#d9480f", "#f06595"]
OTHERS = ["#1971c2", "#2f9e44", "#0c8599", "#f08c00", "#495057", "#74b816", "#15aabf", "#99e9f2", "#adb5bd", "#b08968"]


def across(recall: float) -> float:
    """Equal steps for equal factors in what is missed."""
    low, high = -math.log10(1 - TICKS[0]), -math.log10(1 - TICKS[-1])
    return LEFT + (-math.log10(max(0.001, 1 - recall)) - low) / (high - low) * (WIDTH - LEFT - 16)


def svg(sets: list[dict]) -> str:
    families = sorted({point["family"] for one in sets for point in one["timed"]}, key=lambda name: (not ours(name), name))
    mine, rest = [f for f in families if ours(f)], [f for f in families if not ours(f)]
    colours = {f: OURS[i % len(OURS)] for i, f in enumerate(mine)} | {f: OTHERS[i % len(OTHERS)] for i, f in enumerate(rest)}
    parts, row = [], 0
    for one in sets:
        for column, batch in enumerate((1, 100)):
            lines = {family: [p for p in frontier([q for q in one["timed"] if q["family"] == family and q["batch"] == batch])
                              if p["recall"] >= TICKS[0]] for family in families}
            parts.append(f'<g transform="translate({column * WIDTH},{row * HEIGHT})">{panel(one, batch, lines, colours)}</g>')
        row += 1
    top = row * HEIGHT
    for i, family in enumerate(families):
        x, y = LEFT + (i % 4) * 210, top + 16 + (i // 4) * 20
        parts.append(f'<line x1="{x}" y1="{y - 4}" x2="{x + 22}" y2="{y - 4}" stroke="{colours[family]}" stroke-width="{weight(family)}"/>'
                     f'<text x="{x + 28}" y="{y}">{escape(family)}</text>')
    height = top + 24 + (len(families) + 3) // 4 * 20
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {height}" width="{2 * WIDTH}" height="{height}"'
            ' font-family="system-ui, sans-serif" font-size="12" fill="#343a40">'
            f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(parts)}</svg>\n')


def ours(family: str) -> bool:
    return family.startswith("ocellus")


def weight(family: str) -> float:
    return 2.8 if ours(family) else 1.5


def panel(one: dict, batch: int, lines: dict, colours: dict) -> str:
    values = [1e6 / p["cpu"] for line in lines.values() for p in line] or [1, 10]
    low, high = math.floor(math.log10(min(values)) * 4) / 4, math.ceil(math.log10(max(values)) * 4) / 4
    high = max(high, low + 0.25)
    bottom = HEIGHT - 40

    def down(qps: float) -> float:
        return bottom - (math.log10(qps) - low) / (high - low) * (bottom - TOP)

    title = f'{one["set"]}, {one["rows"]:,} rows: {"single queries" if batch == 1 else f"batches of {batch}"}'
    text = [f'<text x="{LEFT}" y="24" font-weight="600">{escape(title)}</text>',
            f'<text x="{LEFT}" y="{TOP - 5}" font-size="10" fill="#868e96">queries a CPU second</text>',
            f'<text x="{WIDTH - 16}" y="{HEIGHT - 8}" font-size="10" fill="#868e96" text-anchor="end">recall@10</text>']
    for tick in TICKS:
        x = across(tick)
        text.append(f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{bottom}" stroke="#e9ecef"/>'
                    f'<text x="{x:.1f}" y="{bottom + 15}" text-anchor="middle" font-size="10">{tick:g}</text>')
    for power in range(math.floor(low), math.ceil(high) + 1):
        for step in (1, 2, 5):
            qps = step * 10.0**power
            if low - 1e-9 <= math.log10(qps) <= high + 1e-9:
                text.append(f'<line x1="{LEFT}" y1="{down(qps):.1f}" x2="{WIDTH - 16}" y2="{down(qps):.1f}" stroke="#e9ecef"/>'
                            f'<text x="{LEFT - 6}" y="{down(qps) + 4:.1f}" text-anchor="end" font-size="10">{qps:,.0f}</text>')
    for family, line in sorted(lines.items(), key=lambda pair: ours(pair[0])):
        if line:
            dots = [(across(p["recall"]), down(1e6 / p["cpu"])) for p in line]
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in dots)
            text.append(f'<polyline points="{path}" fill="none" stroke="{colours[family]}" stroke-width="{weight(family)}"/>')
            text += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4" fill="{colours[family]}"/>' for x, y in dots]
    return "".join(text)
