"""Whatever the bytes: a document, pairs, or one of two errors with a sentence, in bounded time and memory."""

import io
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake import test_odt, test_xlsx
from tests.intake.samples import ARABIC, ENGLISH, SAMPLES, TMX, XLIFF1, XLIFF2, repacked
from tests.thoroughness import examples
from workbench.domain.errors import InvalidInput
from workbench.intake.document import Bilingual, Document
from workbench.intake.limits import LIMITS
from workbench.intake.read import BILINGUAL_READERS, READERS, read, read_pairs, read_pasted_pairs

SECONDS = 8  # of the processor, for any one file
MEMORY = 900 * 1024 * 1024  # bytes that a process may add for any of them


def taken(data: bytes, name: str) -> Document | Bilingual | None:
    """What the import makes of a file, None when it is refused; nothing else may come out."""
    try:
        return read_pairs(data, name=name) or read(data, name=name, language="en")
    except InvalidInput as error:  # TooLarge is one
        said = error.message
    assert "stored" in said
    return None


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_are_read(name: str) -> None:
    found = taken(SAMPLES[name], name)
    assert isinstance(found, Document if name.startswith("a.") else Bilingual)


def test_every_reader_has_a_sample() -> None:
    met = {
        next(r.id for r in READERS if r.sniff(data, name))
        for name, data in SAMPLES.items()
        if name.startswith("a.")
    }
    met |= {
        next(r.id for r in BILINGUAL_READERS if r.sniff(data, name))
        for name, data in SAMPLES.items()
        if not name.startswith("a.")
    }
    assert met == {reader.id for reader in (*READERS, *BILINGUAL_READERS)}


# --- arbitrary and spoilt files -------------------------------------------------------------------------

PIECES = [
    b"", b"\x00", b"<", b"</", b"&x;", b"&#0;", b"&#x110000;", b"]]>", b"<![CDATA[", b"<!DOCTYPE x [", b'<!ENTITY a "b">', b"\xff\xfe",
    b"\xc3", b'"', b"'", b"\t", b"\n", b"=", b"-1", b"9" * 400, b" xmlns:a='b'", b"<g>" * 30, b"\xed\xa0\x80", "\u202e\ufeffﷺ".encode(), b"<?x ?>",
    b'id="1" id="2"', b"PK\x01\x02", b"<sub><ph>" * 30,
]  # fmt: skip
SPOILS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 60), st.one_of(st.sampled_from(PIECES), st.binary(max_size=8))),
    min_size=1,
    max_size=6,
)


def spoilt(data: bytes, spoils: list[tuple[float, int, bytes]]) -> bytes:
    """``data`` with pieces put in the place of some of its bytes."""
    for where, length, piece in spoils:
        at = int(where * len(data))
        data = data[:at] + piece + data[at + length :]
    return data


QUICK = settings(max_examples=examples(25), suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("name", SAMPLES)
def test_spoilt_files_raise_nothing_else(name: str) -> None:
    @QUICK
    @given(SPOILS)
    def spoil(spoils: list[tuple[float, int, bytes]]) -> None:
        taken(spoilt(SAMPLES[name], spoils), name)

    spoil()


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, data in SAMPLES.items() if data.startswith(b"PK")])
def test_packages_with_spoilt_parts_raise_nothing_else(name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(SAMPLES[name])) as package:
        parts = [p for p in package.namelist() if p.endswith((".xml", ".rels"))]

    @QUICK
    @given(st.sampled_from(parts), SPOILS)
    def spoil(part: str, spoils: list[tuple[float, int, bytes]]) -> None:
        taken(repacked(SAMPLES[name], lambda one, data: spoilt(data, spoils) if one == part else data), name)

    spoil()


@pytest.mark.parametrize("name", SAMPLES)
def test_arbitrary_bytes_raise_nothing_else(name: str) -> None:
    @QUICK
    @given(
        st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace")))
    )
    def give(data: bytes) -> None:
        taken(data, name)
        taken(data[:4] + SAMPLES[name][4:], name)

    give()


@QUICK
@given(st.text(alphabet=st.sampled_from("\t\n\"',;ab عب\x00\u202e"), max_size=200))
def test_arbitrary_pastes_raise_nothing_else(text: str) -> None:
    with suppress(InvalidInput):
        read_pasted_pairs(text)


# --- files made to hurt ---------------------------------------------------------------------------------

LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]>'


def entities(sample: str, declared: str) -> bytes:
    bare = sample.replace('<!DOCTYPE tmx SYSTEM "tmx14.dtd">', "")
    return (declared + bare.replace(ENGLISH, "&a11;&a;")).encode()


def part(sample: str, name: str, content: bytes) -> Callable[[], bytes]:
    return lambda: repacked(SAMPLES[sample], lambda one, data: content if one == name else data)


def lied_about() -> bytes:
    """A package whose directory says less of an entry than is in it."""
    data = bytearray(SAMPLES["a.odt"])
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (5).to_bytes(4, "little")
    return bytes(data)


def inside(sample: str, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(SAMPLES[sample])) as package:
        return package.read(name).decode()


def units(text: str, count: int = 1) -> str:
    return XLIFF1.replace(XLIFF1[XLIFF1.index("<trans-unit") : XLIFF1.index("</body>")], text * count)


HOSTILE: dict[str, Callable[[], bytes]] = {
    **{
        f"{kind} {name}": (lambda sample=sample, declared=declared: entities(sample, declared))
        for kind, declared in (("laughs", LAUGHS), ("outside", OUTSIDE), ("parameter", PARAMETER))
        for name, sample in (("a.xlf", XLIFF1), ("b.xlf", XLIFF2), ("a.tmx", TMX))
    },
    "utf-16 laughs.xlf": lambda: entities(XLIFF1, LAUGHS).decode().encode("utf-16"),
    "utf-7 laughs.xlf": lambda: b'<?xml version="1.0" encoding="utf-7"?>' + entities(XLIFF1, LAUGHS).decode().encode("utf-7"),
    "laughs.odt": part("a.odt", "content.xml", (LAUGHS + "<x>&a11;</x>").encode()),
    "laughs.docx": part("a.docx", "word/document.xml", (LAUGHS + "<x>&a11;</x>").encode()),
    "laughs in styles.docx": part("a.docx", "word/styles.xml", (LAUGHS + "<x>&a11;</x>").encode()),
    "laughs.xlsx": part("pairs.xlsx", "xl/worksheets/sheet1.xml", (LAUGHS + "<x>&a11;</x>").encode()),
    "bomb.docx": part("a.docx", "word/document.xml", b"<x>" + b"a" * 50_000_000),
    "bomb.xlsx": part("pairs.xlsx", "xl/worksheets/sheet1.xml", b" " * 50_000_000),
    "two bombs.odt": lambda: test_odt.packed(**{f"p{n}": b"a" * 20_000_000 for n in range(4)}),
    "lied about.odt": lied_about,
    "many parts.xlsx": lambda: test_odt.packed(**{f"p{n}": "" for n in range(LIMITS.entries + 1)}),
    "endless markup.docx": part("a.docx", "word/document.xml", inside("a.docx", "word/document.xml").replace("<w:body>", "<w:body>" + "<w:p/>" * 2_000_000 + "<!--" + "ab" * 10_000 + "-->").encode()),
    "deep.docx": part("a.docx", "word/document.xml", inside("a.docx", "word/document.xml").replace("<w:body>", "<w:body>" + "<w:sdt>" * 20_000 + "</w:sdt>" * 20_000).encode()),
    "deep lists.odt": part("a.odt", "content.xml", inside("a.odt", "content.xml").replace("<text:list ", "<text:list>" * 100_000 + "<text:list ").encode()),
    "deep.xlf": lambda: units("<trans-unit id='1'><source>" + "<g id='1'>" * 100_000),
    "deep but legal.xlf": lambda: units("<trans-unit id='1'><source>" + "<ph id='1'><sub>" * 120 + "x" + "</sub></ph>" * 120 + "</source></trans-unit>"),
    "empty units.xlf": lambda: units("<trans-unit id='1'><source/></trans-unit>", 200_000),
    "units.xlf": lambda: units(f"<trans-unit id='1'><source>{ARABIC}</source></trans-unit>", 25_000),
    "attributes.xlf": lambda: units("<trans-unit " + " ".join(f"a{n}='x'" for n in range(500_000)) + "><source/></trans-unit>"),
    "attribute.xlf": lambda: units(f"<trans-unit id='{'x' * 9_000_000}'><source/></trans-unit>"),
    "namespaces.xlf": lambda: XLIFF1.replace("<xliff ", "<xliff " + " ".join(f"xmlns:n{n}='u{n}'" for n in range(100_000)) + " ", 1),
    "comments.xlf": lambda: units("<!---->", 1_000_000),
    "instructions.xlf": lambda: units("<?a ?>", 1_000_000),
    "one text.xlf": lambda: units(f"<trans-unit id='1'><source>{ARABIC * 60_000}</source></trans-unit>"),
    "codes.xlf": lambda: units("<trans-unit id='1'><source>" + "<bx id='1' ctype='bold'/>ا<ex id='1'/>" * 25_000 + "</source></trans-unit>"),
    "open codes.xlf": lambda: units("<trans-unit id='1'><source>" + "".join(f"<bx id='{n}' ctype='bold'/>ا" for n in range(15_000)) + "</source></trans-unit>"),
    "notes.xlf": lambda: units(f"<trans-unit id='1'><source>{ARABIC}</source><note>{'n' * 6_000}</note></trans-unit>"),
    "line breaks.tmx": lambda: TMX.replace("<seg>", '<seg xml:space="preserve">' + "a\n" * 100_000, 1),
    "order.xlf": lambda: XLIFF2.replace('order="1"', f'order="{"9" * 4_000}"'),
    "commas.csv": lambda: b"," * 10_000_000,
    "empty rows.csv": lambda: b",\n" * 5_000_000,
    "empty lines.csv": lambda: b"\n" * 10_000_000,
    "nul.csv": lambda: b"\0" * 10_000_000,
    "quote.csv": lambda: f'{ARABIC},"{ENGLISH * 100_000}'.encode(),
    "quotes.csv": lambda: b'"",' * 3_000_000,
    "rows.tsv": lambda: f"{ARABIC}\t{ENGLISH}\n".encode() * 80_000,
    "returns.csv": lambda: b"a,b\r" * 600_000,
    "tabs.txt": lambda: b"a\t" * 5_000_000,
    "rows.xlsx": lambda: test_xlsx.workbook("<worksheet><sheetData>" + "<row/>" * 590_000 + "</sheetData></worksheet>"),
    "one sheet as all.xlsx": lambda: alias(),
    "strings.xlsx": lambda: test_xlsx.workbook(test_xlsx.sheet((ARABIC, ENGLISH)), **{"xl__sharedStrings.xml": "<sst>" + "<si/>" * 590_000 + "</sst>"}),
    "tags.html": lambda: b"<i>" * 3_300_000,
    "tables.html": lambda: b"<table><tr><td>" * 60_000 + b"x",
    "attribute.html": lambda: b"<p title='" + b"x" * 10_000_000 + b"'>" + ENGLISH.encode(),
    "scripts.html": lambda: (b"<script>" + b"x" * 90 + b"</script><form><input>") * 80_000 + b"<p>" + ENGLISH.encode(),
    "glued links.html": lambda: b"<a href=1>a</a><a href=2>b</a>" * 30_000,
    "pictures.html": lambda: b"".join(b"<img alt='boat %d'>" % n for n in range(100_000)),
}  # fmt: skip


def alias() -> bytes:
    """A hundred sheets that are one and the same, with comments that are the sheet as well."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 60_000))
    links = {f"r{n}": ("worksheet", "worksheets/sheet1.xml") for n in range(1, 200)}
    names = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, 200))
    return test_xlsx.workbook(
        f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
        **{
            "xl__workbook.xml": f'<workbook {test_xlsx.MAIN} xmlns:r="{test_xlsx.LINKS}"><sheets>{names}</sheets></workbook>',
            "xl___rels__workbook.xml.rels": test_xlsx.relations(**links),
            "xl__worksheets___rels__sheet1.xml.rels": test_xlsx.relations(
                **{f"c{n}": ("comments", f"{'./' * n}sheet1.xml") for n in range(50)}
            ),
        },
    )


def _data(name: str) -> bytes:
    made = HOSTILE[name]()
    return made.encode() if isinstance(made, str) else made


_GROUPS = 2  # a process each: what one file leaves behind must not add up


@pytest.mark.slow
@pytest.mark.parametrize("group", range(_GROUPS))
def test_files_made_to_hurt_end_in_bounded_time_and_memory(group: int) -> None:
    script = f"from tests.intake.test_hostile import take_within; take_within({group})"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=600)
    assert ran.returncode == 0, ran.stderr[-2_000:]


def take_within(group: int) -> None:
    """For a process of its own: take every so many of the files, each in ``SECONDS`` and ``MEMORY``."""
    import workbench.web  # noqa: F401  (so that what a server has loaded is not counted)

    present = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (present + MEMORY, present + MEMORY))
    for name in list(HOSTILE)[group::_GROUPS]:
        try:
            data = _data(name)
            started = time.process_time()
            found = str(taken(data, name))
        except MemoryError:
            raise SystemExit(f"{name} needs more memory than it may") from None
        seconds = time.process_time() - started
        if seconds > SECONDS:
            raise SystemExit(f"{name} takes {seconds:.1f} s")
        if "root:" in found or "hahaha" in found:
            raise SystemExit(f"{name} brings in what it names")
