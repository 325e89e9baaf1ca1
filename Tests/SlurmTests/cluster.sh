# A cluster of Slurm on this machine alone, for tests: a controller, nodes on loopback, and munge,
# with keys, ports and folders of their own. As root, without containers. To be sourced.

# Debian's packages, if they are not there.
install_cluster() {
  local one log is_there=1
  for one in slurmctld slurmd sbatch munged; do
    command -v "$one" > /dev/null || is_there=0
  done
  [ "$is_there" = 1 ] && return
  log=$(mktemp)
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    slurmctld slurmd slurm-client munge; } > "$log" 2>&1 || { tail "$log" >&2; return 1; }
  rm -f "$log"
}

# start_cluster DIR NODES: everything that it makes lies in DIR; each node has one processor.
start_cluster() {
  cluster=$(realpath -m "$1")
  nodes=$2
  local host; host=$(hostname -s)
  mkdir -p "$cluster"/{state,log,munge}
  chmod 700 "$cluster/munge"
  head -c 128 /dev/urandom > "$cluster/munge/key"
  chmod 400 "$cluster/munge/key"
  munged --force --socket="$cluster/munge/socket" --key-file="$cluster/munge/key" \
    --log-file="$cluster/log/munged" --pid-file="$cluster/munged.pid" \
    --seed-file="$cluster/munge/seed"
  # Requeued jobs wait until credentials have expired, which are to expire soon. An array of so few
  # tasks makes several jobs of a sweep.
  cat > "$cluster/slurm.conf" << CONF
ClusterName=sweeptest
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=16917
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$cluster/munge/socket,cred_expire=5
CredType=cred/munge
StateSaveLocation=$cluster/state
SlurmdSpoolDir=$cluster/spool-%n
SlurmctldPidFile=$cluster/slurmctld.pid
SlurmdPidFile=$cluster/slurmd-%n.pid
SlurmctldLogFile=$cluster/log/slurmctld
SlurmdLogFile=$cluster/log/slurmd-%n
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0,bf_interval=1
SlurmdParameters=config_overrides
ReturnToService=2
SlurmdTimeout=15
SlurmctldTimeout=15
KillWait=5
MaxArraySize=3
JobRequeue=1
CONF
  local node
  for node in $(seq "$nodes"); do
    echo "NodeName=n$node NodeHostname=$host NodeAddr=127.0.0.1 Port=$((17100 + node)) CPUs=1" \
      "RealMemory=1000 State=UNKNOWN"
  done >> "$cluster/slurm.conf"
  echo "PartitionName=sweep Nodes=n[1-$nodes] Default=YES MaxTime=INFINITE State=UP" \
    >> "$cluster/slurm.conf"
  export SLURM_CONF=$cluster/slurm.conf
  start_controller
  for node in $(seq "$nodes"); do start_node "n$node"; done
  local tries
  for tries in $(seq 150); do
    [ "$(sinfo -h -N -t idle -o %N 2> /dev/null | wc -l)" -ge "$nodes" ] && return
    sleep 0.2
  done
  sinfo -N -l >&2
  tail -n 20 "$cluster"/log/* >&2
  return 1
}

start_controller() { slurmctld -f "$SLURM_CONF"; }

start_node() {
  mkdir -p "$cluster/spool-$1"
  slurmd -f "$SLURM_CONF" -N "$1"
}

# Ends the daemons that start_cluster has started, and those alone.
stop_cluster() {
  scancel --state=RUNNING 2> /dev/null || true
  local file pid
  for file in "$cluster"/slurmd-*.pid "$cluster/slurmctld.pid" "$cluster/munged.pid"; do
    [ -s "$file" ] || continue
    pid=$(cat "$file")
    kill "$pid" 2> /dev/null || continue
    for _ in $(seq 50); do kill -0 "$pid" 2> /dev/null || break; sleep 0.1; done
    kill -9 "$pid" 2> /dev/null || true
  done
}

# wait_until SECONDS COMMAND…: waits until the command succeeds.
wait_until() {
  local end=$((SECONDS + $1)); shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || { echo "waited in vain for: $*" >&2; squeue >&2; return 1; }
    sleep 0.2
  done
}

queue_is_empty() { [ -z "$(squeue -h 2>&1)" ]; }

# has_blocks SWEEP SHARD: whether the shard is being played and a block of it is safe.
has_blocks() { grep -Eq '"blocks":[1-9]' "$1/shards/$(printf 'shard-%04d.json' "$2")" 2> /dev/null; }

# worker SWEEP SHARD: the process that plays it.
worker() { sed -E 's/.*"process":([0-9]+).*/\1/' "$1/shards/$(printf 'shard-%04d.json' "$2")"; }

# begin_study PROGRAM: a cluster of two nodes in a scratch folder, and there the study and its result
# by one run; all of it goes when the script ends.
begin_study() {
  program=$(realpath "$1")
  local here; here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
  scratch=$(mktemp -d)
  cluster=$scratch/cluster
  trap 'stop_cluster; rm -rf "$scratch"' EXIT
  install_cluster
  start_cluster "$cluster" 2
  cd "$scratch"
  cp "$here/study.yaml" .
  "$program" run study.yaml --output whole --quiet > whole.txt
}
