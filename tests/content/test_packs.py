from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tui_lab.config.errors import LabError
from tui_lab.content import course, packs
from tui_lab.messages import set_language

SPECIMEN = Path(__file__).parent.parent / "packs" / "specimen"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return shutil.copytree(SPECIMEN, tmp_path / "My Lessons")


def test_ours_is_always_there_and_first() -> None:
    found, problems = packs.all_packs()
    assert problems == []
    assert [(pack.name, pack.ours) for pack in found] == [("course", True)]
    assert len(found[0].lessons) == 30
    fourth = found[0].lessons[3]
    assert (fourth.key, fourth.id, fourth.number, fourth.module) == (
        "course/activations",
        "activations",
        4,
        "01-foundations",
    )
    assert fourth.folder.parts[-2:] == ("01-foundations", "04-activations")


def test_someone_elses_pack_is_added_listed_found_and_removed(pack: Path, own_home: Path) -> None:
    added = packs.add(pack)
    assert (added.name, added.ours, added.path) == ("my-lessons", False, pack)
    assert [lesson.written for lesson in added.lessons] == [False, False, True]
    assert [p.name for p in packs.all_packs()[0]] == ["course", "my-lessons"]
    found = packs.find("why-not-zero")
    assert found.key == "my-lessons/why-not-zero" and not found.ours
    assert packs.find("my-lessons/why-not-zero") == found
    assert packs.find("layers").key == "course/layers"
    packs.add(pack)
    assert list(packs.added()) == ["my-lessons"]
    assert packs.remove("my-lessons") == pack
    assert packs.added() == {} and pack.is_dir()
    assert [path.name for path in own_home.iterdir()] == ["packs.json"]


def test_nothing_of_a_pack_runs_when_it_is_read(pack: Path) -> None:
    from tui_lab.content import structure

    bomb = "raise SystemExit('run!')\n"
    for path in pack.rglob("*.py"):
        path.write_text(("# hint: leaf\n" if path.parent.name == "wrong" else "") + bomb, encoding="utf-8")
    packs.add(pack)
    packs.find("why-not-zero")
    structure.check_pack(pack)


def test_english_is_enough_for_someone_elses_titles(pack: Path) -> None:
    file = pack / course.FILE
    file.write_text(file.read_text(encoding="utf-8").replace(", vi: Các lớp", ""), encoding="utf-8")
    layers = packs.add(pack).lessons[0]
    set_language("vi")
    assert course.in_use(layers.title) == "Layers"
    assert course.in_use(layers.doing).startswith("Xếp")


def test_a_lesson_that_is_not_there() -> None:
    with pytest.raises(LabError, match="no lesson activation; near to it are activations"):
        packs.find("activation")
    with pytest.raises(LabError, match="no lesson zzzzz: dl-lab lessons list shows all"):
        packs.find("zzzzz")
    with pytest.raises(LabError) as raised:
        packs.find("\x1b[2Jx")
    assert "\x1b" not in str(raised.value)


def test_what_is_no_pack_is_refused(tmp_path: Path, pack: Path) -> None:
    with pytest.raises(LabError, match=r"is no pack of lessons: it must hold a course\.yaml"):
        packs.add(tmp_path)
    (pack / course.FILE).write_text("modules: []\n", encoding="utf-8")
    with pytest.raises(LabError, match="modules must be a list"):
        packs.add(pack)
    assert packs.added() == {}


def test_the_name_of_another_pack_is_refused(tmp_path: Path, pack: Path) -> None:
    packs.add(pack)
    other = shutil.copytree(SPECIMEN, tmp_path / "elsewhere" / "my-lessons")
    with pytest.raises(LabError, match="a pack called my-lessons is there already"):
        packs.add(other)
    ours = shutil.copytree(SPECIMEN, tmp_path / "course")
    with pytest.raises(LabError, match="a pack called course"):
        packs.add(ours)


def test_a_pack_that_is_too_large_or_leads_out_of_itself_is_refused(pack: Path, tmp_path: Path) -> None:
    huge = pack / "data.bin"
    with huge.open("wb") as file:
        file.truncate(1_000_000_000)  # sparse: takes no room
    with pytest.raises(LabError, match="more than 5000 files or 200 MB"):
        packs.add(pack)
    huge.unlink()
    link = pack / "secret.md"
    link.symlink_to(tmp_path / "outside.md")
    with pytest.raises(LabError, match=r"secret\.md leads out of the pack"):
        packs.add(pack)
    link.unlink()
    assert packs.add(pack)


def test_a_lesson_that_leads_out_leaves_the_others_usable(pack: Path, tmp_path: Path) -> None:
    from tui_lab.content import parser

    lesson = pack / "01-start" / "03-why-not-zero"
    for name in ("lesson.md", "lesson.vi.md"):
        (lesson / name).rename(tmp_path / name)
        (lesson / name).symlink_to(tmp_path / name)
    (ref,) = [ref for ref in packs.add(pack).lessons if ref.written]
    with pytest.raises(LabError, match=r"lesson\.md:1: leads out of its pack"):
        parser.read(ref.folder, "en")
    (lesson / "lesson.md").unlink()
    (tmp_path / "lesson.md").rename(pack / "shared.md")
    (lesson / "lesson.md").symlink_to(pack / "shared.md")  # within the pack it may stand where it likes
    assert parser.read(ref.folder, "en").id == "why-not-zero"
    with pytest.raises(LabError, match=r"lesson\.vi\.md:1: leads out of its pack"):
        parser.read(ref.folder, "vi")


def test_a_list_that_leads_out_is_refused(pack: Path, tmp_path: Path) -> None:
    (pack / course.FILE).rename(tmp_path / course.FILE)
    (pack / course.FILE).symlink_to(tmp_path / course.FILE)
    with pytest.raises(LabError, match=r"course\.yaml leads out of the pack"):
        packs.add(pack)


def test_a_damaged_pack_leaves_the_others_usable(pack: Path, tmp_path: Path) -> None:
    packs.add(pack)
    packs.add(shutil.copytree(SPECIMEN, tmp_path / "good"))
    (pack / course.FILE).write_bytes(b"\xff")
    found, problems = packs.all_packs()
    assert [p.name for p in found] == ["course", "good"]
    assert len(problems) == 1 and problems[0].startswith("the pack my-lessons can't be used: ")
    shutil.rmtree(pack)
    assert len(packs.all_packs()[1]) == 1
    packs.remove("my-lessons")
    assert packs.all_packs()[1] == []


def test_a_damaged_list_of_packs_leaves_ours(own_home: Path) -> None:
    own_home.mkdir()
    for text in ("{", "[]", '{"a": 1}'):
        (own_home / "packs.json").write_text(text, encoding="utf-8")
        found, problems = packs.all_packs()
        assert [pack.name for pack in found] == ["course"] and "packs.json" in problems[0]
    with pytest.raises(LabError, match="mend it, or delete it"):
        packs.remove("a")


def test_the_list_is_plain(pack: Path, own_home: Path) -> None:
    packs.add(pack)
    assert json.loads((own_home / "packs.json").read_text()) == {"my-lessons": str(pack)}


def test_two_lessons_of_one_short_name_are_refused(pack: Path) -> None:
    file = pack / course.FILE
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("02-backward", "02-layers"), encoding="utf-8")
    with pytest.raises(LabError, match="line 11: two lessons are called layers"):
        packs.add(pack)
