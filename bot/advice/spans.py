"""How long somebody has been in a company, and how old that company is: read apart, maybe in two messages."""

from dataclasses import dataclass
from typing import Final

CLEAR: Final = 12
"""Months that a tenure must exceed its company's age by: people round."""


@dataclass(frozen=True, slots=True)
class Spans:
    """A tenure and an age in months, as far as they are told; no fact of the model, and no name goes with them."""

    tenure: int | None = None
    age: int | None = None

    def then(self, later: "Spans") -> "Spans":
        """Return what is told once something more was read; what is told later stands."""
        return Spans(
            self.tenure if later.tenure is None else later.tenure, self.age if later.age is None else later.age
        )

    @property
    def cannot_be(self) -> bool:
        """Tell whether somebody has been longer in a company than it exists."""
        return self.tenure is not None and self.age is not None and self.tenure - self.age >= CLEAR


NO_SPANS: Final = Spans()
"""Where nothing of the kind is told."""
