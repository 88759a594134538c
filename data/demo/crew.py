"""Several processes invent at once, each some parts; one hears them all and writes.

What they invent does not depend on how many they are, only the order in which it is heard.
"""

import gc
import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import NamedTuple

import sqlalchemy as sa

from data.demo import copying
from data.demo.clinic import of_part
from data.demo.judged import Judge
from data.demo.shape import Part, Shape

MOST = 4
"""More would invent faster than one connection can write, and each keeps 100 MB."""


class CrewLost(Exception):
    """A process that invents ended before it was done, for want of memory perhaps."""


class Lot(NamedTuple):
    """Some rows of a table, ready for COPY."""

    table: str
    columns: tuple[str, ...]
    rows: int
    lines: bytes


def processes(shape: Shape) -> int:
    """How many are worth starting for this shape on this machine."""
    return min(MOST, shape.parts, os.cpu_count() or 1)


def lots(shape: Shape, seed: int, day: date, judge: Judge, workers: int) -> Iterator[Lot]:
    """Everything; each part comes in the order of its foreign keys, parts are mixed."""
    if workers == 1:
        yield from _invent(shape, seed, day, judge, range(shape.parts))
        return
    with _working(shape, seed, day, judge, workers) as pipes:
        while pipes:
            ready = wait(pipes)
            for pipe in [each for each in pipes if each in ready]:
                lot = _hear(pipe)
                if lot is None:
                    pipes.remove(pipe)
                else:
                    yield lot


def _invent(
    shape: Shape, seed: int, day: date, judge: Judge, parts: Iterable[int]
) -> Iterator[Lot]:
    for number in parts:
        for record, rows in of_part(Part(shape, number), seed, day, judge):
            columns = tuple(rows[0])
            table = sa.inspect(record).local_table.name
            yield Lot(table, columns, len(rows), copying.lines(columns, rows))


@contextmanager
def _working(
    shape: Shape, seed: int, day: date, judge: Judge, workers: int
) -> Iterator[list[Connection]]:
    """The pipes to hear the workers by; all have ended when this ends."""
    # A forked process would share the connection to the database.
    context = multiprocessing.get_context("spawn")
    pipes: list[Connection] = []
    started: list[BaseProcess] = []
    try:
        for first in range(workers):
            hear, say = context.Pipe(duplex=False)
            parts = range(first, shape.parts, workers)
            worker = context.Process(
                target=_work, args=(say, shape, seed, day, judge, parts), daemon=True
            )
            worker.start()
            say.close()  # so that a worker's end is heard as the end of its pipe
            pipes.append(hear)
            started.append(worker)
        yield pipes
    finally:
        for process in started:
            process.terminate()
            process.join()


def _hear(pipe: Connection) -> Lot | None:
    """The next lot, or none from a worker that is done."""
    try:
        said: Lot | None = pipe.recv()
    except EOFError:
        raise CrewLost from None
    return said


def _work(
    say: Connection, shape: Shape, seed: int, day: date, judge: Judge, parts: Iterable[int]
) -> None:
    """A worker's whole life. The pipe takes little at a time, so none runs ahead of the writer."""
    gc.freeze()  # nothing that was imported is garbage, so it need not be looked at again
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who hears us ends us
    for lot in _invent(shape, seed, day, judge, parts):
        say.send(lot)
    say.send(None)
