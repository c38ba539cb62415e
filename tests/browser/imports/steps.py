"""What a person does on the pages of the import, and what they see there."""

from playwright.sync_api import Page, expect

ARABIC = """ad a b

عودة الصيادين إلى المرفأ القديم

عاد ثلاثون صيادًا إلى المرفأ القديم بعد غياب دام سبعة أعوام كاملة.

قال رئيس التعاونية إن البحر أعطى هذا العام أكثر مما أعطى في عقد.

وتنتظر القوارب الصغيرة إصلاح الرصيف قبل حلول الشتاء."""

RICH = """<h1>Fishermen return to the old harbour</h1>
<p>Thirty fishermen <strong>returned</strong> to the old harbour after a full seven years away.</p>
<p>The head of the <a href="https://example.org/coop">cooperative</a> said the sea had given more this year than in a decade.</p>
<p>Small boats are waiting for the quay to be repaired before winter sets in.</p>"""


def paste(page: Page, selector: str, *, text: str, html: str = "") -> None:
    page.eval_on_selector(
        selector,
        """(field, {text, html}) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            if (html) data.setData("text/html", html);
            field.focus();
            const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
            if (field.dispatchEvent(event)) field.value = text;
        }""",
        {"text": text, "html": html},
    )


def give(page: Page) -> None:
    """Through step one: plain Arabic, rich English."""
    page.fill("#source_text", ARABIC)
    paste(page, "#target_text", text="Fishermen return", html=RICH)
    expect(page.locator("[data-side=target] .preview")).to_be_visible()
    page.get_by_role("button", name="Read both sides").first.click()
    page.wait_for_url("**/clean")


def to_pairs(page: Page) -> None:
    give(page)
    page.get_by_role("button", name="Pair the two sides").first.click()
    page.wait_for_url("**/pairs")


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_text("Everything saved")


def rows(page: Page) -> list[tuple[int, int]]:
    """How many English and Arabic blocks each pair shows."""
    saved(page)
    return [
        tuple(pair)
        for pair in page.eval_on_selector_all(
            ".pair",
            "rows => rows.map(row => ['target', 'source'].map(side => row.querySelectorAll(`[data-side=${side}] > .words`).length))",
        )
    ]


def kept(page: Page) -> list[str]:
    saved(page)
    return page.locator("[data-list-of=source] > li:not([data-dropped]) .words").all_inner_texts()


def correcting(page: Page, row: str, text: str) -> None:
    """A correction of this row typed and not kept."""
    page.locator(row).focus()
    page.keyboard.press("e")
    page.locator(f"{row} textarea").fill(text)
    expect(page.locator("[data-saved]")).to_have_text("Not saved yet")


def english(page: Page) -> list[str]:
    """The first word of each pair's English."""
    saved(page)
    cells = page.locator(".pair > .cell[data-side=target]").all_inner_texts()
    return [text.split()[0] if text.split() else "" for text in cells]
