"""Numbered columns of a questionnaire taken together: they count from 1, from 0, or nobody knows.

A single heading such as "phq9_8" does not say which question it is: where there is a "phq9_0" too,
it is the ninth.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from data import reference
from data.reference.columns import columns, plain

GAPS = (
    "The columns “{first}” to “{last}” are numbered from 0, but they are not as many as {form} has "
    "questions. Which question each of them is cannot be told, so none is read. Number them from 1."
)
NO_FORM = "a questionnaire without gaps"
SHIFTED = (
    "The columns “{first}” to “{last}” are numbered from 0, so “{first}” is question 1, and here "
    "they are taken otherwise. Read the table as its headings say, or number them from 1."
)
EITHER = (
    "The column “{first}” may be the total of the {form} or its question {number}, so it is not "
    "read. Name it “{form} total” or “{form} item {number}”."
)

Numbers = Mapping[int, str]
"""The plain headings that begin alike, by the number that they end with."""


@dataclass
class Together:
    """What plain headings mean beside each other; None is a heading that nobody can be sure of."""

    fields: dict[str, str | None] = field(default_factory=dict)
    doubts: list[tuple[str, str, Numbers]] = field(default_factory=list)
    """A sentence to fill in, the questionnaire, and the headings it is about."""
    from_zero: list[dict[str, str]] = field(default_factory=list)
    """Fields by heading of every series that begins with 0."""

    def take(self, instrument: str, numbers: Numbers, shift: int = 0) -> None:
        """Number and question are the same, or `shift` apart."""
        found = {word: f"{instrument}.{number + shift}" for number, word in numbers.items()}
        self.fields = {**found, **self.fields}
        if shift:
            self.from_zero.append(found)

    def doubt(self, sentence: str, form: str, numbers: Numbers) -> None:
        """These headings are no fields until somebody says so."""
        self.fields |= dict.fromkeys(numbers.values())
        self.doubts.append((sentence, form, numbers))


def together(words: Sequence[str]) -> Together:
    """What plain headings mean because of the others that are there."""
    found, by_stem = Together(), _by_stem(words)
    for series in columns().series:
        if series.prefix is None:
            _listed(found, series.instrument, series.headings, set(words))
        elif numbers := by_stem.get(series.prefix):
            _lettered(found, series.instrument, numbers)
    for name, instrument in columns().names.items():
        for item in columns().item_words:
            if numbers := by_stem.get(name + item):
                _named(found, instrument, numbers, bare=not item and not name[-1].isdigit())
    for stem in columns().bare_items:
        if 0 in (numbers := by_stem.get(stem, {})):
            _bare(found, numbers)
    return found


def doubts(headings: Sequence[str], fields: Mapping[str, str]) -> tuple[str, ...]:
    """What has to be said of numbered columns first, once `fields` are taken as their meaning."""
    heads = {plain(heading): heading for heading in headings}
    taken = {plain(heading) for heading in fields}
    found = together(list(heads)).doubts
    open_ = [each for each in found if not taken & set(each[2].values())]
    return (*(_filled(*each, heads) for each in open_), *shifted(headings, fields))


def shifted(headings: Sequence[str], fields: Mapping[str, str]) -> tuple[str, ...]:
    """Where `fields`, remembered from an older program, take questions from 0 for others."""
    heads = {plain(heading): heading for heading in headings}
    taken = {plain(heading): field for heading, field in fields.items()}
    return tuple(
        _filled(SHIFTED, "", dict(enumerate(series)), heads)
        for series in together(list(heads)).from_zero
        if any(taken.get(word, field) != field for word, field in series.items())
    )


def _filled(sentence: str, form: str, numbers: Numbers, heads: Mapping[str, str]) -> str:
    first, last = min(numbers), max(numbers)
    form = reference.instrument(form).name if form in reference.instrument_ids() else NO_FORM
    about = {"first": heads[numbers[first]], "last": heads[numbers[last]], "number": last}
    return sentence.format(form=form, **about)


def _by_stem(words: Sequence[str]) -> dict[str, dict[int, str]]:
    """The headings that end with a number of one or two digits, by what comes before it."""
    found: dict[str, dict[int, str]] = {}
    for word in words:
        for digits in _digits(word):
            found.setdefault(word.removesuffix(digits), {}).setdefault(int(digits), word)
    return found


def _digits(word: str) -> Iterator[str]:
    for length in (1, 2):
        if len(word) > length and word[-length:].isascii() and word[-length:].isdigit():
            yield word[-length:]


def _listed(found: Together, instrument: str, headings: Sequence[str], there: set[str]) -> None:
    given = {number: word for number, word in enumerate(headings, start=1) if word in there}
    found.take(instrument, given)


def _lettered(found: Together, instrument: str, numbers: Numbers) -> None:
    """Columns that name no questionnaire are one only when all are there, and no further one."""
    count = _count(instrument)
    if set(numbers) == set(range(count)):
        found.take(instrument, numbers, shift=1)
    elif 0 in numbers and numbers.keys() >= set(range(1, count)):
        found.doubt(GAPS, instrument, numbers)
    elif numbers.keys() >= set(range(1, count + 1)) and count + 1 not in numbers:
        found.take(instrument, _within(numbers, count))


def _named(found: Together, instrument: str, numbers: Numbers, bare: bool) -> None:
    """`bare` is where the number follows a name without one: it can be part of the name."""
    known = reference.instrument(instrument)
    count = len(known.items)
    if count == 1:
        return
    if set(numbers) == set(range(count)):
        found.take(instrument, numbers, shift=1)
    elif 0 in numbers:
        found.doubt(GAPS, instrument, numbers)
    elif not bare or known.maximum is None or not _alone(numbers):
        found.take(instrument, _within(numbers, count))
    elif set(numbers) == {count} and not set(numbers.values()) & columns().names.keys():
        found.doubt(EITHER, instrument, numbers)


def _alone(numbers: Numbers) -> bool:
    """Whether each number may be part of a name that has a total: BDI-21, CADSS-6, CADSS-23."""
    return len(numbers) == 1 or set(numbers.values()) <= columns().names.keys()


def _bare(found: Together, numbers: Numbers) -> None:
    """Question 0 of a questionnaire that no heading names."""
    if len(numbers) > 1 and set(numbers) == set(range(len(numbers))):
        found.take("item", numbers, shift=1)
    else:
        found.doubt(GAPS, "", numbers)


def _within(numbers: Numbers, count: int) -> Numbers:
    return {number: word for number, word in numbers.items() if 0 < number <= count}


def _count(instrument: str) -> int:
    return len(reference.instrument(instrument).items)
