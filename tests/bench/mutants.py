"""Ten thousand broken files, by hand: python -m tests.bench.mutants [count] [seed]

Prints how many were refused and read, and the slowest and the most memory met on the way. Reads
only; nothing is stored. Any exception but a refusal ends it and is a bug.
"""

import resource
import sys
import time
from collections import Counter

from services import clinic, imports
from services.access import SYSTEM
from tests.services.importing.mutants import mutants


def main(count: int, seed: int) -> None:
    zone, met = clinic.zone(), Counter[str]()
    slowest, begun = 0.0, time.perf_counter()
    for file in mutants(seed, count):
        start = time.perf_counter()
        (plan,) = imports.preview(SYSTEM, [file], zone)
        slowest = max(slowest, time.perf_counter() - start)
        met["refused" if plan.refused else "adds something" if plan.adds else "adds nothing"] += 1
    took = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    said = ", ".join(f"{n:,} {words}" for words, n in sorted(met.items()))
    print(f"{count:,} files in {took:.0f} s: {said}.")  # noqa: T201
    print(f"The slowest took {slowest:.2f} s; at most {memory:.0f} MB.")  # noqa: T201


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    main(*(given + [10_000, 1][len(given) :]))
