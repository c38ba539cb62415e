"""Which keys do what, by where they work: for the help page and for the pages that list their own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """What to press (any of the combinations; Mod is Ctrl, on a Mac ⌘) and what it does."""

    combinations: tuple[str, ...]
    says: str


#: Where the keys work → the keys.
KEYS: dict[str, tuple[Key, ...]] = {
    "Everywhere": (Key(("Mod+/",), "These keys"),),
    "On the desk": (
        Key(("j", "k"), "Next, previous article"),
        Key(("Enter",), "Open the article"),
        Key(("t",), "Take on its work, if nobody has it"),
        Key(("/",), "Search"),
    ),
    "In the inbox": (
        Key(("j", "k"), "Next, previous line"),
        Key(("Enter",), "Open it"),
        Key(("e",), "Seen"),
        Key(("Shift+E",), "All seen"),
    ),
    "In an article": (
        Key(("Alt+ArrowDown", "Alt+ArrowUp"), "Next, previous row; what you wrote is saved"),
        Key(("Mod+Enter",), "Confirm, approve or agree, and go to the next open row"),
        Key(("Mod+Shift+Enter",), "The same, and stay"),
        Key(("Mod+S",), "Save now"),
        Key(("F8", "Shift+F8"), "Next, previous open row"),
        Key(("Mod+Shift+F8",), "Next row changed since you looked"),
        Key(("F4", "Shift+F4"), "Next, previous problem: its card has the focus then"),
        Key(("F2",), "From the English to the Arabic and back"),
        Key(("Mod+E",), "Mark the chosen words as a problem"),
        Key(("Mod+U",), "Ask about the row"),
        Key(("Mod+Shift+Backspace",), "Send the row back, with a reason"),
        Key(("Shift+F2",), "Reopen an approved row"),
        Key(("Mod+Shift+7",), "Ask for a legal read of the row"),
        Key(("Mod+Shift+9",), "Approve all rows you have read"),
        Key(("Mod+Shift+1",), "Hand the article over"),
        Key(("Mod+G",), "Go to a row by its number"),
        Key(("Mod+\\",), "Split the row at the caret"),
        Key(("Mod+J",), "Join with the next row"),
        Key(("Mod+B", "Mod+I", "Mod+Shift+L"), "Bold, italic, link"),
        Key(("Mod+Shift+8",), "Show invisible characters"),
        Key(
            ("Mod+Z",), "Undo the last approval or change of rows (in a text you typed in since: the typing)"
        ),
        Key(("Escape",), "Leave the text, keep the row"),
        Key(("Mod+K",), "All commands"),
        Key(("Mod+/",), "These keys"),
    ),
    "On a problem’s card": (
        Key(("a", "h"), "Apply the suggestion; attach it to the words chosen in the row"),
        Key(
            ("p", "t"), "Attach it where its own words stand; to the tray, where it was found on other words"
        ),
        Key(("f", "y", "r"), "Mark fixed; accept; reopen"),
        Key(("d", "w", "u"), "Dispute; withdraw; uphold"),
        Key(("c", "n", "e"), "Reply; answer the question; edit what you just said"),
        Key(("s",), "Mark the same error in other words"),
        Key(("o",), "Note what the author of the Arabic answered to a question"),
        Key(("v", "x"), "A legal read: sign that it may go out; say why it may not"),
        Key(("Mod+Enter",), "Send what you wrote"),
        Key(("ArrowDown", "ArrowUp"), "Next, previous card"),
        Key(("Escape",), "Back: from the text to the card, from the card to the row"),
    ),
    "While giving a reason": (Key(("Mod+Enter",), "Send it"),),
    "While marking a problem": (
        Key(("1–8",), "The category; a second digit picks another of its types"),
        Key(("9", "0", "?"), "Source error, praise, question"),
        Key(("m", "j", "c"), "Minor, major, critical"),
        Key(("=",), "The same error as an earlier one"),
        Key(("Enter",), "Mark it"),
        Key(("Mod+Enter",), "Mark it from a text, where Enter begins the next line; ask"),
    ),
    "In a text that is only read": (
        Key(("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"), "The caret, as in any text"),
        Key(("Shift+ArrowLeft", "Shift+ArrowRight"), "Choose letters, in the direction of the arrow"),
        Key(("Mod+Shift+ArrowLeft", "Mod+Shift+ArrowRight"), "Choose words (on a Mac with ⌥)"),
        Key(("Home", "End"), "To the line’s beginning, end; with Shift choosing"),
        Key(("Mod+E",), "Mark the chosen words"),
    ),
    "Where the English is read alone": (
        Key(("Tab",), "Into the text"),
        Key(("Alt+ArrowDown", "Alt+ArrowUp"), "Next, previous passage"),
        Key(("F2",), "Show its Arabic; hide it"),
        Key(("Mod+E",), "Mark the chosen words as a problem"),
        Key(("Enter",), "In a mark: to its problem in the rows"),
    ),
    "Where an import is given": (Key(("Mod+Enter",), "Read both sides"),),
    "On the import’s lines": (
        Key(("j", "ArrowDown"), "Next line"),
        Key(("k", "ArrowUp"), "Previous line"),
        Key(("ArrowLeft", "ArrowRight"), "To the other side"),
        Key(("x",), "Leave out; put back"),
        Key(("Enter",), "Put a left-out line back; correct a kept one; open or shut a run of left-out lines"),
        Key(("e",), "Correct the text"),
        Key(("Mod+\\",), "While correcting: split at the caret"),
        Key(("m",), "Join with the next line"),
        Key(("r",), "To the repairs of this side; Escape leads back to the line"),
        Key(("Mod+Enter",), "On to the next step; while correcting: keep the text"),
        Key(("1–7",), "Headline, standfirst, subheading, paragraph, list item, quote, caption"),
        Key(("Mod+Z",), "Undo"),
        Key(("Mod+Shift+Z",), "Redo"),
    ),
    "On the import’s pairs": (
        Key(("j", "ArrowDown"), "Next pair"),
        Key(("k", "ArrowUp"), "Previous pair"),
        Key(("w",), "The next of the weakest pairs"),
        Key(("Shift+W",), "Back to the one before"),
        Key(("m",), "Merge with the next"),
        Key(("s",), "Split between paragraphs, sentences or words; Ctrl+arrows choose a word"),
        Key(("u",), "Pair both sides with nothing"),
        Key(("p",), "Pin: this pair is right; again: not so sure"),
        Key(("[", "]"), "Shift the English down, up from here"),
        Key(("{", "}"), "Shift the Arabic down, up from here"),
        Key((",", "."), "Move an English block to the pair above, below"),
        Key(("<", ">"), "The same with an Arabic block"),
        Key(("t",), "Swap the English with the next pair’s"),
        Key(("Shift+T",), "Swap the Arabic"),
        Key(("x",), "Cut the English, to put it somewhere else"),
        Key(("Shift+X",), "Cut the Arabic"),
        Key(("v",), "Put what was cut into this pair"),
        Key(("Shift+V",), "Put it above this pair, with nothing opposite"),
        Key(("g",), "Take the move that is offered here"),
        Key(("Shift+G",), "Leave it where it is"),
        Key(("n",), "Join two English paragraphs of this pair"),
        Key(("Shift+N",), "Join two Arabic ones"),
        Key(("Delete",), "Leave the English out, or what is there alone"),
        Key(("Shift+Delete",), "Leave the Arabic out"),
        Key(("e",), "Correct the English"),
        Key(("Shift+E",), "Correct the Arabic"),
        Key(("Mod+Enter",), "On to creating the article or to what changes; while correcting: keep the text"),
        Key(("Mod+\\",), "While correcting: split at the caret"),
        Key(("Escape",), "Leave what you are correcting, splitting or moving"),
        Key(
            ("r",),
            "Align the rest: what was set by hand stays, what only came along with a shift is paired anew",
        ),
        Key(("1–7",), "Headline, standfirst, subheading, paragraph, list item, quote, caption"),
        Key(("Mod+Z",), "Undo"),
        Key(("Mod+Shift+Z",), "Redo"),
    ),
}
