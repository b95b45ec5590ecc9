"""Upload sessions: for clients that do not cut content themselves."""

import concurrent.futures

import pytest

from support.api import Api, body, is_id, is_time, problem
from support.content import cut, sha256
from support.world import some_ulid

CONTENT = bytes(range(250)) * 1000  # 250,000 bytes: two chunks of 100,000 and one of 50,000
SIZE = 100_000


def started(desk, content=CONTENT, **fields):
    """The answer to starting a session."""
    return desk.user.post("/uploads", json={
        "share_id": desk.share_id, "file_name": "upload.bin", "file_size": len(content), "chunk_size": SIZE, **fields})


def send(user, session, content=CONTENT, indexes=None):
    pieces = cut(content, session["chunk_size"])
    for index in range(len(pieces)) if indexes is None else indexes:
        body(user.put(f"/uploads/{session['session_id']}/chunks/{index}", data=pieces[index]))


def complete(user, session, **fields):
    return user.post(f"/uploads/{session['session_id']}/complete", json=fields or None)


def test_upload__session_has_its_members(desk):
    session = body(started(desk), 201)
    assert session["session_id"] and session["chunk_size"] == SIZE and session["total_chunks"] == 3
    assert is_time(session["expires_at"])


def test_upload__becomes_a_file(desk):
    session = body(started(desk, checksum_sha256=sha256(CONTENT), mime_type="text/x-own"), 201)
    send(desk.user, session)
    head = desk.head()
    file = body(complete(desk.user, session), 201)
    assert is_id("fil")(file["id"]) and file["name"] == "upload.bin" and file["size"] == len(CONTENT)
    assert file["checksum_sha256"] == sha256(CONTENT) and file["mime_type"] == "text/x-own"
    assert desk.read(file["id"]) == CONTENT
    (change,) = desk.changes(head)
    assert change["change_type"] == "created" and change["resource_id"] == file["id"] and change["device_id"] is None


def test_upload__chunks_may_come_in_any_order_in_parallel_and_twice(desk):
    session = body(started(desk), 201)

    def send_one(index):
        send(Api(desk.user.url, desk.user.token), session, indexes=[index])

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(send_one, [2, 0, 1, 0, 2]))
    assert desk.read(body(complete(desk.user, session), 201)["id"]) == CONTENT


def test_upload__says_how_far_it_is(desk):
    session = body(started(desk), 201)
    send(desk.user, session, indexes=[1])
    found = body(desk.user.get(f"/uploads/{session['session_id']}"))
    assert found["session_id"] == session["session_id"] and found["total_chunks"] == 3
    assert found["received_chunks"] == 1 and found["received"] == [{"first": 1, "last": 1}]


def test_upload__of_no_bytes(desk):
    session = body(started(desk, b""), 201)
    assert session["total_chunks"] == 0
    assert desk.read(body(complete(desk.user, session), 201)["id"]) == b""


def test_upload__without_chunk_size_has_one(desk):
    session = body(started(desk, chunk_size=None), 201)
    assert 0 < session["chunk_size"] <= 8 << 20
    send(desk.user, session)
    assert desk.read(body(complete(desk.user, session), 201)["id"]) == CONTENT


def test_upload__into_a_folder(desk):
    folder = desk.folder("/f")
    session = body(started(desk, folder_id=folder["resource_id"]), 201)
    send(desk.user, session)
    assert body(complete(desk.user, session), 201)["path"] == "/f/upload.bin"


def test_upload__that_lacks_a_chunk_is_422_and_can_go_on(desk):
    session = body(started(desk), 201)
    send(desk.user, session, indexes=[0, 2])
    with desk.user.changing_nothing():
        problem(complete(desk.user, session), 422, "CONTENT_MISSING")
    send(desk.user, session, indexes=[1])
    body(complete(desk.user, session), 201)


def test_upload__with_another_checksum_is_422_and_makes_nothing(desk):
    session = body(started(desk, checksum_sha256=sha256(b"other")), 201)
    send(desk.user, session)
    with desk.user.changing_nothing():
        problem(complete(desk.user, session), 422, "CHECKSUM_MISMATCH")


def test_upload__onto_a_taken_name_is_409_and_can_take_another(desk):
    desk.file("/UPLOAD.bin", b"here already")
    session = body(started(desk), 201)
    send(desk.user, session)
    with desk.user.changing_nothing():
        problem(complete(desk.user, session), 409, "NAME_CONFLICT")
    assert body(complete(desk.user, session, file_name="another.bin"), 201)["path"] == "/another.bin"


def test_upload__completed_twice_is_one_file(desk):
    session = body(started(desk), 201)
    send(desk.user, session)
    first = body(complete(desk.user, session), 201)
    with desk.user.changing_nothing():
        assert body(complete(desk.user, session), 201)["id"] == first["id"]


def test_upload__abandoned_is_gone(desk):
    session = body(started(desk), 201)
    body(desk.user.delete(f"/uploads/{session['session_id']}"), 204)
    problem(desk.user.get(f"/uploads/{session['session_id']}"), 404, "NOT_FOUND")


@pytest.mark.parametrize("index", ["3", "-1", "x", "99999999999999999999"])
def test_upload__chunk_that_cannot_be_is_422(desk, index):
    session = body(started(desk), 201)
    problem(desk.user.put(f"/uploads/{session['session_id']}/chunks/{index}", data=b"x"), 422, "VALIDATION_FAILED")


@pytest.mark.parametrize("size", [0, SIZE - 1, SIZE + 1])
def test_upload__chunk_of_another_size_is_refused(desk, size):
    session = body(started(desk), 201)
    answer = desk.user.put(f"/uploads/{session['session_id']}/chunks/0", data=b"x" * size)
    assert answer.status_code in (413, 422), answer.text
    assert body(desk.user.get(f"/uploads/{session['session_id']}"))["received_chunks"] == 0


@pytest.mark.parametrize("wrong", [
    {"file_size": -1}, {"file_size": "x"}, {"file_size": 2 ** 60}, {"chunk_size": 0}, {"chunk_size": (8 << 20) + 1},
    {"file_name": ""}, {"file_name": "a/b"}, {"file_name": ".."}, {"file_name": "x" * 256}, {"checksum_sha256": "abc"},
    {"mime_type": "nonsense"}, {"folder_id": "fil_" + some_ulid()}, {"file_name": None}, {"share_id": None}])
def test_upload__is_checked(desk, wrong):
    problem(started(desk, **wrong), 422, "VALIDATION_FAILED")


def test_upload__into_what_is_not_there_is_404(desk):
    problem(started(desk, folder_id="fld_" + some_ulid()), 404, "NOT_FOUND")
    problem(started(desk, share_id="shr_" + some_ulid()), 404, "NOT_FOUND")


def test_upload__of_another_user_is_404(desk, friend):
    session = body(started(desk), 201)
    address = f"/uploads/{session['session_id']}"
    problem(friend.user.get(address), 404, "NOT_FOUND")
    problem(friend.user.put(address + "/chunks/0", data=b"x" * SIZE), 404, "NOT_FOUND")
    problem(complete(friend.user, session), 404, "NOT_FOUND")
    problem(friend.user.delete(address), 404, "NOT_FOUND")


def test_upload__by_a_reader_is_403(desk, people):
    reader = people("reader")
    desk.user.add_member(desk.share_id, reader, "reader")
    problem(reader.post("/uploads", json={"share_id": desk.share_id, "file_name": "x", "file_size": 1}),
            403, "PERMISSION_DENIED")


# A version for a change of apply

@pytest.fixture
def version(desk):
    session = body(started(desk), 201)
    send(desk.user, session)
    return body(desk.user.post(f"/uploads/{session['session_id']}/complete", **{"as": "version"}), 201)["version_id"]


@pytest.mark.row("POST apply · changes · version_id")
def test_apply__version_id_of_an_upload_becomes_a_file(desk, version):
    (made,) = desk.applied({"resource_type": "file", "change_type": "created", "new_path": "/a", "version_id": version})
    assert made["version_id"] == version and desk.read(made["resource_id"]) == CONTENT


@pytest.mark.row("POST apply · changes · version_id")
def test_apply__version_id_of_an_upload_becomes_the_new_head(desk, version):
    file = desk.file("/a", b"1")
    (newer,) = desk.applied({"resource_type": "file", "change_type": "updated", "resource_id": file["resource_id"],
                             "base_version_id": file["version_id"], "version_id": version})
    assert newer["version_id"] == version and desk.read(file["resource_id"]) == CONTENT


@pytest.mark.row("POST apply · changes · version_id")
def test_apply__version_id_that_was_used_is_rejected(desk, version):
    change = {"resource_type": "file", "change_type": "created", "version_id": version}
    desk.applied({**change, "new_path": "/a"})
    file = desk.file("/b", b"1")
    desk.rejected("VALIDATION_FAILED", {**change, "change_type": "updated", "resource_id": file["resource_id"],
                                        "base_version_id": file["version_id"]})


@pytest.mark.row("POST apply · changes · version_id")
def test_apply__version_id_of_another_user_is_not_found(friend, version):
    friend.rejected("NOT_FOUND", {"resource_type": "file", "change_type": "created", "new_path": "/a",
                                  "version_id": version})
