#!/usr/bin/env python3
"""Runs the lending year in SimPy and in fulfillnet alternately, and prints medians and ratios.

With --agree it first runs ten seeds of each and stops, with an exit code that is not zero, where the
two are not the same model: the means of a count differ by four standard errors or more.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SCENARIO = ROOT / "scenarios" / "lending-year.yaml"
COUNTS = ["filledLocally", "filledRemotely", "unfilled", "overdueLoans", "meanTurnaroundDays"]


def run(command):
    """What a command printed as JSON, and the peak of its memory in bytes."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit code {process.returncode}")
    return json.loads(text), usage.ru_maxrss * 1024


def simpy(*arguments):
    return lambda seed: run(
        [sys.executable, HERE / "lending_year.py", "--seed", str(seed), *arguments]
    )


def ours(tool, scenario, output=None):
    def once(seed):
        command = [tool, "run", scenario, "--seed", str(seed), "--format", "json"]
        if output:
            shutil.rmtree(output, ignore_errors=True)
            command += ["--output", output]
        else:
            command += ["--stores", "none"]
        return run(command)

    return once


def scenario(directory, name, cadence="7 d", keeps_all=False):
    """The scenario with another time between checkpoints, or with all that is over kept in memory."""
    path = pathlib.Path(directory) / f"{name}.yaml"
    text = SCENARIO.read_text()
    network = (ROOT / "network-configs" / "lending-year.yaml").as_posix()
    lines = [
        f"network: {network}" if line.startswith("network:") else line
        for line in text.splitlines()
        if not (keeps_all and line.startswith("keep-finished:"))
    ]
    path.write_text("\n".join(lines + [f"checkpoint: {cadence}", ""]))
    return path


def agree(tool, seeds):
    """Compares the counts of both over several seeds; returns whether they agree."""
    results = {"SimPy": [], "fulfillnet": []}
    for seed in range(1, seeds + 1):
        results["SimPy"].append(simpy()(seed)[0])
        results["fulfillnet"].append(ours(tool, SCENARIO)(seed)[0])
        print(f"seed {seed} of {seeds}", file=sys.stderr, flush=True)
    print(f"{seeds} seeds each: mean ± standard error")
    print(f"{'':20}{'SimPy':>22}{'fulfillnet':>22}{'difference':>14}")
    agrees = True
    for count in COUNTS:
        samples = [[result[count] for result in results[name]] for name in results]
        means = [statistics.fmean(sample) for sample in samples]
        errors = [statistics.stdev(sample) / len(sample) ** 0.5 for sample in samples]
        error = sum(value**2 for value in errors) ** 0.5
        distance = (means[1] - means[0]) / error
        digits = 4 if means[0] < 100 else 0
        cells = [f"{m:.{digits}f} ± {e:.{digits or 1}f}" for m, e in zip(means, errors)]
        print(f"{count:20}{cells[0]:>22}{cells[1]:>22}{distance:>+11.1f} SE")
        agrees = agrees and abs(distance) < 4
    return agrees


def measure(tool, rounds, cadences):
    """Times both alternately."""
    with tempfile.TemporaryDirectory(prefix="lending-year-") as directory:
        output = os.path.join(directory, "run")
        variants = {
            "SimPy, dictionaries": simpy(),
            "fulfillnet, no stores": ours(tool, SCENARIO),
            "fulfillnet, all kept in memory": ours(
                tool, scenario(directory, "kept", keeps_all=True)
            ),
            "SimPy, SQLite every day": simpy("--stores"),
            "fulfillnet, stores every day": ours(
                tool, scenario(directory, "daily", "1 d"), output
            ),
        }
        for cadence in cadences:
            variants[f"fulfillnet, stores every {cadence}"] = ours(
                tool, scenario(directory, cadence.replace(" ", "-"), cadence), output
            )
        seconds = {name: [] for name in variants}
        setups = {name: [] for name in variants}
        checks = {name: [] for name in variants}
        peaks = {name: [] for name in variants}
        for number in range(1, rounds + 1):
            for name, variant in variants.items():
                result, peak = variant(1)
                seconds[name].append(result["wallSeconds"])
                setups[name].append(result["setupSeconds"])
                # What the SimPy model has nothing like: a look at every invariant, and digests.
                checks[name].append(result.get("checkSeconds", 0))
                peaks[name].append(peak)
            print(f"round {number} of {rounds}", file=sys.stderr, flush=True)
        names = list(variants)
        print(f"{rounds} rounds, alternating: medians, least to most")
        print(
            f"{'':32}{'loop and writing':>24}{'set-up':>10}{'check':>10}{'peak':>10}{'ratio':>8}"
        )
        for name in names:
            base = names[0] if name in names[:3] else names[3]
            ratio = statistics.median(seconds[base]) / statistics.median(seconds[name])
            print(
                f"{name:32}{statistics.median(seconds[name]):>9.2f} s"
                f" ({min(seconds[name]):.2f} to {max(seconds[name]):.2f})".ljust(58)
                + f"{statistics.median(setups[name]):>6.2f} s"
                f"{statistics.median(checks[name]):>8.2f} s"
                f"{statistics.median(peaks[name]) / 1e6:>7.0f} MB{ratio:>8.1f}"
            )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tool", default=ROOT / ".build" / "release" / "fulfillnet")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--cadence",
        nargs="*",
        default=["7 d", "30 d"],
        help="times between checkpoints besides one day",
    )
    parser.add_argument("--agree", action="store_true", help="first see that both agree")
    parser.add_argument("--seeds", type=int, default=10)
    options = parser.parse_args()
    if options.agree and not agree(options.tool, options.seeds):
        sys.exit("the two models do not agree")
    if options.rounds > 0:
        measure(options.tool, options.rounds, options.cadence)


if __name__ == "__main__":
    main()
