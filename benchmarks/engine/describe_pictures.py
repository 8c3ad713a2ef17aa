"""SIFT-like descriptors of patches of real pictures: 4 x 4 cells of 8 directions, 128 integers of one byte, for squared distances.

Patches of 16 pixels, every 4 pixels, at three sizes of at most 400 pictures; flat ones are left out. The queries are patches of pictures of
which the base has none. Writes PREFIX-base.npy, PREFIX-queries.npy (float32) and PREFIX-metric.txt.
"""
import argparse
import pathlib

import numpy as np
from PIL import Image

CELL, STEP = 4, 4


def descriptors(grey: np.ndarray) -> np.ndarray:
    down, right = np.gradient(grey)
    strength = np.hypot(down, right)
    direction = (np.arctan2(down, right) / (2 * np.pi) % 1) * 8
    lower = np.floor(direction).astype(int) % 8
    part = direction - np.floor(direction)
    sums = np.zeros((8, grey.shape[0] + 1, grey.shape[1] + 1), np.float64)
    for bin in range(8):
        weight = strength * ((lower == bin) * (1 - part) + (lower == (bin - 1) % 8) * part)
        sums[bin, 1:, 1:] = weight.cumsum(0).cumsum(1)
    rows = np.arange(0, grey.shape[0] - 4 * CELL + 1, STEP)
    columns = np.arange(0, grey.shape[1] - 4 * CELL + 1, STEP)
    cells = []
    for i in range(4):
        for j in range(4):
            top, left = rows[:, None] + i * CELL, columns[None, :] + j * CELL
            cells.append(sums[:, top + CELL, left + CELL] - sums[:, top, left + CELL] - sums[:, top + CELL, left] + sums[:, top, left])
    found = np.stack(cells).reshape(128, -1).T
    length = np.linalg.norm(found, axis=1, keepdims=True)
    found = found[length[:, 0] > 150] / length[length[:, 0] > 150]
    found = np.minimum(found, 0.2)
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return np.minimum(255, np.round(512 * found)).astype(np.uint8)


def of(file: pathlib.Path, size: int) -> np.ndarray:
    with Image.open(file) as opened:
        picture = opened.convert("L")
    found = []
    for scale in (1.0, 0.7, 0.5):
        width, height = (max(16, int(side * scale * size / max(picture.size))) for side in picture.size)
        found.append(descriptors(np.asarray(picture.resize((width, height), Image.Resampling.LANCZOS), np.float64)))
    return np.concatenate(found)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    parser.add_argument("--size", type=int, default=512, help="the longer side of a picture")
    parser.add_argument("--rows", type=int, default=300_000)
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--out", required=True, help="prefix of the files")
    args = parser.parse_args()
    files = sorted(file for file in args.pictures.rglob("*") if file.suffix.lower() in (".jpg", ".jpeg", ".png"))
    random = np.random.default_rng(42)
    order = random.permutation(len(files))[:400]
    asked = max(1, len(order) // 10)
    for name, chosen, most in (("queries", order[:asked], args.queries), ("base", order[asked:], args.rows)):
        rows = np.concatenate([random.permutation(of(files[i], args.size))[: 2 * most // len(chosen)] for i in chosen])
        kept = random.permutation(len(rows))[:most]
        np.save(f"{args.out}-{name}.npy", rows[kept].astype(np.float32))
        print(f"{name}: {len(kept)} of {len(rows)} descriptors of {len(chosen)} pictures", flush=True)
    pathlib.Path(f"{args.out}-metric.txt").write_text("l2\n")


if __name__ == "__main__":
    main()
