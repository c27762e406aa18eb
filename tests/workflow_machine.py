"""A machine that runs a workflow's `run` steps in order, as GitHub's would, in a checkout on this disk.

`uses` steps leave a note of what they would do; `gh`, and what would install from the network, is a program
that writes down how it was called and answers from a file. Expressions are evaluated as far as our workflows
use them, and anything else is an error.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct, field

LITWIKI = Path(sys.executable).with_name("litwiki")
TOKEN = re.compile(r"\s*('(?:[^']|'')*'|&&|\|\||==|!=|!|\(|\)|[A-Za-z_][\w.-]*(?:\(\))?|\d+)")
HASH_FILES = re.compile(r"hashFiles\(([^)]*)\)")
STATUS = ("success()", "failure()", "always()", "cancelled()")

STUB = f"""#!{sys.executable}
import json, os, shutil, sys
from pathlib import Path

home, name, args = Path(os.environ["MACHINE"]), Path(sys.argv[0]).name, sys.argv[1:]
call = {{"name": name, "args": args, "token": os.environ.get("GH_TOKEN", "")}}
for option in ("--input", "--body-file"):
    if option in args:
        call["body"] = Path(args[args.index(option) + 1]).read_text()
with (home / "calls.jsonl").open("a") as log:
    log.write(json.dumps(call) + "\\n")
if name == "python3" and args[:2] == ["-m", "venv"]:
    bin = Path(args[2]) / "bin"
    bin.mkdir(parents=True)
    (bin / "litwiki").symlink_to({str(LITWIKI)!r})
    for program in ("pip", "uv"):
        shutil.copy(sys.argv[0], bin / program)
elif name == "make":
    Path(".venv").symlink_to({sys.prefix!r})
elif name == "python3":
    os.execv({sys.executable!r}, [{sys.executable!r}, *args])
for words, answer in json.loads((home / "answers.json").read_text()):
    if all(any(word in arg for arg in args) for word in words):
        sys.stdout.buffer.write(Path(answer).read_bytes())
        break
"""


def load(path: Path) -> dict[str, Any]:
    """A workflow; YAML 1.1 reads its `on` as True, GitHub does not."""
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {("on" if key is True else key): value for key, value in loaded.items()}


class Call(Struct):
    name: str
    args: list[str]
    token: str
    body: str = ""


class Step(Struct):
    """What became of one step: None where its condition kept it from running."""

    name: str
    code: int | None
    output: str = ""


class Machine(Struct):
    """`home` is the machine's disk, `checkout` the repository on it, `github` and `inputs` GitHub's contexts."""

    home: Path
    checkout: Path
    github: Mapping[str, Any]
    inputs: Mapping[str, str] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    artifacts: dict[str, Path] = field(default_factory=dict)
    summary: str = ""
    caches: dict[str, Path] = field(default_factory=dict)
    """Folders of what was saved, by their keys, the newest last."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """What every step finds in its environment besides."""
    restored: list[str] = field(default_factory=list)
    """Keys of the caches that steps found."""
    litwiki: Path = LITWIKI
    """What is there once litwiki was installed."""
    variables: dict[str, str] = field(default_factory=dict)
    """The repository's own variables."""

    def __post_init__(self) -> None:
        for name in ("bin", "temp", "user"):
            (self.home / name).mkdir(parents=True)
        for name in ("gh", "python3", "make"):
            (self.home / "bin" / name).write_text(STUB.replace(str(LITWIKI), str(self.litwiki)))
            (self.home / "bin" / name).chmod(0o755)
        (self.home / "calls.jsonl").touch()
        (self.home / "event.json").write_text(json.dumps({**self.github["event"], "inputs": self.inputs}))
        self.answer()

    def answer(self, *answers: tuple[list[str], object]) -> None:
        """What `gh` prints where its arguments contain all the words: JSON, bytes as they are, or what a file holds by
        then."""
        table = []
        for number, (words, answer) in enumerate((*answers, (["pr", "list"], []))):
            file = self.home / f"answer-{number}"
            if isinstance(answer, Path):
                file = answer
            else:
                file.write_bytes(answer if isinstance(answer, bytes) else json.dumps(answer).encode())
            table.append((words, str(file)))
        (self.home / "answers.json").write_text(json.dumps(table))

    @property
    def calls(self) -> list[Call]:
        lines = (self.home / "calls.jsonl").read_text().splitlines()
        return [Call(**json.loads(line)) for line in lines]

    def gh(self, *words: str) -> list[Call]:
        """The calls of `gh` whose arguments begin with these words."""
        return [call for call in self.calls if call.name == "gh" and call.args[: len(words)] == list(words)]

    def step(self, name: str) -> Step:
        return next(step for step in self.steps if step.name == name)

    @property
    def failed(self) -> list[str]:
        return [f"{step.name}: {step.output}" for step in self.steps if step.code]

    def run(self, workflow: Path) -> "Machine":
        """Runs the jobs of a workflow in their order (each names what it needs after it)."""
        loaded = load(workflow)
        left_out: set[str] = set()
        needs: dict[str, Any] = {}
        for number, (key, job) in enumerate(loaded["jobs"].items()):
            waiting: dict[str, list[str]] = {}
            context: dict[str, Any] = {
                "checkout": self.checkout,
                "to save": waiting,
                "github": {"token": "the-token", **self.github},
                "inputs": self.inputs,
                "vars": self.variables,
                "runner": {"temp": str(self.home / "temp"), "os": "Linux"},
                "steps": {},
                "needs": needs,
            }
            is_left_out = job.get("needs") in left_out
            if is_left_out or not holds(job.get("if", "success()"), context, failed=bool(self.failed)):
                left_out.add(key)
                continue
            if number and any(step.get("uses", "").startswith("actions/checkout@") for step in job["steps"]):
                # Each job has a machine of its own: nothing of the last one's checkout is left.
                for words in (["reset", "--quiet", "--hard"], ["clean", "--quiet", "-ffdx", "--exclude=.venv"]):
                    subprocess.run(["git", *words], cwd=self.checkout, check=True)
                shutil.rmtree(self.home / "temp")
                (self.home / "temp").mkdir()
            path: list[str] = []
            for step in job["steps"]:
                self._step(step, context, path)
            needs[key] = {"outputs": {name: _filled(value, context) for name, value in job.get("outputs", {}).items()}}
            if not self.failed:
                for cache, names in waiting.items():
                    self.caches[cache] = self.home / "caches" / cache
                    for name in names:
                        shutil.copytree(self.checkout / name, self.caches[cache] / name)
        return self

    def _step(self, step: dict[str, Any], context: dict[str, Any], path: list[str]) -> None:
        name = step["name"]
        if not holds(step.get("if", "success()"), context, failed=bool(self.failed)):
            self.steps.append(Step(name, None))
            return
        outputs: dict[str, str] = {}
        if "uses" in step:
            result = Step(name, self._action(step, context))
            outputs["page_url"] = "https://me.github.io/my-wiki/"
        else:
            result = self._shell(step, context, path, outputs)
        self.steps.append(result)
        if "id" in step:
            context["steps"][step["id"]] = {"outputs": outputs}

    def _action(self, step: dict[str, Any], context: dict[str, Any]) -> int:
        action = step["uses"].partition("@")[0]
        options = {key: _filled(str(value), context) for key, value in step.get("with", {}).items()}
        if action in {"actions/upload-artifact", "actions/upload-pages-artifact"}:
            return self._upload(options)
        if action in {"actions/cache", "actions/cache/restore"}:
            names, key = options["path"].split(), options["key"]
            older = [other for other in self.caches if other.startswith(options["restore-keys"])]
            found = key if key in self.caches else next(reversed(older), "")
            for name in names if found else ():
                shutil.copytree(self.caches[found] / name, self.checkout / name)  # with the times, as tar does
            self.restored += [found] if found else []
            if action == "actions/cache" and found != key:
                context["to save"][key] = names
        elif action == "actions/attest":
            return 0 if list(self.checkout.glob(options["subject-path"])) else 1
        elif action == "actions/download-artifact":
            shutil.copytree(self.artifacts[options["name"]], self.checkout / options["path"], dirs_exist_ok=True)
        elif action not in {"actions/checkout", "actions/deploy-pages"}:
            raise AssertionError(f"this machine does not know {action}")
        return 0

    def _upload(self, options: Mapping[str, str]) -> int:
        source, name = self.checkout / options["path"], options.get("name", "github-pages")
        kept = self.home / "artifacts" / name
        kept.parent.mkdir(exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, kept)
        elif source.is_file():
            shutil.copy(source, kept)
        else:
            return 1
        self.artifacts[name] = kept
        if kept.is_dir():
            shutil.make_archive(str(kept), "zip", kept)
        return 0

    def _shell(self, step: dict[str, Any], context: dict[str, Any], path: list[str], outputs: dict[str, str]) -> Step:
        files = {name: self.home / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_text("")
        environment = {
            "PATH": os.pathsep.join([str(self.home / "bin"), *reversed(path), "/usr/local/bin", "/usr/bin", "/bin"]),
            "HOME": str(self.home / "user"),
            "LANG": "C.UTF-8",
            "CI": "true",
            "MACHINE": str(self.home),
            "RUNNER_TEMP": str(self.home / "temp"),
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": self.github["event_name"],
            "GITHUB_EVENT_PATH": str(self.home / "event.json"),
            "GITHUB_REPOSITORY": "me/my-wiki",
            "GITHUB_REF_NAME": self.github["ref"].rpartition("/")[2],
            "GITHUB_SHA": self.github.get("sha", ""),
            "GITHUB_RUN_ID": str(self.github["run_id"]),
            **{name: str(file) for name, file in files.items()},
            **self.environment,
            **{name: _filled(str(value), context) for name, value in step.get("env", {}).items()},
        }
        script = self.home / "step.sh"
        script.write_text(_filled(step["run"], context))
        done = subprocess.run(
            ["bash", "-e", script], cwd=self.checkout, env=environment, capture_output=True, text=True, check=False
        )
        for line in files["GITHUB_OUTPUT"].read_text().splitlines():
            name, _, value = line.partition("=")
            outputs[name] = value
        path += files["GITHUB_PATH"].read_text().split()
        self.summary += files["GITHUB_STEP_SUMMARY"].read_text()
        return Step(step["name"], done.returncode, done.stdout + done.stderr)


def _digest(checkout: Path, patterns: str) -> str:
    """What `hashFiles` says of the files that patterns in quotes match, as a string in quotes."""
    files = sorted({file for pattern in re.findall(r"'([^']*)'", patterns) for file in checkout.glob(pattern)})
    files += [file for folder in files if folder.is_dir() for file in sorted(folder.glob("*"))]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes() if file.is_file() else b"")
    return f"'{digest.hexdigest() if files else ''}'"


def _filled(text: str, context: Mapping[str, Any]) -> str:
    return re.sub(r"\$\{\{(.*?)\}\}", lambda match: str(_value(match[1], context)), text)


def holds(condition: str, context: Mapping[str, Any], *, failed: bool) -> bool:
    """Whether a job or a step with this condition runs."""
    inner = condition.strip().removeprefix("${{").removesuffix("}}")
    if not any(function in inner for function in STATUS):
        inner = f"success() && ({inner})"
    return bool(_value(inner, context, failed=failed))


def _value(expression: str, context: Mapping[str, Any], *, failed: bool = False) -> Any:
    """An expression's value (docs.github.com, "Evaluate expressions"): what is missing is the empty string."""
    functions = {"success()": not failed, "failure()": failed, "always()": True, "cancelled()": False}
    operators = {"&&": "and", "||": "or", "!": "not", "==": "==", "!=": "!=", "(": "(", ")": ")"}
    values: list[Any] = []
    written, rest = [], HASH_FILES.sub(lambda match: _digest(context["checkout"], match[1]), expression.strip())
    while rest:
        match = TOKEN.match(rest)
        assert match, f"this machine cannot read {rest!r}"
        token, rest = match[1], rest[match.end() :]
        if token in operators:
            written.append(operators[token])
            continue
        if token.startswith("'"):
            values.append(token[1:-1].replace("''", "'"))
        elif token in functions:
            values.append(functions[token])
        else:
            found: Any = context
            for part in token.split("."):
                found = found.get(part, "") if isinstance(found, Mapping) else ""
            values.append("" if found is None else found)
        written.append(f"values[{len(values) - 1}]")
    return eval(" ".join(written), {"values": values})
