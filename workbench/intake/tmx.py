"""TMX 1.1 to 1.4: a translation memory, each of its units a pair."""

from lxml import etree

from workbench.domain.errors import InvalidInput
from workbench.intake.document import Bilingual
from workbench.intake.reader import has_extension
from workbench.intake.units import LANG, Content, Unit, Units, language_of, read_note
from workbench.intake.xml import child, children, local, parse_xml


class TmxReader:
    """A translation memory."""

    id = "tmx"
    label = "Translation memory (TMX)"
    extensions: tuple[str, ...] = (".tmx",)

    def sniff(self, data: bytes, name: str) -> bool:
        return b"<tmx" in data[:4096].replace(b"\x00", b"") or has_extension(name, self)

    def read(self, data: bytes, encoding: str | None = None) -> Bilingual:
        root = parse_xml(data, named_doctype=True)
        body = child(root, "body")
        if local(root) != "tmx" or body is None:
            raise InvalidInput("That is no TMX file. Nothing was stored.")
        units = Units()
        others = more = 0
        languages: set[str] = set()
        for element in children(body, "tu"):
            texts: dict[str, list[etree._Element]] = {}
            for variant in children(element, "tuv"):
                texts.setdefault(language_of(variant.get(LANG) or variant.get("lang") or ""), []).append(
                    variant
                )
            languages |= texts.keys()
            if not {"ar", "en"} <= texts.keys():
                others += 1
                continue
            more += any(len(texts[language]) > 1 for language in ("ar", "en"))
            units.add(_unit(element, texts["ar"][0], texts["en"][0]))
        if not units.collector.pairs:
            if not languages:
                raise InvalidInput("There is no text in that TMX file. Nothing was stored.")
            named = ", ".join(sorted(filter(None, languages))[:6]) or "none named"
            raise InvalidInput(
                f"No unit of that TMX file has both Arabic (ar) and English (en); its languages are: {named}. "
                "Nothing was stored."
            )
        if others:
            units.warn(
                f"{others} unit{'' if others == 1 else 's'} without both Arabic and English {'was' if others == 1 else 'were'} not brought in."
            )
        if more:
            units.warn(
                f"{more} unit{'' if more == 1 else 's'} had several texts in one language; the first of each was taken."
            )
        units.warn(
            "A translation memory may not be in the order of a text. Look whether the rows follow each other."
        )
        return units.finished()


def _unit(element: etree._Element, arabic: etree._Element, english: etree._Element) -> Unit:
    source, target = Content(), Content()
    notes = [read_note(note) for note in children(element, "note")]
    for side, variant in ((source, arabic), (target, english)):
        if (text := child(variant, "seg")) is not None:
            side.feed(
                text, keeps_lines=True
            )  # "all spacing and line-breaking characters are significant" (1.4b)
        notes += [read_note(note) for note in children(variant, "note")]
    return Unit(source.take(), target.take(), notes=notes)
