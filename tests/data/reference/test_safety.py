"""The cuts and words of the page of side effects, as the specification has them."""

from data.reference.safety import safety
from data.reference.side_effects import side_effects


def test_rises_and_peaks_are_those_of_the_label():
    cuts = {name: (each.rise, each.peak) for name, each in safety().pressures.items()}
    assert cuts == {"systolic": (40, 180), "diastolic": (25, 110)}
    assert all(set(each.published) == {"nasal"} for each in safety().pressures.values())


def test_grave_effects_are_words_of_the_vocabulary_once_each():
    grave = safety().grave
    assert len(set(grave)) == len(grave)
    assert set(grave) <= set(side_effects().terms)


def test_published_studies_are_of_their_route_and_at_most_two():
    sources = {source.id: source for source in side_effects().sources}
    for route, studies in safety().published.items():
        assert 0 < len(studies) <= 2
        for study in studies:
            assert sources[study.source].route == route
            assert study.words.endswith(f"n {sources[study.source].n}")
            assert study.population


def test_doses_are_told_apart_in_order():
    nasal, iv = safety().doses["nasal"], safety().doses["iv"]
    assert [band.exactly for band in nasal] == [56, 84]
    bounds = [band.below for band in iv[:-1]]
    assert bounds == sorted(bounds)
    assert iv[-1].below is None
    assert len({band.words for band in (*nasal, *iv)}) == len(nasal) + len(iv)


def test_every_definition_has_words_and_a_source():
    for name, each in safety().definitions.items():
        assert each.id == name
        assert each.words.endswith(".")
        assert each.source
    assert safety().report_within_hours == 24
