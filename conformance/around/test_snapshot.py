"""GET /sync/snapshot: the whole tree, page by page or as one stream."""

import json

import pytest

from support.api import body, is_whole, problem
from support.content import sha256
from support.world import some_ulid


def fill(desk, count):
    desk.folder("/f")
    desk.applied(*[desk.making(f"/f/{number}", b"x") for number in range(count)])


def test_snapshot__has_every_entry_with_its_members(desk):
    folder, file = desk.folder("/f"), desk.file("/f/a.txt", b"one")
    page = body(desk.user.get("/sync/snapshot", share_id=desk.share_id))
    entries = {entry["path"]: entry for entry in page["entries"]}
    assert set(entries) == {"/f", "/f/a.txt"}
    found = entries["/f/a.txt"]
    assert found["resource_type"] == "file" and found["resource_id"] == file["resource_id"]
    assert found["parent_id"] == folder["resource_id"] and found["name"] == "a.txt"
    assert found["version_id"] == file["version_id"]
    assert found["metadata"]["size"] == 3 and found["metadata"]["checksum_sha256"] == sha256(b"one")
    assert entries["/f"]["resource_type"] == "folder" and entries["/f"]["parent_id"] is None
    assert page["next_page_token"] is None and page["has_more"] is False and is_whole(page["cursor"])


def test_snapshot__leaves_out_what_is_in_the_trash(desk):
    folder, _, kept = desk.folder("/f"), desk.file("/f/a"), desk.file("/b")
    desk.applied(desk.deleting(folder))
    assert desk.paths() == ["/b"]


def test_snapshot__goes_on_with_the_page_token(desk):
    fill(desk, 10)
    seen, token, pages = [], None, 0
    while True:
        page = body(desk.user.get("/sync/snapshot", share_id=desk.share_id, limit=3, page_token=token))
        assert len(page["entries"]) <= 3 and page["has_more"] == (page["next_page_token"] is not None)
        seen += [entry["path"] for entry in page["entries"]]
        token, pages = page["next_page_token"], pages + 1
        if not page["has_more"]:
            break
    assert sorted(seen) == sorted(["/f"] + [f"/f/{number}" for number in range(10)]) and pages >= 4


def test_snapshot__and_the_changes_after_it_give_the_exact_tree_whatever_is_written_meanwhile(desk):
    fill(desk, 6)
    files = {entry["path"]: entry for entry in
             body(desk.user.get("/sync/snapshot", share_id=desk.share_id))["entries"]}
    tree, token, cursor, step = {}, None, None, 0
    while True:
        page = body(desk.user.get("/sync/snapshot", share_id=desk.share_id, limit=2, page_token=token))
        cursor = page["cursor"] if cursor is None else cursor
        assert page["cursor"] == cursor, "the position of the first page"
        tree.update({entry["resource_id"]: entry["path"] for entry in page["entries"]})
        one = files[f"/f/{step}"]
        change = {"resource_type": "file", "resource_id": one["resource_id"]}
        if step % 2:
            desk.applied({**change, "change_type": "deleted"})
        else:
            desk.applied({**change, "change_type": "renamed", "new_path": f"/f/renamed{step}"})
        desk.file(f"/new{step}")
        step, token = step + 1, page["next_page_token"]
        if not page["has_more"]:
            break
    for row in desk.changes(cursor):
        if row["change_type"] == "deleted":
            tree.pop(row["resource_id"], None)
        else:
            tree[row["resource_id"]] = row["new_path"]
    assert sorted(tree.values()) == desk.paths()


def test_snapshot__as_ndjson_streams_all_and_says_that_it_is_complete(desk):
    fill(desk, 10)
    answer = desk.user.get("/sync/snapshot", share_id=desk.share_id, limit=3,
                           headers={"Accept": "application/x-ndjson"})
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/x-ndjson"
    *entries, last = [json.loads(line) for line in answer.text.splitlines()]
    assert last["complete"] is True and last["count"] == len(entries) == 11
    assert last["cursor"] == desk.head()
    assert sorted(entry["path"] for entry in entries) == desk.paths()


@pytest.mark.parametrize("limit", ["0", "5001", "x"])
def test_snapshot__limit_out_of_bounds_is_422(desk, limit):
    problem(desk.user.get("/sync/snapshot", share_id=desk.share_id, limit=limit), 422, "VALIDATION_FAILED")


@pytest.mark.parametrize("token", ["nonsense", "%00", "x" * 5000, some_ulid()])
def test_snapshot__page_token_of_nobody_is_refused(desk, token):
    answer = desk.user.get("/sync/snapshot", share_id=desk.share_id, page_token=token)
    assert answer.status_code in (400, 422), answer.text
    problem(answer, answer.status_code, answer.json()["code"])


def test_snapshot__page_token_of_another_share_is_refused(desk):
    fill(desk, 4)
    token = body(desk.user.get("/sync/snapshot", share_id=desk.share_id, limit=1))["next_page_token"]
    other = desk.user.new_share()["id"]
    answer = desk.user.get("/sync/snapshot", share_id=other, page_token=token)
    assert answer.status_code in (400, 422), answer.text


def test_snapshot__share_id_is_required_and_checked(desk, stranger):
    problem(desk.user.get("/sync/snapshot"), 422, "VALIDATION_FAILED")
    problem(desk.user.get("/sync/snapshot", share_id="shr_" + some_ulid()), 404, "NOT_FOUND")
    problem(stranger.get("/sync/snapshot", share_id=desk.share_id), 404, "NOT_FOUND")
