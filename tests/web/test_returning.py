"""A translation file comes back through the page: given, looked at, put in, undone."""

import io
import re

from tests.web.conftest import Client, ClientFor, Prepare


def give(client: Client, slug: str, file: str) -> str:
    response = client.post(
        f"/articles/{slug}/returned",
        data={"csrf_token": client.form_token(), "file": (io.BytesIO(file.encode()), "back.xlf")},
        content_type="multipart/form-data",
    )
    return response.text


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, page
    return found[1]


def test_a_file_goes_out_is_edited_and_comes_back(prepare: Prepare, client_for: ClientFor) -> None:
    slug = prepare()
    client = client_for("translator")
    file = client.get(f"/articles/{slug}/draft/xliff").text
    assert f"/articles/{slug}/returned" in client.get(f"/articles/{slug}").text
    words = re.findall(r'<target xml:space="preserve">([^<]+)</target>', file)[1]
    page = give(client, slug, file.replace(words, f"{words} Added elsewhere."))
    assert "1 changed in the file" in page
    assert "Added elsewhere." not in client.get(f"/articles/{slug}").text, "nothing is stored yet"
    done = client.send(
        f"/articles/{slug}/returned", packed=hidden(page, "packed"), seen=hidden(page, "seen"), put_in="1"
    )
    assert done.status_code == 303
    assert "Added elsewhere." in client.get(f"/articles/{slug}").text
    assert "brought back a translation file" in client.get(f"/articles/{slug}/history").text
    earlier = client.get(f"/articles/{slug}/returned").text
    (first,) = re.findall(rf'href="/articles/{slug}\?at=(\d+)">Go to the first of its rows', earlier)
    assert first == re.findall(r'<unit id="u(\d+)"', file)[1]
    assert client.send(f"/articles/{slug}/returned/undo", event=hidden(earlier, "event")).status_code == 303
    assert "Added elsewhere." not in client.get(f"/articles/{slug}").text


def test_a_row_can_be_left_as_it_is_and_the_page_keeps_what_was_ticked(
    prepare: Prepare, client_for: ClientFor
) -> None:
    slug = prepare()
    client = client_for("translator")
    file = client.get(f"/articles/{slug}/draft/xliff").text
    first, second = re.findall(r'<target xml:space="preserve">([^<]+)</target>', file)[1:3]
    page = give(client, slug, file.replace(first, "First elsewhere.").replace(second, "Second elsewhere."))
    rows = re.findall(r'name="leave" value="(\d+)"', page)
    sent = {"packed": hidden(page, "packed"), "seen": hidden(page, "seen"), "put_in": "1"}
    none = client.send(f"/articles/{slug}/returned", leave=rows, **sent)
    assert none.status_code == 409
    assert len(re.findall(r'name="leave" value="\d+" checked', none.text)) == 2
    assert client.send(f"/articles/{slug}/returned", leave=rows[0], **sent).status_code == 303
    now = client.get(f"/articles/{slug}").text
    assert first in now
    assert "First elsewhere." not in now
    assert "Second elsewhere." in now


def test_a_report_that_is_old_is_made_anew(prepare: Prepare, client_for: ClientFor) -> None:
    slug = prepare()
    client = client_for("translator")
    file = client.get(f"/articles/{slug}/draft/xliff").text
    words = re.findall(r'<target xml:space="preserve">([^<]+)</target>', file)[1]
    page = give(client, slug, file.replace(words, "Elsewhere."))
    answer = client.send(
        f"/articles/{slug}/returned", packed=hidden(page, "packed"), seen="another", put_in="1"
    )
    assert answer.status_code == 409
    assert "this is a fresh report" in answer.text


def test_what_is_no_such_file_gets_a_clear_sentence(prepare: Prepare, client_for: ClientFor) -> None:
    slug = prepare()
    client = client_for("translator")
    assert "no XLIFF file" in give(client, slug, "<tmx version='1.4'/>")
    assert "Choose the file first" in client.send(f"/articles/{slug}/returned").text
    assert "lost on the way" in client.send(f"/articles/{slug}/returned", packed="%%%").text


def test_what_the_file_says_beside_its_words_is_shown_and_taken_with_its_name(
    prepare: Prepare, client_for: ClientFor
) -> None:
    slug = prepare()
    client = client_for("translator")
    file = client.get(f"/articles/{slug}/draft/xliff").text
    arabic = re.findall(r'<source xml:space="preserve">([^<]+)</source>', file)[1]
    file = file.replace(arabic, f"{arabic} مزيد").replace(
        "<segment id", "<notes><note>Old or new port?</note></notes><segment id", 1
    )
    words = re.findall(r'<target xml:space="preserve">([^<]+)</target>', file)[1]
    page = give(client, slug, file.replace(words, "Elsewhere."))
    assert "Old or new port?" in page
    assert "Ask the new note as a question" in page
    assert re.search(r'lang="ar" dir="rtl">[^\n]*<ins[^>]*>[^<]*مزيد', page), (
        "the Arabic of the file against the one here"
    )
    assert hidden(page, "name") == "back.xlf"
    sent = {name: hidden(page, name) for name in ("packed", "seen", "name")}
    assert client.send(f"/articles/{slug}/returned", **sent, notes="1", put_in="1").status_code == 303
    assert "1 note asked as a question" in client.get(f"/articles/{slug}/returned").text
    assert "— in back.xlf" in client.get(f"/articles/{slug}?tab=all").text


def test_both_pages_are_the_articles(prepare: Prepare, client_for: ClientFor) -> None:
    slug, client = prepare(), client_for("translator")
    file = client.get(f"/articles/{slug}/draft/xliff").text
    for page in (client.get(f"/articles/{slug}/returned").text, give(client, slug, file)):
        assert f'href="/articles/{slug}/history"' in page
