"""Bad input of every kind: each gets its code and a sentence, and changes nothing."""

import http.client
import json
import socket
import time
import urllib.parse

import pytest

from support.api import body, problem
from support.content import sha256
from support.world import some_ulid, unique

JSON = {"Content-Type": "application/json"}


def raw(user, method, path, data=b"", headers=None):
    """A request that is not tidied up by a library on its way: (status, body)."""
    address = urllib.parse.urlsplit(user.url)
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    link = kind(address.netloc, timeout=30)
    try:
        link.putrequest(method, address.path + path, skip_accept_encoding=True)
        for name, value in {"Authorization": f"Bearer {user.token}", "Content-Length": str(len(data)),
                            **(headers or {})}.items():
            link.putheader(name, value)
        link.endheaders(data)
        answer = link.getresponse()
        return answer.status, answer.read()
    finally:
        link.close()


# JSON

@pytest.mark.parametrize("data", [
    b"", b"{", b"nonsense", b"\xff\xfe", b'{"name":"\xff"}', b'{"name":"a" "b"}', b"{'name':'x'}", b'{"name":"x"}}',
    b"\xef\xbb\xbf", b'{"name":NaN}', b'{"name":"\x01\x02"}', b'{"name":"\\ud800"}'], ids=range(12))
@pytest.mark.parametrize("path", ["/shares", "/sync/apply", "/sync/devices", "/sync/chunks/missing", "/sync/download"])
def test_what_is_no_JSON_is_400(desk, path, data):
    with desk.user.changing_nothing():
        answer = desk.user.post(path, data=data, headers=JSON)
        if b'"name"' in data and answer.status_code == 422:
            problem(answer, 422, "VALIDATION_FAILED")
        else:
            problem(answer, 400, "BAD_REQUEST")


@pytest.mark.parametrize("opening, closing", [(b"[", b"]"), (b'{"a":', b"}")], ids=["arrays", "objects"])
@pytest.mark.parametrize("depth", [1_000, 100_000])
@pytest.mark.parametrize("path", ["/shares", "/sync/apply"])
def test_deep_JSON_is_refused_quickly(desk, path, opening, closing, depth):
    data = b'{"device_id":' + opening * depth + b"1" + closing * depth + b"}"
    started = time.monotonic()
    with desk.user.changing_nothing():
        answer = desk.user.post(path, data=data, headers=JSON)
        assert answer.status_code in (400, 422), answer.text
        problem(answer, answer.status_code, answer.json()["code"])
    assert time.monotonic() - started < 20


def test_huge_JSON_within_the_limit_is_answered_quickly(desk):
    changes = [{"resource_type": "x", "change_type": "y", "metadata": {"chunks": []}}] * 1000
    padding = "x" * (3 << 20)
    started = time.monotonic()
    found = body(desk.apply(*changes, padding=padding))
    assert len(found["rejected"]) == 1000 and time.monotonic() - started < 20


def test_JSON_with_the_same_member_twice_is_one_or_the_other(desk):
    data = '{"name":"first","name":"second"}'
    answer = desk.user.post("/shares", data=data, headers=JSON)
    if answer.status_code == 201:
        share = body(answer, 201)
        desk.user.delete(f"/shares/{share['id']}")
        assert share["name"] in ("first", "second")
    else:
        problem(answer, answer.status_code, answer.json()["code"])


# Wrong types

WRONG = [None, True, 5, 1.5, "text", [], {}, [None], {"a": 1}, 2 ** 63, -1, 1e400]
MEMBERS = {"device_id": str, "share_id": str, "changes": list, "conflict_resolution": str, "base_cursor": int,
           "client_time": str, "dry_run": bool, "atomic": bool}


def is_right(value, kind):
    return value is None or (isinstance(value, kind) and not (kind is int and isinstance(value, bool)))


@pytest.mark.parametrize("member", MEMBERS)
def test_wrong_types_in_a_batch_are_refused(desk, member):
    for value in WRONG:
        if is_right(value, MEMBERS[member]):
            continue
        batch = {"device_id": desk.device_id, "share_id": desk.share_id, "changes": [], member: value}
        with desk.user.changing_nothing():
            answer = desk.user.post("/sync/apply", data=json.dumps(batch), headers=JSON)
            assert answer.status_code in (400, 422), (value, answer.text)
            problem(answer, answer.status_code, answer.json()["code"])


@pytest.mark.parametrize("member", [
    "resource_type", "resource_id", "change_type", "version_id", "base_version_id", "old_path", "new_path", "parent_id",
    "name", "client_change_id", "metadata"])
def test_wrong_types_in_a_change_are_refused(desk, member):
    change = desk.making("/a", b"1")
    for value in WRONG:
        if value is None or isinstance(value, dict if member == "metadata" else str):
            continue
        with desk.user.changing_nothing():
            answer = desk.user.post("/sync/apply", headers=JSON, data=json.dumps({
                "device_id": desk.device_id, "share_id": desk.share_id, "changes": [{**change, member: value}]}))
            assert answer.status_code in (400, 422), (value, answer.text)


@pytest.mark.parametrize("member", ["size", "mime_type", "checksum_sha256", "modified_at", "executable", "chunks"])
def test_wrong_types_in_metadata_are_refused(desk, member):
    kinds = {"size": int, "executable": bool, "chunks": list}
    metadata = desk.metadata(b"1")
    for value in WRONG:
        if is_right(value, kinds.get(member, str)):
            continue
        with desk.user.changing_nothing():
            answer = desk.user.post("/sync/apply", headers=JSON, data=json.dumps({
                "device_id": desk.device_id, "share_id": desk.share_id, "changes": [
                    {"resource_type": "file", "change_type": "created", "new_path": "/a",
                     "metadata": {**metadata, member: value}}]}))
            assert answer.status_code in (400, 422), (value, answer.text)


@pytest.mark.parametrize("chunks", [
    [{"hash": "abc", "size": 1}], [{"hash": sha256(b"1"), "size": 0}], [{"hash": sha256(b"1"), "size": -1}],
    [{"hash": sha256(b"1"), "size": 2 ** 62}], [{"hash": sha256(b"1"), "size": 2}]])
def test_manifests_that_cannot_be_are_rejected(desk, chunks):
    desk.send(b"1")
    change = {"resource_type": "file", "change_type": "created", "new_path": "/a", "metadata": {"chunks": chunks}}
    with desk.user.changing_nothing():
        found = body(desk.apply(change))
    assert found["applied"] == [] and found["rejected"][0]["code"] in ("VALIDATION_FAILED", "CHECKSUM_MISMATCH")


@pytest.mark.parametrize("field", ["device_id", "device_name", "platform", "client_version"])
def test_wrong_types_of_a_device_are_422(user, field):
    fields = {"device_id": unique("d"), "device_name": "x", "platform": "cli", "client_version": "1.0.0"}
    for value in (5, [], {}, True, "x" * 5000, "\0"):
        if field == "device_id" and value == "\0":
            continue
        problem(user.post("/sync/devices", json={**fields, field: value}), 422, "VALIDATION_FAILED")


# Ids and addresses

@pytest.mark.parametrize("name", [
    "%00", "fil_%00", "..", "%2e%2e", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "fil_" + "0" * 5000, "%ff%fe", "%", "%zz",
    "fil_" + some_ulid().lower(), "' OR 1=1", "fil_*", "%F0%9F%98%80", "shr_" + some_ulid()])
def test_tricks_in_the_id_of_a_path_are_404_or_400(desk, name):
    for path in (f"/api/v1/sync/download/{name}", f"/api/v1/sync/files/{name}/manifest", f"/api/v1/shares/{name}"):
        status, data = raw(desk.user, "GET", path.replace(" ", "%20"))
        assert status in (400, 404), (path, status, data)
        assert json.loads(data)["code"] in ("NOT_FOUND", "BAD_REQUEST")


@pytest.mark.parametrize("query", ["share_id=%ff", "share_id=%", "limit=%zz", "cursor=%00", "%ff=1"])
def test_broken_escapes_in_a_query_are_400(user, query):
    status, data = raw(user, "GET", f"/api/v1/sync/changes?{query}")
    assert status == 400 and json.loads(data)["code"] in ("BAD_REQUEST", "SYNC_CURSOR_INVALID"), data


def test_an_address_that_is_too_long_is_refused(user):
    status, _ = raw(user, "GET", "/api/v1/sync/changes?cursor=" + "1" * 20_000)
    assert 400 <= status < 500


def test_headers_that_are_too_long_are_refused(user):
    status, _ = raw(user, "GET", "/api/v1/users/me", headers={"X-Long": "x" * 200_000})
    assert 400 <= status < 500


@pytest.mark.parametrize("text", [b"nonsense\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
                                  b"GET /api/v1/users/me HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
                                  b"POST /api/v1/shares HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"])
def test_what_is_no_HTTP_is_refused_and_the_server_lives_on(user, text):
    address = urllib.parse.urlsplit(user.url)
    if address.scheme != "http":
        pytest.skip("needs a server without TLS")
    with socket.create_connection((address.hostname, address.port or 80), timeout=20) as link:
        link.sendall(text)
        link.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := link.recv(65536):
            answer += piece
    assert answer == b"" or b" 4" in answer.split(b"\r\n")[0], answer[:200]
    assert user.get("/users/me").status_code == 200


# Things that belong to nobody here

def test_chosen_ids_of_others_cannot_be_taken(desk, stranger):
    file = desk.file("/a", b"1")
    thief = type(desk)(stranger, stranger.new_share()["id"])
    with desk.user.changing_nothing():
        thief.rejected("VALIDATION_FAILED", {**thief.making("/x", b"2"), "resource_id": file["resource_id"]})
    assert desk.read(file["resource_id"]) == b"1"
    stranger.tidy()


@pytest.mark.parametrize("change_type", ["updated", "moved", "renamed", "deleted"])
def test_things_of_another_share_are_not_found_by_their_id(desk, stranger, change_type):
    file = desk.file("/a", b"1")
    thief = type(desk)(stranger, stranger.new_share()["id"])
    change = {"resource_type": "file", "resource_id": file["resource_id"], "change_type": change_type, "new_path": "/x",
              "base_version_id": file["version_id"]}
    if change_type == "updated":
        change["metadata"] = thief.metadata(b"2")
    with desk.user.changing_nothing():
        thief.rejected("NOT_FOUND", change)
    stranger.tidy()


def test_folders_of_another_share_are_no_parents(desk, stranger):
    folder = desk.folder("/f")
    thief = type(desk)(stranger, stranger.new_share()["id"])
    with desk.user.changing_nothing():
        thief.rejected("NOT_FOUND", {**thief.making(None, b"2"), "parent_id": folder["resource_id"], "name": "x"})
    stranger.tidy()


def test_versions_of_another_share_are_no_content(desk, stranger):
    file = desk.file("/a", b"secret")
    thief = type(desk)(stranger, stranger.new_share()["id"])
    thief.rejected("NOT_FOUND", {"resource_type": "file", "change_type": "created", "new_path": "/x",
                                 "version_id": file["version_id"]})
    stranger.tidy()


def test_a_device_of_another_user_is_not_found(desk, friend):
    problem(friend.apply(device_id=desk.device_id), 404, "NOT_FOUND")
    problem(friend.status(device_id=desk.device_id), 404, "NOT_FOUND")
