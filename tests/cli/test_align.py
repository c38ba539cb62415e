"""``workbench align``."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from workbench.intake.read import read_pairs

ARABIC = """مساحة إعلانية

عودة الصيادين إلى المرفأ القديم

عاد ثلاثون صيادًا إلى المرفأ القديم بعد غياب دام سبعة أعوام كاملة.

قال رئيس التعاونية إن البحر أعطى هذا العام أكثر مما أعطى في عقد."""

ENGLISH = """Fishermen return to the old harbour

Thirty fishermen returned to the old harbour after a full seven years away.

The head of the cooperative said the sea had given more this year than in a decade.

Advertisement"""

SOURCE = [
    "عاد ثلاثون صيادًا إلى المرفأ القديم بعد غياب دام سبعة أعوام كاملة.",
    "قال رئيس التعاونية إن البحر أعطى هذا العام أكثر مما أعطى في عقد.",
]
TARGET = [
    "Thirty fishermen returned to the old harbour after a full seven years away.",
    "The head of the cooperative said the sea had given more this year than in a decade.",
]


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    source, target = tmp_path / "source.txt", tmp_path / "target.txt"
    source.write_text(ARABIC, encoding="utf-8")
    target.write_text(ENGLISH, encoding="utf-8")
    return str(source), str(target)


# --- two files -----------------------------------------------------------------------------------------


def test_pairs_are_printed_and_what_is_left_out_is_said_in_a_line(run: Run, files: tuple[str, str]) -> None:
    ran = run("align", *files)
    assert ran.code == 0
    rows = [line.split("\t") for line in ran.out.splitlines()]
    assert rows[0] == ["source", "target", "confidence", "moved"]
    assert [row[1] for row in rows[1:]] == ["Fishermen return to the old harbour", *TARGET]
    assert [row[0] for row in rows[2:]] == SOURCE
    assert all(0 < float(row[2]) < 1 and row[3] == "no" for row in rows[1:])
    assert len(ran.err.splitlines()) == 1
    assert ran.err.count("1 block left out") == 2
    assert "workbench read FILE" in ran.err


def test_json_has_the_indexes_that_read_lists(run: Run, files: tuple[str, str]) -> None:
    pairs = json.loads(run("align", *files, "--format", "json").out)
    listed = json.loads(run("read", files[1], "--json").out)["blocks"]
    assert [pair["target"] for pair in pairs] == [[{"index": n, **block}] for n, block in enumerate(listed)]
    assert pairs[0]["source"][0] == {
        "index": 0,
        "kind": "headline",
        "text": "عودة الصيادين إلى المرفأ القديم",
    }
    assert {pair["moved"] for pair in pairs} == {False}
    assert all(0 < pair["confidence"] < 1 for pair in pairs)


@pytest.mark.parametrize("heading", [1, 2])
def test_a_subheading_meets_the_subheading(run: Run, tmp_path: Path, heading: int) -> None:
    """Of two short lines with nothing in common with the English, the one of its kind is paired with it."""
    source, target = tmp_path / "a.html", tmp_path / "b.html"
    lines = [f"<p>{SOURCE[0]}</p>", "<p>سكون عميق هنا</p>", "<p>سكون عميق هنا</p>", f"<p>{SOURCE[1]}</p>"]
    lines[heading] = lines[heading].replace("p>", "h2>")
    source.write_text(f"<article>{''.join(lines)}</article>", encoding="utf-8")
    page = f"<article><p>{TARGET[0]}</p><h2>A lone gull</h2><p>{TARGET[1]}</p></article>"
    target.write_text(page, encoding="utf-8")
    pairs = json.loads(run("align", str(source), str(target), "--format", "json").out)
    kinds = [
        {block["kind"] for side in ("source", "target") for block in pair[side]}
        for pair in pairs
        if pair["source"] and pair["target"]
    ]
    assert kinds == [{"paragraph"}, {"subheading"}, {"paragraph"}]


@pytest.mark.parametrize("format_id", ["xliff", "tmx"])
def test_files_for_other_tools_come_back_through_an_import(
    run: Run, files: tuple[str, str], tmp_path: Path, format_id: str
) -> None:
    written = tmp_path / f"pairs.{format_id}"
    extra = Path(files[0])
    extra.write_text(f"{ARABIC}\n\nوعد الوزير ببناء رصيف جديد قبل حلول الشتاء المقبل.", encoding="utf-8")
    ran = run("align", *files, "--format", format_id, "--output", str(written))
    assert (ran.code, ran.out) == (0, "")
    found = read_pairs(written.read_bytes(), name=written.name)
    assert found is not None
    assert [pair.target[0].text for pair in found.pairs[1:3]] == TARGET
    assert len(found.pairs) == (4 if format_id == "xliff" else 3)
    assert ("1 paragraph without a counterpart" in ran.err) == (format_id == "tmx")


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("missing.txt", None, "No such file"),
        ("page.pdf", "%PDF-1.7", "PDF is not read yet"),
        ("empty.txt", "", "no text"),
        ("frame.txt", "Share\n\nad a b\n", "Everything in it was left out"),
        ("pairs.csv", "Arabic,English\nعاد المركب,The boat returned\n", "already paired"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(
    run: Run, files: tuple[str, str], tmp_path: Path, which: int, name: str, content: str | None, says: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    given = [*files]
    given[which] = str(tmp_path / name)
    ran = run("align", *given)
    assert (ran.code, ran.out) == (1, "")
    assert says in ran.err
    assert name in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_file_of_pairs_given_alone_prints_them(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text(
        "Arabic,English\nعاد المركب,The boat returned\nنام البحر,\nعاد الناس,The people returned\n",
        encoding="utf-8",
    )
    ran = run("align", str(file))
    assert ran.code == 0
    assert [line.split("\t")[:2] for line in ran.out.splitlines()[1:]] == [
        ["عاد المركب", "The boat returned"],
        ["نام البحر", ""],
        ["عاد الناس", "The people returned"],
    ]
    data = json.loads(run("align", str(file), "--format", "json").out)
    assert [len(pair["target"]) for pair in data] == [1, 0, 1]
    file.write_text("Arabic,Arabic\nعاد المركب,نام البحر\n", encoding="utf-8")
    ran = run("align", str(file))
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (1, "", 1)


def test_sides_the_wrong_way_round_are_said(run: Run, files: tuple[str, str]) -> None:
    ran = run("align", files[1], files[0])
    assert ran.code == 0
    assert "not in Arabic letters" in ran.err


def test_wrong_use(run: Run, files: tuple[str, str], tmp_path: Path) -> None:
    for arguments in (
        (),
        files[:1],
        (*files, "--format", "csv"),
        (*files, "--jsonl", files[0]),
        ("--jsonl", files[0], "--format", "tsv"),
        (*files, "-o", str(tmp_path / "no-folder" / "out.tsv")),
        (*files, "-o", files[1]),
        ("--jsonl", files[0], "-o", files[0]),
    ):
        ran = run("align", *arguments)
        assert (ran.code, ran.out) == (2, ""), arguments
        assert ran.err
    assert Path(files[1]).read_text(encoding="utf-8") == ENGLISH


# --- lines of a corpus ---------------------------------------------------------------------------------


def line(**more: object) -> str:
    return json.dumps({"id": "a", "source": SOURCE, "target": TARGET} | more)


def test_each_line_gives_one_in_order(run: Run) -> None:
    given = "\n".join((line(condition="x", gold=[]), "", line(id=7, source=[]), line(id="أ", target=[])))
    ran = run("align", "--jsonl", "-", stdin=given)
    assert (ran.code, ran.err) == (0, "")
    found = [json.loads(row) for row in ran.out.splitlines()]
    assert [one["id"] for one in found] == ["a", 7, "أ"]
    assert [one["beads"] for one in found] == [
        [[[0], [0]], [[1], [1]]],
        [[[], [0]], [[], [1]]],
        [[[0], []], [[1], []]],
    ]
    for one in found:
        assert {*one} == {"id", "beads", "confidence", "ms"}
        assert len(one["confidence"]) == len(one["beads"])
        assert one["ms"] >= 0


def test_from_file_to_file_with_kinds(run: Run, tmp_path: Path) -> None:
    corpus, beads = tmp_path / "corpus.jsonl", tmp_path / "beads.jsonl"
    kinds = {"source_kinds": ["paragraph", None], "target_kinds": ["paragraph", "subheading"]}
    corpus.write_text(line(**kinds) + "\n" + line(id="b"), encoding="utf-8")
    ran = run("align", "--jsonl", str(corpus), "-o", str(beads))
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    first, second = (json.loads(row) for row in beads.read_text(encoding="utf-8").splitlines())
    assert first["beads"] == second["beads"]


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"id": NaN, "source": [], "target": []}', "NaN"),
        ("[]", '"id"'),
        (json.dumps({"source": [], "target": []}), '"id"'),
        (line(source="عاد"), '"source" is no list'),
        (line(target=[1]), '"target" is no list'),
        (line(source_kinds=["paragraph"]), '"source_kinds" is no list as long'),
        (line(target_kinds=["paragraph", "poem"]), '"poem"'),
        (line(target_kinds=["paragraph", {}]), "{}"),
    ],
)
def test_a_bad_line_is_named_and_the_others_go_on(run: Run, bad: str, says: str) -> None:
    ran = run("align", "--jsonl", "-", stdin="\n".join((line(), bad, line(id="b"))))
    assert ran.code == 1
    assert [json.loads(row)["id"] for row in ran.out.splitlines()] == ["a", "b"]
    (said,) = ran.err.splitlines()
    assert said.startswith("line 2: ")
    assert says in said


def test_letters_that_are_none_do_no_harm(run: Run) -> None:
    ran = run("align", "--jsonl", "-", stdin=line(id="\ud800", source=["\ud800\x00", ""], target=["\ud800"]))
    assert ran.code == 0
    assert json.loads(ran.out)["id"] == "\ud800"


def test_a_corpus_that_is_not_there(run: Run, tmp_path: Path) -> None:
    ran = run("align", "--jsonl", str(tmp_path / "none.jsonl"))
    assert (ran.code, len(ran.err.splitlines())) == (1, 1)
    assert "none.jsonl" in ran.err
