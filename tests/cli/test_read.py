"""``workbench read``."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ARABIC = """مساحة إعلانية
عودة الصيادين إلى المرفأ القديم
الثلاثاء 17/أغسطس/2021 - 08:30 م
عاد ثلاثون صيادًا إلى المرفأ القديم بعد غياب دام سبعة أعوام كاملة.
قال رئيس التعاونية إن البحر أعطى هذا العام أكثر مما أعطى في عقد."""

ENGLISH = """Fishermen return to the old harbour
By Karim Mansour
Thirty fishermen returned to the old harbour after a full seven years away.
The head of the cooperative said the sea had given more this year than in a decade.
Advertisement"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "page.txt"


def test_json_names_what_was_kept_and_dropped(run: Run, file: Path) -> None:
    file.write_text(ARABIC, encoding="utf-8")
    ran = run("read", str(file), "--json")
    assert (ran.code, ran.err) == (0, "")
    data = json.loads(ran.out)
    assert data["title"] == "عودة الصيادين إلى المرفأ القديم"
    assert (data["byline"], data["published_on"]) == ("", "2021-08-17")
    assert data["dateline"] == "الثلاثاء 17/أغسطس/2021 - 08:30 م"
    assert [block["kind"] for block in data["blocks"]] == ["headline", "paragraph", "paragraph"]
    assert data["blocks"][1]["text"].startswith("عاد ثلاثون")
    assert next((d["text"], d["reason"]) for d in data["dropped"]) == (
        "مساحة إعلانية",
        "An advertising slot.",
    )
    assert (data["repairs"], data["warnings"]) == ([], [])


def test_the_letters_tell_the_language_unless_it_is_given(run: Run, file: Path) -> None:
    file.write_text(ENGLISH, encoding="cp1252")
    assert json.loads(run("read", str(file), "--json").out)["warnings"] == []
    wrong = json.loads(run("read", str(file), "--json", "--language", "ar").out)
    assert "not in Arabic letters" in wrong["warnings"][0]


def test_without_json_it_reads_as_a_list(run: Run, file: Path) -> None:
    file.write_text(ENGLISH, encoding="utf-8")
    ran = run("read", str(file))
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert "byline:       Karim Mansour" in lines
    assert "headline      Fishermen return to the old harbour" in lines
    assert "  left out    Advertisement [An advertising slot.]" in lines


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("page.pdf", b"%PDF-1.7 and more", "PDF is not read yet"),
        ("page.txt", b"", "There is no text"),
        ("page.txt", b" \n \n", "There is no text"),
        ("page.docx", b"PK\x03\x04broken", "Word"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(
    run: Run, tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(data)
    ran = run("read", str(tmp_path / name), "--json")
    assert (ran.code, ran.out) == (1, "")
    assert says in ran.err
    assert len(ran.err.splitlines()) == 1


def test_no_file_a_folder_and_one_too_large(run: Run, tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.txt", tmp_path):
        ran = run("read", str(path))
        assert (ran.code, len(ran.err.splitlines())) == (1, 1)
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    ran = run("read", str(large))
    assert ran.code == 1
    assert "200.0 MB" in ran.err


def test_wrong_use(run: Run, file: Path) -> None:
    file.write_text(ENGLISH, encoding="utf-8")
    assert run("read").code == 2
    assert run("read", str(file), "--language", "fr").code == 2


def test_a_file_of_pairs_shows_both_languages(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text(
        "Arabic,English,Notes,Status\nعاد المركب,The boat returned,Which?,draft\n", encoding="utf-8"
    )
    data = json.loads(run("read", str(file), "--json").out)
    assert data["pairs"] == [
        {"source": "عاد المركب", "target": "The boat returned", "state": "draft", "notes": ["Which?"]}
    ]
    assert [block["text"] for block in data["blocks"]] == ["عاد المركب", "The boat returned"]
    listed = run("read", str(file)).out.splitlines()
    assert listed[-4:] == [
        "pair 1        draft",
        "  Arabic      عاد المركب",
        "  English     The boat returned",
        "  note        Which?",
    ]


def test_another_encoding_is_offered_and_can_be_chosen(run: Run, file: Path) -> None:
    file.write_bytes(ARABIC.encode("iso8859-6", "ignore"))
    assert "--encoding utf-8 | cp1256 | iso8859-6" in run("read", str(file)).out
    found = json.loads(run("read", str(file), "--encoding", "iso8859-6", "--json").out)
    assert found["title"] == "عودة الصيادين إلى المرفأ القديم"
    wrong = json.loads(run("read", str(file), "--encoding", "cp1256", "--json").out)
    assert wrong["title"] != found["title"]
    assert run("read", str(file), "--encoding", "klingon").code == 2
