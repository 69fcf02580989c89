"""An import-linter contract: no import circles between files.

The floors keep rooms apart; inside a room this keeps files apart. Imports inside functions and under TYPE_CHECKING
count, because a reader has to follow them too. Folders may import each other, as long as their files make no circle.
"""

from __future__ import annotations

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, output


def circles(graph: ImportGraph) -> list[list[str]]:
    """Return a shortest circle through each group of files that import each other, in import order."""
    groups: list[list[str]] = []
    index: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []

    def visit(module: str) -> None:
        """Tarjan's strongly connected components (1972)."""
        index[module] = lowest[module] = len(index)
        stack.append(module)
        for imported in sorted(graph.find_modules_directly_imported_by(module)):
            if imported not in index:
                visit(imported)
                lowest[module] = min(lowest[module], lowest[imported])
            elif imported in stack:
                lowest[module] = min(lowest[module], index[imported])
        if lowest[module] == index[module]:
            at = stack.index(module)
            groups.append(stack[at:])
            del stack[at:]

    for module in sorted(graph.modules):
        if module not in index:
            visit(module)
    return [_shortest(graph, group) for group in groups if len(group) > 1]


def _shortest(graph: ImportGraph, group: list[str]) -> list[str]:
    chains = []
    for module in sorted(group):
        for imported in sorted(graph.find_modules_directly_imported_by(module) & set(group)):
            chain = graph.find_shortest_chain(importer=imported, imported=module)
            if chain is not None:
                chains.append([module, *chain])
    return min(chains, key=len)


class FileCircles(Contract):
    """No file may import itself by way of others."""

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Look for circles among the files of the root package."""
        found = circles(graph)
        return ContractCheck(kept=not found, metadata={"circles": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each circle, file by file."""
        for circle in check.metadata["circles"]:
            output.print_error(" -> ".join(circle))
        output.print(
            "Put the data types in one file, what builds them above it, and words about them above that."
        )
