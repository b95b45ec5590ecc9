"""GET /sync/changes: every parameter, default and bound, every member of the answer."""

import threading
import time

import pytest

from support.api import body, is_whole, places, problem
from support.world import some_ulid

row = pytest.mark.row


def fill(desk, count, start=0):
    """Files without content, many to a batch."""
    for first in range(start, start + count, 1000):
        desk.applied(*[
            {"resource_type": "file", "change_type": "created", "new_path": f"/{number:05}", "metadata": {"size": 0}}
            for number in range(first, min(first + 1000, start + count))])


# cursor

@row("GET changes · cursor: omit to start from current position")
def test_changes__without_cursor_gives_no_rows_and_the_head(desk):
    file = desk.file()
    page = body(desk.user.get("/sync/changes", share_id=desk.share_id))
    assert page["changes"] == [] and page["has_more"] is False
    assert page["cursor"] >= file["position"]


@row("GET changes · cursor: from prior response")
def test_changes__with_the_cursor_of_the_answer_before_go_on_where_it_ended(desk):
    head = desk.head()
    first, second = desk.file("/a"), desk.file("/b")
    page = body(desk.user.get("/sync/changes", share_id=desk.share_id, cursor=head, limit=1))
    assert [change["resource_id"] for change in page["changes"]] == [first["resource_id"]]
    page = body(desk.user.get("/sync/changes", share_id=desk.share_id, cursor=page["cursor"]))
    assert [change["resource_id"] for change in page["changes"]] == [second["resource_id"]]


@row("GET changes · cursor: from prior response")
def test_changes__the_same_cursor_twice_gives_the_same_rows(desk):
    head = desk.head()
    desk.file()
    assert desk.changes(head) == desk.changes(head) != []


@row("GET changes · cursor: from prior response")
def test_changes__strictly_increase_in_position(desk):
    head = desk.head()
    fill(desk, 50)
    positions = [change["position"] for change in desk.changes(head, limit=7)]
    assert len(positions) == 50 and positions == sorted(set(positions)) and positions[0] > head


# share_id

@row("GET changes · share_id: scope to one share")
def test_changes__share_id_leaves_out_other_shares(desk):
    other = desk.user.new_share()
    head = desk.user.now()
    file = desk.file()
    rows = desk.user.everything(head, share_id=other["id"])
    assert rows == []
    rows = desk.user.everything(head, share_id=desk.share_id)
    assert [change["resource_id"] for change in rows] == [file["resource_id"]]


@row("GET changes · share_id: scope to one share")
def test_changes__without_share_id_come_from_all_shares_of_the_caller(desk):
    other = type(desk)(desk.user, desk.user.new_share()["id"], device_id=desk.device_id)
    head = desk.user.now()
    files = [desk.file(), other.file()]
    rows = desk.user.everything(head)
    assert {change["resource_id"] for change in rows} >= {file["resource_id"] for file in files}


# limit

@row("GET changes · limit: 1–5000")
@pytest.mark.parametrize("limit", [1, 5000])
def test_changes__limit_takes_its_bounds(desk, limit):
    body(desk.user.get("/sync/changes", share_id=desk.share_id, limit=limit))


@row("GET changes · limit: 1–5000")
@pytest.mark.parametrize("limit", ["0", "5001", "-1", "1.5", "many", "99999999999999999999"])
def test_changes__limit_out_of_bounds_is_422(desk, limit):
    found = problem(desk.user.get("/sync/changes", share_id=desk.share_id, limit=limit), 422, "VALIDATION_FAILED")
    assert ["query", "limit"] in places(found)


@row("GET changes · limit: default 1000")
def test_changes__limit_defaults_to_1000(desk):
    head = desk.head()
    fill(desk, 1001)
    page = body(desk.user.get("/sync/changes", share_id=desk.share_id, cursor=head))
    assert len(page["changes"]) == 1000 and page["has_more"] is True
    page = body(desk.user.get("/sync/changes", share_id=desk.share_id, cursor=page["cursor"]))
    assert len(page["changes"]) == 1 and page["has_more"] is False


@row("GET changes · limit: 1–5000")
def test_changes__limit_1_and_5000_give_as_many(desk):
    head = desk.head()
    fill(desk, 5001)
    for limit in (1, 5000):
        page = body(desk.user.get("/sync/changes", share_id=desk.share_id, cursor=head, limit=limit))
        assert len(page["changes"]) == limit and page["has_more"] is True


# The answer

@row("GET changes · response: changes")
def test_changes__answer_has_changes(desk):
    head = desk.head()
    desk.file()
    page = body(desk.user.get("/sync/changes", share_id=desk.share_id, cursor=head))
    assert isinstance(page["changes"], list) and len(page["changes"]) == 1


@row("GET changes · response: cursor")
def test_changes__answer_has_a_whole_number_as_cursor(desk):
    page = body(desk.user.get("/sync/changes", share_id=desk.share_id))
    assert is_whole(page["cursor"]) and page["cursor"] < 2 ** 53


@row("GET changes · response: has_more")
def test_changes__has_more_is_false_when_the_page_holds_the_last_visible_row(desk):
    head = desk.head()
    desk.file("/a"), desk.file("/b")
    pages = [body(desk.user.get("/sync/changes", share_id=desk.share_id, cursor=head, limit=limit))
             for limit in (1, 2, 3)]
    assert [page["has_more"] for page in pages] == [True, False, False]


@row("GET changes · response: share_id")
def test_changes__answer_has_the_share_id_or_null(desk):
    assert body(desk.user.get("/sync/changes", share_id=desk.share_id))["share_id"] == desk.share_id
    assert body(desk.user.get("/sync/changes"))["share_id"] is None


# READ permission

@row("GET changes · permission: READ on the share")
def test_changes__need_READ_on_the_share(desk, people):
    reader = people("reader")
    problem(reader.get("/sync/changes", share_id=desk.share_id), 404, "NOT_FOUND")
    head = desk.user.now()
    desk.user.add_member(desk.share_id, reader, "reader")
    file = desk.file()
    rows = reader.everything(head, share_id=desk.share_id)
    assert file["resource_id"] in [change["resource_id"] for change in rows]


@row("GET changes · permission: READ on the share")
def test_changes__of_a_stranger_pass_over_what_they_may_not_see(desk, stranger):
    head = stranger.now()
    file = desk.file()
    page = body(stranger.get("/sync/changes", cursor=head))
    assert page["changes"] == [] and page["has_more"] is False and page["cursor"] >= file["position"]


@row("GET changes · permission: READ on the share")
def test_changes__of_an_unknown_share_are_404(user):
    problem(user.get("/sync/changes", share_id="shr_" + some_ulid()), 404, "NOT_FOUND")


# Beside the reference: wait and device_id

def test_changes__wait_answers_as_soon_as_there_is_a_row(desk):
    head = desk.head()
    found = {}

    def wait():
        found["page"] = body(again(desk).get("/sync/changes", share_id=desk.share_id, cursor=head, wait=30))

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.2)
    file = desk.file()
    waiting.join(10)
    assert not waiting.is_alive()
    assert [change["resource_id"] for change in found["page"]["changes"]] == [file["resource_id"]]


def again(desk):
    """The same caller over a connection of its own."""
    return type(desk.user)(desk.user.url, desk.user.token)


def test_changes__wait_ends_with_no_rows(desk):
    head = desk.head()
    started = time.monotonic()
    page = body(desk.user.get("/sync/changes", share_id=desk.share_id, cursor=head, wait=1))
    assert page["changes"] == [] and page["cursor"] >= head and time.monotonic() - started > 0.8


@pytest.mark.parametrize("wait", ["-1", "61", "soon"])
def test_changes__wait_out_of_bounds_is_422(desk, wait):
    found = problem(desk.user.get("/sync/changes", cursor=desk.head(), wait=wait), 422, "VALIDATION_FAILED")
    assert ["query", "wait"] in places(found)


def test_changes__device_id_must_be_a_device_of_the_caller(desk):
    body(desk.user.get("/sync/changes", cursor=desk.head(), device_id=desk.device_id))
    problem(desk.user.get("/sync/changes", cursor=desk.head(), device_id="nobody's"), 404, "NOT_FOUND")


def test_changes__of_an_inactive_device_can_be_read(desk):
    body(desk.user.patch(f"/sync/devices/{desk.device_id}", json={"is_active": False}))
    body(desk.user.get("/sync/changes", cursor=desk.head(), device_id=desk.device_id))
