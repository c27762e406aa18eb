"""The workflows of a new wiki: their rules, and their `run` steps in order on a fresh copy of a small wiki."""

import functools
import http.server
import io
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import urlopen

import pytest
import yaml
from msgspec import Struct

from litwiki.build.store import Store
from litwiki.curation.ingest import Manner, ingest
from litwiki.scaffold import github_files, scaffold
from tests.invented import ALL, BIRDS, KETTLE, spaced
from tests.service_machine import Fault, Services, Work
from tests.service_machine import served as services_served
from tests.workflow_machine import Machine, holds, load

NAMES = ("check", "comment", "publish", "ingest", "enrich", "weekly")
PINNED = f"litwiki @ git+https://github.com/litwiki/litwiki@{'0' * 40}\n"
REPOSITORY = Path(__file__).resolve().parents[1]
HOSTILE = "`touch pwned` $(touch pwned) \"; touch pwned; ' ${{ github.token }} @everyone <!-- -->"


# --- a small wiki in a repository of its own -----------------------------------------------------------


def git(folder: Path, *args: str) -> str:
    settings = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *settings, *args], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository of a wiki that holds every invented paper but the birds, published under /my-wiki/."""
    folder = tmp_path_factory.mktemp("origin")
    root = folder / "work"
    scaffold(root, "My wiki")
    (root / "requirements.txt").write_text(PINNED)
    for path, old, new in (
        ("mkdocs.yml", "site_url: ''", "site_url: 'https://me.github.io/my-wiki/'"),
        ("site_config/wiki.yml", "repository: ''", "repository: https://github.com/me/my-wiki"),
        ("site_config/wiki.yml", "sources: []", "sources: [incoming/*.txt]"),
    ):
        text = (root / path).read_text()
        assert old in text
        (root / path).write_text(text.replace(old, new))
    listing = folder / "listing.txt"
    listing.write_text(spaced([paper for paper in ALL if paper != BIRDS]))
    ingest(root, [listing], manner=Manner(date="2026-03-17"))
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "A wiki")
    git(folder, "clone", "--quiet", "--bare", "work", "origin.git")
    return folder / "origin.git"


class Runs(Struct):
    """Starts workflows of the wiki, each on a fresh clone and a machine of its own."""

    origin: Path
    folder: Path
    count: int = 0

    def clone(self) -> Path:
        self.count += 1
        checkout = self.folder / f"checkout-{self.count}"
        git(self.folder, "clone", "--quiet", str(self.origin), str(checkout))
        return checkout

    def machine(
        self, checkout: Path, event_name: str, *, inputs: dict[str, str] | None = None, **event: Any
    ) -> Machine:
        github = {"event_name": event_name, "event": event, "run_id": 7, "ref": "refs/heads/main"}
        return Machine(self.folder / f"machine-{self.count}", checkout, github, inputs or {})

    def pull_request(self, change: Callable[[Path], None]) -> Machine:
        """A machine with the merge commit of a pull request checked out, as GitHub makes it."""
        checkout = self.clone()
        git(checkout, "switch", "--quiet", "--create", "change")
        change(checkout)
        git(checkout, "add", "--all")
        git(checkout, "commit", "--quiet", "--message", "A change")
        git(checkout, "switch", "--quiet", "--detach", "main")
        git(checkout, "merge", "--quiet", "--no-ff", "--message", "Merge", "change")
        return self.machine(checkout, "pull_request")


@pytest.fixture
def runs(origin: Path, tmp_path: Path) -> Runs:
    copy = tmp_path / "origin.git"
    shutil.copytree(origin, copy)
    return Runs(copy, tmp_path)


def workflow(machine: Machine, name: str) -> Path:
    return machine.checkout / f".github/workflows/{name}.yml"


def run(machine: Machine, name: str) -> Machine:
    machine.run(workflow(machine, name))
    assert not list(machine.checkout.rglob("pwned")), "a text was run as a command"
    assert not list(machine.home.rglob("pwned")), "a text was run as a command"
    return machine


def write_paper(root: Path, slug: str, title: str, *lines: str) -> None:
    quoted = "'" + title.replace("'", "''") + "'"
    (root / f"content/papers/{slug}.md").write_text("\n".join(["---", f"title: {quoted}", *lines, "---", ""]))


# --- rules ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["wiki", "own"])
def rendered(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files under .github of a new wiki, and those of this repository."""
    folder = tmp_path_factory.mktemp(request.param)
    for path, text in github_files(is_litwiki=request.param == "own").items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    git(folder, "init", "--quiet")
    return folder


def workflows(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((folder / ".github/workflows").iterdir(), key=lambda path: [*NAMES, "release"].index(path.stem)):
        yield path.stem, load(path)


def jobs(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, loaded in workflows(folder):
        for job in loaded["jobs"].values():
            yield name, job


def steps(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, job in jobs(folder):
        for step in job["steps"]:
            yield name, step


def test_this_repositorys_files_are_made_from_the_templates(golden: Callable[[Path, str], None]) -> None:
    files = github_files(is_litwiki=True)
    for path, text in files.items():
        golden(REPOSITORY / path, text)
    found = {path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / ".github").rglob("*.*")}
    assert found == set(files)


def test_every_action_is_pinned_by_commit_with_its_version(rendered: Path) -> None:
    pins: dict[str, str] = {}
    for path in (rendered / ".github/workflows").iterdir():
        for line in path.read_text().splitlines():
            if re.match(r"\s*(- )?uses:", line):
                match = re.fullmatch(r"\s*uses: (actions/[a-z/-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", line)
                assert match, line
                assert pins.setdefault(match[1], match[2]) == match[2]
    assert len(pins) == (8 if (rendered / ".github/workflows/release.yml").exists() else 7)


def test_permissions_are_given_by_job_and_are_the_least(rendered: Path) -> None:
    for _, loaded in workflows(rendered):
        assert loaded["permissions"] == {}
    writes = [
        (name, {scope for scope, level in job["permissions"].items() if level == "write"})
        for name, job in jobs(rendered)
    ]
    own = [("release", set()), ("release", {"attestations", "id-token"})]
    own = own if (rendered / ".github/workflows/release.yml").exists() else []
    assert writes == [
        ("check", set()),
        ("comment", {"pull-requests"}),
        ("publish", set()),
        ("publish", {"pages", "id-token"}),
        ("publish", {"actions", "contents", "pull-requests"}),
        ("ingest", {"actions", "contents", "issues", "pull-requests"}),
        ("enrich", set()),
        ("enrich", {"actions", "contents", "pull-requests"}),
        ("weekly", set()),
        ("weekly", {"actions", "contents", "pull-requests"}),
        ("weekly", {"discussions"}),
        ("weekly", {"contents"}),
        *own,
    ]
    # Services are asked at the pace that they ask for.
    assert all(job["timeout-minutes"] <= (180 if name == "enrich" else 30) for name, job in jobs(rendered))


def test_nothing_that_a_pull_request_brings_meets_a_token(rendered: Path) -> None:
    loaded = dict(workflows(rendered))
    assert set(loaded["check"]["on"]) == {"pull_request", "workflow_dispatch"}
    text = (rendered / ".github/workflows/check.yml").read_text()
    assert "github.token" not in text
    assert all("secrets." not in path.read_text() for path in (rendered / ".github/workflows").iterdir())
    for name, step in steps(rendered):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert name != "comment"
            assert step["with"]["persist-credentials"] is False
            assert "ref" not in step["with"]


def test_what_builds_left_meets_no_job_that_may_write(rendered: Path) -> None:
    """A cache is restored where nothing can be written but an artifact; only builds of main save one."""
    for name, job in jobs(rendered):
        caches = [step["uses"].partition("@")[0] for step in job["steps"] if "actions/cache" in step.get("uses", "")]
        if name == "check":
            assert caches == ["actions/cache/restore"]
        elif name == "publish" and "write" not in job["permissions"].values():
            assert caches == ["actions/cache"]
        else:
            assert caches == []
        assert not caches or set(job["permissions"].values()) == {"read"}


def test_texts_reach_the_shell_through_variables_only(rendered: Path) -> None:
    for name, step in steps(rendered):
        assert "${{" not in step.get("run", ""), f"{name}: {step['name']}"


def test_shell_steps_stop_at_the_first_error(rendered: Path) -> None:
    for name, step in steps(rendered):
        lines = step.get("run", "").strip().splitlines()
        assert len(lines) < 2 or lines[0] == "set -euo pipefail", f"{name}: {step['name']}"


def tool(name: str) -> str:
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if not found:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{name} is not installed; `make setup` installs what is locked")
        pytest.skip(f"{name} is not installed")
    return found


def test_zizmor_finds_nothing(rendered: Path) -> None:
    command = [tool("zizmor"), "--offline", "--no-progress", "--persona=pedantic", "."]
    done = subprocess.run(command, cwd=rendered, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No findings to report" in done.stdout + done.stderr


def test_files_follow_githubs_schemas(rendered: Path) -> None:
    github = rendered / ".github"
    forms = [path for path in (github / "ISSUE_TEMPLATE").iterdir() if path.name != "config.yml"]
    for schema, files in {
        "github-workflows": list((github / "workflows").iterdir()),
        "github-issue-forms": forms,
        "github-issue-config": [github / "ISSUE_TEMPLATE/config.yml"],
        "dependabot": [github / "dependabot.yml"],
    }.items():
        command = [tool("check-jsonschema"), "--builtin-schema", f"vendor.{schema}", *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_shellcheck_finds_nothing(rendered: Path) -> None:
    shellcheck = tool("shellcheck")
    for name, step in steps(rendered):
        if "run" in step:
            command = [shellcheck, "--shell=bash", "-"]
            done = subprocess.run(command, input=step["run"], capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"{name}: {step['name']}\n{done.stdout}"


# --- check ---------------------------------------------------------------------------------------------


def test_check_passes_a_good_pull_request_and_keeps_report_and_site(runs: Runs) -> None:
    title = f"Whistle: {HOSTILE}"
    machine = runs.pull_request(lambda root: write_paper(root, "whistle", title, "ids: {arxiv: '2601.01234'}"))
    run(machine, "check")
    assert machine.failed == []
    assert "whistle" in machine.artifacts["report"].read_text().lower()
    assert machine.summary == machine.artifacts["report"].read_text()
    assert (machine.artifacts["site"] / "papers/whistle/index.html").is_file()
    installs = [call.args[2:] for call in machine.calls if call.name == "pip"]
    assert installs == [
        ["--require-hashes", "--requirement", "requirements-locked.txt"],
        ["--no-deps", "--no-build-isolation", "--requirement", "requirements.txt"],
    ]
    assert machine.gh() == []


@pytest.mark.parametrize(
    "lines",
    [
        "litwiki\n",
        "litwiki==0.1.0\n",
        "litwiki @ git+https://github.com/litwiki/litwiki@main\n",
        "litwiki @ git+https://github.com/litwiki/litwiki\n",
        f"{PINNED}evil==1.0\n",
        f"{PINNED}--extra-index-url https://evil.example\n",
        "# nothing\n",
    ],
)
def test_nothing_is_installed_by_its_name_alone(lines: str, tmp_path: Path) -> None:
    done = install(tmp_path, lines)
    assert done.returncode == 1
    assert "::error file=requirements.txt" in done.stdout
    assert "venv" not in done.stdout


def test_a_release_with_its_hash_is_installed(tmp_path: Path) -> None:
    release = f"litwiki==1.2.3 --hash=sha256:{'a' * 64} --hash=sha256:{'b' * 64}\n"
    assert "venv" in install(tmp_path, "# why\n\n" + release).stdout


def install(folder: Path, requirements: str) -> subprocess.CompletedProcess[str]:
    """The first step of every workflow, in a folder with these requirements; what it calls says its arguments."""
    (folder / "requirements.txt").write_text(requirements)
    text = github_files()[".github/workflows/check.yml"]
    (script,) = [s["run"] for s in yaml.safe_load(text)["jobs"]["check"]["steps"] if s["name"] == "Install litwiki"]
    said = f"python3() {{ echo \"$@\"; mkdir -p '{folder}/litwiki/bin'; cp /bin/echo '{folder}/litwiki/bin/pip'; }}\n"
    environment = {"PATH": "/usr/bin:/bin", "RUNNER_TEMP": str(folder), "GITHUB_PATH": str(folder / "path")}
    return subprocess.run(
        ["bash", "-ec", said + script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("repository", "variables", "runs"),
    [
        ({"fork": False}, {}, True),
        ({}, {}, True),  # a schedule may not say it; GitHub runs none in a fork before somebody switches it on
        ({"fork": True}, {}, False),
        ({"fork": True}, {"LITWIKI_IN_FORK": "true"}, True),
    ],
)
def test_in_a_fork_nothing_runs_unless_it_is_a_wiki_of_its_own(
    rendered: Path, repository: dict[str, bool], variables: dict[str, str], runs: bool
) -> None:
    run = {"event": "pull_request", "conclusion": "success"}
    github = {"event_name": "push", "event": {"repository": repository, "workflow_run": run}}
    context = {"github": github, "vars": variables}
    for name, job in jobs(rendered):
        assert "needs" in job or holds(job["if"], context, failed=False) is runs, name


def test_check_fails_a_bad_one_and_the_report_says_why(runs: Runs) -> None:
    machine = runs.pull_request(lambda root: write_paper(root, "whistle", "Whistle", "topics: [nothing]"))
    run(machine, "check")
    assert machine.step("Check the content").code == 1
    annotation = "::error file=content/papers/whistle.md,line=3,col=10,title=T101::unknown topic 'nothing'"
    assert annotation in machine.step("Check the content").output
    assert machine.step("Build the site").code is None
    assert "T101" in machine.artifacts["report"].read_text()


def test_check_fails_where_the_front_matter_cannot_be_read(runs: Runs) -> None:
    machine = runs.pull_request(lambda root: write_paper(root, "whistle", "Whistle", "\ttopics: []"))
    run(machine, "check")
    assert machine.step("Check the content").code == 1
    assert "Y006" in machine.artifacts["report"].read_text()


# --- comment -------------------------------------------------------------------------------------------


def zipped(text: str, name: str = "report.md") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return packed.getvalue()


ARTIFACT = {"id": 31, "expired": False, "size_in_bytes": 900}
PULL = {"number": 5, "head": {"sha": "aaaa"}}


def comment(runs: Runs, *answers: tuple[list[str], object], conclusion: str = "success") -> Machine:
    machine = runs.machine(
        runs.clone(),
        "workflow_run",
        workflow_run={
            "id": 99,
            "event": "pull_request",
            "conclusion": conclusion,
            "head_sha": "aaaa",
            "head_branch": "x$(touch pwned)",
            "head_repository": {"full_name": "you/fork", "owner": {"login": "you"}},
        },
    )
    machine.answer(*answers)
    # Whatever the fork brings is not to be touched: nothing is checked out.
    for path in machine.checkout.iterdir():
        if path.name != ".github":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return run(machine, "comment")


def comment_with(runs: Runs, text: str, comments: object = ()) -> Machine:
    return comment(
        runs,
        (["pulls"], [{"number": 4, "head": {"sha": "older"}}, PULL]),
        (["runs/99/artifacts"], {"artifacts": [ARTIFACT]}),
        (["artifacts/31/zip"], zipped(text)),
        (["issues/5/comments?"], list(comments)),  # type: ignore[call-overload]
    )


def test_comment_posts_the_report_once(runs: Runs) -> None:
    machine = comment_with(runs, "1 paper added\n")
    assert machine.failed == []
    post = machine.gh("api", "--silent", "--method", "POST")[0]
    assert post.args[4] == "repos/me/my-wiki/issues/5/comments"
    assert json.loads(post.body) == {"body": "<!-- litwiki report -->\n1 paper added\n"}
    assert machine.calls[0].args[-1] == "head=you:x$(touch pwned)"
    assert {call.name for call in machine.calls} == {"gh", "python3"}


def test_comment_brings_its_own_comment_up_to_date(runs: Runs) -> None:
    marked = "<!-- litwiki report -->\nold"
    comments = [
        {"id": 1, "user": {"login": "you"}, "body": marked},
        {"id": 2, "user": {"login": "github-actions[bot]"}, "body": "something else"},
        {"id": 3, "user": {"login": "github-actions[bot]"}, "body": marked},
    ]
    machine = comment_with(runs, "2 papers added\n", comments)
    assert machine.failed == []
    patch = machine.gh("api", "--silent", "--method", "PATCH")[0]
    assert patch.args[4] == "repos/me/my-wiki/issues/comments/3"
    assert machine.gh("api", "--silent", "--method", "POST") == []


def test_comment_calls_nobody_and_keeps_to_a_length(runs: Runs) -> None:
    machine = comment_with(runs, "@everyone <!-- hidden \x1b[31m\n" + "a long line\n" * 100_000)
    assert machine.failed == []
    body = json.loads(machine.gh("api", "--silent", "--method", "POST")[0].body)["body"]
    assert len(body) < 65_000
    assert "@everyone" not in body
    assert body.count("<!--") == 1
    assert "\x1b" not in body
    assert body.endswith("the whole report is with the check's run.")


def test_comment_takes_only_the_file_it_expects(runs: Runs) -> None:
    machine = comment(
        runs,
        (["pulls"], [PULL]),
        (["runs/99/artifacts"], {"artifacts": [ARTIFACT]}),
        (["artifacts/31/zip"], zipped("x", "../../report.md")),
    )
    assert machine.step("Make a comment of it").code == 1
    assert machine.gh("api", "--silent") == []


@pytest.mark.parametrize("artifacts", [[], [{**ARTIFACT, "expired": True}], [{**ARTIFACT, "size_in_bytes": 2_000_000}]])
def test_comment_without_a_report_says_nothing(runs: Runs, artifacts: list[object]) -> None:
    machine = comment(runs, (["pulls"], [PULL]), (["runs/99/artifacts"], {"artifacts": artifacts}))
    assert machine.failed == []
    assert machine.gh("api", "--silent") == []


@pytest.mark.parametrize("pulls", [[], [{"number": "5; touch pwned", "head": {"sha": "aaaa"}}]])
def test_comment_on_a_pull_request_that_is_gone_says_nothing(runs: Runs, pulls: list[object]) -> None:
    machine = comment(runs, (["pulls"], pulls))
    assert machine.failed == []
    assert len(machine.gh()) == 1


def test_comment_leaves_a_cancelled_check_alone(runs: Runs) -> None:
    assert comment(runs, conclusion="cancelled").steps == []


# --- publish -------------------------------------------------------------------------------------------


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder and the address of a server that serves it under /my-wiki/."""
    folder = tmp_path / "www/my-wiki"
    folder.parent.mkdir()
    handler = functools.partial(Quiet, directory=str(folder.parent))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}/my-wiki/"
    server.shutdown()
    server.server_close()


def test_publish_hands_over_a_site_whose_links_all_resolve(runs: Runs, served: tuple[Path, str]) -> None:
    machine = run(runs.machine(runs.clone(), "push"), "publish")
    assert machine.failed == []
    assert [step.name for step in machine.steps][-2:] == ["Hand it over", "Deploy to GitHub Pages"]  # and no README
    assert "::warning" not in machine.step("Build the site").output
    folder, home = served
    shutil.copytree(machine.artifacts["github-pages"], folder)
    # A browser's view, independent of our own checker: ask a server for everything that any page names.
    seen, wanted, dead = set(), [home, urljoin(home, "404.html"), urljoin(home, "sitemap.xml")], []
    while wanted:
        address = wanted.pop()
        if address in seen:
            continue
        seen.add(address)
        try:
            with urlopen(address) as answer:
                is_text = answer.headers.get_content_type() in {"text/html", "application/xml", "text/xml"}
                text = answer.read().decode() if is_text else ""
        except HTTPError as error:
            dead.append(f"{address}: {error.code}")
            continue
        named = re.findall(r'(?:href|src)="([^"]*)"', text) + re.findall(r"<loc>([^<]*)</loc>", text)
        for name in named:
            there = urljoin(address, name.replace("https://me.github.io/my-wiki/", home)).partition("#")[0]
            if urlsplit(there).netloc == urlsplit(home).netloc:
                wanted.append(there)
    assert dead == []
    assert all(address.startswith(home) for address in seen)
    assert len(seen) > 25


def test_publish_builds_upon_the_last_build_and_makes_the_same_site(runs: Runs) -> None:
    first = run(runs.machine(runs.clone(), "push"), "publish")
    checkout = runs.clone()
    write_paper(checkout, "whistle", "Whistle: A Kettle with a Voice", "summary: 'It sings.'")
    alone = run(runs.machine(checkout, "push"), "publish")
    checkout = runs.clone()
    write_paper(checkout, "whistle", "Whistle: A Kettle with a Voice", "summary: 'It sings.'")
    machine = runs.machine(checkout, "push")
    machine.caches.update(first.caches)
    run(machine, "publish")
    assert machine.failed == []
    assert machine.restored == [*first.caches]
    assert len(machine.caches) == 2
    assert tree(machine.artifacts["github-pages"]) == tree(alone.artifacts["github-pages"])
    # The store of the build, which is kept too, says how many files it wrote.
    few, all_ = (_written(m.checkout) for m in (machine, alone))
    assert 0 < few < all_


def _written(checkout: Path) -> int:
    store = Store(checkout / "build" / "state.db")
    said: Any = store.fact("last")
    store.close()
    return int(said[1]["written"])


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_publish_says_that_the_address_is_missing(runs: Runs) -> None:
    checkout = runs.clone()
    text = (checkout / "mkdocs.yml").read_text().replace("'https://me.github.io/my-wiki/'", "''")
    (checkout / "mkdocs.yml").write_text(text)
    machine = run(runs.machine(checkout, "push"), "publish")
    assert machine.failed == []
    assert "::warning file=mkdocs.yml::site_url is empty" in machine.step("Build the site").output


def test_publish_deploys_nothing_with_a_dead_link(runs: Runs) -> None:
    checkout = runs.clone()
    (checkout / "templates").mkdir()
    (checkout / "templates/search.html.j2").write_text("<p><a href='../nowhere/'>here</a></p>\n")
    machine = run(runs.machine(checkout, "push"), "publish")
    assert machine.step("Check its links").code == 1
    assert "W101" in machine.step("Check its links").output
    assert machine.artifacts == {}


def test_publish_proposes_the_list_of_a_readme_where_that_is_asked_for(runs: Runs) -> None:
    checkout = runs.clone()
    (checkout / "README.md").write_text(
        "# Kettles\n\n<!-- litwiki: the list begins -->\n<!-- litwiki: the list ends -->\n\nOurs.\n", encoding="utf-8"
    )
    git(checkout, "commit", "--quiet", "--all", "--message", "A place for the list")
    git(checkout, "push", "--quiet", "origin", "main")
    machine = runs.machine(checkout, "push")
    machine.variables["LITWIKI_README"] = "README.md"
    run(machine, "publish")
    assert machine.failed == []
    (created,) = machine.gh("pr", "create")
    assert created.args[created.args.index("--head") + 1] == "litwiki/readme"
    assert [call.args[2:] for call in machine.gh("workflow", "run")] == [["check.yml", "--ref", "litwiki/readme"]]
    assert git(runs.origin, "diff", "--name-only", "main", "litwiki/readme") == "README.md"
    text = git(runs.origin, "show", "litwiki/readme:README.md")
    assert KETTLE.title in text
    assert text.endswith("Ours.")
    # Once it is merged, nothing is left to propose.
    git(checkout, "switch", "--quiet", "main")
    git(checkout, "merge", "--quiet", "litwiki/readme")
    runs.count += 1
    again = runs.machine(checkout, "push")
    again.variables["LITWIKI_README"] = "README.md"
    run(again, "publish")
    assert "up to date" in again.step("Propose it").output
    assert again.gh("pr", "create") == []


# --- ingest --------------------------------------------------------------------------------------------

BIRD_FORM = f"""### Title

{BIRDS.title}

### Authors

Ada Example
Ben {HOSTILE}

### Year

2026

### arXiv id

_No response_

### DOI

_No response_

### Code

_No response_

### Topics

_No response_

### Summary

{HOSTILE}
"""


def issue(body: str | None, label: str = "accepted") -> dict[str, Any]:
    return {"issue": {"number": 12, "title": HOSTILE, "body": body}, "label": {"name": label}}


def proposed(runs: Runs, machine: Machine) -> str:
    """The branch that was pushed, main being untouched."""
    branches = git(runs.origin, "for-each-ref", "--format=%(refname:short)").splitlines()
    assert git(runs.origin, "rev-list", "--count", "main") == "1"
    (branch,) = set(branches) - {"main"}
    assert git(runs.origin, "rev-list", "--count", branch) == "2"
    created = machine.gh("pr", "create")[0]
    assert created.args[created.args.index("--base") + 1] == "main"
    assert created.args[created.args.index("--head") + 1] == branch
    assert machine.gh("workflow", "run")[0].args == ["workflow", "run", "check.yml", "--ref", branch]
    return branch


def changed(runs: Runs, branch: str, base: str = "main") -> list[str]:
    return git(runs.origin, "diff", "--name-only", base, branch).splitlines()


def test_an_accepted_issue_becomes_a_pull_request(runs: Runs) -> None:
    machine = run(runs.machine(runs.clone(), "issues", **issue(BIRD_FORM)), "ingest")
    assert machine.failed == []
    branch = proposed(runs, machine)
    assert branch == "litwiki/issue-12-7"
    assert changed(runs, branch) == ["content/papers/guessthebird.md"]
    text = machine.gh("pr", "create")[0].body
    assert "GuessTheBird" in text
    assert text.endswith("\nCloses #12\n")
    assert machine.step("Answer in the issue").code is None


def test_only_the_steps_that_speak_with_github_have_the_token(runs: Runs) -> None:
    machine = run(runs.machine(runs.clone(), "issues", **issue(BIRD_FORM)), "ingest")
    assert {call.token for call in machine.calls if call.name != "gh"} == {""}
    assert {call.token for call in machine.gh()} == {"the-token"}


def test_another_label_does_nothing(runs: Runs) -> None:
    assert run(runs.machine(runs.clone(), "issues", **issue(BIRD_FORM, "bug")), "ingest").steps == []


@pytest.mark.parametrize("body", ["Please add my paper", "", None, BIRD_FORM.replace(BIRDS.title, "")])
def test_an_issue_that_cannot_be_carried_out_gets_an_answer(runs: Runs, body: str | None) -> None:
    machine = run(runs.machine(runs.clone(), "issues", **issue(body)), "ingest")
    assert machine.step("Bring it in").code
    assert machine.gh("pr") == []
    answer = machine.gh("issue", "comment")[0]
    assert answer.args[2] == "12"
    assert "\n    litwiki: " in answer.body


def test_an_issue_with_an_open_pull_request_gets_no_second_one(runs: Runs) -> None:
    machine = runs.machine(runs.clone(), "issues", **issue(BIRD_FORM))
    machine.answer((["pr", "list"], [{"headRefName": "litwiki/issue-12-3"}]))
    run(machine, "ingest")
    assert machine.failed == []
    assert machine.gh("pr", "create") == []
    assert git(runs.origin, "for-each-ref", "--format=%(refname:short)") == "main"


def test_a_pasted_listing_becomes_a_pull_request(runs: Runs) -> None:
    inputs = {
        "text": spaced([BIRDS], date="").replace("210 species", HOSTILE),
        "title": HOSTILE,
        "date": "2026-04-01",
    }
    machine = run(runs.machine(runs.clone(), "workflow_dispatch", inputs=inputs), "ingest")
    assert machine.failed == []
    branch = proposed(runs, machine)
    assert changed(runs, branch) == ["content/listings/2026-04-01-6e76.yml", "content/papers/guessthebird.md"]


def test_a_file_of_the_repository_becomes_a_pull_request(runs: Runs) -> None:
    checkout = runs.clone()
    (checkout / "incoming").mkdir()
    (checkout / "incoming/a listing.txt").write_text(spaced([BIRDS], "Apr 2"))
    inputs = {"file": "incoming/a listing.txt"}
    machine = run(runs.machine(checkout, "workflow_dispatch", inputs=inputs), "ingest")
    assert machine.failed == []
    assert changed(runs, proposed(runs, machine)) == [
        "content/listings/apr-2-55fc.yml",
        "content/papers/guessthebird.md",
    ]


def test_what_can_be_read_of_a_listing_is_proposed_with_what_cannot(runs: Runs) -> None:
    orphan = "\n\n" + "An abstract that has no title stands here. " * 12
    text = spaced([BIRDS], "Apr 2") + orphan * 700
    machine = run(runs.machine(runs.clone(), "workflow_dispatch", inputs={"text": text}), "ingest")
    assert machine.failed == []
    body = machine.gh("pr", "create")[0].body
    assert "\n    " in body
    assert "pasted.txt:" in body
    assert len(body) < 65_536
    assert body.endswith("</details>\n")
    proposed(runs, machine)


def test_a_file_that_is_not_there_fails_the_run(runs: Runs) -> None:
    machine = run(runs.machine(runs.clone(), "workflow_dispatch", inputs={"file": "nothing.txt"}), "ingest")
    assert machine.step("Bring it in").code == 1
    assert "nothing.txt" in machine.step("Bring it in").output
    assert machine.gh() == []


def test_with_nothing_new_nothing_is_proposed(runs: Runs) -> None:
    machine = run(runs.machine(runs.clone(), "workflow_dispatch"), "ingest")
    assert machine.failed == []
    assert "Nothing in the wiki changes" in machine.step("Say what changes").output
    assert machine.gh() == []


def test_sources_come_in_on_a_schedule_and_only_once(runs: Runs) -> None:
    checkout = runs.clone()
    (checkout / "incoming").mkdir()
    (checkout / "incoming/april.txt").write_text(spaced([BIRDS], "Apr 2"))
    machine = run(runs.machine(checkout, "schedule"), "ingest")
    assert machine.failed == []
    branch = proposed(runs, machine)
    assert changed(runs, branch) == ["content/listings/apr-2-55fc.yml", "content/papers/guessthebird.md"]
    git(checkout, "switch", "--quiet", branch)
    again = Machine(runs.folder / "again", checkout, machine.github)
    run(again, "ingest")
    assert again.failed == []
    assert again.gh() == []


# --- release, of litwiki itself ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """What the workflow does to a tag of this repository."""
    folder = tmp_path_factory.mktemp("release")
    checkout = folder / "checkout"
    names = git(REPOSITORY, "ls-files", "-z", "generator", "templates", "*.*", "LICENSE", ".github").split("\0")
    for name in filter(None, names):
        if "tests/" not in name and "content/" not in name and (REPOSITORY / name).is_file():
            (checkout / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(REPOSITORY / name, checkout / name)
    git(checkout, "init", "--quiet")
    git(checkout, "add", "--all")
    git(checkout, "commit", "--quiet", "--message", "A release")
    version = re.search(r'^version = "(.*)"$', (checkout / "pyproject.toml").read_text(), re.MULTILINE)
    assert version
    # The wiki that is tried is made by the litwiki of these tests, which is of this repository's commit.
    sha = git(REPOSITORY, "rev-parse", "HEAD")
    github = {"event_name": "push", "event": {}, "run_id": 7, "ref": f"refs/tags/v{version[1]}", "sha": sha}
    return run(Machine(folder / "machine", checkout, github), "release")


def test_a_release_is_built_tried_attested_and_uploaded(released: Machine) -> None:
    assert released.failed == []
    assert [step.name for step in released.steps][-3:] == [
        "Take up the package",
        "Attest where it comes from",
        "Upload it",
    ]
    (upload,) = [call for call in released.calls if call.name == "uv"]
    assert upload.args[:3] == ["publish", "--trusted-publishing", "always"]
    assert sorted(Path(path).suffix for path in upload.args[3:]) == [".gz", ".whl"]
    assert {call.token for call in released.calls} == {""}


def test_a_package_knows_its_commit_and_has_what_it_needs(released: Machine) -> None:
    commit = git(released.checkout, "rev-parse", "HEAD")
    (wheel,) = released.artifacts["dist"].glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        assert archive.read("litwiki/commit.txt").decode() == commit
    for needed in ("main.html", "requirements-locked.txt", "litwiki.css", "check.yml.j2"):
        assert any(name.endswith(f"/{needed}") for name in names), needed
    assert not [name for name in names if name.startswith(("tests/", "content/"))]


def test_a_tag_that_is_not_the_version_is_no_release(released: Machine) -> None:
    github = {**released.github, "ref": "refs/tags/v99.0.0"}
    shutil.rmtree(released.checkout / "dist", ignore_errors=True)
    (released.checkout / ".venv").unlink()
    machine = run(Machine(released.home.parent / "wrong", released.checkout, github), "release")
    assert machine.step("Build it").code == 1
    assert "the tag is v99.0.0" in machine.step("Build it").output
    assert machine.artifacts == {}


# --- enrich --------------------------------------------------------------------------------------------

POT = Work(
    "Pots and Their Lids: A Measured Account",
    year=2023,
    arxiv="2401.00001",
    doi="10.1000/jtr.1",
    venue="Journal of Tea Research",
    published=2024,
    comment=HOSTILE,
)


@pytest.fixture
def services() -> Iterator[Services]:
    with services_served(POT) as running:
        for name in ("openalex", "dblp", "huggingface", "crossref", "datacite", "doi"):
            running.always[name] = Fault(404)
        yield running


def enrich(runs: Runs, services: Services, *answers: tuple[list[str], object]) -> Machine:
    """The workflow on a wiki whose pending ids are those of main."""
    machine = runs.machine(runs.clone(), "schedule")
    machine.answer(
        (["runs/7/artifacts"], {"artifacts": [ARTIFACT]}),
        (["artifacts/31/zip"], machine.home / "artifacts/enriched.zip"),
        *answers,
    )
    machine.environment = {**services.environment(), "LITWIKI_ARCHIVE_URL": f"{services.url}/archive"}
    return run(machine, "enrich")


def with_a_waiting_id(runs: Runs) -> None:
    checkout = runs.clone()
    (checkout / "content/pending.yml").write_text("pending:\n- {id: 'arxiv:2401.00001'}\n")
    git(checkout, "add", "--all")
    git(checkout, "commit", "--quiet", "--message", "An id")
    git(checkout, "push", "--quiet", "origin", "main")


@pytest.fixture
def waiting(runs: Runs) -> Runs:
    with_a_waiting_id(runs)
    return runs


def test_what_services_say_becomes_one_pull_request(waiting: Runs, services: Services) -> None:
    machine = enrich(waiting, services)
    assert machine.failed == []
    slug = "pots-and-their-lids"
    assert changed(waiting, "litwiki/enrich") == [f"content/papers/{slug}.md", "content/pending.yml"]
    created = machine.gh("pr", "create")[0]
    assert created.args[created.args.index("--title") + 1] == (
        "Enriched: 1 paper found, 0 published versions, 0 retractions, 0 questions"
    )
    assert f"| `{slug}` |" in created.body
    assert machine.gh("workflow", "run")[0].args == ["workflow", "run", "check.yml", "--ref", "litwiki/enrich"]
    assert {call.token for call in machine.calls if call.name != "gh"} == {""}


def test_an_open_pull_request_is_brought_up_to_date(waiting: Runs, services: Services) -> None:
    enrich(waiting, services)
    services.always.pop("crossref")
    machine = enrich(waiting, services, (["pr", "list", "litwiki/enrich"], [{"number": 8}]))
    assert machine.failed == []
    assert machine.gh("pr", "create") == []
    edited = machine.gh("pr", "edit")[0]
    assert edited.args[2] == "8"
    assert "1 published version" in edited.body
    assert git(waiting.origin, "rev-list", "--count", "main..litwiki/enrich") == "1"


def test_a_branch_that_a_person_works_on_is_left_alone(waiting: Runs, services: Services) -> None:
    enrich(waiting, services)
    checkout = waiting.clone()
    git(checkout, "switch", "--quiet", "litwiki/enrich")
    git(checkout, "commit", "--quiet", "--allow-empty", "--message", "Mine")
    git(checkout, "push", "--quiet", "origin", "litwiki/enrich")
    tip = git(waiting.origin, "rev-parse", "litwiki/enrich")
    machine = enrich(waiting, services)
    assert "Somebody works on" in machine.step("Open the pull request, or bring it up to date").output
    assert git(waiting.origin, "rev-parse", "litwiki/enrich") == tip
    assert machine.gh("pr") == []


def test_services_that_are_silent_change_nothing(waiting: Runs, services: Services) -> None:
    services.always["arxiv"] = Fault(403)
    machine = enrich(waiting, services)
    assert machine.failed == []
    assert "Nothing in the wiki changes" in machine.step("Apply it").output
    assert git(waiting.origin, "for-each-ref", "--format=%(refname:short)") == "main"


@pytest.mark.parametrize(
    "patch",
    [
        "diff --git a/.github/x b/.github/x\nnew file mode 100644\n--- /dev/null\n+++ b/.github/x\n@@ -0,0 +1 @@\n+x\n",
        "diff --git a/content/x b/content/x\nnew file mode 120000\n--- /dev/null\n+++ b/content/x\n@@ -0,0 +1 @@\n+/y\n",
    ],
    ids=["elsewhere", "a symbolic link"],
)
def test_a_patch_touches_plain_files_of_the_content_only(waiting: Runs, services: Services, patch: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("content.patch", patch)
        archive.writestr("report.md", "9 papers found; rm -rf /\n")
    machine = waiting.machine(waiting.clone(), "schedule")
    machine.answer((["runs/7/artifacts"], {"artifacts": [ARTIFACT]}), (["artifacts/31/zip"], packed.getvalue()))
    machine.environment = services.environment()
    run(machine, "enrich")
    assert machine.gh("pr") == []
    assert git(waiting.origin, "for-each-ref", "--format=%(refname:short)") == "main"


# --- weekly --------------------------------------------------------------------------------------------


@pytest.fixture
def told(runs: Runs) -> Runs:
    """A wiki to which an urn came in the week of 23 November 2026."""
    checkout = runs.clone()
    write_paper(checkout, "urn", f"Urns {HOSTILE}", "added: 2026-11-25")
    git(checkout, "add", "--all")
    git(checkout, "commit", "--quiet", "--message", "An urn")
    git(checkout, "push", "--quiet", "origin", "main")
    return runs


def weekly(runs: Runs, *answers: tuple[list[str], object], **variables: str) -> Machine:
    machine = runs.machine(runs.clone(), "schedule")
    yesterday = machine.home / "bin" / "date"
    yesterday.write_text("#!/bin/sh\necho 2026-11-29\n")
    yesterday.chmod(0o755)
    machine.answer(*answers)
    machine.variables = variables
    return run(machine, "weekly")


def test_a_week_becomes_a_pull_request_with_its_page_and_a_mail_beside_it(told: Runs) -> None:
    machine = weekly(told, LITWIKI_DIGEST_SENDER="Ada <ada@example.org>")
    assert machine.failed == []
    assert changed(told, "litwiki/digest-2026-w48") == ["content/digests/2026-w48.md"]
    kept = {path.name for path in machine.artifacts["digest"].iterdir()}
    assert kept >= {"2026-w48.eml", "2026-w48.html", "2026-w48.txt", "2026-w48.md"}
    assert b"From: Ada <ada@example.org>" in (machine.artifacts["digest"] / "2026-w48.eml").read_bytes()
    assert machine.gh("pr", "create")[0].args[-3:-1] == ["Digest 2026-w48", "--body-file"]
    assert machine.gh("workflow", "run")[0].args[2:] == ["check.yml", "--ref", "litwiki/digest-2026-w48"]
    assert "Urns" in machine.summary
    assert machine.gh("release") == machine.gh("api") == []
    again = weekly(told)
    assert again.failed == []
    assert again.gh("pr", "create") == []


def test_a_digest_is_pushed_where_the_wiki_wants_that_and_told_once(told: Runs) -> None:
    machine = weekly(told, LITWIKI_DIGEST="push")
    assert machine.failed == []
    assert changed(told, "main", base="main^") == ["content/digests/2026-w48.md"]
    assert machine.gh("workflow", "run")[0].args[2:] == ["publish.yml", "--ref", "main"]
    again = weekly(told, LITWIKI_DIGEST="push")
    assert "told already" in again.step("Write the digest of the week that yesterday was in").output
    assert [call for call in again.calls if call.name == "gh"] == []


def test_nothing_new_is_not_told(runs: Runs) -> None:
    for paper in (checkout := runs.clone()).glob("content/papers/*.md"):
        paper.write_text(re.sub(r"(?m)^added: .*$", "added: 2020-01-01", paper.read_text()))
    git(checkout, "commit", "--quiet", "--all", "--message", "Long ago")
    git(checkout, "push", "--quiet", "origin", "main")
    machine = weekly(runs)
    assert (machine.failed, machine.artifacts) == ([], {})


def test_a_discussion_or_a_release_is_made_where_asked(told: Runs) -> None:
    found = {
        "data": {
            "repository": {"id": "R_1", "discussionCategories": {"nodes": [{"id": "C_1", "slug": "announcements"}]}}
        }
    }
    machine = weekly(told, (["discussionCategories"], found), LITWIKI_DIGEST_TO="discussion")
    assert machine.failed == []
    opened = machine.gh("api", "graphql")[1].args
    assert "category=C_1" in opened
    assert any(arg.startswith("title=New in My wiki, 23–29 November 2026") for arg in opened)
    body = (machine.home / "temp/body.md").read_text()
    assert "@\u2060everyone" in body
    assert "@everyone" not in body
    machine = weekly(told, LITWIKI_DIGEST_TO="release")
    assert machine.failed == []
    (made,) = machine.gh("release", "create")
    assert made.args[2] == "digest-2026-w48"
    assert [Path(arg).name for arg in made.args[-2:]] == ["2026-w48.eml", "2026-w48.html"]


def test_a_repository_without_announcements_is_told_so(told: Runs) -> None:
    none = {"data": {"repository": {"id": "R_1", "discussionCategories": {"nodes": []}}}}
    machine = weekly(told, (["discussionCategories"], none), LITWIKI_DIGEST_TO="discussion")
    assert [failed for failed in machine.failed if "no discussions with the category Announcements" in failed]
