"""Folders of YAML: strict when read, the same again when written."""

from __future__ import annotations

from pathlib import Path

import pytest

from kedang import solutions
from kedang.core.schema import ObjectDefinition
from kedang.solutions import BadFile, NoSuchSolution

HEAD = "key: own\nlabel: {zh: 自有}\n"
OBJECT = "key: visit\nlabel: {zh: 拜访}\nfields:\n  - {key: name, kind: text, label: {zh: 名称}}\n"


def folder(path: Path, *, head: str = HEAD, visit: str = OBJECT, name: str = "visit") -> Path:
    (path / "objects").mkdir()
    (path / "solution.yaml").write_text(head, "utf-8")
    (path / "objects" / f"{name}.yaml").write_text(visit, "utf-8")
    return path


def test_a_folder_is_read(tmp_path: Path) -> None:
    found = solutions.read_folder(folder(tmp_path))
    assert (found.key, [one.key for one in found.objects]) == ("own", ["visit"])


@pytest.mark.parametrize(
    ("head", "visit", "says"),
    [
        (HEAD + "colour: red\n", OBJECT, ["solution.yaml", "colour"]),
        (HEAD, OBJECT + "colour: red\n", ["objects/visit.yaml", "colour"]),
        (HEAD, OBJECT.replace("kind: text,", "kind: text, requird: true,"), ["objects/visit.yaml", "fields[name].requird"]),
        (
            HEAD,
            OBJECT.replace("kind: text,", "kind: choice, options: [{key: a, label: {zh: 甲}, colr: red}],"),
            ["objects/visit.yaml", "fields[name].options[a].colr"],
        ),
        (HEAD, OBJECT.replace("kind: text,", "kind: text, required: maybe,"), ["objects/visit.yaml", "required"]),
        (HEAD, OBJECT + "label: {zh: 又一次}\n", ["objects/visit.yaml", "label", "twice"]),
        (HEAD, "- a list\n", ["objects/visit.yaml"]),
        (HEAD, "key: [\n", ["objects/visit.yaml"]),
        (HEAD, OBJECT + "icon: !!python/name:os.system\n", ["objects/visit.yaml"]),
        (HEAD, OBJECT.replace("key: visit", "key: other"), ["objects/visit.yaml", "other.yaml"]),
        (HEAD.replace("key: own\n", ""), OBJECT, ["solution.yaml", "key"]),
    ],
)
def test_what_is_wrong_names_the_file_and_the_key(tmp_path: Path, head: str, visit: str, says: list[str]) -> None:
    with pytest.raises(BadFile) as caught:
        solutions.read_folder(folder(tmp_path, head=head, visit=visit))
    for language in ("en", "zh"):
        text = caught.value.text(language)
        assert all(word in text for word in says if word != "twice"), text


def test_a_folder_without_its_head(tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        solutions.read_folder(tmp_path)


def test_an_unknown_name() -> None:
    with pytest.raises(NoSuchSolution):
        solutions.read_shipped("../customer-archive")


@pytest.mark.parametrize("name", solutions.find_shipped())
def test_what_is_written_reads_the_same(tmp_path: Path, name: str) -> None:
    shipped = solutions.read_shipped(name)
    files = solutions.write_folder(tmp_path, shipped)
    assert solutions.read_folder(tmp_path) == shipped
    assert len(files) == len(shipped.objects) + 1


@pytest.mark.parametrize("name", solutions.find_shipped())
def test_everything_shipped_is_said_in_both_languages(name: str) -> None:
    for one in solutions.read_shipped(name).objects:
        labels = [one.label, one.plural or one.label, *(s.label for s in one.sections)]
        for field in one.fields:
            labels += [field.label, *([field.help] if field.help else []), *(o.label for o in field.options)]
        assert all({"zh", "en"} <= set(label) for label in labels), one.key


@pytest.mark.parametrize("name", solutions.find_shipped())
def test_spellings_are_unambiguous_within_a_list(name: str) -> None:
    """A value of a sheet means one option."""
    for one in solutions.read_shipped(name).objects:
        for field in one.fields:
            seen: dict[str, str] = {}
            for option in field.options:
                for text in {t.casefold() for t in (option.key, *option.label.values(), *option.aka)}:
                    assert seen.setdefault(text, option.key) == option.key, f"{one.key}.{field.key}: {text}"


@pytest.mark.parametrize("name", solutions.find_shipped())
def test_fields_stand_in_sections_that_exist(name: str) -> None:
    for one in solutions.read_shipped(name).objects:
        assert {f.section for f in one.fields} <= {s.key for s in one.sections}, one.key


def test_relations_lead_to_what_stands_before() -> None:
    done: set[str] = set()
    for one in solutions.read_shipped(solutions.CUSTOMER_ARCHIVE).objects:
        done.add(one.key)
        assert {f.target for f in one.fields if f.target} <= done


def object_of(key: str) -> ObjectDefinition:
    return next(one for one in solutions.read_shipped(solutions.CUSTOMER_ARCHIVE).objects if one.key == key)


@pytest.mark.req("R088", part="the fields of a communication record, and which of them are required")
def test_an_interaction_asks_for_summary_and_kind() -> None:
    fields = {f.key: f for f in object_of("interaction").fields}
    assert {key for key, f in fields.items() if f.required} == {"summary", "kind"}
    assert {"date", "kind", "summary", "follower", "next_step", "next_date"} <= set(fields)


@pytest.mark.req("R038", part="all but age")
def test_the_base_fields_of_people_and_firms() -> None:
    assert {"name", "gender", "mobile", "email", "address", "customer", "position"} <= {f.key for f in object_of("contact").fields}
    assert {"name", "phone", "email", "address", "industry"} <= {f.key for f in object_of("customer").fields}
