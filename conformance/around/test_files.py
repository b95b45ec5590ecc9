"""Files, folders, versions and the trash, one at a time: the same tree as apply's, and the same rows."""

import pytest

from support.api import body, is_id, is_time, problem
from support.content import sha256
from support.world import some_ulid


def post_file(user, share_id, name="a.txt", content=b"one", **fields):
    """A form with fields and then the file."""
    parts = {"share_id": (None, share_id), **{key: (None, value) for key, value in fields.items()},
             "file": (name, content)}
    return user.post("/files", files=parts)


def only(desk, head):
    """The type and the paths of the one row that was written."""
    (change,) = desk.changes(head)
    assert change["device_id"] is None and change["changed_by"] == desk.user.id
    return change["change_type"], change["old_path"], change["new_path"]


@pytest.fixture
def file(desk):
    return body(post_file(desk.user, desk.share_id), 201)


# Files

def test_files__a_form_makes_one(desk):
    head = desk.head()
    file = body(post_file(desk.user, desk.share_id, "b.txt", b"hello", modified_at="2026-01-02T03:04:05Z"), 201)
    assert file.items() >= {
        "name": "b.txt", "path": "/b.txt", "size": 5, "checksum_sha256": sha256(b"hello"), "share_id": desk.share_id,
        "folder_id": None, "modified_at": "2026-01-02T03:04:05Z", "trashed_at": None}.items()
    assert is_id("fil")(file["id"]) and is_id("ver")(file["version_id"]) and is_time(file["created_at"])
    assert only(desk, head) == ("created", None, "/b.txt") and desk.read(file["id"]) == b"hello"


def test_files__a_form_of_some_size(desk):
    content = bytes(range(256)) * (12 << 10)
    file = body(post_file(desk.user, desk.share_id, "large", content, checksum_sha256=sha256(content)), 201)
    assert desk.read(file["id"]) == content


def test_files__a_form_with_another_checksum_is_422_and_makes_nothing(desk):
    with desk.user.changing_nothing():
        problem(post_file(desk.user, desk.share_id, checksum_sha256=sha256(b"other")), 422, "CHECKSUM_MISMATCH")


def test_files__a_taken_name_is_409(desk, file):
    with desk.user.changing_nothing():
        problem(post_file(desk.user, desk.share_id, "A.TXT", b"other"), 409, "NAME_CONFLICT")
    assert desk.read(file["id"]) == b"one"


def test_files__a_form_is_checked(desk):
    with desk.user.changing_nothing():
        problem(desk.user.post("/files", files={"share_id": (None, desk.share_id)}), 422, "VALIDATION_FAILED")
        problem(desk.user.post("/files", files={"file": ("a", b"1")}), 422, "VALIDATION_FAILED")
        problem(post_file(desk.user, desk.share_id, folder_id="nonsense"), 422, "VALIDATION_FAILED")
        problem(post_file(desk.user, desk.share_id, folder_id="fld_" + some_ulid()), 404, "NOT_FOUND")
        problem(post_file(desk.user, "shr_" + some_ulid()), 404, "NOT_FOUND")
        problem(desk.user.post("/files", json={}), 415, "UNSUPPORTED_MEDIA_TYPE")
        problem(desk.user.post("/files", data=b"x", headers={"Content-Type": "multipart/form-data"}), 400, "BAD_REQUEST")
        problem(desk.user.post("/files", data=b"--b\r\nnonsense", headers={
            "Content-Type": "multipart/form-data; boundary=b"}), 400, "BAD_REQUEST")


@pytest.mark.parametrize("name", ["..", "../../etc/passwd", "a/b", "/etc/passwd", "x" * 256])
def test_files__tricks_in_the_name_of_a_form_stay_inside(desk, name):
    answer = post_file(desk.user, desk.share_id, name)
    if answer.status_code == 201:
        assert "/" not in answer.json()["name"] and answer.json()["name"] not in ("..", ".")
    else:
        problem(answer, 422, "VALIDATION_FAILED")


def test_files__get_says_what_it_is(desk, file):
    assert body(desk.user.get(f"/files/{file['id']}")) == file
    assert desk.user.get(f"/files/{file['id']}/content").content == b"one"


def test_files__content_has_ranges_and_conditions(desk, file):
    address = f"/files/{file['id']}/content"
    answer = desk.user.get(address, headers={"Range": "bytes=1-1"})
    assert answer.status_code == 206 and answer.content == b"n"
    assert desk.user.get(address, headers={"If-None-Match": f'"{sha256(b"one")}"'}).status_code == 304


def test_files__can_be_renamed_and_moved(desk, file):
    folder = desk.folder("/f")
    head = desk.head()
    assert body(desk.user.patch(f"/files/{file['id']}", json={"name": "b"}))["path"] == "/b"
    assert only(desk, head) == ("renamed", "/a.txt", "/b")
    head = desk.head()
    assert body(desk.user.patch(f"/files/{file['id']}", json={"folder_id": folder["resource_id"]}))["path"] == "/f/b"
    assert only(desk, head) == ("moved", "/b", "/f/b")
    assert body(desk.user.patch(f"/files/{file['id']}", json={"folder_id": None}))["path"] == "/b"


def test_files__onto_a_taken_name_is_409(desk, file):
    desk.file("/b", b"2")
    with desk.user.changing_nothing():
        problem(desk.user.patch(f"/files/{file['id']}", json={"name": "B"}), 409, "NAME_CONFLICT")


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": ".."}, {"name": "a/b"}, {"name": 5}, {"folder_id": "x"}])
def test_files__changes_are_checked(desk, file, fields):
    with desk.user.changing_nothing():
        problem(desk.user.patch(f"/files/{file['id']}", json=fields), 422, "VALIDATION_FAILED")


def test_files__deleted_is_gone(desk, file):
    head = desk.head()
    body(desk.user.delete(f"/files/{file['id']}"), 204)
    assert only(desk, head) == ("deleted", "/a.txt", None)
    for path in ("", "/content", "/versions"):
        problem(desk.user.get(f"/files/{file['id']}{path}"), 410, "GONE")
    problem(desk.user.patch(f"/files/{file['id']}", json={"name": "x"}), 410, "GONE")


# Versions

def test_versions__are_listed_newest_first(desk, file):
    made = {"resource_id": file["id"], "version_id": file["version_id"]}
    (second,) = desk.applied(desk.editing(made, b"two"))
    (third,) = desk.applied(desk.editing(second, b"three"))
    found = body(desk.user.get(f"/files/{file['id']}/versions"))
    assert [one["version_id"] for one in found["versions"]] == [
        third["version_id"], second["version_id"], file["version_id"]]
    assert [one["version_number"] for one in found["versions"]] == [3, 2, 1]
    assert [one["is_head"] for one in found["versions"]] == [True, False, False]
    assert found["versions"][0].items() >= {"size": 5, "checksum_sha256": sha256(b"three")}.items()
    page = body(desk.user.get(f"/files/{file['id']}/versions", limit=1, before=3))
    assert [one["version_number"] for one in page["versions"]] == [2] and page["has_more"] is True


@pytest.mark.parametrize("how", ["version_id", "version_number"])
def test_versions__restoring_makes_a_new_head(desk, file, how):
    (second,) = desk.applied(desk.editing({"resource_id": file["id"], "version_id": file["version_id"]}, b"two"))
    head = desk.head()
    found = body(desk.user.post(f"/files/{file['id']}/versions/{file[how]}/restore"))
    assert found["version_number"] == 3 and desk.read(file["id"]) == b"one"
    assert only(desk, head) == ("updated", "/a.txt", "/a.txt")
    assert desk.read(file["id"], version=second["version_id"]) == b"two", "what was there is kept"


def test_versions__restoring_what_is_not_there_is_404(desk, file):
    for version in ("9", "ver_" + some_ulid()):
        problem(desk.user.post(f"/files/{file['id']}/versions/{version}/restore"), 404, "NOT_FOUND")


# Folders

def post_folder(desk, name="f", **fields):
    return desk.user.post("/folders", json={"share_id": desk.share_id, "name": name, **fields})


def test_folders__are_made_renamed_moved_and_deleted(desk):
    head = desk.head()
    folder, other = body(post_folder(desk), 201), body(post_folder(desk, "g"), 201)
    address = f"/folders/{folder['id']}"
    assert is_id("fld")(folder["id"]) and folder["path"] == "/f" and folder["parent_id"] is None
    assert body(desk.user.get(address)) == folder
    assert body(desk.user.patch(address, json={"name": "h"}))["path"] == "/h"
    assert body(desk.user.patch(address, json={"parent_id": other["id"]}))["path"] == "/g/h"
    body(desk.user.delete(address), 204)
    problem(desk.user.get(address), 410, "GONE")
    assert [change["change_type"] for change in desk.changes(head)] == [
        "created", "created", "renamed", "moved", "deleted"]


def test_folders__taken_names_are_409(desk):
    body(post_folder(desk), 201)
    with desk.user.changing_nothing():
        problem(post_folder(desk, "F"), 409, "NAME_CONFLICT")


def test_folders__cannot_go_below_themselves(desk):
    outer = body(post_folder(desk), 201)
    inner = body(post_folder(desk, parent_id=outer["id"]), 201)
    with desk.user.changing_nothing():
        answer = desk.user.patch(f"/folders/{outer['id']}", json={"parent_id": inner["id"]})
        assert answer.status_code in (409, 422), answer.text


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": ".."}, {"name": None}, {"parent_id": "x"}, {"name": "a\0b"}])
def test_folders__are_checked(desk, fields):
    with desk.user.changing_nothing():
        problem(post_folder(desk, **{"name": "f", **fields}), 422, "VALIDATION_FAILED")


def test_folders__children_are_listed_by_name(desk):
    folder = desk.folder("/b")
    desk.file("/a", b"1"), desk.file("/C", b"1"), desk.file("/b/inside", b"1")
    found = body(desk.user.get("/folders/root/children", share_id=desk.share_id))
    assert [one["name"] for one in found["children"]] == ["a", "b", "C"]
    assert [one["resource_type"] for one in found["children"]] == ["file", "folder", "file"]
    found = body(desk.user.get(f"/folders/{folder['resource_id']}/children"))
    assert [one["path"] for one in found["children"]] == ["/b/inside"] and found["has_more"] is False


def test_folders__children_come_page_by_page(desk):
    desk.applied(*[desk.making(f"/{number}", b"") for number in range(5)])
    names, token = [], None
    while True:
        page = body(desk.user.get("/folders/root/children", share_id=desk.share_id, limit=2, page_token=token))
        names += [one["name"] for one in page["children"]]
        token = page["next_page_token"]
        if not page["has_more"]:
            break
    assert names == ["0", "1", "2", "3", "4"]
    answer = desk.user.get("/folders/root/children", share_id=desk.share_id, page_token="nonsense")
    problem(answer, 422, "VALIDATION_FAILED")


# Trash

def trashed(desk):
    return body(desk.user.get("/trash", share_id=desk.share_id))["items"]


def test_trash__lists_what_was_deleted_newest_first(desk, file):
    folder = desk.folder("/f")
    desk.file("/f/inside", b"1")
    body(desk.user.delete(f"/files/{file['id']}"), 204)
    desk.applied(desk.deleting(folder))
    found = trashed(desk)
    assert [(one["id"], one["path"]) for one in found] == [(folder["resource_id"], "/f"), (file["id"], "/a.txt")]
    assert found[1]["size"] == 3 and is_time(found[1]["trashed_at"]) and found[1]["trashed_by"] == desk.user.id


def test_trash__gives_back_a_file_with_its_history(desk, file):
    desk.applied(desk.editing({"resource_id": file["id"], "version_id": file["version_id"]}, b"two"))
    body(desk.user.delete(f"/files/{file['id']}"), 204)
    head = desk.head()
    restored = body(desk.user.post(f"/trash/{file['id']}/restore"))
    assert restored["path"] == "/a.txt" and restored["trashed_at"] is None
    assert only(desk, head)[0] == "created" and trashed(desk) == []
    assert desk.read(file["id"]) == b"two" and desk.read(file["id"], version=1) == b"one"


def test_trash__gives_back_a_folder_with_all_in_it_and_a_row_for_each(desk):
    folder = desk.folder("/f")
    desk.folder("/f/g"), desk.file("/f/g/a", b"1")
    desk.applied(desk.deleting(folder))
    head = desk.head()
    body(desk.user.post(f"/trash/{folder['resource_id']}/restore"))
    assert [(change["change_type"], change["new_path"]) for change in desk.changes(head)] == [
        ("created", "/f"), ("created", "/f/g"), ("created", "/f/g/a")]
    assert desk.contents() == {"/f/g/a": b"1"}


def test_trash__gives_back_what_lay_in_a_folder_that_was_deleted_later(desk):
    folder, file = desk.folder("/f"), desk.file("/f/a", b"1")
    desk.applied(desk.deleting(file))
    desk.applied(desk.deleting(folder))
    body(desk.user.post(f"/trash/{file['resource_id']}/restore"))
    assert desk.contents() == {"/f/a": b"1"}


def test_trash__gives_back_to_another_place(desk, file):
    folder = desk.folder("/f")
    body(desk.user.delete(f"/files/{file['id']}"), 204)
    body(desk.user.post(f"/trash/{file['id']}/restore", json={"name": "b", "parent_id": folder["resource_id"]}))
    assert desk.paths() == ["/f", "/f/b"]


def test_trash__onto_a_taken_name_is_409(desk, file):
    body(desk.user.delete(f"/files/{file['id']}"), 204)
    desk.file("/a.txt", b"new")
    with desk.user.changing_nothing():
        problem(desk.user.post(f"/trash/{file['id']}/restore"), 409, "NAME_CONFLICT")
    body(desk.user.post(f"/trash/{file['id']}/restore", json={"name": "old.txt"}))
    assert desk.contents() == {"/a.txt": b"new", "/old.txt": b"one"}


def test_trash__of_what_is_not_in_it_is_404(desk, file):
    for name in (file["id"], "fil_" + some_ulid(), "nonsense"):
        problem(desk.user.post(f"/trash/{name}/restore"), 404, "NOT_FOUND")


def test_trash__purging_one_thing_leaves_the_others(desk, file):
    other = desk.file("/b", b"2")
    desk.applied(desk.deleting(other))
    body(desk.user.delete(f"/files/{file['id']}"), 204)
    body(desk.user.delete(f"/trash/{file['id']}"))
    assert [one["id"] for one in trashed(desk)] == [other["resource_id"]]
    problem(desk.user.post(f"/trash/{file['id']}/restore"), 410, "GONE")
    problem(desk.user.get(f"/files/{file['id']}"), 410, "GONE")


def test_trash__can_be_emptied_and_what_lives_stays(desk, file):
    folder = desk.folder("/f")
    desk.file("/f/a", b"1"), desk.file("/alive", b"2")
    desk.applied(desk.deleting(folder))
    body(desk.user.delete(f"/files/{file['id']}"), 204)
    body(desk.user.delete("/trash", share_id=desk.share_id))
    assert trashed(desk) == [] and desk.contents() == {"/alive": b"2"}


def test_trash__purging_what_lives_is_404(desk, file):
    problem(desk.user.delete(f"/trash/{file['id']}"), 404, "NOT_FOUND")
    assert desk.read(file["id"]) == b"one"


def test_trash__purging_what_an_open_conflict_names_is_409(desk):
    file = desk.file("/a", b"1")
    desk.applied(desk.deleting(file))
    body(desk.apply(desk.editing(file, b"2"), conflict_resolution="MANUAL"))
    problem(desk.user.delete(f"/trash/{file['resource_id']}"), 409, "SYNC_CONFLICT")
    body(desk.user.delete("/trash", share_id=desk.share_id))
    assert [one["id"] for one in trashed(desk)] == [file["resource_id"]]


def test_trash__a_contributor_may_not_purge(desk, friend):
    file = desk.file("/a", b"1")
    desk.applied(desk.deleting(file))
    problem(friend.user.delete(f"/trash/{file['resource_id']}"), 403, "PERMISSION_DENIED")
    problem(friend.user.delete("/trash", share_id=desk.share_id), 403, "PERMISSION_DENIED")
    assert len(trashed(desk)) == 1


# Whose they are

ADDRESSES = [
    ("GET", "/files/{file}"), ("PATCH", "/files/{file}"), ("DELETE", "/files/{file}"), ("GET", "/files/{file}/content"),
    ("GET", "/files/{file}/versions"), ("POST", "/files/{file}/versions/1/restore"), ("GET", "/folders/{folder}"),
    ("PATCH", "/folders/{folder}"), ("DELETE", "/folders/{folder}"), ("GET", "/folders/{folder}/children"),
    ("GET", "/folders/root/children?share_id={share}"), ("GET", "/trash?share_id={share}"),
    ("POST", "/trash/{trashed}/restore"), ("DELETE", "/trash/{trashed}"), ("DELETE", "/trash?share_id={share}")]


@pytest.fixture
def things(desk, file):
    gone = desk.file("/gone", b"1")
    desk.applied(desk.deleting(gone))
    return {"file": file["id"], "folder": desk.folder("/f")["resource_id"], "trashed": gone["resource_id"],
            "share": desk.share_id}


@pytest.mark.parametrize("method, path", ADDRESSES)
def test_of_others_are_404(desk, things, stranger, method, path):
    members = {"json": {"name": "x"}} if method == "PATCH" else {}
    with desk.user.changing_nothing():
        problem(stranger.call(method, path.format(**things), **members), 404, "NOT_FOUND")


@pytest.mark.parametrize("method, path", ADDRESSES)
def test_a_reader_may_read_and_nothing_else(desk, things, people, method, path):
    reader = people("reader")
    desk.user.add_member(desk.share_id, reader, "reader")
    members = {"json": {"name": "x"}} if method == "PATCH" else {}
    with desk.user.changing_nothing():
        answer = reader.call(method, path.format(**things), **members)
        if method == "GET":
            assert answer.status_code == 200, answer.text
        else:
            problem(answer, 403, "PERMISSION_DENIED")


@pytest.mark.parametrize("method, path", ADDRESSES + [("POST", "/files"), ("POST", "/folders"), ("POST", "/uploads")])
def test_without_a_token_are_401(nobody, method, path):
    some = dict.fromkeys(("file", "folder", "trashed", "share"), "x")
    problem(nobody.call(method, path.format(**some)), 401, "UNAUTHENTICATED")
