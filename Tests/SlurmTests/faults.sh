#!/usr/bin/env bash
# What a cluster can do to a sweep, one fault after the other: a node dies, the controller dies, a
# job is cancelled, the time limit strikes. Takes some minutes, so CI does not run it. Each ends with
# a merged result that equals that of one run. Usage: faults.sh PROGRAM [FAULT...], by default all.
set -euo pipefail
. "$(dirname "$0")/cluster.sh"
begin_study "$1"
shift
step() { printf '\n=== %s (%d s)\n' "$1" "$SECONDS"; }

# submit NAME SHARDS OPTIONS…: plans a sweep and submits it.
submit() {
  local name=$1 shards=$2; shift 2
  "$program" sweep plan study.yaml --shards "$shards" --output "$name" > /dev/null
  "$program" sweep submit "$name" --engine slurm --quiet -- "$@"
}

# Plays what is missing until nothing is, and compares.
finish() {
  wait_until 600 queue_is_empty
  "$program" sweep status "$1" || "$program" sweep submit "$1" --engine slurm
  wait_until 600 queue_is_empty
  "$program" sweep merge "$1"
  [ "$("$program" verify "$1/study.sqlite" | grep -o 'SHA-256.*')" \
    = "$("$program" verify whole/study.sqlite | grep -o 'SHA-256.*')" ]
  echo "equal"
}

node_of() { sed -E 's/.*"host":"([^"]+)".*/\1/' "$1/shards/$(printf 'shard-%04d.json' "$2")"; }

parent() { ps -o ppid= -p "$1" | tr -d ' '; }

# kill_node NODE WORKER: all that runs there, its daemon first: nobody is left to report anything.
kill_node() {
  local shell; shell=$(parent "$2")
  kill -9 "$(cat "$cluster/slurmd-$1.pid")" "$(parent "$shell")" "$shell" "$2"
}

node_is_down() { sinfo -h -n "$1" -o %T | grep -q down; }

node() {
  step "a node dies: its shard is requeued and goes on elsewhere"
  submit node 4
  wait_until 60 has_blocks node 1
  local node; node=$(node_of node 1)
  kill_node "$node" "$(worker node 1)"
  wait_until 120 node_is_down "$node"
  start_node "$node"
  finish node
  cat node/shards/slurm-1.txt
}

controller() {
  step "the controller dies: running tasks end, and what was done is not done twice"
  submit controller 4
  wait_until 60 has_blocks controller 0
  kill -9 "$(cat "$cluster/slurmctld.pid")"
  sleep 8
  start_controller
  finish controller
  grep -h "done\|already" controller/shards/slurm-*.txt | sort | uniq -c
}

cancelled() {
  step "a job is cancelled: it does not come back by itself"
  submit cancelled 2
  wait_until 60 has_blocks cancelled 0
  scancel --name=study
  wait_until 60 queue_is_empty
  sleep 10
  queue_is_empty
  cat cancelled/shards/slurm-0.txt
  finish cancelled
}

# Slurm counts in minutes and looks twice in one: with a limit of one it strikes every half minute.
limit() {
  step "the time limit strikes: the shard keeps its blocks, asks to go on, and goes on"
  sed -i 's/^horizon: .*/horizon: 80000/; s/^replications: .*/replications: 1200/' study.yaml
  "$program" run study.yaml --output whole --force --quiet > /dev/null
  submit limit 1 --time=1 --signal=B:TERM@20
  finish limit
  cat limit/shards/slurm-0.txt
  echo "struck: $(grep -c "blocks are kept" limit/shards/slurm-0.txt)"
}

if [ $# = 0 ]; then set -- node controller cancelled limit; fi
for fault in "$@"; do "$fault"; done
step "done"
