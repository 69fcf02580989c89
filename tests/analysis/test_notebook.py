"""The page for analysts prints what it says it prints, and its picture is the one its code draws."""

import contextlib
import io
import re
import subprocess
import sys
from pathlib import Path

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


def test_the_page_needs_the_base_package_only(tmp_path):
    """With everything that the web product adds out of reach, the page runs."""
    blocked = ("django", "jinja2", "psycopg", "procrastinate", "openpyxl", "pandas", "matplotlib")
    code = f"import sys; sys.modules.update(dict.fromkeys({blocked!r}))\n" + "\n".join(c for c, _ in BLOCKS)
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True,
                          env={"PYTHONPATH": str(DOCS.parent)})  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == "".join(printed for _, printed in BLOCKS)
