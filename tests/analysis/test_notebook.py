"""The page for analysts prints what it says it prints, and its picture is the one its code draws."""

import contextlib
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

from goldthread import analysis

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "notebook.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.S)


def test_every_block_prints_what_stands_under_it(tmp_path, monkeypatch):
    assert len(BLOCKS) == PAGE.count("```python") >= 5
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for code, printed in BLOCKS:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(code, "docs/notebook.md", "exec"), names)
        assert out.getvalue() == printed, code
    drawn = (tmp_path / "notebook-chart.svg").read_text(encoding="utf-8")
    assert drawn == (DOCS / "pictures" / "notebook-chart.svg").read_text(encoding="utf-8")


def test_a_chart_and_a_verdict_take_ten_lines():
    lines = [line for line in BLOCKS[0][0].splitlines() if line.strip()]
    assert len(lines) <= 10 and all(len(line) <= 120 for line in lines)


@pytest.mark.slow(reason="runs the whole page in a Python of its own")
def test_the_page_needs_the_base_package_only(tmp_path):
    """With everything that the web product adds out of reach, the page runs."""
    blocked = ("django", "jinja2", "psycopg", "procrastinate", "openpyxl", "pandas", "matplotlib")
    code = f"import sys; sys.modules.update(dict.fromkeys({blocked!r}))\n" + "\n".join(c for c, _ in BLOCKS)
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True,
                          env={"PYTHONPATH": str(DOCS.parent)})  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == "".join(printed for _, printed in BLOCKS)


def test_each_exported_name_is_loaded_and_documented():
    documented = set(re.findall(r"`(\w+)`", PAGE))
    for name in analysis.__all__:
        assert getattr(analysis, name).__doc__, name
    assert set(analysis.__all__) - documented == set()
    assert not hasattr(analysis, "no_such_name")


def test_pages_import_exported_names_only():
    pages = [*DOCS.glob("*.md"), DOCS.parent / "README.md"]
    imports = [
        line for page in pages for line in re.findall(r"from goldthread\.analysis.*", page.read_text())
    ]
    for line in imports:
        module, names = re.fullmatch(r"from (\S+) import (.*)", line).groups()
        assert module == "goldthread.analysis", line
        assert {name.strip() for name in names.split(",")} <= set(analysis.__all__), line
    assert imports


def test_importing_the_package_loads_no_numbers():
    code = "import sys, goldthread.analysis; print({'numpy', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          cwd=DOCS.parent)  # fmt: skip
    assert done.stdout.strip() == "set()"
