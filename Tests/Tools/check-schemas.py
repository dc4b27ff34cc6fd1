"""Checks the JSON Schemas that the tool prints with a public checker: usage: check-schemas.py TOOL.

The schemas must be valid draft 2020-12, accept every file that ships, and reject every file of the corpus but those that
need more than a schema to be found out, which a list names with the reason.
"""

import json
import pathlib
import subprocess
import sys

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = ROOT / "Tests/CommandLineTests/Corpus"


class Loader(yaml.SafeLoader):
    """Reads scalars as YAML 1.2's core schema does, and as editors do: days are texts."""


Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
# YAML 1.1's yes, no, on and off are texts in YAML 1.2.
for letter in "yYnNoO":
    Loader.yaml_implicit_resolvers[letter] = [
        pair
        for pair in Loader.yaml_implicit_resolvers.get(letter, [])
        if pair[0] != "tag:yaml.org,2002:bool"
    ]


def problem(validator, path):
    """What the schema says against a file; None where it accepts it."""
    try:
        document = yaml.load(path.read_bytes(), Loader)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        return f"no YAML: {error}"
    error = jsonschema.exceptions.best_match(validator.iter_errors(document))
    return error.message if error else None


def main(tool):
    failures = []
    validators = {}
    for kind in ["network", "scenario", "case", "accounts", "routing"]:
        text = subprocess.run([tool, "schema", kind], check=True, capture_output=True).stdout
        schema = json.loads(text)
        jsonschema.Draft202012Validator.check_schema(schema)
        validators[kind] = jsonschema.Draft202012Validator(schema)

    shipped = [("network", path) for path in sorted(ROOT.glob("network-configs/**/*.yaml"))]
    shipped += [("scenario", path) for path in sorted(ROOT.glob("scenarios/**/*.yaml"))]
    shipped += [
        ("routing", path) for path in sorted(ROOT.glob("network-configs/routing/*.yaml"))
    ]
    shipped += [("case", path) for path in sorted(ROOT.glob("cases/**/*.yaml"))]
    shipped += [("accounts", path) for path in sorted(ROOT.glob("scenarios/account-sync/*.json"))]
    shipped += [("network", path) for path in sorted(CORPUS.glob("support/*.yaml"))]
    for kind, path in shipped:
        # Rule sets and the like are no network configurations.
        if kind == "network" and b"\ninstitutions:" not in path.read_bytes():
            continue
        found = problem(validators[kind], path)
        if found:
            failures.append(f"{path.relative_to(ROOT)} ships, but the schema rejects it: {found}")

    reasons = {}
    for line in (CORPUS / "beyond-schema.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            name, reason = line.split(": ", 1)
            reasons[name] = reason
    rejected = 0
    directories = [
        ("network", "networks"), ("scenario", "scenarios"), ("network", "csv"),
        ("routing", "routing"), ("case", "cases"),
    ]
    for kind, directory in directories:
        for path in sorted((CORPUS / directory).glob("*.yaml")):
            name = f"{directory}/{path.stem}"
            reason = reasons.pop(name, None)
            found = problem(validators[kind], path)
            if found:
                rejected += 1
                if reason:
                    failures.append(f"{name} is listed as beyond the schema, which rejects it: {found}")
            elif not reason and directory != "csv":
                failures.append(f"{name} is bad, but the schema accepts it and no reason is listed")
    failures += [f"{name} is listed as beyond the schema, but is not there" for name in reasons]

    print(f"{len(shipped)} files accepted, {rejected} bad ones rejected")
    if failures:
        sys.exit("\n".join(failures))


main(*sys.argv[1:])
