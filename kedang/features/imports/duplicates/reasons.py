"""Why two things may be the same, or what speaks against it: codes, and what they mean for people."""

from __future__ import annotations

from kedang.core.base import Label

#: The one table of texts; a screen translates by it.
REASONS: dict[str, Label] = {
    "credit_code": {"zh": "统一社会信用代码相同", "en": "same credit code"},
    "credit_code_near": {"zh": "统一社会信用代码仅差一位", "en": "credit codes differ in one character"},
    "phone": {"zh": "电话相同", "en": "same telephone number"},
    "email": {"zh": "邮箱相同", "en": "same e-mail address"},
    "identity": {"zh": "其他标识字段相同", "en": "another identifying field is the same"},
    "name": {"zh": "名称相同", "en": "same name"},
    "legal_form": {"zh": "名称仅公司类型写法不同", "en": "names differ only in how the legal form is written"},
    "short_name": {"zh": "简称与全称对应", "en": "one name is short for the other"},
    "spelling": {"zh": "名称仅差一字", "en": "names differ in one character"},
    "pinyin": {"zh": "名称读音相同", "en": "names sound the same"},
    "region": {"zh": "所在地一致", "en": "same region"},
    "contact": {"zh": "联系人相同", "en": "same contact"},
    "form_differs": {"zh": "公司类型不同", "en": "legal forms differ"},
    "group_differs": {"zh": "一方为集团", "en": "only one is a group"},
    "industry_differs": {"zh": "行业用词不同", "en": "lines of business are worded differently"},
    "region_differs": {"zh": "所在地不一致", "en": "regions differ"},
    "branch_differs": {"zh": "分支机构不同", "en": "branches differ"},
    "name_differs": {"zh": "名称不同", "en": "names differ"},
    "numbers_differ": {"zh": "电话或邮箱不同", "en": "telephone numbers or e-mail addresses differ"},
    "ambiguous": {"zh": "同时与多个不同对象相近", "en": "equally near to several that are not the same"},
}
