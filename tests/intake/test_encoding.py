import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.errors import InvalidInput
from workbench.intake.encoding import Decoded, decode

ARABIC = "قالت البلدية إن العبّارة ستعود إلى العمل يوم الأحد، بعد تسعة أيام من التوقف.\n" * 3
ENGLISH = "The town’s café reopened on Sunday – after nine days. “At last,” said Zoë.\n" * 3


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", [ARABIC, ENGLISH])
def test_unicode_with_and_without_a_mark(codec, text):
    decoded = decode(text.encode(codec), "ar" if text is ARABIC else "en")
    assert decoded.text == text
    assert decoded.encoding.startswith("UTF-")


@pytest.mark.parametrize(
    ("text", "language", "codec", "label"),
    [
        (ARABIC, "ar", "cp1256", "Windows-1256"),
        (ARABIC.replace("ّ", ""), "ar", "iso8859-6", "ISO-8859-6"),
        (ENGLISH, "en", "cp1252", "Windows-1252"),
    ],
)
def test_old_encodings_are_guessed_and_said(text, language, codec, label):
    decoded = decode(text.encode(codec), language)
    assert decoded.text == text
    assert decoded.encoding == label
    assert label in decoded.warnings[0]


def test_a_declaration_is_believed_when_it_fits():
    assert decode("café".encode("latin-1"), "en", declared="iso-8859-1").text == "café"
    assert decode("كلمة".encode(), "ar", declared="us-ascii").text == "كلمة"
    assert decode("كلمة".encode(), "ar", declared="zlib").text == "كلمة"
    assert decode("كلمة".encode(), "ar", declared="no-such").encoding == "UTF-8"


def test_a_chosen_encoding_holds_whatever_the_bytes_say():
    data = ARABIC.encode("cp1256")
    assert decode(data, "ar", declared="utf-8", chosen="cp1256") == Decoded(ARABIC, "Windows-1256")
    assert decode(ARABIC.encode("utf-8-sig"), "ar", chosen="utf-8").text == ARABIC
    assert decode(ARABIC.encode("utf-16"), "ar", chosen="utf-16").text == ARABIC
    assert "could not be read" in decode(data, "ar", chosen="utf-8").warnings[0]


@pytest.mark.parametrize("codec", ["no-such", "zlib", "rot13", "a\x00b"])
def test_only_character_encodings_can_be_chosen(codec):
    with pytest.raises(InvalidInput, match="Choose another"):
        decode(b"words", "en", chosen=codec)


def test_what_is_no_text_is_refused():
    with pytest.raises(InvalidInput, match="does not look like text"):
        decode(bytes(range(32)) * 100, "en")


def test_a_few_nul_bytes_go_and_are_said():
    decoded = decode(b"The ferry\x00 sails again.", "en")
    assert decoded.text == "The ferry sails again."
    assert "control character" in decoded.warnings[0]


def test_a_few_bad_bytes_do_not_make_utf8_something_else():
    data = (ARABIC * 20).encode()
    middle = data.index(b"\n", len(data) // 2)
    decoded = decode(data[:middle] + b"\xff\xfe" + data[middle:-60] + b"\xe9" + data[-60:], "ar")
    assert decoded.encoding == "UTF-8"
    assert decoded.text.replace("\ufffd", "") == ARABIC * 20
    assert "damaged at 2 places" in decoded.warnings[0]
    assert len(decoded.warnings) == 1


@pytest.mark.parametrize("declared", [None, "utf-8"])
def test_one_bad_byte_among_english_quotes_is_said(declared):
    decoded = decode(ENGLISH.encode() + b"\xff", "en", declared=declared)
    assert decoded.text == ENGLISH + "\ufffd"
    assert "damaged at 1 place:" in decoded.warnings[0]


WORDS = st.lists(st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآئؤ", min_size=3, max_size=9), min_size=25)
MARKS = st.sampled_from([" ", " ", "، ", "؟ ", "؛ ", ". ", "\n"])
ARABIC_TEXTS = st.builds(lambda words, mark: mark.join(words) + ".", WORDS, MARKS)


@given(ARABIC_TEXTS, st.lists(st.tuples(st.integers(4), st.binary(min_size=1, max_size=1)), max_size=3))
def test_arabic_in_utf8_stays_utf8_with_any_few_bytes_in_it(text, stray):
    data = text.encode()
    for position, byte in stray:
        position = 4 + position % (len(data) - 4)
        data = data[:position] + byte + data[position:]
    assert decode(data, "ar").encoding == "UTF-8"


@given(ARABIC_TEXTS, st.sampled_from(["cp1256", "iso8859-6"]))
def test_arabic_in_an_old_encoding_is_never_taken_for_utf8(text, codec):
    assert decode(text.encode(codec), "ar").encoding != "UTF-8"


@given(st.binary(max_size=400), st.sampled_from(["ar", "en"]))
def test_any_bytes_are_text_or_refused(data, language):
    try:
        decoded = decode(data, language)
    except InvalidInput:
        return
    assert "\x00" not in decoded.text
    assert decoded.encoding
    decoded.text.encode()
