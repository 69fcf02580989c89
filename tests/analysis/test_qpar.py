"""The step model equals R's glm where both can speak, and keeps its head where R would not."""

import json
from pathlib import Path

import numpy as np
import pytest

from goldthread.analysis import qpar

GOLDEN = Path(__file__).resolve().parents[2].parent / "shared" / "golden" / "glm"


@pytest.mark.skipif(
    not GOLDEN.is_dir(), reason="the golden outputs (shared/golden/glm) are not on this machine"
)
@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda p: p.stem)
def test_equals_glm_quasipoisson(path):
    case = json.loads(path.read_text())
    n0, n = case["n0"], len(case["y"])
    times = np.arange(n) - n0  # the engine counted months from the action
    design = qpar.step_design(times, np.arange(n) >= n0, harmonic=case["harmonic"])
    got = qpar.fit(
        case["y"], design, "count", size=np.exp(case["offset"]), haldane=False, rho=0.0, least_phi=0.0
    )
    want = case["quasipoisson"]
    assert got.coef[0] == pytest.approx(want["coef"], abs=2e-6)
    assert np.sqrt(np.diag(got.covariance[0])) == pytest.approx(want["se"], rel=2e-5)
    assert got.phi[0] == pytest.approx(want["phi"], rel=2e-6)
    assert got.df[0] == pytest.approx(n - design.columns.shape[1])
