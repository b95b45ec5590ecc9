"""Chunks, framing, manifests, bulk downloads, and the headers of downloads."""

import base64
import email.utils
import hashlib
import struct

import pytest

from support.api import body, problem
from support.content import CHUNKS, frame, frames, manifest, sha256
from support.world import some_ulid, unique

LARGE = bytes(range(256)) * (6 << 10)  # 1.5 MiB


def fresh(size=1000):
    """Content that no server has."""
    return hashlib.shake_256(unique("seed").encode()).digest(size)


def missing(desk, *hashes):
    return body(desk.user.post("/sync/chunks/missing", json={"share_id": desk.share_id, "hashes": list(hashes)}))["missing"]


def send_frames(user, data, media_type=CHUNKS):
    return user.post("/sync/chunks", data=data, headers={"Content-Type": media_type})


# chunks/missing

def test_chunks_missing__tells_what_must_be_sent(desk):
    here, there = fresh(), fresh()
    desk.send(here)
    assert missing(desk, sha256(here), sha256(there)) == [sha256(there)]


def test_chunks_missing__tells_nothing_of_the_content_of_others(desk, stranger):
    content = fresh()
    desk.file("/secret", content)
    share = stranger.new_share()["id"]
    found = body(stranger.post("/sync/chunks/missing", json={"share_id": share, "hashes": [sha256(content)]}))
    assert found["missing"] == [sha256(content)]
    stranger.tidy()


def test_chunks_missing__knows_what_the_caller_can_read(desk, friend):
    content = fresh()
    desk.file("/ours", content)
    assert missing(friend, sha256(content)) == []


@pytest.mark.parametrize("hashes", [["abc"], ["g" * 64], [5], ["a" * 63], "a" * 64])
def test_chunks_missing__malformed_hashes_are_422(desk, hashes):
    problem(desk.user.post("/sync/chunks/missing", json={"share_id": desk.share_id, "hashes": hashes}),
            422, "VALIDATION_FAILED")


def test_chunks_missing__takes_10000_hashes_and_no_more(desk):
    word = unique("word")
    hashes = [sha256(f"{word} {number}".encode()) for number in range(10_001)]
    assert len(missing(desk, *hashes[:10_000])) == 10_000
    answer = desk.user.post("/sync/chunks/missing", json={"share_id": desk.share_id, "hashes": hashes})
    assert answer.status_code in (413, 422), answer.text


def test_chunks_missing__of_a_foreign_share_is_404(desk, stranger):
    problem(stranger.post("/sync/chunks/missing", json={"share_id": desk.share_id, "hashes": []}), 404, "NOT_FOUND")


# PUT chunks/{sha256}

def test_put_chunk__stores_it(desk):
    content = fresh()
    found = body(desk.user.put(f"/sync/chunks/{sha256(content)}", data=content))
    assert found["stored"] == [sha256(content)] and missing(desk, sha256(content)) == []


def test_put_chunk__twice_is_fine(desk):
    content = fresh()
    for _ in range(2):
        body(desk.user.put(f"/sync/chunks/{sha256(content)}", data=content))


def test_put_chunk__with_another_hash_is_422_and_not_stored(desk):
    content, other = fresh(), fresh()
    problem(desk.user.put(f"/sync/chunks/{sha256(other)}", data=content), 422, "CHECKSUM_MISMATCH")
    assert missing(desk, sha256(other), sha256(content)) == [sha256(other), sha256(content)]


@pytest.mark.parametrize("name", ["abc", "z" * 64, "a" * 65])
def test_put_chunk__with_a_malformed_hash_is_422(user, name):
    problem(user.put(f"/sync/chunks/{name}", data=b"x"), 422, "VALIDATION_FAILED")


def test_put_chunk__takes_8_MiB_and_no_more(user):
    content = fresh(8 << 20)
    body(user.put(f"/sync/chunks/{sha256(content)}", data=content))
    content += b"x"
    problem(user.put(f"/sync/chunks/{sha256(content)}", data=content), 413, "PAYLOAD_TOO_LARGE")


# POST chunks

def test_chunks__many_in_one_body(desk):
    pieces = [fresh(size) for size in (1, 10, 100_000)]
    found = body(send_frames(desk.user, b"".join(map(frame, pieces))))
    assert sorted(found["stored"]) == sorted(map(sha256, pieces))
    assert missing(desk, *map(sha256, pieces)) == []


def test_chunks__with_a_wrong_hash_are_422(desk):
    good, bad = fresh(), fresh()
    wrong = struct.pack(">I", len(bad)) + hashlib.sha256(good).digest() + bad
    problem(send_frames(desk.user, wrong), 422, "CHECKSUM_MISMATCH")
    assert missing(desk, sha256(bad)) == [sha256(bad)]


@pytest.mark.parametrize("data", [b"\0", b"\0\0\0\x05", frame(b"cut short")[:-1], b"\0\0\0\x05" + b"k" * 32 + b"1234"])
def test_chunks__cut_short_are_400(user, data):
    problem(send_frames(user, data), 400, "BAD_REQUEST")


def test_chunks__longer_than_8_MiB_are_413_before_they_are_sent(user):
    problem(send_frames(user, struct.pack(">I", (8 << 20) + 1) + b"k" * 32), 413, "PAYLOAD_TOO_LARGE")


def test_chunks__of_another_media_type_are_415(user):
    problem(send_frames(user, frame(b"x"), "application/json"), 415, "UNSUPPORTED_MEDIA_TYPE")


def test_a_hash_alone_proves_nothing(desk, stranger):
    content = fresh()
    desk.file("/secret", content)
    thief = type(desk)(stranger, stranger.new_share()["id"])
    change = {"resource_type": "file", "change_type": "created", "new_path": "/mine",
              "metadata": {"size": len(content), "chunks": manifest([content])}}
    (rejected,) = thief.rejected("CONTENT_MISSING", change)
    assert rejected["missing"] == [sha256(content)] and thief.paths() == []
    stranger.tidy()


def test_chunks_that_were_sent_count_in_each_share_of_the_sender(desk):
    content = fresh()
    chunks = desk.send(content)
    other = type(desk)(desk.user, desk.user.new_share()["id"], device_id=desk.device_id)
    for one in (desk, other):
        one.applied({"resource_type": "file", "change_type": "created", "new_path": "/a",
                     "metadata": {"size": len(content), "chunks": chunks}})
        assert one.contents() == {"/a": content}


def test_files_of_many_chunks_come_back_whole(desk):
    chunks = desk.send(LARGE, size=100_000)
    assert len(chunks) == 16
    (file,) = desk.applied({"resource_type": "file", "change_type": "created", "new_path": "/large",
                            "metadata": {"size": len(LARGE), "chunks": chunks, "checksum_sha256": sha256(LARGE)}})
    assert desk.read(file["resource_id"]) == LARGE
    answer = desk.user.get(f"/sync/download/{file['resource_id']}", headers={"Range": "bytes=99990-200010"})
    assert answer.content == LARGE[99990:200011]


# manifest

def test_manifest__says_what_a_version_is_made_of(desk):
    file = desk.file("/a", b"one")
    (newer,) = desk.applied(desk.editing(file, b"newer"))
    address = f"/sync/files/{file['resource_id']}/manifest"
    found = body(desk.user.get(address))
    assert found.items() >= {"version_id": newer["version_id"], "size": 5, "checksum_sha256": sha256(b"newer"),
                             "chunks": manifest([b"newer"])}.items()
    for version in (1, file["version_id"]):
        assert body(desk.user.get(address, version=version))["checksum_sha256"] == sha256(b"one")


def test_manifest__of_what_the_caller_may_not_read_is_404(desk, stranger):
    file = desk.file()
    problem(stranger.get(f"/sync/files/{file['resource_id']}/manifest"), 404, "NOT_FOUND")
    problem(desk.user.get(f"/sync/files/fil_{some_ulid()}/manifest"), 404, "NOT_FOUND")
    problem(desk.user.get(f"/sync/files/{file['resource_id']}/manifest", version=9), 404, "NOT_FOUND")


# Bulk download

def bulk(desk, *items, user=None):
    return (user or desk.user).post("/sync/download", json={"share_id": desk.share_id, "items": list(items)})


def item(file, version="own"):
    return {"file_id": file["resource_id"], "version_id": file["version_id"] if version == "own" else version}


def test_bulk_download__gives_many_in_the_order_asked_for(desk):
    contents = [b"", b"a", fresh(10_000), b"b"]
    files = [desk.file(f"/{number}", content) for number, content in enumerate(contents)]
    answer = bulk(desk, *[item(file) for file in files][::-1])
    assert answer.status_code == 200 and answer.headers["Content-Type"] == CHUNKS
    found = frames(answer.content)
    assert found == [(file["version_id"], content) for file, content in zip(files, contents)][::-1]


def test_bulk_download__without_a_version_gives_the_head(desk):
    file = desk.file("/a", b"one")
    (newer,) = desk.applied(desk.editing(file, b"two"))
    assert frames(bulk(desk, item(file, None), item(file)).content) == [
        (newer["version_id"], b"two"), (file["version_id"], b"one")]


def test_bulk_download__says_of_an_item_that_cannot_be_served_why_not(desk):
    file, trashed = desk.file("/a", b"one"), desk.file("/b", b"two")
    desk.applied(desk.deleting(trashed))
    other = type(desk)(desk.user, desk.user.new_share()["id"], device_id=desk.device_id).file("/c", b"three")
    unknown = {"file_id": "fil_" + some_ulid()}
    found = frames(bulk(desk, unknown, item(file), item(trashed), item(other)).content)
    assert [problem["code"] if isinstance(problem, dict) else problem for _, problem in found] == [
        "NOT_FOUND", b"one", "GONE", "NOT_FOUND"]
    assert found[0][1]["status"] == 404 and found[0][1]["detail"]


def test_bulk_download__of_a_foreign_share_is_404(desk, stranger):
    problem(bulk(desk, item(desk.file()), user=stranger), 404, "NOT_FOUND")


def test_bulk_download__of_too_many_is_422(desk):
    answer = bulk(desk, *[{"file_id": "fil_" + some_ulid()}] * 5001)
    assert answer.status_code in (413, 422), answer.text


# Headers of downloads

@pytest.fixture
def file(desk):
    return desk.file("/héllo wörld.txt", b"hello world", modified_at="2026-01-02T03:04:05Z", mime_type="text/plain")


def download(desk, file, **headers):
    return desk.user.get(f"/sync/download/{file['resource_id']}",
                         headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_download__has_all_headers(desk, file):
    answer = download(desk, file)
    assert answer.headers["ETag"] == f'"{sha256(b"hello world")}"'
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert email.utils.parsedate_to_datetime(answer.headers["Last-Modified"]).isoformat() == "2026-01-02T03:04:05+00:00"
    digest = base64.b64encode(hashlib.sha256(b"hello world").digest()).decode()
    assert answer.headers["Repr-Digest"] == f"sha-256=:{digest}:"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment;") and "filename*=UTF-8''h%C3%A9llo%20w%C3%B6rld.txt" in disposition


def test_download__HEAD_has_the_same_headers_and_no_body(desk, file):
    got = download(desk, file)
    answer = desk.user.head(f"/sync/download/{file['resource_id']}")
    assert answer.status_code == 200 and answer.content == b""
    for name in ("ETag", "Content-Length", "Content-Type", "Accept-Ranges", "Last-Modified", "Content-Disposition"):
        assert answer.headers[name] == got.headers[name]


@pytest.mark.parametrize("field", ['"{}"', 'W/"{}"', '"x", "{}"', "*"])
def test_download__If_None_Match_that_names_it_is_304(desk, file, field):
    answer = download(desk, file, If_None_Match=field.format(sha256(b"hello world")))
    assert answer.status_code == 304 and answer.content == b"" and answer.headers["ETag"]


def test_download__If_None_Match_that_names_another_gives_it(desk, file):
    assert download(desk, file, If_None_Match='"other"').status_code == 200


def test_download__If_Range_that_names_it_gives_the_part(desk, file):
    tag = f'"{sha256(b"hello world")}"'
    assert download(desk, file, Range="bytes=0-4", If_Range=tag).status_code == 206


@pytest.mark.parametrize("field", ['"other"', 'W/"{}"', "Fri, 02 Jan 2026 03:04:05 GMT"])
def test_download__If_Range_that_is_not_its_ETag_gives_the_whole(desk, file, field):
    answer = download(desk, file, Range="bytes=0-4", If_Range=field.format(sha256(b"hello world")))
    assert answer.status_code == 200 and answer.content == b"hello world"


@pytest.mark.parametrize("name", ['a"b\\c.txt', "a;b=c.txt", "new\nline.txt", "😀.txt", "%41.txt"])
def test_download__Content_Disposition_of_any_name_is_one_safe_line(desk, name):
    answer = download(desk, desk.file("/" + name, b"1"))
    field = answer.headers["Content-Disposition"]
    assert answer.status_code == 200 and field.isascii() and "\n" not in field
    from urllib.parse import unquote
    assert unquote(field.split("filename*=UTF-8''")[1].split(";")[0]) == name
