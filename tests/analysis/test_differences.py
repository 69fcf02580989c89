"""Each knowing difference from another engine names a test, and the test is there."""

import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = (HERE.parents[1] / "docs" / "differences.md").read_text(encoding="utf-8")
ENGINES = ("NHSRplotthedots", "qicharts2", "FunnelPlotR", "irrCAC", "R glm")


def test_every_difference_has_its_engine_reason_and_test():
    rows = [
        [cell.strip() for cell in row.strip("|").split(" | ")]
        for row in PAGE.split("| case |")[1].splitlines()
        if row.startswith("| ")
    ]
    assert len(rows) > 20 and all(len(row) == 5 and all(row) for row in rows)
    assert all(any(engine in row[0] for row in rows) for engine in ENGINES)
    tests = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("test_*.py"))
    for row in rows:
        named = re.findall(r"`(test_\w+)`", row[4])
        assert named and all(f"def {name}(" in tests for name in named), row


def test_every_golden_set_is_named_with_the_file_that_compares_it():
    head = PAGE.split("| case |")[0]
    files = re.findall(r"`tests/analysis/(test_\w+\.py)`", head)
    assert len(files) == len(ENGINES) and all((HERE / name).exists() for name in files)
    assert all(engine in head for engine in ENGINES)
