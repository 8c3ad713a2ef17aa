"""The contestants, their indexes and the settings that are tried, thinned by --quick. A family competes as one: its best index counts."""
EF = [10, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 800, 1200]
RECALLS = ["recall=0.9", "recall=0.95", "recall=0.975", "recall=0.99", "recall=0.995"]


def ladder(template: str, values) -> list[str]:
    return [template.format(value) for value in values]


def entry(family: str, kind: str, index: str, settings: list[str], rising=True, filters=True) -> dict:
    """Rising settings are tried until they reach 0.995; others are all tried."""
    return dict(family=family, kind=kind, index=index, settings=settings, rising=rising, filters=filters)


def probes(words: str, others: list[str], counts) -> list[str]:
    return [f"{words}={count} {other}" for count in counts for other in others]


def grid(quick: bool, dimension: int, rows: int) -> list[dict]:
    scale = [1024] if quick else [256, 512, 1024, 2048, 4096, 8192]
    lists = [count for count in scale if count * 30 <= rows] or [max(4, rows // 100)]
    ms = [16] if quick else [8, 16, 32, 48]
    effort = [200] if quick else [100, 200, 500]
    count = [4, 8, 16, 24, 32, 48, 64, 96, 128, 256]
    some = count[1::2] if quick else count
    half, codes = max(1, dimension // 2), 2 if dimension <= 200 else 4
    entries = [entry("ocellus AUTOINDEX", "ocellus", "AUTOINDEX", RECALLS, rising=False)]
    for m in ms:
        for e in effort:
            entries.append(entry("ocellus HNSW_SQ", "ocellus", f"HNSW_SQ M={m} efConstruction={e} refine=true", ladder("ef={}", EF)))
            entries.append(entry("hnswlib", "hnswlib", f"M={m} efConstruction={e}", ladder("ef={}", EF)))
            entries.append(entry("faiss HNSW", "faiss", f"factory=HNSW{m} efConstruction={e}", ladder("ef={}", EF)))
            entries.append(entry("usearch f32", "usearch", f"dtype=f32 M={m} efConstruction={e}", ladder("ef={}", EF), filters=False))
            entries.append(entry("usearch i8", "usearch", f"dtype=i8 M={m} efConstruction={e}", ladder("ef={}", EF), filters=False))
            if not quick:
                entries.append(entry("ocellus HNSW", "ocellus", f"HNSW M={m} efConstruction={e}", ladder("ef={}", EF)))
    for m in [32] if quick else [16, 32, 48]:
        for e in [100] if quick else [100, 200]:
            walks = ladder("ef={} pq=0", EF) + ladder("ef={} pq=1", EF)
            entries.append(entry("JVector", "jvector", f"M={m} efConstruction={e} pq={codes}", walks, rising=False))
    for m in [16] if quick else [16, 32]:
        for e in [100] if quick else [100, 200]:
            entries.append(entry("Lucene float", "lucene", f"M={m} efConstruction={e}", ladder("ef={}", EF)))
            for bits in [7] if quick else [8, 7, 4]:
                entries.append(entry("Lucene quantized", "lucene", f"M={m} efConstruction={e} bits={bits}", ladder("ef={0} rescore=30", EF)))
    for n in lists:
        refined = [f"rf={r}" for r in ((10, 30) if quick else (5, 10, 20, 40, 80))]
        entries.append(entry("faiss IVF-PQ", "faiss", f"factory=IVF{n},PQ{half}x4fs,RFlat", probes("nprobe", refined, some), rising=False))
        refined = [f"rf={r}" for r in ((20, 60) if quick else (10, 20, 40, 80, 160))]
        entries.append(entry("faiss IVF-RaBitQ", "faiss", f"factory=IVF{n},RaBitQfs,RFlat", probes("nprobe", refined, some), rising=False))
    refined = "refine=true refine_type=SQ8"
    inverted = {"IVF_RABITQ": [refined]} if quick else {
        "IVF_FLAT": [""], "IVF_SQ8": [""], "IVF_PQ": [f"m={half} nbits=4 refine=true"],
        "IVF_RABITQ": [refined, "rbq_bits=3 " + refined, "refine=true"], "SCANN": [""]}
    for name, forms in inverted.items():
        for n in lists:
            for form in forms:
                again = [f"reorder_k={r}" for r in (100, 200, 400)] if name == "SCANN" else [f"refine_k={r}" for r in ((10, 40) if quick else (1, 5, 20, 40, 80))]
                entries.append(entry(f"ocellus {name}", "ocellus", f"{name} nlist={n} {form}".strip(), probes("nprobe", again, some), rising=False))
    return entries
