"""Reads the tool's JUnit XML with a public reader: usage: check-junit.py TOOL."""

import pathlib
import subprocess
import sys
import tempfile

import junitparser

ROOT = pathlib.Path(__file__).resolve().parents[2]
NETWORK = ROOT / "Tests/CommandLineTests/Corpus/support/two-colleges.yaml"

SCENARIO = """name: A loan <of> "Rivers" & more
network: {network}
start: 2026-01-12
end: 2026-02-01
timeline:
  - id: visit
    walk-in: {{at: SOUTH, patron: NORTH/ada, item: S-1}}
  - expect:
      - outcome: {{of: visit, is: accepted}}
      - balance: {{at: SOUTH, patron: NORTH/ada, is: {amount}}}
      - count: {{of: loansToVisitors, is: {loans}}}
"""


def report(tool, directory, files):
    """The report of a test run with its exit code."""
    path = pathlib.Path(directory) / "report.xml"
    result = subprocess.run([tool, "test", *files, "--junit", path], capture_output=True)
    return junitparser.JUnitXml.fromfile(str(path)), result.returncode


def expect(what, found, expected):
    if found != expected:
        sys.exit(f"{what}: expected {expected}, found {found}")


def main(tool):
    with tempfile.TemporaryDirectory() as directory:
        passing = pathlib.Path(directory) / "passing.yaml"
        passing.write_text(SCENARIO.format(network=NETWORK, amount="0.00", loans=1))
        failing = pathlib.Path(directory) / "failing.yaml"
        failing.write_text(SCENARIO.format(network=NETWORK, amount="1.00", loans=2))
        unreadable = pathlib.Path(directory) / "unreadable.yaml"
        unreadable.write_text("name: [")

        xml, code = report(tool, directory, [passing])
        expect("exit code", code, 0)
        expect("tests", xml.tests, 4)
        expect("failures", xml.failures, 0)
        expect("errors", xml.errors or 0, 0)

        xml, code = report(tool, directory, [passing, failing])
        expect("exit code of an expectation that is not met", code, 1)
        expect("failures", xml.failures, 2)

        xml, code = report(tool, directory, [passing, failing, unreadable])
        expect("exit code of wrong input", code, 64)
        expect("tests", xml.tests, 9)
        expect("failures", xml.failures, 3)
        suites = list(xml)
        expect("suites", [suite.name for suite in suites], [str(passing), str(failing), str(unreadable)])
        expect("tests of suites", [suite.tests for suite in suites], [4, 4, 1])
        expect("failures of suites", [suite.failures for suite in suites], [0, 2, 1])
        failed = [case for case in suites[1] if not case.is_passed]
        expect("failed cases", len(failed), 2)
        message = failed[0].result[0].message
        if ":10:" not in message or "expected 1.00 USD, found 0.00 USD" not in message:
            sys.exit(f"the message of a failure: {message}")

        xml, code = report(tool, directory, [ROOT / "scenarios"])
        expect("exit code of the shipped scenarios", code, 0)
        expect("failures of the shipped scenarios", xml.failures, 0)
        print(f"the reader counts {xml.tests} checks of {len(list(xml))} shipped scenarios")


main(*sys.argv[1:])
