"""Numbers that no council has, on every analysts' command: an answer, or a refusal in words, and no traceback."""

from __future__ import annotations

import json
import warnings

import pytest

from goldthread.cli.main import main

HUGE = ("1e308", "9" * 400, "9" * 5000, "1e-308", "9007199254740993")
MONTHS = [f"{2023 + i // 12}-{i % 12 + 1:02d}" for i in range(37)]
FEW = "\n".join(f"{month},{5 + i % 3},100" for i, month in enumerate(MONTHS))
SPC = "spc FILE --date month --value value"
VERDICT = "verdict FILE --better down"
# (the command, the CSV): HUGE stands in a cell or an option.
CASES = [
    *[
        (f"{SPC} --chart {chart} --of size", f"month,value,size\n{FEW}\n2026-02,{figures}\n")
        for chart in ("u", "p", "u'", "p'")
        for figures in ("HUGE,100", "4,HUGE", "HUGE,HUGE")
    ],
    *[
        (f"{SPC} --chart {chart}", f"month,value,size\n{FEW}\n2026-02,HUGE,1\n")
        for chart in ("xmr", "run", "mr", "c", "g", "t")
    ],
    *[
        (f"{SPC} {option} HUGE", f"month,value,size\n{FEW}\n")
        for option in ("--mean", "--target", "--baseline", "--rebase", "--of size --chart u --per")
    ],
    (f"{SPC} --mean 5 --lower 0 --upper HUGE", f"month,value,size\n{FEW}\n"),
    *[
        (f"{VERDICT} --kind {kind} {how}", f"month,value,size\n{FEW}\n2026-02,{figures}\n")
        for kind in ("count", "count --denominator size", "proportion --denominator size", "score")
        for how in ("--action 2025-01", "--plan")
        for figures in ("HUGE,100", "4,HUGE")
    ],
    *[
        (f"{VERDICT} {options}", f"month,value,size\n{FEW}\n")
        for options in (
            "--action 2025-01 --worthwhile HUGE",
            "--plan --worthwhile HUGE",
            "--plan --kind score --worthwhile HUGE",
            "--action HUGE",
            "--action 2025-01 --as-of HUGE",
        )
    ],
    *[
        (f"funnel FILE --kind {kind}", f"unit,count,size\nElm,4,100\nOak,{figures}\n")
        for kind in ("count", "proportion")
        for figures in ("HUGE,100", "4,HUGE", "HUGE,HUGE")
    ],
    ("funnel FILE --rate HUGE", "unit,count,size\nElm,4,100\nOak,7,100\n"),
    ("funnel FILE --limits HUGE,95", "unit,count,size\nElm,4,100\nOak,7,100\n"),
    ("agreement FILE", "file,Ann,Bo\n1,HUGE,2\n2,3,4\n3,1,1\n"),
    ("agreement FILE --grades 1,2,HUGE", "file,Ann,Bo\n1,1,2\n2,2,1\n"),
    ("represent FILE", "group,members,population\nA,HUGE,70\nB,13,30\n"),
    ("represent FILE --inside", "group,members,population\nA,27,HUGE\nB,13,30\n"),
    ("represent FILE --base-year HUGE", "group,members,population\nA,27,70\nB,13,30\n"),
    ("rating FILE", "score\nHUGE\n2\n3\n"),
    ("rating FILE --passed passed --of size --bands BANDS", "passed,size\n13,HUGE\nHUGE,HUGE\n"),
    ("rating FILE --passed passed --of size --bands BANDS", "passed,size\n13,20\n"),
    ("redact FILE", '{"text": "a", "n": HUGE}\n'),
    ("screen FILE --json --base", '{"text": "a", "n": HUGE}\n'),
]


@pytest.mark.slow(reason="ten runs of each command, and the first that loads scipy waits for it")
@pytest.mark.parametrize(("words", "lines"), CASES, ids=lambda value: value[:60].replace("\n", " "))
def test_a_huge_number_is_answered_or_refused_in_words(words, lines, tmp_path, capsys):
    file, bands = tmp_path / "file", tmp_path / "bands"
    for huge in HUGE:
        file.write_text(lines.replace("HUGE", huge))
        bands.write_text(f"band,lowest\nRed,0\nAmber,{huge}\n")
        arguments = [
            word.replace("HUGE", huge).replace("FILE", str(file)).replace("BANDS", str(bands))
            for word in words.split()
        ]
        for more in [], ["--json"]:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("error")  # a warning of numpy on the screen is no answer either
                    code = main([*arguments, *more])
            except SystemExit as end:  # how argparse refuses an option
                code = end.code
            output = capsys.readouterr()
            assert code in (0, 2)
            if code == 2:
                assert output.err.strip() and "Traceback" not in output.err
                continue
            for word in output.out.lower().replace("%", " ").replace(",", " ").split():
                assert word.strip(".:;()") not in ("nan", "inf", "-inf", "infinity"), (arguments, output.out)
            if more and not words.startswith(("redact", "screen")):
                json.loads(output.out)


def test_a_number_that_is_too_large_or_too_small_is_named(tmp_path, capsys):
    file = tmp_path / "teams.csv"
    file.write_text("unit,count,size\nElm,4,100\nOak,7,1e-308\n")
    assert main(["funnel", str(file)]) == 2
    assert "The size of Oak is 1e-308: too near 0 to compare" in capsys.readouterr().err
    assert main(["funnel", str(file), "--rate", "1e308"]) == 2
    assert "--rate is 1e+308, which is too large" in capsys.readouterr().err


def test_a_number_that_json_cannot_keep_is_not_passed_on_as_another(tmp_path, capsys):
    file = tmp_path / "letters.jsonl"
    for number in ("1e400", "NaN", "Infinity"):
        file.write_text(f'{{"text": "Ask Doreen", "n": {number}}}\n')
        assert main(["redact", str(file)]) == 2
        assert f"Line 1 has the number {number}, which JSON cannot keep" in capsys.readouterr().err
