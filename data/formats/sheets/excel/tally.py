"""What a sheet holds that a table cannot, counted so that it can be said."""

from dataclasses import dataclass


@dataclass
class Tally:
    errors: int = 0
    unreckoned: int = 0
    """Formulas whose result no program has stored yet."""

    def sentences(self) -> tuple[str, ...]:
        said = []
        if self.errors:
            said.append(
                f"Cells with an error, such as #N/A, that were read as empty: {self.errors}."
            )
        if self.unreckoned:
            said.append(
                "Cells with a formula whose result is not stored, read as empty: "
                f"{self.unreckoned}. Open the workbook in Excel and save it, and they have one."
            )
        return tuple(said)
