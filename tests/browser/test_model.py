"""Who manages the model changes it on the screen, while nothing that is kept is lost; others do not find the pages."""

from pathlib import Path

import openpyxl
import pytest
from playwright.async_api import Page, expect

from .site import Site, check

OBJECTS = "/settings/objects"


async def open_field(page: Page, key: str) -> None:
    await page.locator(f"[data-field={key}] .model-field-name").click()
    await page.get_by_role("dialog").wait_for()


async def menu_of(page: Page, key: str, item: str) -> None:
    await page.locator(f"[data-field={key}] .btn-icon").click()
    await page.get_by_role("menuitem", name=item).click()


async def enter(page: Page, site: Site, path: str) -> None:
    await site.sign_in(page, "/o/customer")
    await page.goto(site.address + path)


@pytest.mark.req("R002", part="screen")
async def test_a_field_is_added_renamed_moved_and_put_away_and_comes_back(page: Page, site: Site, phone: bool) -> None:
    name = "采购周期" if phone else "采购方式"
    await enter(page, site, f"{OBJECTS}?object=customer")
    await page.get_by_role("button", name="添加字段").click()
    await page.locator(".model-kinds").wait_for()
    await check(page)
    await page.locator("[data-kind=choice]").click()
    drawer = page.get_by_role("dialog")
    await drawer.get_by_label("名称", exact=False).first.fill(name)
    for option in ("每月", "每季", "每年"):
        await drawer.get_by_label("新选项的名称").fill(option)
        await page.keyboard.press("Enter")
    await expect(drawer.locator(".model-option")).to_have_count(3)
    await check(page)
    await drawer.get_by_role("button", name="保存").click()
    await expect(drawer).to_have_count(0)
    key = "cai_gou_zhou_qi" if phone else "cai_gou_fang_shi"
    row = page.locator(f"[data-field={key}]")
    await expect(row).to_contain_text("自建")
    await check(page)
    # Moved by the keyboard, renamed in the drawer.
    fields = page.locator("section.model-group").filter(has=row).locator(".model-field")
    await expect(fields.last).to_have_attribute("data-field", key)
    before = await fields.count()
    await row.locator(".model-field-name").focus()
    await page.keyboard.press("Alt+ArrowUp")
    await expect(fields.nth(before - 2)).to_have_attribute("data-field", key)
    await open_field(page, key)
    await drawer.get_by_label("名称", exact=False).first.fill(f"{name}（旧）")
    await drawer.get_by_role("button", name="保存").click()
    await expect(row).to_contain_text(f"{name}（旧）")
    # Put away with its value, deleted, and back.
    made = await site.call(page, "POST", "/objects/customer/records", {"name": f"甲{name}", key: "每季"})
    await menu_of(page, key, "停用")
    await expect(page.get_by_role("dialog")).to_contain_text("1 条记录在这个字段有值")
    await check(page)
    await page.get_by_role("dialog").get_by_role("button", name="停用").click()
    await expect(row).to_have_attribute("data-off", "true")
    await page.goto(f"{site.address}/o/customer/{made['id']}")
    await page.locator(".rhead h1").wait_for()
    await expect(page.get_by_text(f"{name}（旧）")).to_have_count(0)
    await page.goto(f"{site.address}{OBJECTS}?object=customer")
    await menu_of(page, key, "删除")
    await page.get_by_role("dialog").get_by_role("button", name="删除 1 条记录的这个字段").click()
    gone = page.locator("section").filter(has=page.get_by_role("heading", name="已删除的字段")).locator(".model-field").filter(has_text=f"{name}（旧）")
    await gone.get_by_role("button", name="恢复").click()
    await page.get_by_role("dialog").get_by_role("button", name="恢复").click()
    await menu_of(page, key, "启用")
    await page.get_by_role("dialog").get_by_role("button", name="启用").click()
    await expect(row).to_have_attribute("data-off", "false")
    assert (await site.call(page, "GET", f"/objects/customer/records/{made['id']}"))[key] == "每季"
    await site.call(page, "DELETE", f"/objects/customer/fields/{key}")


@pytest.mark.req("R007", part="screen: rename, merge, undo")
async def test_options_are_renamed_and_merged_with_undo(page: Page, site: Site, phone: bool) -> None:
    key = f"grade_{int(phone)}"
    options = [{"key": one, "label": {"zh": one}} for one in ("甲等", "乙等", "丙等")]
    await site.sign_in(page, "/o/customer")
    await site.call(page, "POST", "/objects/customer/fields", {"key": key, "kind": "choice", "label": {"zh": "评级"}, "options": options})
    made = [(await site.call(page, "POST", "/objects/customer/records", {"name": f"{key}{n}", key: "丙等"}))["id"] for n in range(2)]
    await page.goto(f"{site.address}{OBJECTS}?object=customer")
    await open_field(page, key)
    drawer = page.get_by_role("dialog")
    line = drawer.locator("[data-option=乙等]")
    await expect(drawer.locator("[data-option=丙等]")).to_contain_text("2 条记录")
    await line.get_by_label("选项名称").fill("二等")
    await line.get_by_label("颜色").select_option("green")
    await drawer.get_by_role("button", name="保存").click()
    await expect(drawer).to_have_count(0)
    await open_field(page, key)
    await drawer.locator("[data-option=丙等] .btn-icon").click()
    await page.get_by_role("menuitem", name="合并到其他选项").click()
    merge = page.get_by_role("dialog", name="合并选项")
    await merge.get_by_label("合并到").select_option("乙等")
    await check(page)
    await merge.get_by_role("button", name="把 2 条记录改为“二等”").click()
    await page.get_by_text("2 条记录已从").wait_for()
    assert [(await site.call(page, "GET", f"/objects/customer/records/{id}"))[key] for id in made] == ["乙等", "乙等"]
    await page.get_by_role("button", name="撤销").click()
    await page.get_by_text("已撤销").wait_for()
    assert [(await site.call(page, "GET", f"/objects/customer/records/{id}"))[key] for id in made] == ["丙等", "丙等"]
    await site.call(page, "DELETE", f"/objects/customer/fields/{key}")


async def test_a_change_of_kind_is_planned_and_two_administrators_are_told_of_each_other(page: Page, site: Site, phone: bool) -> None:
    key = f"size_{int(phone)}"
    await site.sign_in(page, "/o/customer")
    await site.call(page, "POST", "/objects/customer/fields", {"key": key, "kind": "text", "label": {"zh": "规模"}})
    for value in ("120", "约三百人"):
        await site.call(page, "POST", "/objects/customer/records", {"name": f"{key}{value}", key: value})
    await page.goto(f"{site.address}{OBJECTS}?object=customer")
    await open_field(page, key)
    drawer = page.get_by_role("dialog")
    # Meanwhile another administrator renames it.
    await site.call(page, "PATCH", f"/objects/customer/fields/{key}", {"label": {"zh": "人数"}})
    await drawer.get_by_label("名称", exact=False).first.fill("员工规模")
    await drawer.get_by_role("button", name="保存").click()
    await expect(drawer.get_by_role("alert")).to_contain_text("“名称”现在是：人数")
    await expect(drawer.get_by_label("名称", exact=False).first).to_have_value("员工规模")
    await check(page)
    await drawer.get_by_role("button", name="保存").click()
    await expect(page.locator(f"[data-field={key}]")).to_contain_text("员工规模")
    await open_field(page, key)
    await drawer.get_by_label("类型").select_option("number")
    await drawer.get_by_role("button", name="保存").click()
    await expect(drawer).to_contain_text("2 个值中有 1 个可以转换")
    await expect(drawer).to_contain_text("约三百人")
    await check(page)
    await drawer.get_by_role("button", name="转换 2 个值").click()
    await expect(page.locator(f"[data-field={key}]")).to_contain_text("数字")
    await site.call(page, "DELETE", f"/objects/customer/fields/{key}")


async def test_the_company_settings_of_another_administrator_are_not_written_over(page: Page, site: Site) -> None:
    await enter(page, site, "/settings/workspace")
    name = page.get_by_label("公司名称")
    former = await name.input_value()
    await site.call(page, "PATCH", "/workspace", {"name": "晨光集团", "zone": "Asia/Urumqi"})
    await name.fill("晨光控股")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_role("alert")).to_contain_text("“公司名称”现在是：晨光集团")
    await expect(name).to_have_value("晨光控股")
    await check(page)
    await page.get_by_role("button", name="保存").click()
    await page.get_by_text("已保存").first.wait_for()
    held = await site.call(page, "GET", "/workspace")
    assert (held["name"], held["zone"]) == ("晨光控股", "Asia/Urumqi")
    await expect(page.get_by_label("时区")).to_have_value("Asia/Urumqi")
    await site.call(page, "PATCH", "/workspace", {"name": former, "zone": "Asia/Shanghai"})


async def test_a_module_is_switched_off_for_everybody_and_on_again(page: Page, site: Site) -> None:
    await enter(page, site, "/settings/workspace")
    switch = page.get_by_role("switch", name="产品")
    await expect(switch).to_be_checked()
    await check(page)
    await switch.click()
    await expect(page.get_by_role("dialog")).to_contain_text("随时可以重新启用")
    await check(page)
    await page.get_by_role("dialog").get_by_role("button", name="停用").click()
    await expect(switch).not_to_be_checked()
    assert "product" not in [one["key"] for one in (await site.call(page, "GET", "/objects"))["items"]]
    await switch.click()
    await page.get_by_role("dialog").get_by_role("button", name="启用").click()
    await expect(switch).to_be_checked()
    assert "product" in [one["key"] for one in (await site.call(page, "GET", "/objects"))["items"]]


@pytest.mark.req("R026", part="screen")
async def test_a_workbook_becomes_an_object_and_its_rows_come_in(page: Page, site: Site, phone: bool, tmp_path: Path) -> None:
    name = "车辆" if phone else "设备"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = name
    for row in [
        ("名称", "购置日期", "购置金额", "状态"),
        *[(f"{name}{n}", f"2025-{n % 12 + 1:02d}-15", f"¥{n + 1},800.00", ("在用", "维修")[n % 2]) for n in range(12)],
    ]:
        sheet.append(row)
    book.save(tmp_path / "台账.xlsx")
    await enter(page, site, OBJECTS)
    await page.get_by_role("button", name="用表格新建").click()
    await page.locator(".model-file input").set_input_files(tmp_path / "台账.xlsx")
    drawer = page.get_by_role("dialog")
    await expect(drawer.locator(".model-columns li")).to_have_count(4)
    await expect(drawer.get_by_label("类型：购置金额")).to_have_value("money")
    await check(page)
    await drawer.get_by_label("建立字段：状态").uncheck()
    await drawer.get_by_role("button", name="建立对象并导入 12 行").click()
    await page.locator(".imp").wait_for()
    key = "che_liang" if phone else "she_bei"
    made = await site.call(page, "GET", f"/objects/{key}")
    assert {one["label"]["zh"]: one["kind"] for one in made["fields"] if not one["system"]} == {"名称": "text", "购置日期": "date", "购置金额": "money"}
    id = page.url.split("/import/")[1].split("?")[0]
    planned = await site.call(page, "GET", f"/imports/{id}")
    assert [(one["object"], one["new"], one["refused"]) for one in planned["sheets"]] == [(key, 12, 0)]
    await site.call(page, "DELETE", f"/objects/{key}")


@pytest.mark.req("R026")
async def test_a_workbook_that_fits_no_object_becomes_a_form_with_its_data(page: Page, site: Site, phone: bool, tmp_path: Path) -> None:
    """From the import: what it cannot place becomes an object with fields of proposed types, its rows come in, and there is a form for more."""
    name, key = ("实验台账", "shi_yan_tai_zhang") if phone else ("样机台账", "yang_ji_tai_zhang")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = name
    rows = [(f"{name}{n}号", f"2025-{n % 12 + 1:02d}-15", f"¥{n + 1},800.00", ("在用", "维修")[n % 2], ("是", "否")[n % 2]) for n in range(12)]
    for row in [("样品编号", "校准日期", "购置金额", "校准状态", "是否外借"), *rows]:
        sheet.append(row)
    book.save(tmp_path / f"{name}.xlsx")
    await enter(page, site, "/import")
    await page.locator("input[type=file]").set_input_files(tmp_path / f"{name}.xlsx")
    await page.get_by_role("button", name="上传并识别").click()
    await expect(page.get_by_role("alert")).to_contain_text("12 行")
    await check(page)
    await page.get_by_role("link", name="用这个表格建立新对象").click()
    drawer = page.get_by_role("dialog")
    proposed = {"校准日期": "date", "购置金额": "money", "校准状态": "choice", "是否外借": "boolean"}
    for label, kind in proposed.items():
        await expect(drawer.get_by_label(f"类型：{label}")).to_have_value(kind)
    await check(page)
    await drawer.get_by_role("button", name="建立对象并导入 12 行").click()
    await page.get_by_role("button", name="下一步：检查").click()
    await page.get_by_role("button", name="导入 12 行").click()
    await page.locator(f".imp-made [data-object={key}][data-new='12']").wait_for()
    await check(page)
    await page.locator(f".imp-made [data-object={key}] a").click()
    await expect(page.locator(".list-count")).to_have_text("12 条")
    await page.goto(f"{site.address}/o/{key}?new=1")
    form = page.get_by_role("dialog")
    await form.get_by_label("样品编号").fill("手填的一台")
    if await form.get_by_role("button", name="更多字段").count():
        await form.get_by_role("button", name="更多字段").click()
    for label in proposed:
        await expect(form.get_by_text(label, exact=True).first).to_be_visible()
    await form.get_by_role("button", name="保存").first.click()
    await expect(page.locator(".rhead h1")).to_have_text("手填的一台")
    fields = {next(iter(one["label"].values())): one["key"] for one in (await site.call(page, "GET", f"/objects/{key}"))["fields"] if not one["system"]}
    where = {"field": fields["样品编号"], "op": "eq", "value": rows[3][0]}
    (found,) = (await site.call(page, "POST", f"/objects/{key}/query", {"where": where, "fields": list(fields.values())}))["items"]
    assert [found[fields[label]] for label in proposed] == ["2025-04-15", {"amount": "4800.00", "currency": "CNY"}, "维修", False]
    await site.call(page, "DELETE", f"/objects/{key}")


async def test_an_object_is_made_on_the_screen_and_stands_in_the_navigation(page: Page, site: Site, phone: bool) -> None:
    name = "回访" if phone else "合同"
    await enter(page, site, OBJECTS)
    await page.get_by_role("button", name="新建对象").click()
    drawer = page.get_by_role("dialog")
    await drawer.get_by_label("名称", exact=False).first.fill(name)
    await drawer.get_by_label("属于哪个对象").select_option("customer")
    await check(page)
    await drawer.get_by_role("button", name="建立对象").click()
    await page.get_by_role("heading", name=name, exact=True).wait_for()
    await check(page)
    key = "hui_fang" if phone else "he_tong"
    made = await site.call(page, "GET", f"/objects/{key}")
    assert (made["timeline"], [one["key"] for one in made["fields"] if not one["system"]]) == (["customer"], ["name", "customer"])
    await page.goto(f"{site.address}/o/{key}")
    await page.get_by_role("heading", name=name).first.wait_for()
    await site.call(page, "DELETE", f"/objects/{key}")
