#!/usr/bin/env bash
# Figures as scripts: each kind is drawn by gnuplot and by matplotlib without a word of complaint.
# Usage: bash Tests/FigureTests/scripts.sh PROGRAM
set -euo pipefail
program=$(realpath "$1")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$(dirname "$0")/../.."
python=/usr/bin/python3

"$program" bench n-ucb1-1e2 n-ucb1-1e3 n-tsc-1e2 n-tsc-1e3 --runs 1 --format json > "$scratch/growth.json" 2> "$scratch/log" \
  || { cat "$scratch/log"; exit 1; }

drawn=0
while read -r kind source options; do
  for tool in gnuplot matplotlib; do
    # shellcheck disable=SC2086
    "$program" plot "${source/GROWTH/$scratch/growth.json}" --kind "$kind" $options --quiet \
      --emit "$tool" -o "$scratch/$kind.$tool"
    case $tool in
      gnuplot) gnuplot -e "output='$scratch/drawn'" "$scratch/$kind.$tool" ;;
      matplotlib) MPLCONFIGDIR="$scratch" "$python" "$scratch/$kind.$tool" "$scratch/drawn.svg" ;;
    esac > "$scratch/said" 2>&1 || { echo "$tool, $kind: failed"; tail -n 5 "$scratch/said"; exit 1; }
    [ "$tool" = gnuplot ] || mv "$scratch/drawn.svg" "$scratch/drawn"
    [ ! -s "$scratch/said" ] || { echo "$tool, $kind, says:"; tail -n 5 "$scratch/said"; exit 1; }
    # What draws nothing still writes a page and its axes: few paths, or with letters as paths two dozen.
    paths=$(grep -c '<path' "$scratch/drawn")
    [ "$paths" -gt "$([ "$tool" = gnuplot ] && echo 8 || echo 24)" ] || { echo "$tool, $kind: $paths paths"; exit 1; }
    rm "$scratch/drawn"
    drawn=$((drawn + 1))
  done
done << 'KINDS'
regret dominance-permuted --replications 5
average-reward three-arm-oracle --replications 5
sweep epsilon-sweep --replications 5
histogram three-arm-oracle --replications 20
pairs clusters-mean-max --replications 10
profile clusters-mean-max --replications 10
pulls clusters-mean-max
raster three-arm-oracle
means three-arm-oracle
posterior two-siblings
bonus three-arm-oracle
bounds three-arm-oracle
growth GROWTH
KINDS
echo "$drawn figures drawn from their scripts"
