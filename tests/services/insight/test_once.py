"""A question is asked once a run, and never for somebody else."""

from contextvars import copy_context

from services.insight import once


def counting():
    asked: list[tuple[str, str]] = []

    @once.once
    def ask(user: str, ground: str) -> int:
        asked.append((user, ground))
        return len(asked)

    return ask, asked


def test_without_a_run_every_question_is_asked_anew() -> None:
    ask, asked = counting()

    def outside() -> None:
        ask("ada", "today")
        ask("ada", "today")

    copy_context().run(lambda: (once._answers.set(None), outside()))
    assert len(asked) == 2


def test_in_a_run_it_is_asked_once_for_each_person_and_ground() -> None:
    ask, asked = counting()

    def run() -> list[int]:
        once.begin()
        return [ask("ada", "today"), ask("ada", "today"), ask("ben", "today"), ask("ada", "all")]

    assert copy_context().run(run) == [1, 1, 2, 3]
    assert asked == [("ada", "today"), ("ben", "today"), ("ada", "all")]
    assert copy_context().run(run) == [4, 4, 5, 6]


def test_after_a_run_of_its_own_nothing_of_it_is_left() -> None:
    ask, asked = counting()

    def report() -> None:
        with once.run():
            ask("ada", "today")
            ask("ada", "today")

    def then() -> None:
        once._answers.set(None)
        report()
        ask("ada", "today")

    copy_context().run(then)
    assert len(asked) == 2
