"""A line within an article, and what becomes of it when the page is cleaned."""

from workbench.intake.document import Block
from workbench.intake.furniture import clean

PROSE = [
    "The mayor of the small port said on Monday that the ferries would sail again.",
    "Nobody had expected the storm to last for nine days and nights in a row.",
    "Work on the breakwater goes on, and the fishermen have gone back to their boats.",
]
ARABIC_PROSE = [
    "قال رئيس بلدية الميناء الصغير يوم الاثنين إن العبارات ستبحر من جديد.",
    "ولم يكن أحد يتوقع أن تستمر العاصفة تسعة أيام وتسع ليال متصلة.",
    "ولا يزال العمل في كاسر الأمواج مستمرًا، وقد عاد الصيادون إلى قواربهم.",
]


def cleaned(lines, language="en"):
    return clean([line if isinstance(line, Block) else Block(line) for line in lines], language)


def in_page(line, where, prose=PROSE, headline="Ferries of the port sail again after the storm"):
    """What becomes of a line above, inside or below an article."""
    page = {
        "above": [line, headline, *prose],
        "head": [headline, line, *prose],
        "inside": [headline, *prose[:2], line, *prose[2:]],
        "below": [headline, *prose, line],
    }[where]
    blocks, fields = cleaned(page)
    return blocks[page.index(line)], fields
