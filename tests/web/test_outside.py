"""Published editions and their feed, from outside: who may, what caches are told, and what a withdrawal leaves."""

import json
import re
from datetime import timedelta

import feedparser
import lxml.html
import pytest
from lxml import etree
from sqlalchemy import select

from tests.bare_edition import add_edition
from tests.conftest import Clock
from tests.services.conftest import Rows
from tests.services.test_after_publishing import make_edition, reword
from tests.services.test_publishing import approve_all, publish_it
from tests.web.conftest import Client, ClientFor, Prepare
from workbench import clock
from workbench.db.engine import Database
from workbench.db.models import AuditEvent, Edition, EditionEvent, EditionEventKind, FeedKey, Setting
from workbench.db.queries.editions import find_article
from workbench.domain.house import DESK_NAME, OUTSIDE, Outside
from workbench.domain.people import Actor
from workbench.export.registry import READER_FORMATS
from workbench.services import outside
from workbench.services.segments import approve, confirm, reopen, save_target
from workbench.web.outside import Rendered


def published(rows: Rows) -> None:
    approve_all(rows)
    publish_it(rows)


def let(database: Database, who: Outside) -> None:
    with database.writing() as session:
        session.merge(Setting(key=OUTSIDE, value=who.value, changed_at=clock.now()))


def withdraw(database: Database, staff: dict[str, Actor]) -> None:
    with database.writing() as session:
        edition = session.scalars(select(Edition)).one()
        session.add(
            EditionEvent(
                edition_id=edition.id,
                kind=EditionEventKind.WITHDRAWN,
                actor_id=staff["editor"].id,
                reason="A name was wrong.",
                at=clock.now(),
            )
        )


def test_a_part_of_a_file_is_answered(prepare: Prepare, client: Client, database: Database) -> None:
    slug = prepare(published)
    let(database, Outside.ANYBODY)
    path = f"/editions/{slug}/1.pdf"
    whole = client.get(path)
    assert whole.headers["Accept-Ranges"] == "bytes"
    part = client.get(path, headers={"Range": "bytes=10-19", "If-Range": whole.headers["ETag"]})
    assert (part.status_code, part.data) == (206, whole.data[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(whole.data)}"
    assert part.headers["ETag"] == whole.headers["ETag"]
    other = client.get(path, headers={"Range": "bytes=10-19", "If-Range": '"another"'})
    assert (other.status_code, other.data) == (200, whole.data)
    assert client.get(path, headers={"Range": "bytes=99999999-"}).status_code == 416
    assert client.get(path, headers={"Range": "bytes=-10"}).data == whole.data[-10:]
    for ignored in ("bytes=0-1,5-9", "lines=1-2", "bytes=9-5", "nonsense", "bytes=-99999999"):
        answer = client.get(path, headers={"Range": ignored})
        assert (ignored, answer.status_code, answer.data) == (ignored, 200, whole.data)
    head = client.head(path, headers={"Range": "bytes=10-19"})
    assert (head.status_code, head.content_length) == (200, len(whole.data))
    assert head.headers["Accept-Ranges"] == "bytes"


def test_nothing_goes_out_until_the_desk_says_so(prepare: Prepare, client: Client) -> None:
    slug = prepare(published)
    for path in (f"/editions/{slug}", f"/editions/{slug}/1.txt", "/feed.atom", "/feed.json"):
        answer = client.get(path)
        assert (path, answer.status_code) == (path, 404)
        assert "Port workers" not in answer.text


def test_anybody_gets_every_public_form_without_a_cookie_and_is_told_when_it_has_not_changed(
    prepare: Prepare, client: Client, database: Database
) -> None:
    slug = prepare(published)
    let(database, Outside.ANYBODY)
    for path in [f"/editions/{slug}", *(f"/editions/{slug}/1.{form}" for form in READER_FORMATS)]:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "public, no-cache"
        etag, modified = answer.headers["ETag"], answer.headers["Last-Modified"]
        for headers in ({"If-None-Match": etag}, {"If-Modified-Since": modified}):
            again = client.get(path, headers=headers)
            assert (again.status_code, again.data) == (304, b"")
            assert again.headers["ETag"] == etag
        head = client.head(path)
        assert (head.status_code, head.data) == (200, b"")
        assert head.headers["Content-Length"] == str(len(answer.data))
    assert "Port workers return to work" in client.get(f"/editions/{slug}.txt").text
    for path in (f"/editions/{slug}/2", f"/editions/{slug}.wav", "/editions/elsewhere"):
        assert client.get(path).status_code == 404


def test_a_key_opens_until_it_is_revoked(
    prepare: Prepare, client: Client, database: Database, staff: dict[str, Actor]
) -> None:
    slug = prepare(published)
    let(database, Outside.WITH_KEY)
    with database.writing() as session:
        key = outside.create_key(session, staff["admin"], "The web site", at=clock.now())
    path = f"/editions/{slug}.txt"
    asked = client.get(path)
    assert asked.status_code == 401
    assert asked.headers["WWW-Authenticate"].startswith("Bearer")
    assert client.get(path, headers={"Authorization": "Bearer wrong"}).status_code == 401
    for answer in (
        client.get(path, headers={"Authorization": f"Bearer {key}"}),
        client.get(f"{path}?key={key}"),
    ):
        assert answer.status_code == 200
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "private" in answer.headers["Cache-Control"]
    with database.writing() as session:
        row = session.scalars(select(FeedKey)).one()
        assert key not in row.key_hash
        outside.revoke_key(session, staff["admin"], row.id, at=clock.now())
        names = set(session.scalars(select(AuditEvent.name)))
    assert client.get(f"{path}?key={key}").status_code == 401
    assert {"feed_key.created", "feed_key.revoked"} <= names


def test_who_tries_keys_has_to_wait(
    prepare: Prepare, client: Client, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    slug = prepare(published)
    let(database, Outside.WITH_KEY)
    monkeypatch.setattr(outside, "MOST_WRONG_KEYS", 2)
    statuses = [client.get(f"/editions/{slug}?key=guess{n}").status_code for n in range(3)]
    assert statuses == [401, 401, 429]


def test_an_earlier_edition_says_what_a_later_one_corrects(
    prepare: Prepare, client: Client, database: Database, staff: dict[str, Actor], clock: Clock
) -> None:
    slug = prepare(published)
    let(database, Outside.ANYBODY)
    paths = [f"/editions/{slug}/1", *(f"/editions/{slug}/1.{form}" for form in ("txt", "md", "json", "wp"))]
    before = {path: client.get(path) for path in paths}
    note = "An earlier edition said 34 workers; they were 43."
    with database.writing() as session:
        rows = Rows(session, find_article(session, slug), staff, clock)
        rows.do(reopen, "editor", 1)
        rows.do(save_target, "translator", 1, text="Some 43 workers came back.")
        rows.do(confirm, "translator", 1)
        rows.do(approve, "reviewer", 1)
        make_edition(rows, correction=note)
    for path, was in before.items():
        assert note not in was.text
        for headers in ({"If-None-Match": was.headers["ETag"]}, {}):
            answer = client.get(path, headers=headers)
            assert answer.status_code == 200
            assert note in answer.text
            assert "34 workers returned" in answer.text, "its own words, with what is wrong in them"
        assert client.get(path).data == answer.data
    assert "A later edition corrects this, " in client.get(paths[0]).text
    links = client.get(f"/editions/{slug}/1.md").headers["Link"]
    assert links == f'</editions/{slug}.md>; rel="latest-version", </editions/{slug}>; rel="canonical"'
    assert "A later edition" not in client.get(f"/editions/{slug}/2").text
    corrected = {path: client.get(path) for path in paths}
    with database.writing() as session:
        rows = Rows(session, find_article(session, slug), staff, clock)
        reword(rows, 1, "Some 43 workers came back on Sunday.")
        make_edition(rows)
    for path, was in corrected.items():
        again = client.get(path, headers={"If-None-Match": was.headers["ETag"]})
        assert again.status_code == 304, "a third edition corrects nothing more in the first"
        assert (again := client.get(path)).data == was.data
        assert again.headers["Last-Modified"] == was.headers["Last-Modified"]


def test_a_withdrawal_leaves_the_notice_everywhere(
    prepare: Prepare, client: Client, database: Database, staff: dict[str, Actor]
) -> None:
    slug = prepare(published)
    let(database, Outside.ANYBODY)
    etag = client.get(f"/editions/{slug}").headers["ETag"]
    feed = client.get("/feed.atom")
    (was,) = feedparser.parse(feed.data).entries
    withdraw(database, staff)
    for path in (f"/editions/{slug}", f"/editions/{slug}/1.txt", f"/editions/{slug}.json"):
        answer = client.get(path, headers={"If-None-Match": etag})
        assert (path, answer.status_code) == (path, 410)
        assert "A name was wrong." in answer.text
        assert "Port workers" not in answer.text
    answer = client.get("/feed.atom", headers={"If-None-Match": feed.headers["ETag"]})
    assert answer.status_code == 200
    assert "Port workers" not in answer.text
    (stone,) = etree.fromstring(answer.data).iter("{*}deleted-entry")
    assert stone.findtext("{*}comment", "").endswith("A name was wrong.")
    found = feedparser.parse(answer.data)
    assert not found.bozo, found.get("bozo_exception")
    (entry,) = found.entries
    assert (entry.id, entry.title, entry.updated) == (was.id, "Withdrawn", stone.get("when"))
    assert entry.updated > was.updated, "a reader takes it for a newer state of what it has"
    assert entry.content[0].value == stone.findtext("{*}comment")
    (item,) = json.loads(client.get("/feed.json").data)["items"]
    assert (item["title"], item["content_text"]) == (entry.title, entry.content[0].value)
    assert item["id"] == stone.get("ref") == entry.id
    assert "Port workers" not in str(item)


def test_what_cannot_be_had_is_said_in_the_form_that_was_asked_for(
    prepare: Prepare, client: Client, database: Database, staff: dict[str, Actor]
) -> None:
    slug = prepare(published)
    kinds = {
        "": "text/html", ".html": "text/html", ".wp.html": "text/html", ".json": "application/json",
        ".ninjs.json": "application/json", ".ninjs": "application/json", ".txt": "text/plain", ".md": "text/plain",
    }  # fmt: skip
    for path, status in (
        (f"/editions/{slug}", 410),
        (f"/editions/{slug}/1", 410),
        ("/editions/elsewhere", 404),
    ):
        let(database, Outside.ANYBODY)
        if status == 410 and client.get(path).status_code == 200:
            withdraw(database, staff)
        for suffix, kind in kinds.items():
            answer = client.get(path + suffix)
            assert (suffix, answer.status_code, answer.mimetype) == (suffix, status, kind)
            let(database, Outside.WITH_KEY)
            answer = client.get(path + suffix)
            assert (suffix, answer.status_code, answer.mimetype) == (suffix, 401, kind)
            let(database, Outside.ANYBODY)
    let(database, Outside.WITH_KEY)
    assert client.get("/feed.json").mimetype == "application/json"
    assert client.get("/feed.atom").mimetype == "text/plain"


def test_every_form_is_at_the_name_its_file_has_and_all_are_listed(
    prepare: Prepare, client_for: ClientFor, database: Database
) -> None:
    slug = prepare(published)
    let(database, Outside.ANYBODY)
    admin = client_for("admin")
    listed = re.findall(r"<li><code dir=\"ltr\">(\.[\w.]+)</code>", admin.get("/ways-out").text)
    assert len(listed) == len(READER_FORMATS)
    for suffix in listed:
        answer = admin.get(f"/editions/{slug}{suffix}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].endswith(f"-edition-1{suffix}")
        assert answer.data == admin.get(f"/editions/{slug}/1{suffix}").data


def test_what_was_made_is_kept_until_something_is_erased() -> None:
    kept = Rendered(80)
    made: list[str] = []

    def get(name: str, size: int = 30, erasures: int = 0) -> bytes:
        def make() -> bytes:
            made.append(name)
            return bytes(size)

        return kept.get((name,), make, erasures=erasures)

    assert get("a", 20) == get("a", 20) == bytes(20)
    get("large")
    get("large")
    for name in "bcdea":
        get(name, 20)
    assert "".join(made) == "alargelargebcdea"  # too large to keep; and the fifth drove out the first
    get("e", 20)
    get("e", 20, erasures=1)
    get("e", 20, erasures=1)
    assert "".join(made) == "alargelargebcdeae"


def test_an_embargo_looks_like_nothing_at_all(
    prepare: Prepare, client: Client, database: Database, staff: dict[str, Actor]
) -> None:
    slug = prepare()
    let(database, Outside.ANYBODY)
    with database.writing() as session:
        to_come = clock.now() + timedelta(hours=1)
        add_edition(session, find_article(session, slug).id, staff["editor"], to_come)
    embargoed, nowhere = client.get(f"/editions/{slug}"), client.get("/editions/nowhere")
    assert (embargoed.status_code, embargoed.data) == (404, nowhere.data)
    assert feedparser.parse(client.get("/feed.atom").data).entries == []


def test_feed_readers_read_it_page_by_page(
    prepare: Prepare, client: Client, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    slugs = [prepare(published) for _ in range(3)]
    let(database, Outside.ANYBODY)
    monkeypatch.setattr(outside.read_feed, "__kwdefaults__", {"limit": 2})
    path, seen = "/feed.atom", []
    while path:
        answer = client.get(path)
        found = feedparser.parse(answer.data)
        assert not found.bozo, found.get("bozo_exception")
        assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
        seen += [entry.link.rsplit("/", 1)[1] for entry in found.entries]
        path = next((link.href for link in found.feed.links if link.rel == "next"), "")
    assert seen == slugs[::-1]
    feed = feedparser.parse(client.get("/feed.atom").data)
    first = feed.entries[0]
    assert first.title == "Port workers return to work"
    assert "<p>" in first.content[0].value
    assert "<h1>" not in first.content[0].value, "the headline has its own place"
    ids = [feed.feed.id, *(entry.id for entry in feed.entries)]
    assert len(set(ids)) == 3
    assert all(id_.startswith("urn:uuid:") for id_ in ids)
    elsewhere = feedparser.parse(client.get("/feed.atom", base_url="http://moved.example").data)
    assert "moved.example" in elsewhere.entries[0].link
    assert [elsewhere.feed.id, *(entry.id for entry in elsewhere.entries)] == ids
    data = json.loads(client.get("/feed.json").data)
    assert [item["id"] for item in data["items"]] == ids[1:]
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["url"].rsplit("/", 1)[1] for item in data["items"]] == slugs[:0:-1]
    assert data["next_url"]


def test_who_reads_the_newest_page_alone_hears_that_an_old_article_was_withdrawn(
    prepare: Prepare,
    client: Client,
    database: Database,
    staff: dict[str, Actor],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prepare(published)
    let(database, Outside.ANYBODY)
    oldest = feedparser.parse(client.get("/feed.atom").data).entries[0].id
    withdraw(database, staff)
    others = [prepare(published) for _ in range(2)]
    monkeypatch.setattr(outside.read_feed, "__kwdefaults__", {"limit": 1})
    newest = feedparser.parse(client.get("/feed.atom").data)
    assert [entry.title for entry in newest.entries] == ["Withdrawn", "Port workers return to work"]
    assert newest.entries[0].id == oldest
    (address,) = (link.href for link in newest.feed.links if link.rel == "next")
    following = feedparser.parse(client.get(address).data)
    assert [entry.link.rsplit("/", 1)[1] for entry in following.entries] == others[:1]


def test_the_feed_has_the_desks_name_and_changes_with_it(
    prepare: Prepare, client: Client, client_for: ClientFor, database: Database
) -> None:
    prepare(published)
    let(database, Outside.ANYBODY)
    before = client.get("/feed.atom")
    assert feedparser.parse(before.data).feed.title == "The English desk"
    admin = client_for("admin")
    form = lxml.html.fromstring(admin.get("/settings").text).xpath("//main//form")[0]
    shown = {name: value for name, value in form.fields.items() if value is not None}
    refused = admin.send("/settings", **shown | {DESK_NAME: "  "})
    assert refused.status_code == 422
    assert "give a name" in refused.text
    admin.send("/settings", **shown | {DESK_NAME: " Harbour Post  & جريدة الميناء "})
    for seen in ("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since"):
        after = client.get("/feed.atom", headers={seen[1]: before.headers[seen[0]]})
        assert feedparser.parse(after.data).feed.title == "Harbour Post & جريدة الميناء"
        assert feedparser.parse(after.data).feed.author == "Harbour Post & جريدة الميناء"
    assert json.loads(client.get("/feed.json").data)["authors"] == [{"name": "Harbour Post & جريدة الميناء"}]


def test_keys_and_web_sites_are_the_admins(client_for: ClientFor, database: Database) -> None:
    admin = client_for("admin")
    page = admin.send("/ways-out/keys", name="The web site")
    assert page.headers["Cache-Control"] == "no-store"
    key = page.text.split('dir="ltr" value="')[1].split('"')[0]
    listed = admin.get("/ways-out").text
    assert "The web site" in listed
    assert key not in listed
    assert admin.send("/ways-out/keys", name=" ").status_code == 422
    assert admin.send("/ways-out/webhooks", url="http://10.0.0.1/x").status_code == 422
    page = admin.send("/ways-out/webhooks", url="https://site.example/told")
    secret = page.text.split('dir="ltr" value="')[1].split('"')[0]
    listed = admin.get("/ways-out").text
    assert "https://site.example/told" in listed
    assert secret not in listed
    test, end, revoke = (
        re.findall(rf'action="(/ways-out/[a-z]+/\d+/{act})"', listed)[0] for act in ("test", "end", "revoke")
    )
    assert admin.send(test).status_code == 303
    assert "1 waiting</span> due now" in " ".join(admin.get("/ways-out").text.split())
    assert admin.send(end).status_code == 303
    assert admin.send(revoke).status_code == 303
    assert "revoked" in admin.get("/ways-out").text
