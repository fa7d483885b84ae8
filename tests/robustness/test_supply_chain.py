"""What the code may not do, and what an installation brings, held to the sources and the metadata."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from pathlib import Path

import pytest

from drift.encoding import packaged

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "drift").rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

MODULES = frozenset(
    """pickle cPickle _pickle dill marshal shelve joblib cloudpickle subprocess pty popen2 ctypes cffi socket ssl http
    urllib.request urllib3 requests httpx aiohttp ftplib smtplib telnetlib xmlrpc webbrowser codeop runpy""".split()
)
CALLS = frozenset(
    """eval exec compile __import__ os.system os.popen os.execv os.execvp os.spawnv os.spawnl os.startfile os.fork
    yaml.load yaml.unsafe_load pd.read_pickle pandas.read_pickle np.fromregex tempfile.mktemp""".split()
)

ALLOWED = {"bench/speed.py": {"subprocess"}}  # it times this project's own commands, and hands nothing to a shell


def imported(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in names if any(name == bad or name.startswith(f"{bad}.") for bad in MODULES)}


def called(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        options = {word.arg: ast.unparse(word.value) for word in node.keywords}
        last = name.rpartition(".")[2]
        if (
            name in CALLS
            or options.get("shell", "False") != "False"
            or options.get("allow_pickle", "False") != "False"
            or options.get("trust_remote_code", "False") != "False"
            or (name == "torch.load" and options.get("weights_only") != "True")
            or last in {"to_pickle", "read_pickle", "set_start_method"}
        ):
            found.add(name)
    return found


def test_the_rules_catch_what_they_are_for() -> None:
    bad = "import pickle\nfrom urllib import request\nimport urllib.parse\neval('1')\nmodel.eval()\ntorch.load(path)"
    assert imported(ast.parse(bad)) == {"pickle", "urllib.request"}
    assert called(ast.parse(bad)) == {"eval", "torch.load"}
    assert called(ast.parse("run(line, shell=True)\nnp.load(path, allow_pickle=True)")) == {"run", "np.load"}


@pytest.mark.parametrize("path", SOURCES, ids=[str(path.relative_to(ROOT)) for path in SOURCES])
def test_nothing_is_unpickled_evaluated_handed_to_a_shell_or_fetched(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert imported(tree) == ALLOWED.get(path.relative_to(ROOT / "drift").as_posix(), set())
    assert called(tree) == set()


def test_no_report_asks_for_the_date_or_for_unseeded_chance() -> None:
    asked = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for name in (ast.unparse(node.func),)
        if name.endswith((".now", ".today", ".utcnow", "time.time", "random.random", "uuid4", "np.random.rand"))
        or (name.endswith("default_rng") and not node.args)
    }
    assert asked == set()


def test_every_template_escapes_what_it_is_given() -> None:
    templates = sorted((ROOT / "drift").rglob("*.j2"))
    assert templates
    for path in templates:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape\s+false", text), path
        assert not re.search(r"\son\w+\s*=|javascript:|https?://(?!www\.w3\.org)", text), path
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        assert text.count("Environment(") == text.count("autoescape=True"), path


def test_no_model_file_is_a_pickle() -> None:
    files = [path for path in (ROOT / "drift").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    known = {".py", ".json", ".tsv", ".j2", ".js", ".css", ".safetensors", ".toml", ".typed"}
    assert {path.suffix or path.name for path in files} <= known
    assert not [path for path in files if path.read_bytes()[:2] in {b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05"}]


def test_the_weights_of_the_cross_encoder_are_those_of_their_card() -> None:
    card = json.loads((ROOT / "drift/judging/card.json").read_text(encoding="utf-8"))
    assert packaged.sha256(ROOT / "drift/judging/model.safetensors") == card["sha256"]


def normalized(requirement: str) -> str:
    return re.split(r"[\s\[;=<>!~@]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def test_the_licence_of_every_direct_dependency_is_listed() -> None:
    table = (ROOT / "docs/licences.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| ([a-z0-9.-]+) \| [^|]+ \| ([^|]+) \|$", table, re.MULTILINE))
    assert {normalized(item) for item in PROJECT["dependencies"]} <= set(listed)
    assert [name for name, licence in listed.items() if licence == "not stated"] == []


def test_the_lock_pins_and_hashes_every_package() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    pinned = {}
    for line in lines:
        found = re.match(r"([A-Za-z0-9._-]+)==(\S+)[^#]*?((?:\s+--hash=sha256:[0-9a-f]{64})+)\s*$", line)
        assert found, f"not pinned with hashes: {line[:80]}"
        pinned[normalized(found[1])] = found[2]
    assert {normalized(item) for item in PROJECT["dependencies"]} <= set(pinned)
    constraints = dict(
        line.split("==") for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if "==" in line
    )
    told = {normalized(name): version for name, version in constraints.items()}
    assert {name: version for name, version in pinned.items() if told.get(name, version) != version} == {}
