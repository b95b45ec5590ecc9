"""Python's requests, plainly: a session, streaming both ways, ranges."""

import hashlib
import io

import pytest
import requests

from support.content import CHUNKS, frame, sha256
from support.world import unique

CONTENT = hashlib.shake_256(b"requests").digest(5 << 20)


@pytest.fixture
def session(desk):
    with requests.Session() as found:
        found.headers["Authorization"] = f"Bearer {desk.user.token}"
        yield found


@pytest.fixture
def base(desk):
    return f"{desk.user.url}/api/v1"


def test_requests__streams_down(desk, session, base):
    file = desk.file("/large", CONTENT)
    with session.get(f"{base}/sync/download/{file['resource_id']}", stream=True) as answer:
        answer.raise_for_status()
        digest = hashlib.sha256()
        for piece in answer.iter_content(100_000):
            digest.update(piece)
    assert digest.digest() == hashlib.sha256(CONTENT).digest()


def test_requests__may_stop_in_the_middle_and_go_on(desk, session, base):
    file = desk.file("/large", CONTENT)
    address = f"{base}/sync/download/{file['resource_id']}"
    with session.get(address, stream=True) as answer:
        begun = next(answer.iter_content(300_000))
    rest = session.get(address, headers={"Range": f"bytes={len(begun)}-", "If-Range": answer.headers["ETag"]})
    assert rest.status_code == 206 and begun + rest.content == CONTENT


def test_requests__streams_up_from_a_file(session, base):
    content = unique("file").encode() * 100_000
    answer = session.put(f"{base}/sync/chunks/{sha256(content)}", data=io.BytesIO(content))
    assert answer.json()["stored"] == [sha256(content)]


def test_requests__streams_up_from_a_generator(session, base):
    pieces = [unique(str(number)).encode() * 1000 for number in range(50)]
    answer = session.post(f"{base}/sync/chunks", data=map(frame, pieces), headers={"Content-Type": CHUNKS})
    assert sorted(answer.json()["stored"]) == sorted(map(sha256, pieces))


def test_requests__one_session_for_everything(desk, session, base):
    content = unique("content").encode()
    session.put(f"{base}/sync/chunks/{sha256(content)}", data=content).raise_for_status()
    applied = session.post(f"{base}/sync/apply", json={
        "device_id": desk.device_id, "share_id": desk.share_id, "changes": [
            {"resource_type": "file", "change_type": "created", "new_path": "/a",
             "metadata": {"size": len(content), "chunks": [{"hash": sha256(content), "size": len(content)}]}}]}).json()
    file_id = applied["applied"][0]["resource_id"]
    assert session.get(f"{base}/sync/download/{file_id}").content == content
    page = session.get(f"{base}/sync/changes", params={"share_id": desk.share_id, "cursor": 0}).json()
    assert page["changes"][-1]["resource_id"] == file_id
