#!/usr/bin/env bash
# A day of news on Slurm: a Ray cluster on the nodes of this job, for as long as it runs.
# Change: nodes, processors, time, the environment, the command at the end.
#   sbatch docs/deploy/slurm.sh
#SBATCH --job-name=copydesk
#SBATCH --nodes=4
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=32
#SBATCH --mem-per-cpu=1500M
#SBATCH --time=08:00:00
#SBATCH --requeue
set -euo pipefail
# source "$HOME/copydesk/bin/activate"
export RAY_USAGE_STATS_ENABLED=0 COPYDESK_CACHE=off
# Else whoever reaches the head's port could run what he likes as you.
RAY_AUTH_TOKEN="$(head --bytes=32 /dev/urandom | sha256sum | cut --characters=1-64)"
export RAY_AUTH_TOKEN RAY_AUTH_MODE=token

# This script runs on the first node, and so does the head. The port is the job's own.
first="$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head --lines=1)"
port=$((20000 + SLURM_JOB_ID % 10000))
others=$((SLURM_JOB_NUM_NODES - 1))
trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT

srun --overlap --nodes=1 --ntasks=1 --nodelist="$first" \
    ray start --head --port="$port" --num-cpus="$SLURM_CPUS_PER_TASK" \
    --include-dashboard=false --block >"ray-$SLURM_JOB_ID.log" 2>&1 &
timeout 300 bash -c "until (exec 3<>/dev/tcp/$first/$port) 2>/dev/null; do sleep 1; done"
if [ "$others" -gt 0 ]; then
    srun --overlap --nodes="$others" --ntasks="$others" --exclude="$first" \
        ray start --address="$first:$port" --num-cpus="$SLURM_CPUS_PER_TASK" \
        --block >>"ray-$SLURM_JOB_ID.log" 2>&1 &
fi

# Nodes that come late are given shards when they are there. Requeued, the job goes on where it was:
# once the storage has let go of the lock of a node that was lost (NFS: after 90 seconds).
exec {lock}>/shared/checked.lock
flock --wait 600 "$lock" || { echo "another job is at work in /shared/checked" >&2; exit 1; }
copydesk batch "/shared/news/*.parquet" --out /shared/checked --engine ray \
    --address "$first:$port" --workers $((SLURM_JOB_NUM_NODES * SLURM_CPUS_PER_TASK)) \
    --metric chrf --metric estimate --report html
