#!/usr/bin/env bash
# A clock that jumps thirty years to and fro at every look: a run, a sweep and its merge give the
# result of a steady clock. Needs a C compiler. Usage: jumping-clock.sh PROGRAM
set -euo pipefail
program=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > jump.c <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>
static _Atomic long looks;
static long jump(void) { return (looks++ % 3 - 1) * 86400L * 365 * 30; }
int clock_gettime(clockid_t clock, struct timespec *now) {
  int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(clock, now);
  if (clock == CLOCK_REALTIME) now->tv_sec += jump();
  return result;
}
int gettimeofday(struct timeval *now, void *zone) {
  int (*real)(struct timeval *, void *) = dlsym(RTLD_NEXT, "gettimeofday");
  int result = real(now, zone);
  now->tv_sec += jump();
  return result;
}
END
"$(command -v cc || command -v clang)" -shared -fPIC -o jump.so jump.c -ldl

cat > study.yaml <<'END'
name: study
environment: {kind: bernoulli, means: [0.1, 0.2, 0.3, 0.4], clusters: [[0, 1], [2, 3]]}
policies: [tsc, ucb1]
horizon: 60
replications: 450
seed: 5
END

jumping() { LD_PRELOAD=$folder/jump.so "$@"; }
[ "$(jumping date +%Y)" != "$(date +%Y)" ] || { echo "the clock does not jump"; exit 1; }

"$program" run study.yaml --quiet --output steady > steady.txt
jumping "$program" run study.yaml --quiet --output jumping > jumping.txt
diff steady.txt jumping.txt
jumping "$program" sweep plan study.yaml --shards 3 --output sweep > /dev/null
for shard in 2 0 1; do jumping "$program" sweep run sweep --shard "$shard" --quiet; done
jumping "$program" sweep status sweep > /dev/null
jumping "$program" sweep merge sweep > /dev/null
for result in steady jumping sweep; do
  "$program" verify "$result/study.sqlite" | grep -o "SHA-256.*"
done | sort -u | awk 'END { print NR " distinct result"; exit NR != 1 }'
