"""Every template is used, every one that is asked for exists, and each can be read by Django."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps
from django.template import engines
from django.template.loader import get_template

PACKAGE = Path(__file__).resolve().parents[2] / "safeload"
_NAME = re.compile(r"""["']([\w/-]+/[\w./-]+\.(?:html|txt))["'#{]""")


def _ours() -> dict[str, Path]:
    return {
        str(path.relative_to(folder)): path
        for folder in PACKAGE.glob("*/templates")
        for path in folder.rglob("*")
        if path.is_file()
    }


def _asked_for() -> set[str]:
    sources = [*PACKAGE.rglob("*.py"), *_ours().values()]
    return {name for path in sources for name in _NAME.findall(path.read_text(encoding="utf-8"))}


def _of_libraries() -> set[str]:
    folders = [Path(app.path) / "templates" for app in apps.get_app_configs() if "safeload" not in app.name]
    return {
        str(path.relative_to(folder)) for folder in folders for path in folder.rglob("*") if path.is_file()
    }


def test_no_template_is_unused() -> None:
    in_groups = {name for name in _ours() if name.startswith("web/errors/")}
    assert set(_ours()) - _asked_for() - _of_libraries() - in_groups == set()


def test_every_template_asked_for_exists_and_can_be_read() -> None:
    assert engines["django"]
    for name in sorted(set(_ours()) | {name for name in _asked_for() if not name.startswith("govuk")}):
        get_template(name)


def test_templates_hold_no_style_or_script_of_their_own() -> None:
    # The content security policy would block them in the browser.
    own = re.compile(r"""\sstyle=["']|<style|<script(?![^>]*\ssrc=)|\son(?:click|change|submit|load)=""")
    assert not [name for name, path in _ours().items() if own.search(path.read_text(encoding="utf-8"))]
