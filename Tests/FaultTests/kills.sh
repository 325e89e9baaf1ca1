#!/usr/bin/env bash
# kill −9 at random moments, many times: whatever is left is sound or empty, --resume goes on from
# there, and what ends is the result of an uninterrupted run. Usage: kills.sh PROGRAM [COUNT]
set -euo pipefail
program=$(realpath "$1")
count=${2:-100}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > study.yaml <<'END'
name: study
environment: {kind: bernoulli, means: [0.1, 0.2, 0.3, 0.4], clusters: [[0, 1], [2, 3]]}
policies: [tsc, ucb1]
horizon: 400
replications: 3950
seed: 5
END
RANDOM=7

sum() { "$program" verify "$1" | grep -o 'SHA-256.*'; }
"$program" run study.yaml --quiet --output whole > /dev/null
wanted=$(sum whole/study.sqlite)

sound=0 empty=0 ended=0
for _ in $(seq "$count"); do
  "$program" run study.yaml --output out --resume --quiet > /dev/null 2>&1 & worker=$!
  sleep "0.$(printf %03d $((RANDOM % 700)))"
  kill -9 "$worker" 2> /dev/null || true
  wait "$worker" 2> /dev/null || true
  for file in out/*.sqlite; do
    [ -e "$file" ] || continue
    if "$program" verify "$file" > said 2>&1; then
      sound=$((sound + 1))
    elif grep -q "it is empty" said; then
      empty=$((empty + 1))
    else
      cat said
      exit 1
    fi
  done
  if [ -e out/study.sqlite ]; then
    "$program" run study.yaml --output out --resume --quiet > /dev/null
    [ "$(sum out/study.sqlite)" = "$wanted" ]
    [ -z "$(ls out | grep partial)" ]
    ended=$((ended + 1))
    rm -r out
  fi
done
"$program" run study.yaml --output out --resume --quiet > /dev/null
[ "$(sum out/study.sqlite)" = "$wanted" ]
echo "$count kills: $sound files sound, $empty empty; $ended and a last result equal to one run's"
[ "$sound" -gt $((count / 4)) ]
