import pytest

from tests.intake.pairs_shown import notes, shown, states
from workbench.domain.errors import InvalidInput, TooLarge
from workbench.domain.kinds import Kind
from workbench.intake.limits import LIMITS
from workbench.intake.read import read_pairs, read_pasted_pairs

BOAT = ("عاد المركب إلى الميناء.", "The boat returned to port.")
NETS = ("جفّت الشباك على الرصيف.", "The nets dried on the quay.")


def read(text, name="pairs.csv", codec="utf-8", **options):
    return read_pairs(text.encode(codec), name=name, **options)


def table(*rows, separator=","):
    return "\n".join(separator.join(row) for row in rows) + "\n"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_and_the_letters_say_which_column_is_which(separator):
    found = read(table(BOAT[::-1], NETS[::-1], separator=separator))
    assert shown(found) == [BOAT, NETS]
    assert "Arabic from column B, English from column A" in found.warnings[0]


def test_a_header_row_names_notes_states_and_kinds_and_what_stays_is_said():
    found = read(
        table(
            ("No", "English", "Arabic", "Notes", "Status", "Kind", "Client"),
            ("1", *BOAT[::-1], "Which port?", "Signed off", "Headline", "Coast Daily"),
            ("2", *NETS[::-1], "", "in progress", "paragraph", "Coast Daily"),
            ("3", "", "سطر بلا ترجمة", "", "translated", "", ""),
        )
    )
    assert shown(found) == [BOAT, NETS, ("سطر بلا ترجمة", "")]
    assert states(found) == ["translated", "draft", None]
    assert notes(found) == [("Which port?",), (), ()]
    assert [pair.source[0].kind for pair in found.pairs][:2] == [Kind.HEADLINE, Kind.PARAGRAPH]
    said = " ".join(found.warnings)
    assert "Columns A (\u2068No\u2069), G (\u2068Client\u2069) were not brought in." in said
    assert "calls 1 translation approved or final" in said


@pytest.mark.parametrize(
    "header", ["العربية,الإنجليزية,ملاحظات", "Source,Target,Comments", "ar,en-GB,Remarks"]
)
def test_headers_in_other_words(header):
    found = read(f"{header}\n{','.join(BOAT)},check\n")
    assert shown(found) == [BOAT]
    assert notes(found) == [("check",)]


def test_source_and_target_of_a_desk_that_translates_the_other_way_go_by_their_letters():
    assert shown(read(table(("Source", "Target"), BOAT[::-1], NETS[::-1]))) == [BOAT, NETS]


def test_a_first_row_of_text_is_no_header():
    assert shown(read(table(BOAT, NETS)))[0] == BOAT


def test_a_long_column_beside_the_english_does_not_take_its_place_when_the_header_names_it():
    wordy = "A remark that is far longer than the English it stands beside, and still only a remark."
    found = read(table(("Arabic", "English", "Notes"), (*BOAT, wordy)))
    assert shown(found) == [BOAT]


def test_lines_in_a_cell_are_blocks_of_one_pair():
    assert shown(read('"سطر أول\nسطر ثان","First line\nSecond line"\n' + ",".join(BOAT))) == [
        ("سطر أول | سطر ثان", "First line | Second line"),
        BOAT,
    ]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "cp1256", "iso8859-6"])
def test_encodings_are_found(codec):
    assert shown(read(table(BOAT, ("جفت الشباك على الرصيف", "The nets dried")), codec=codec))[0] == BOAT


def test_an_encoding_can_be_chosen():
    found = read(table(BOAT), codec="cp1256", encoding="cp1256")
    assert (shown(found), found.encoding) == ([BOAT], "Windows-1256")


def test_a_text_file_of_two_columns_is_a_table_and_another_one_is_not():
    assert shown(read(table(BOAT, NETS, separator="\t"), name="sheet.txt")) == [BOAT, NETS]
    assert read("عاد المركب\tإلى الميناء\nجفّت الشباك\tعلى الرصيف\n", name="page.txt") is None
    assert read(", ".join(BOAT), name="page.txt") is None


def test_a_paste_of_two_columns_from_a_spreadsheet():
    found = read_pasted_pairs(table(BOAT, ('"سطر أول\nسطر ثان"', "Two lines"), separator="\t"))
    assert shown(found) == [BOAT, ("سطر أول | سطر ثان", "Two lines")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\t",
        "one\ttwo\nthree\tfour",
        "عاد المركب\tThe boat",
        'a\t"b\n',
        "\t\n" * 1000,
        BOAT[0] + "\n\n" + BOAT[1],
    ],
)
def test_a_paste_of_anything_else_is_no_table(text):
    assert read_pasted_pairs(text) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("عاد المركب,جفّت الشباك\n", "none mostly English|no column.*English"),
        ("one,two\n", "Arabic"),
        ("", "Arabic"),
        ("12,13\n14,15\n", "Arabic and none mostly English"),
        ('عاد,"boat' + "x" * 200_000, "never ends"),
    ],
)
def test_a_table_that_is_none_says_so(text, says):
    with pytest.raises(InvalidInput, match=f"(?i){says}") as raised:
        read(text)
    assert "Nothing was stored" in raised.value.message


def test_a_table_beyond_the_limits_is_refused():
    with pytest.raises(TooLarge, match="rows"):
        read(",\n" * (LIMITS.lines + 1))
    with pytest.raises(TooLarge, match="cells"):
        read("," * (LIMITS.cells + 1))


def test_a_table_that_a_wrong_guess_may_have_spoilt_says_so():
    with pytest.raises(InvalidInput, match="which was a guess"):
        read("Größe,Länge\n", codec="cp1252")


TITLE = ("عودة المركب إلى الميناء", "The boat returns to port")


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ((TITLE, BOAT, NETS), Kind.HEADLINE),
        ((BOAT, NETS), Kind.PARAGRAPH),  # a sentence
        ((TITLE, ("أسماء", "Names"), ("أرقام", "Numbers")), Kind.PARAGRAPH),  # a list of phrases
        (((TITLE[0], ""), BOAT, NETS), Kind.PARAGRAPH),  # on one side only
        (((" ".join([TITLE[0]] * 6), TITLE[1]), BOAT, NETS), Kind.PARAGRAPH),  # long
    ],
)
def test_a_first_row_that_looks_like_a_headline_above_text_is_one(rows, kind):
    assert read(table(*rows)).pairs[0].source[0].kind is kind


def test_a_table_that_names_kinds_is_not_second_guessed():
    rows = (("Arabic", "English", "Kind"), (*TITLE, ""), (*BOAT, "quote"), (*NETS, ""))
    assert read(table(*rows)).pairs[0].source[0].kind is Kind.PARAGRAPH
