"""What a proof is handed: how often to repeat, from which seed, and where figures go."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Proof:
    at_length: bool
    seed: int
    record: Callable[[str, object], None]

    def runs(self, few: int, many: int) -> int:
        return many if self.at_length else few

    def note(self, **figures: object) -> None:
        for name, figure in figures.items():
            self.record(name, figure)
