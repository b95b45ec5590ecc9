"""GET /sync/download/{file_id}: versions, ranges, permission."""

import pytest

from support.api import problem
from support.content import sha256
from support.world import some_ulid

row = pytest.mark.row

CONTENT = bytes(range(256)) * 4


@pytest.fixture
def file(desk):
    return desk.file("/a.bin", CONTENT)


def get(desk, file, headers=None, **query):
    return desk.user.get(f"/sync/download/{file['resource_id']}", headers=headers, **query)


@row("GET download/{file_id}")
def test_download__gives_the_content(desk, file):
    answer = get(desk, file)
    assert answer.status_code == 200 and answer.content == CONTENT
    assert answer.headers["Content-Length"] == str(len(CONTENT))
    assert answer.headers["ETag"] == f'"{sha256(CONTENT)}"'


@row("GET download/{file_id}")
def test_download__of_a_file_without_bytes(desk):
    answer = get(desk, desk.file("/empty", b""))
    assert answer.status_code == 200 and answer.content == b""


@row("GET download/{file_id}")
def test_download__of_an_unknown_file_is_404(desk):
    for name in ("fil_" + some_ulid(), "nothing", "fld_" + some_ulid()):
        problem(desk.user.get(f"/sync/download/{name}"), 404, "NOT_FOUND")


@row("GET download · version")
def test_download__version_by_id(desk, file):
    (newer,) = desk.applied(desk.editing(file, b"newer"))
    assert get(desk, file).content == b"newer"
    assert get(desk, file, version=file["version_id"]).content == CONTENT
    assert get(desk, file, version=newer["version_id"]).content == b"newer"


@row("GET download · version")
def test_download__version_by_number(desk, file):
    desk.applied(desk.editing(file, b"newer"))
    assert get(desk, file, version=1).content == CONTENT
    assert get(desk, file, version=2).content == b"newer"


@row("GET download · version")
@pytest.mark.parametrize("version", ["99", "ver_" + some_ulid()])
def test_download__unknown_version_is_404(desk, file, version):
    problem(get(desk, file, version=version), 404, "NOT_FOUND")


@row("GET download · version")
def test_download__version_of_another_file_is_404(desk, file):
    other = desk.file("/other", b"other")
    problem(get(desk, file, version=other["version_id"]), 404, "NOT_FOUND")


def assert_part(answer, first, last):
    assert answer.status_code == 206, answer.text[:300]
    assert answer.content == CONTENT[first:last + 1]
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{len(CONTENT)}"
    assert answer.headers["Content-Length"] == str(last + 1 - first)


@row("GET download · range_start")
def test_download__range_start_alone_goes_to_the_end(desk, file):
    assert_part(get(desk, file, range_start=1000), 1000, 1023)


@row("GET download · range_end")
def test_download__range_end_alone_starts_at_0_and_is_inclusive(desk, file):
    assert_part(get(desk, file, range_end=9), 0, 9)


@row("GET download · range_start, range_end")
@pytest.mark.parametrize("first, last", [(0, 0), (10, 20), (0, 1023), (1023, 1023)])
def test_download__range_start_to_range_end(desk, file, first, last):
    assert_part(get(desk, file, range_start=first, range_end=last), first, last)


@row("GET download · range_start, range_end")
def test_download__range_end_beyond_the_end_is_cut(desk, file):
    assert_part(get(desk, file, range_start=1000, range_end=5000), 1000, 1023)


@row("GET download · range_start, range_end")
@pytest.mark.parametrize("query", [
    {"range_start": "a"}, {"range_end": "b"}, {"range_start": "-1"}, {"range_start": "1.5"}])
def test_download__range_that_is_no_number_is_422(desk, file, query):
    problem(get(desk, file, **query), 422, "VALIDATION_FAILED")


@row("GET download · range_start, range_end")
@pytest.mark.parametrize("query", [{"range_start": 1024}, {"range_start": 20, "range_end": 10}])
def test_download__range_without_a_byte_is_416(desk, file, query):
    answer = get(desk, file, **query)
    problem(answer, 416, "RANGE_NOT_SATISFIABLE")
    assert answer.headers["Content-Range"] == "bytes */1024"


@row("GET download · Range: bytes=start-end")
@pytest.mark.parametrize("field, first, last", [
    ("bytes=0-0", 0, 0), ("bytes=10-20", 10, 20), ("bytes=1000-", 1000, 1023), ("bytes=-3", 1021, 1023),
    ("bytes=0-9999", 0, 1023), ("bytes=-9999", 0, 1023)])
def test_download__Range_header(desk, file, field, first, last):
    assert_part(get(desk, file, headers={"Range": field}), first, last)


@row("GET download · Range: bytes=start-end")
@pytest.mark.parametrize("field", ["bytes=1024-", "bytes=-0", "bytes=5000-6000"])
def test_download__Range_header_without_a_byte_is_416(desk, file, field):
    answer = get(desk, file, headers={"Range": field})
    problem(answer, 416, "RANGE_NOT_SATISFIABLE")
    assert answer.headers["Content-Range"] == "bytes */1024"


@row("GET download · Range: bytes=start-end")
@pytest.mark.parametrize("field", [
    "bytes=20-10", "bytes=a-b", "bytes=", "chapters=1-2", "1-2", "bytes=0-1,5-6", "bytes=--1"])
def test_download__Range_that_is_malformed_or_of_several_gives_the_whole(desk, file, field):
    answer = get(desk, file, headers={"Range": field})
    assert answer.status_code == 200 and answer.content == CONTENT


@row("GET download · permission: READ on the file")
def test_download__needs_READ_on_the_file(desk, file, people):
    reader = people("reader")
    address = f"/sync/download/{file['resource_id']}"
    problem(reader.get(address), 404, "NOT_FOUND")
    desk.user.add_member(desk.share_id, reader, "reader")
    assert reader.get(address).content == CONTENT
    desk.user.delete(f"/shares/{desk.share_id}/members/{reader.id}")
    problem(reader.get(address), 404, "NOT_FOUND")


def test_download__of_a_trashed_file_is_410(desk, file):
    desk.applied(desk.deleting(file))
    problem(get(desk, file), 410, "GONE")
