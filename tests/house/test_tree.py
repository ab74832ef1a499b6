"""The house looks at itself: sizes, words that must not be there, what is documented."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git working tree")
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def _modules() -> list[Path]:
    return [path for path in (ROOT / "safeload").rglob("*.py") if "migrations" not in path.parts]


def _texts() -> list[tuple[str, str]]:
    found = []
    for path in _tracked():
        try:
            found.append((str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def test_functions_are_short_and_modules_fit_the_head() -> None:
    too_long = []
    for path in _modules():
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 300:
            too_long.append(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > 60:
                    too_long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {length} lines")
    assert not too_long


def test_public_functions_and_modules_say_what_they_are() -> None:
    silent = []
    for path in _modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if path.name in {"apps.py", "urls.py"} or not tree.body:
            continue
        if not ast.get_docstring(tree):
            silent.append(str(path.relative_to(ROOT)))
        for node in tree.body:
            is_public = (
                isinstance(node, ast.FunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and not node.name.endswith("QuerySet")
            )
            if is_public and not ast.get_docstring(node):  # type: ignore[arg-type]
                silent.append(f"{path.relative_to(ROOT)}: {node.name}")  # type: ignore[attr-defined]
    assert not silent


def test_nothing_names_a_package_index_or_a_folder_of_somebodys_machine() -> None:
    hosts = [
        "pypi" + ".org",
        "pythonhosted" + ".org",
        "npmjs" + ".org",
        "registry" + ".npm",
        "deb.debian" + ".org",
    ]
    folders = ["/" + "root/", "/" + "work/", "/" + "home/"]
    found = [
        f"{name}: {word}"
        for name, text in _texts()
        for word in [*hosts, *folders]
        if word in text and "/tmp" not in word
    ]
    assert not found


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
    found = [name for name, text in _texts() if not name.endswith(".lock") and marks.search(text)]
    assert not found


def test_locks_carry_hashes_and_no_addresses() -> None:
    for path in ROOT.glob("requirements*.lock"):
        text = path.read_text()
        assert "://" not in text, path.name
        pinned = re.findall(r"^\S+==\S+.*$", text, re.MULTILINE)
        assert pinned
        assert all(line.endswith("\\") for line in pinned), path.name


def test_every_dependency_has_its_reason() -> None:
    for line in (ROOT / "pyproject.toml").read_text().splitlines():
        if re.match(r'\s+"[a-z0-9-]+(\[[a-z,]+\])?[><=]', line):
            assert "# " in line, line


def test_every_command_of_make_is_explained_to_developers() -> None:
    makefile, guide = (ROOT / "Makefile").read_text(), (ROOT / "DEVELOPERS.md").read_text()
    for command in re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE):
        assert f"`make {command}`" in guide, command


def test_every_setting_from_the_environment_is_documented() -> None:
    documented = (ROOT / "docs" / "settings.md").read_text()
    source = "".join(path.read_text() for path in (ROOT / "safeload" / "config").glob("*.py"))
    asked = re.findall(r'(?:env\.\w+|environ\.get|environ\.setdefault)\(\s*"([A-Z_]+)"', source)
    names = set(asked) - {"DJANGO_SETTINGS_MODULE"}
    assert names, "the pattern finds none"
    missing = {name for name in names if f"`{name}`" not in documented}
    assert not missing
    unknown = set(re.findall(r"^\| `([A-Z_]+)`", documented, re.MULTILINE)) - names
    assert not unknown


def test_no_module_asks_what_day_it_is_while_it_is_read() -> None:
    """A run that goes over midnight, or a server that stays up for weeks, would keep yesterday."""

    def asked(node: ast.AST) -> list[int]:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            given = [
                *node.args.defaults,
                *filter(None, node.args.kw_defaults),
                *getattr(node, "decorator_list", []),
            ]
            return [line for part in given for line in asked(part)]
        own = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)
        name = ast.unparse(node.func).split(".")[-1] if own else ""  # type: ignore[attr-defined]
        here = [node.lineno] if name in {"localdate", "localtime", "now", "today", "utcnow"} else []  # type: ignore[attr-defined]
        return here + [line for child in ast.iter_child_nodes(node) for line in asked(child)]

    assert asked(ast.parse("DAY = timezone.localdate()")) == [1]
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for folder in ("safeload", "tests", "bench")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line in asked(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not found
