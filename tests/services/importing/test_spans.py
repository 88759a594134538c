"""Times that are taken: the same answers as the plain definition gives."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.importing.spans import Span, Spans
from tests.random_clinic import examples

MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
SPANS = st.builds(
    lambda begin, length: (
        MIDNIGHT + timedelta(minutes=15 * begin),
        MIDNIGHT + timedelta(minutes=15 * (begin + length)),
    ),
    st.integers(0, 60),
    st.integers(0, 12),
)


def overlaps(taken: list[Span], span: Span) -> bool:
    return any(begins < span[1] and over > span[0] for begins, over in taken)


@examples(300)
@given(taken=st.lists(SPANS, max_size=30), asked=st.lists(SPANS, min_size=1, max_size=10))
def test_an_overlap_is_found_wherever_there_is_one(taken: list[Span], asked: list[Span]) -> None:
    spans = Spans()
    for at, span in enumerate(taken):
        assert spans.overlap(span) == overlaps(taken[:at], span)
        spans.add(span)
    for span in asked:
        assert spans.overlap(span) == overlaps(taken, span)


def test_one_that_ends_when_another_begins_does_not_overlap() -> None:
    spans = Spans()
    hour = timedelta(hours=1)
    spans.add((MIDNIGHT, MIDNIGHT + hour))
    assert not spans.overlap((MIDNIGHT + hour, MIDNIGHT + 2 * hour))
    assert not spans.overlap((MIDNIGHT - hour, MIDNIGHT))
    assert spans.overlap((MIDNIGHT - hour, MIDNIGHT + hour / 60))
