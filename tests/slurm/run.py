#!/usr/bin/env python3
"""Trains one sweep through the local queue and through a Slurm of its own, and compares the weights.

usage: run.py MOELAB

Starts munged, slurmctld and slurmd from Debian's packages (slurm-wlm, munge) for one node, with all their files in a
temporary folder, and stops them at the end. On the way through Slurm the program that follows the sweep is stopped and
started again, and two tasks are killed in the middle of a stage: the training alone, and all of a task. What the
person's environment says to Slurm's commands changes nothing; a task that cannot run is said to wait, and why; one whose
node does not see the workspace fails by that name. Ends with 77, which ctest takes as skipped, where the packages are not
installed or this user is not root.
"""

import collections
import getpass
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

SKIPPED = 77
PATIENCE = 300  # seconds until something that hangs counts as hanging

SWEEP = {
    "schema": 1,
    "name": "small",
    "data": "builtin",
    "parameters": {
        "train_examples": 60, "test_examples": 40, "batch_size": 20, "epochs": 6, "patience": 100,
        "use_large_experts": False, "use_large_gating_mlp": False, "use_large_baseline_classifier": False,
        "threads": 1, "device": "cpu",
    },
    "vary": {"frozen_dropout": [True, False]},
    "seeds": 2,
    "slurm": {"partition": "small", "memory_mib": 500, "minutes": 10},
}
RUNS = 4

# What a person may have in the environment, for commands of their own.
LEAKS = {"SQUEUE_STATES": "CANCELLED", "SQUEUE_PARTITION": "other", "SQUEUE_NAMES": "other", "SQUEUE_FORMAT": "%u",
         "SQUEUE_USERS": "nobody", "SBATCH_WAIT": "1", "SBATCH_CLUSTERS": "other", "SLURM_CLUSTERS": "other",
         "SLURM_MEM_PER_CPU": "1", "SCANCEL_STATE": "PENDING", "SACCT_FORMAT": "User"}
STAGES = ["baseline", "gate", "expert-artificial", "expert-natural", "mixture"]


def skip(why):
    print("skipped:", why)
    sys.exit(SKIPPED)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(what, condition):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    sys.exit(f"waited in vain for {what}")


class Slurm:
    """The daemons, in a folder. Use as a context."""

    def __init__(self, folder):
        self.folder = folder
        self.hidden = folder / "hidden"
        self.daemons = []

    def start(self, program, *arguments, before=()):
        path = shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin:/sbin")
        log = open(self.folder / f"{program}.out", "w")
        self.daemons.append(subprocess.Popen([*before, path, *arguments], stdout=log, stderr=log))

    def write_configuration(self):
        user = getpass.getuser()
        node = socket.gethostname().split(".")[0]
        (self.folder / "slurm.conf").write_text(f"""
ClusterName=moelab-test
SlurmctldHost={node}(127.0.0.1)
SlurmctldPort={free_port()}
SlurmdPort={free_port()}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={self.folder}/munge.socket
StateSaveLocation={self.folder}/state
SlurmdSpoolDir={self.folder}/spool
SlurmctldPidFile={self.folder}/slurmctld.pid
SlurmdPidFile={self.folder}/slurmd.pid
SlurmctldLogFile={self.folder}/slurmctld.log
SlurmdLogFile={self.folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
MpiDefault=none
ReturnToService=2
SchedulerParameters=sched_interval=2
NodeName={node} NodeAddr=127.0.0.1 CPUs={os.cpu_count()} RealMemory=1500 State=UNKNOWN
PartitionName=small Nodes={node} Default=YES MaxTime=60 State=UP
""")
        for name in ["state", "spool"]:
            (self.folder / name).mkdir()

    def __enter__(self):
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o400)
        self.start("munged", "--foreground", "--force", f"--key-file={key}",
                   *(f"--{name}-file={self.folder}/munge.{name}" for name in ["pid", "seed", "log"]),
                   f"--socket={self.folder}/munge.socket")
        wait_for("munged", lambda: (self.folder / "munge.socket").exists() or self.daemons[0].poll() is not None)
        self.write_configuration()
        os.environ["SLURM_CONF"] = str(self.folder / "slurm.conf")
        self.start("slurmctld", "-D")
        # For the node, another folder lies over the hidden one.
        self.hidden.mkdir()
        hide = f'mount -t tmpfs none "{self.hidden}" && exec "$@"'
        self.start("slurmd", "-D", before=["unshare", "--mount", "sh", "-c", hide, "sh"])
        wait_for("the node", self.is_idle)
        return self

    def is_idle(self):
        for daemon in self.daemons:
            if daemon.poll() is not None:
                self.say_logs()
                sys.exit(f"{daemon.args[0]} ended")
        said = subprocess.run(["sinfo", "--noheader", "--format=%T"], capture_output=True, text=True)
        return said.stdout.strip() == "idle"

    def say_logs(self):
        for log in [*self.folder.glob("*.out"), *self.folder.glob("*.log")]:
            print(f"--- {log.name}\n{log.read_text(errors='replace')[-3000:]}")

    def __exit__(self, *_):
        subprocess.run(["scancel", "--quiet", "--me"], capture_output=True)
        for daemon in reversed(self.daemons):
            daemon.terminate()
        for daemon in self.daemons:
            try:
                daemon.wait(30)
            except subprocess.TimeoutExpired:
                daemon.kill()


def arguments(moelab, sweep, workspace, executor):
    return [moelab, "sweep", str(sweep), "--workspace", str(workspace), "--executor", executor, "--json"]


def weights(workspace):
    """The hash of every stage's weights, by run and stage, as the runs' own folders have it."""
    return {f"{result.parts[-4]}/{result.parts[-2]}": json.loads(result.read_text())["weights_sha256"]
            for result in workspace.glob("small/*/stages/*/result.json")}


def epochs(run):
    """How many epochs of each stage the run's history holds."""
    history = run / "history.jsonl"
    lines = history.read_text().splitlines() if history.exists() else []
    return collections.Counter(json.loads(line)["stage"] for line in lines)


def in_the_middle(workspace, other_than=None):
    """Waits for a run in the middle of a stage. @returns the run"""
    def found():
        for run in workspace.glob("small/*"):
            for stage, count in epochs(run).items():
                middle = 1 < count < SWEEP["parameters"]["epochs"] - 1
                if middle and run != other_than and not (run / "stages" / stage / "result.json").exists():
                    return run
        return None
    return wait_for("a task in the middle of a stage", found)


def job_of(workspace, run):
    """Slurm's number of the task that trains a run, "JOB_INDEX"."""
    for task in workspace.glob(".queue/slurm/*/*.task"):
        if task.read_bytes().split(b"\0")[0].decode() == f"small/{run.name}":
            said = subprocess.run(["squeue", "--noheader", f"--name={task.parent.name}", "--format=%F"],
                                  capture_output=True, text=True, check=True)
            return f"{said.stdout.split()[0]}_{task.stem}"
    sys.exit(f"no task trains {run}")


def says_what_it_waits_for(moelab, sweep, workspace):
    """While nothing may run. What is in the queue then goes on."""
    def partition(state):
        subprocess.run(["scontrol", "update", "PartitionName=small", f"State={state}"], check=True)
    partition("DOWN")
    command = arguments(moelab, sweep, workspace, "slurm")
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | LEAKS) as follower:
        for line in follower.stderr:
            if "wait for Slurm: PENDING (PartitionDown)" in line:
                break
        else:
            sys.exit("it was not said that the runs wait, and why")
        follower.send_signal(signal.SIGINT)
    partition("UP")


def names_a_blind_node(moelab, sweep, workspace):
    said = subprocess.run(arguments(moelab, sweep, workspace, "slurm"), capture_output=True, text=True,
                          env=os.environ | LEAKS, timeout=PATIENCE)
    node = socket.gethostname().split(".")[0]
    assert said.returncode == 1, said.stderr
    assert f"failed: its node {node} does not see {workspace}/.queue/slurm/" in said.stderr, said.stderr


def through_slurm(moelab, sweep, workspace):
    says_what_it_waits_for(moelab, sweep, workspace)
    first = subprocess.Popen(arguments(moelab, sweep, workspace, "slurm"), stdout=subprocess.DEVNULL)
    wait_for("a task to begin", lambda: any(epochs(run) for run in workspace.glob("small/*")))
    first.send_signal(signal.SIGINT)
    assert first.wait(PATIENCE) == 130, "the program that follows does not stop"
    second = subprocess.Popen(arguments(moelab, sweep, workspace, "slurm"), stdout=subprocess.PIPE, text=True,
                              env=os.environ | LEAKS)
    killed = [in_the_middle(workspace)]
    os.kill(int((killed[0] / "lock").read_text()), signal.SIGKILL)  # the training alone, as for want of memory
    killed.append(in_the_middle(workspace, other_than=killed[0]))
    subprocess.run(["scancel", "--signal=KILL", "--full", job_of(workspace, killed[1])], check=True)  # all of the task
    print("killed", *(run.name for run in killed))
    said, _ = second.communicate(timeout=PATIENCE)
    assert second.returncode == 0, f"moelab sweep --executor slurm returned {second.returncode}"
    return json.loads(said), killed


def check_nothing_was_trained_twice(workspace):
    """An epoch that was saved is said once in a run's log, or, if the kill fell in between, not at all."""
    for log in workspace.glob(".queue/tasks/small/*.log"):
        said = collections.Counter(re.findall(r"^(\S+) +epoch (\d+) ", log.read_text(), re.MULTILINE))
        twice = [epoch for epoch, count in said.items() if count > 1]
        assert not twice, f"{log.name} trained {twice} twice"


def main():
    moelab = sys.argv[1]
    path = os.environ["PATH"] + ":/usr/sbin:/sbin"
    for program in ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "scontrol"]:
        if not shutil.which(program, path=path):
            skip(f"{program} is not installed (apt-get install slurm-wlm munge)")
    if os.geteuid() != 0:
        skip("slurmd and munged are to be started by root")
    with tempfile.TemporaryDirectory(prefix="moelab-slurm-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)  # munge insists that others can reach its socket
        sweep = folder / "sweep.json"
        sweep.write_text(json.dumps(SWEEP))
        local, shared = folder / "local", folder / "shared"
        subprocess.run(arguments(moelab, sweep, local, "local"), check=True, stdout=subprocess.DEVNULL,
                       timeout=PATIENCE)
        daemons = folder / "slurm"
        daemons.mkdir(mode=0o755)
        with Slurm(daemons) as slurm:
            try:
                report, killed = through_slurm(moelab, sweep, shared)
                names_a_blind_node(moelab, sweep, slurm.hidden / "workspace")
            except BaseException:
                slurm.say_logs()
                raise
        expected, found = weights(local), weights(shared)
        assert len(expected) == RUNS * len(STAGES), f"{len(expected)} stages trained locally"
        assert found == expected, "other weights: " + str([key for key in expected if found.get(key) != expected[key]])
        for run in killed:
            log = (shared / ".queue" / "tasks" / "small" / f"{run.name}.log").read_text()
            assert "continues after epoch" in log, f"{run.name} was killed and not resumed"
        check_nothing_was_trained_twice(shared)
        assert report["stages_taken"] == 2 * 4, report["stages_taken"]  # two runs differ in their mixture alone
        for key in sorted(found):
            print(f"{key:60} {found[key][:16]} as locally")


main()
