#!/usr/bin/env bash
# A sweep on a real cluster: a worker is killed in the middle of a shard, the missing shard is
# submitted again, and the merged result equals that of one run. Usage: sweep.sh PROGRAM
set -euo pipefail
. "$(dirname "$0")/cluster.sh"
begin_study "$1"
"$program" sweep plan study.yaml --shards 4 --output sweep
"$program" sweep submit sweep --engine slurm 2> told
grep -F "4 shards are 2 jobs" told
wait_until 180 has_blocks sweep 1
kill -9 "$(worker sweep 1)"
wait_until 180 queue_is_empty
if "$program" sweep status sweep; then echo "a shard is missing and nobody says so"; exit 1; fi
if "$program" sweep merge sweep 2> missing; then echo "a sweep with a hole was merged"; exit 1; fi
grep "shard 1 is missing" missing
grep -q "study shard 3: [0-9]* blocks, done" sweep/shards/slurm-3+0.txt

"$program" sweep submit sweep --engine slurm -- --comment=again
wait_until 180 queue_is_empty
grep -q "study shard 1: [0-9]* blocks, done" sweep/shards/slurm-1.txt
"$program" sweep status sweep
"$program" sweep merge sweep
[ "$("$program" verify sweep/study.sqlite | grep -o 'SHA-256.*')" \
  = "$("$program" verify whole/study.sqlite | grep -o 'SHA-256.*')" ]
"$program" show sweep/study.sqlite | diff whole.txt -
echo "the merged result equals that of one run"
