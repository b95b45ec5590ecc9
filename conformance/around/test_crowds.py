"""Many at once: one winner where there can be only one, and a log without gaps."""

import concurrent.futures

from support.api import body
from support.world import Desk, User, unique


def at_once(desk, count, act):
    """What `act` gives for each of many devices' hands, all at the same time, each over a connection of its own."""
    hands = [Desk(User(desk.user.url, desk.user.token), desk.share_id, desk.device_id) for _ in range(count)]
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        return list(pool.map(act, hands, range(count)))


def test_the_same_change_sent_many_times_at_once_is_one_row(desk):
    change = {**desk.making("/a", b"1"), "client_change_id": unique("change")}
    head = desk.head()
    found = at_once(desk, 8, lambda hand, _: hand.applied(change)[0])
    assert sorted(one["outcome"] for one in found) == ["applied"] + ["replayed"] * 7
    assert len({one["resource_id"] for one in found}) == 1 and len(desk.changes(head)) == 1


def test_of_many_strict_edits_of_one_version_one_wins_and_the_others_are_told(desk):
    file = desk.file("/a", b"base")
    found = at_once(desk, 8, lambda hand, number: hand.apply(hand.editing(file, b"%d" % number)))
    assert sorted(one.status_code for one in found) == [200] + [409] * 7
    assert {one.json()["code"] for one in found if one.status_code == 409} == {"SYNC_VERSION_STALE"}
    (winner,) = [number for number, one in enumerate(found) if one.status_code == 200]
    assert desk.read(file["resource_id"]) == b"%d" % winner


def test_of_many_edits_that_keep_both_none_is_lost(desk):
    file = desk.file("/a", b"base")
    at_once(desk, 8, lambda hand, number: body(hand.apply(
        hand.editing(file, b"%d" % number), conflict_resolution="KEEP_BOTH")))
    assert sorted(desk.contents().values()) == [b"%d" % number for number in range(8)]


def test_many_that_want_one_name_get_names_of_their_own(desk):
    at_once(desk, 8, lambda hand, number: body(hand.apply(
        hand.making("/a", b"%d" % number), conflict_resolution="KEEP_BOTH")))
    contents = desk.contents()
    assert len(contents) == 8 and sorted(contents.values()) == [b"%d" % number for number in range(8)]


def test_opposite_moves_make_no_cycle(desk):
    for round in range(4):
        first, second = desk.folder(f"/a{round}"), desk.folder(f"/b{round}")
        moves = [(first, second), (second, first)]
        at_once(desk, 2, lambda hand, number: body(hand.apply(
            {"resource_type": "folder", "change_type": "moved", "resource_id": moves[number][0]["resource_id"],
             "parent_id": moves[number][1]["resource_id"], "name": "moved"}, conflict_resolution="KEEP_BOTH")))
        assert len(desk.paths()) == round * 2 + 2, "both are still below the root"


def test_a_reader_never_sees_a_gap(desk):
    """Rows that one reader saw, page by page while others wrote, are the rows that there are."""
    head = desk.head()

    def work(hand, number):
        if number:
            for step in range(15):
                hand.file(f"/{number}-{step}", b"")
            return None
        seen, cursor = [], head
        while len(seen) < 6 * 15:
            page = body(hand.user.get("/sync/changes", share_id=hand.share_id, cursor=cursor, limit=7, wait=10))
            seen, cursor = seen + page["changes"], page["cursor"]
            assert page["changes"], "nothing came for ten seconds"
        return seen

    seen = at_once(desk, 7, work)[0]
    positions = [row["position"] for row in seen]
    assert positions == sorted(set(positions)) and seen == desk.changes(head)
