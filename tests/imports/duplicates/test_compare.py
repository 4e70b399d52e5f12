"""Pairs that are the same, may be the same, and must not be taken for the same."""

from __future__ import annotations

import pytest

from kedang.features.imports.duplicates import REASONS, compare
from kedang.features.imports.model import Identity

ONE, OTHER = "91330106MA2B0XK21E", "91110108MA01ABCD5T"


def who(name: str | None = None, **more: object) -> Identity:
    """An identity; a single phone and e-mail may be given as texts."""
    for key in ("phones", "emails"):
        if isinstance(more.get(key), str):
            more[key] = frozenset({more[key]})
    return Identity(key="x", name=name, **more)  # pyright: ignore[reportArgumentType]  # a table's row


P, Q, E = {"phones": "13800001111"}, {"phones": "13900002222"}, {"emails": "a@b.example"}
SAME = [
    # by code, whatever else is missing
    (who("嘉鼎", credit_code=ONE), who("杭州嘉鼎机械设备集团有限公司", credit_code=ONE)),
    (who("杭州嘉鼎机械有限公司", credit_code=ONE, **P), who("嘉顶机械有限公司", credit_code=ONE, **Q)),
    (who("北京甲乙科技有限公司", credit_code=ONE), who("北京甲乙科技有限责任公司", credit_code=ONE[:17] + ("0" if ONE[17] != "0" else "1"))),
    # by name alone
    (who("北京甲有限公司"), who("北京甲有限责任公司")),
    (who("北京甲乙科技有限公司"), who(" 北京甲乙科技有限公司　")),
    (who("北京甲乙科技有限公司"), who("北京市甲乙科技有限公司")),
    (who("甲乙（北京）科技有限公司"), who("北京甲乙科技有限公司")),
    (who("深圳華遠貿易股份有限公司"), who("深圳华远贸易（股份）有限公司")),
    (who("ＡＢＣ（天津）贸易有限公司"), who("ABC(天津)贸易有限公司")),
    # by a number and the same brand
    (who("嘉鼎", **P), who("杭州嘉鼎机械设备有限公司", **P)),
    (who("杭州嘉鼎机械设备有限公司", **E), who("嘉鼎机械设备", **E)),
    (who("浦东远大教育咨询有限公司", **P), who("上海远大教育咨询有限公司", **P)),
    (who("Acme Trading Co., Ltd.", **E), who("ACME TRADING COMPANY LIMITED", **E)),
    (who("王小明", **P), who("王小明", **P)),
    (who("深圳华南数字科技有限公司", short_name="华数", **P), who("华数", **P)),
    (who("杭州恒润泽科技有限公司", **P, **E), who("杭州恒闰泽科技有限公司", **P, **E)),
]
DOUBTFUL = [
    (who("杭州嘉鼎机械有限公司", **P), who("杭州嘉鼎机械集团有限公司", **P)),  # group and member
    (who("杭州嘉鼎机械股份有限公司", **P), who("杭州嘉鼎机械有限公司", **P)),  # changed its form, or a sister
    (who("杭州嘉鼎信息科技有限公司", **P), who("杭州嘉鼎信息技术有限公司", **P)),
    (who("嘉鼎贸易有限公司"), who("杭州嘉鼎贸易有限公司")),
    (who("嘉鼎", address="浙江省杭州市文三路1号", other={"contact": "王芳"}), who("杭州嘉鼎机械有限公司", address="浙江省杭州市", other={"contact": "王芳"})),
    (who("杭州嘉鼎机械有限公司", credit_code=ONE), who("宁波海达食品有限公司", credit_code=ONE)),  # a code in the wrong row
    (who("甲乙有限公司", credit_code=ONE), who("甲乙有限公司上海分公司", credit_code=ONE)),
    (who("杭州嘉鼎机械有限公司", **P), who("杭州佳鼎机械有限公司", **P)),  # sounds the same
    (who("杭州恒润泽科技有限公司"), who("杭州恒闰泽科技有限公司")),
    (who("中国石油化工集团有限公司", **P, **E), who("中石化", **P, **E)),
]
UNLIKE = [
    (who("北京甲乙科技有限公司", credit_code=ONE, **P), who("北京甲乙科技有限公司", credit_code=OTHER, **P)),  # two registrations
    (who("甲乙科技有限公司", **P, **E), who("甲乙科技有限公司上海分公司", **P, **E)),
    (who("甲乙科技有限公司北京分公司", **P), who("甲乙科技有限公司上海分公司", **P)),
    (who("甲乙餐饮第一分店", **P), who("甲乙餐饮第二分店", **P)),
    (who("杭州嘉鼎机械有限公司", **P, **E), who("杭州嘉鼎食品有限公司", **P, **E)),  # sisters at one desk
    (who("杭州嘉鼎科技有限公司", **P), who("杭州嘉鼎投资管理有限公司", **P)),
    (who("杭州嘉鼎科技有限公司", **P), who("宁波嘉鼎科技有限公司", **P)),
    (who("杭州嘉鼎科技有限公司"), who("宁波嘉鼎科技有限公司")),
    (who("山东宏达贸易有限公司"), who("广东宏达贸易有限公司")),
    (who("杭州嘉鼎科技有限公司", **P), who("杭州瑞恒科技有限公司", **P)),  # one book-keeper for both
    (who("杭州第一建筑工程有限公司", **P), who("杭州第二建筑工程有限公司", **P)),
    (who("城东小学", **P), who("城西小学", **P)),
    (who("新嘉鼎科技有限公司", **P), who("嘉鼎科技有限公司", **P)),
    (who("杭州嘉鼎机械集团有限公司"), who("杭州嘉鼎机械有限公司")),
    (who("杭州宇新科技有限公司"), who("杭州宇兴科技有限公司")),
    (who("王小明", **P), who("王小明", **Q)),  # people of one name
    (who("王小明", **P), who("李小明", **P)),  # colleagues
    (who("嘉鼎", address="浙江省杭州市"), who("嘉鼎", address="四川省成都市")),
    (who("嘉鼎", **P, other={"industry": "retail"}), who("杭州嘉鼎机械有限公司", **P, other={"industry": "machinery"})),
    (who("Acme Trading Ltd", **P), who("Acme Logistics Ltd", **P)),
    (who("Acme (Shanghai) Ltd"), who("Acme (Beijing) Ltd")),
    (who(None), who(None)),
    (who("嘉鼎"), who(None, **P)),
]


def named(pairs: list[tuple[Identity, Identity]]) -> list[str]:
    return [f"{a.name} | {b.name}" for a, b in pairs]


@pytest.mark.parametrize("pair", SAME, ids=named(SAME))
def test_the_same(pair: tuple[Identity, Identity]) -> None:
    found = compare(*pair)
    assert found is not None
    assert found.verdict == "same", found
    assert found.score > 0.9


@pytest.mark.parametrize("pair", DOUBTFUL, ids=named(DOUBTFUL))
def test_for_a_person_to_decide(pair: tuple[Identity, Identity]) -> None:
    found = compare(*pair)
    assert found is not None
    assert found.verdict == "doubtful", found
    assert 0.5 < found.score <= 0.9


@pytest.mark.parametrize("pair", UNLIKE, ids=named(UNLIKE))
def test_not_the_same(pair: tuple[Identity, Identity]) -> None:
    assert compare(*pair) is None


@pytest.mark.parametrize("pair", SAME + DOUBTFUL + UNLIKE, ids=named(SAME + DOUBTFUL + UNLIKE))
def test_the_order_of_two_does_not_matter(pair: tuple[Identity, Identity]) -> None:
    assert compare(*pair) == compare(*reversed(pair))


def test_every_reason_has_a_text_in_both_languages() -> None:
    said = {reason for a, b in SAME + DOUBTFUL for found in [compare(a, b)] if found for reason in found.reasons}
    assert said <= REASONS.keys()
    assert all(label["zh"] and label["en"] for label in REASONS.values())


@pytest.mark.req("R205", part="likeness of two names")
@pytest.mark.parametrize(
    ("a", "b"),
    [
        (who("北京甲有限公司"), who("北京甲有限责任公司")),  # suffix
        (who("ＡＢＣ（北京）有限公司"), who("ABC(北京)有限公司")),  # width
        (who("杭州恒润泽科技有限公司", **P, **E), who("杭州恒闰泽科技有限公司", **P, **E)),  # pinyin
    ],
)
def test_other_spellings_score_above_four_fifths(a: Identity, b: Identity) -> None:
    found = compare(a, b)
    assert found is not None
    assert found.score > 0.8
