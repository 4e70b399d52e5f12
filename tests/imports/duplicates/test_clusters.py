"""Groups of one file, and what is found in an index."""

from __future__ import annotations

import pytest

from kedang.features.imports.duplicates import Index, clusters
from kedang.features.imports.duplicates.compare import weigh
from kedang.features.imports.duplicates.subject import Subject
from kedang.features.imports.model import Candidate, Identity

from .judge import judge, world_of


def row(key: int, name: str, phone: str | None = None, code: str | None = None) -> Identity:
    return Identity(key=str(key), name=name, credit_code=code, phones=frozenset({phone} if phone else ()))


def test_spellings_of_one_firm_are_one_group() -> None:
    rows = [row(1, "杭州嘉鼎机械有限公司", "1"), row(2, "宁波海达食品有限公司", "2"), row(3, "嘉鼎", "1"), row(4, "杭州市嘉鼎机械有限责任公司")]
    found = clusters(rows)
    assert found.groups == (("1", "3", "4"),)
    assert found.doubtful == ()


def test_a_short_name_between_two_sisters_is_left_to_a_person() -> None:
    found = clusters([row(1, "杭州嘉鼎机械有限公司", "1"), row(2, "杭州嘉鼎食品有限公司", "1"), row(3, "嘉鼎", "1")])
    assert found.groups == ()
    assert {(pair.first, pair.second) for pair in found.doubtful} == {("1", "3"), ("2", "3")}
    assert all("ambiguous" in pair.candidate.reasons for pair in found.doubtful)


def test_a_chain_does_not_join_what_is_unlike() -> None:
    """The nameless middle is like both ends, which are two registrations."""
    one, other = "91330106MA2B0XK21E", "91110108MA01ABCD5T"
    rows = [row(1, "北京甲乙科技有限公司", "1", one), row(2, "北京甲乙科技有限公司", "1"), row(3, "北京甲乙科技有限公司", "1", other)]
    index = Index(rows)
    if not (index.subject("1").is_valid and index.subject("3").is_valid):
        pytest.fail("the codes of this test must be valid")
    found = clusters(rows)
    assert all(not {"1", "3"} <= set(group) for group in found.groups)
    assert {(pair.first, pair.second) for pair in found.doubtful} == {("1", "2"), ("2", "3")}


def test_a_pair_is_not_doubtful_when_its_firm_has_been_found() -> None:
    """The short name lies in 杭州, by its address, so the sister elsewhere is out of the question."""
    rows = [
        row(1, "杭州嘉鼎机械有限公司", "1"),
        row(2, "宁波嘉鼎机械有限公司", "1"),
        Identity(key="3", name="嘉鼎", phones=frozenset({"1"}), address="浙江省杭州市"),
    ]
    found = clusters(rows)
    assert found.groups == (("1", "3"),)
    assert found.doubtful == ()


def test_what_too_many_have_in_common_is_capped_and_reported() -> None:
    rows = [row(at, f"{chr(0x4E00 + at)}{chr(0x5E00 + at)}有限公司", "4008000000") for at in range(500)]
    found = clusters(rows)
    assert found.groups == ()
    assert [(one.by, one.value, one.members) for one in found.capped] == [("phone", "4008000000", 500)]


def test_an_identity_does_not_find_itself() -> None:
    index = Index([row(1, "杭州嘉鼎机械有限公司", "1"), row(2, "嘉鼎机械", "1")])
    assert [key for key, _ in index.candidates(row(1, "杭州嘉鼎机械有限公司", "1"))] == ["2"]
    assert [key for key, _ in index.candidates(row(9, "杭州嘉鼎机械有限公司", "1"))] == ["1", "2"]
    assert len(index) == 2


def test_the_order_of_rows_does_not_change_who_belongs_together() -> None:
    rows = world_of(7, 400).rows
    one, other = clusters(rows), clusters(rows[::-1])
    assert {frozenset(group) for group in one.groups} == {frozenset(group) for group in other.groups}


@pytest.mark.req("R205", part="precision and recall over files with known truth")
@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_the_truth_is_found(seed: int) -> None:
    verdict = judge(world_of(seed, 1_500))
    assert verdict.automatic >= 0.995
    assert verdict.proposed >= 0.99
    assert verdict.recall >= 0.95
    assert verdict.recall_of_automatic >= 0.85


def test_ten_times_the_rows_are_some_ten_times_the_comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def counted(a: Subject, b: Subject) -> Candidate | None:
        nonlocal compared
        compared += 1
        return weigh(a, b)

    monkeypatch.setattr("kedang.features.imports.duplicates.index.weigh", counted)
    for rows, most in [(1_000, 20_000), (10_000, 300_000)]:
        compared = 0
        clusters(world_of(8, rows).rows)
        assert compared < most
