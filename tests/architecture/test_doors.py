"""What has only one door."""

from __future__ import annotations

import pytest

from . import doors
from .sources import ROOT, example, files, modules


@pytest.mark.parametrize(
    "text",
    [
        'cast("LiteralString", text)',
        "cast(LiteralString, text)",
        "typing.cast('LiteralString', text)",
        "c.execute(text.encode())",
        'c.execute(f"select {x}")',
        "tx.all('select ' + x)",
        "await tx.run('select %s' % x)",
        "c.copy(bytes(text))",
    ],
)
def test_a_way_round_literal_sql_is_found(text: str) -> None:
    assert len(list(doors.sql_from_text([example("kedang.core.x.store", text)]))) == 1


def test_sql_is_literal() -> None:
    good = """
        await tx.all("select 1 where x = %(x)s", x=1)
        c.execute(compiled)
        c.execute("a " "b")
        hash.update(text.encode())
        cast("Row", row)
        subprocess.run(["a"])
    """
    assert list(doors.sql_from_text([example("kedang.core.x.store", good)])) == []
    assert list(doors.sql_from_text(modules("kedang"))) == []


@pytest.mark.parametrize(
    "text", ["insert into audit_event (id)", "UPDATE ws_1.audit_event SET x", "delete from {schema}.audit_event", "copy audit_event from stdin"]
)
def test_who_writes_past_the_audit_store_is_found(text: str) -> None:
    assert len(list(doors.audit_writers([example("kedang.features.notes.store", f'SQL = """{text}"""')]))) == 1
    assert list(doors.audit_writers([example("kedang.core.audit.store", f'SQL = """{text}"""')])) == []


def test_only_the_audit_store_writes_the_audit_log() -> None:
    assert list(doors.audit_writers([example("kedang.web.x", 'SQL = "select id from audit_event"')])) == []
    assert list(doors.audit_writers(modules("kedang"))) == []


@pytest.mark.parametrize("text", ['"select 1 from o_7"', 'f"update o_{n} set"', '"delete from {schema}.o_%s"', 'f"o_{n}"'])
def test_who_names_a_table_of_records_is_found(text: str) -> None:
    assert list(doors.record_tables([example("kedang.features.notes.store", f"SQL = {text}")])) != []
    assert list(doors.record_tables([example("kedang.core.query.select", f"SQL = {text}")])) == []


def test_only_query_and_records_name_tables_of_records() -> None:
    assert list(doors.record_tables([example("kedang.features.notes.store", 'SQL = "select 1 from note where to_do"')])) == []
    assert list(doors.record_tables(modules("kedang"))) == []


def test_every_error_speaks_both_languages() -> None:
    good = """
        class A(Invalid):
            '''A {limit}, because {reason}.'''
            zh = "最多 {limit}：{reason_zh}"
        class B(A):
            '''B.'''
            zh: ClassVar[str] = "乙"
        class C(Exception): ...
    """
    assert list(doors.speechless_errors([example("m", good)])) == []
    bad = """
        class A(Invalid):
            '''A {limit}.'''
        class B(base.Busy):
            zh = "乙"
        class C(A):
            '''C {x}.'''
            zh = "丙 {y}"
        class D(C):
            '''D
            d.'''
            zh = "丁"
    """
    assert list(doors.speechless_errors([example("m", bad)])) == [
        "m:1 A lacks its Chinese message",
        "m:3 B lacks its English message",
        "m:5 C has different fields in its two messages",
        "m:8 D: a message is one line",
    ]
    assert list(doors.speechless_errors(modules("kedang"))) == []


@pytest.mark.parametrize("place", ["work", "home", "Users"])
def test_a_path_of_a_machine_is_found(place: str) -> None:
    assert len(list(doors.addresses({"a.md": f"see /{place}/mara/x"}))) == 1


@pytest.mark.parametrize("host", ["pypi" + ".org", "registry" + ".npmjs.org", "mirrors" + ".example.cn", "files.pythonhosted" + ".org"])
def test_a_host_of_a_registry_is_found(host: str) -> None:
    assert len(list(doors.addresses({"requirements.lock": f"--index-url https://{host}/simple"}))) == 1


def test_no_file_names_a_machine_or_a_registry() -> None:
    assert list(doors.addresses({"a.md": "in /var/lib/kedang; see example.com/home/x and ui/src/home/list.ts"})) == []
    texts: dict[str, str] = {}
    for name in files():
        try:
            texts[name] = (ROOT / name).read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a picture, a font
    assert list(doors.addresses(texts)) == []


def test_lock_files_carry_digests_and_no_addresses() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-node.lock"):
        lines = (ROOT / name).read_text("utf-8").splitlines()
        assert sum("==" in line for line in lines) > 0
        assert [line for line in lines if "://" in line or line.startswith("-")] == []
        assert [line for line in lines if "==" in line and not line.endswith("\\")] == [], "a version without a digest"
    lock = ROOT / "ui" / "package-lock.json"
    assert '"resolved"' not in lock.read_text("utf-8")
