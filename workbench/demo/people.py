"""Who works at the demo's desk."""

from workbench.domain.people import Role

#: One person per role. Invented; their addresses lead nowhere (RFC 2606).
PEOPLE: dict[Role, tuple[str, str]] = {
    Role.TRANSLATOR: ("Hala al-Dabbagh", "hala@example.org"),
    Role.REVIEWER: ("Kinan al-Rashidi", "kinan@example.org"),
    Role.EDITOR: ("Samira al-Naqqash", "samira@example.org"),
    Role.ADMIN: ("Tarek al-Farra", "tarek@example.org"),
}
ADDRESSES = frozenset(email for _, email in PEOPLE.values())
