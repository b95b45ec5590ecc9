"""curl: ranges, resuming, conditional requests, HEAD, uploads, bulk."""

import json
import subprocess
import time

import pytest

from support.content import CHUNKS, frame, frames, sha256
from support.tools import needed
from support.world import unique

CONTENT = bytes(range(256)) * (12 << 10)  # 3 MiB


@pytest.fixture
def file(desk):
    return desk.file("/héllo wörld.bin", CONTENT, modified_at="2026-01-02T03:04:05Z")


class Curl:
    """Runs curl with a user's token; `saved` is where it puts what it gets."""

    def __init__(self, user, folder):
        self.user, self.saved = user, folder / "saved"
        self.program = needed("curl")

    def command(self, arguments, path):
        return [self.program, "-sS", "-H", f"Authorization: Bearer {self.user.token}", "-o", self.saved, "--max-time", "60",
                "-w", "%{http_code}", *map(str, arguments), f"{self.user.url}/api/v1{path}"]

    def begin(self, *arguments, path):
        """A curl that is still at work."""
        return subprocess.Popen(self.command(arguments, path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __call__(self, *arguments, path="", ok=True):
        """The status that curl reports."""
        done = subprocess.run(self.command(arguments, path), capture_output=True, text=True)
        assert not ok or done.returncode == 0, done.stderr
        return int(done.stdout)

    @property
    def got(self):
        return self.saved.read_bytes() if self.saved.exists() else None


@pytest.fixture
def curl(desk, tmp_path):
    return Curl(desk.user, tmp_path)


@pytest.fixture
def path(file):
    return f"/sync/download/{file['resource_id']}"


def test_curl__downloads(curl, path):
    assert curl(path=path) == 200 and curl.got == CONTENT


@pytest.mark.parametrize("given, first, last", [
    ("0-0", 0, 0), ("100-199", 100, 199), ("3145700-", 3145700, 3145727), ("-10", 3145718, 3145727),
    ("1048570-2097160", 1048570, 2097160)])
def test_curl__range(curl, path, given, first, last):
    assert curl("--range", given, path=path) == 206 and curl.got == CONTENT[first:last + 1]


def test_curl__several_ranges_give_the_whole(curl, path):
    assert curl("--range", "0-9,100-109", path=path) == 200 and curl.got == CONTENT


def test_curl__range_beyond_the_end_is_416(curl, path):
    assert curl("--range", "9999999-", path=path) == 416


@pytest.mark.parametrize("length", [1, 1_000_000, len(CONTENT) - 1])
def test_curl__resumes_what_was_cut(curl, path, length):
    curl.saved.write_bytes(CONTENT[:length])
    assert curl("-C", "-", path=path) == 206 and curl.got == CONTENT


def test_curl__resumes_a_transfer_that_broke_off(curl, desk):
    content = CONTENT * 8
    file = desk.file("/larger", content)
    path = f"/sync/download/{file['resource_id']}"
    running = curl.begin("--limit-rate", "500k", path=path)
    deadline = time.monotonic() + 30
    while not curl.got and time.monotonic() < deadline:
        time.sleep(0.02)
    running.kill()
    running.wait()
    assert 0 < len(curl.got) < len(content)
    assert curl("-C", "-", path=path) == 206 and curl.got == content


def test_curl__HEAD(curl, path):
    assert curl("-I", path=path) == 200
    fields = curl.saved.read_text().lower()
    assert f"content-length: {len(CONTENT)}" in fields and "accept-ranges: bytes" in fields
    assert f'etag: "{sha256(CONTENT)}"' in fields


def test_curl__saved_ETag_spares_the_second_download(curl, path, tmp_path):
    tag = tmp_path / "etag"
    assert curl("--etag-save", tag, path=path) == 200 and sha256(CONTENT) in tag.read_text()
    assert curl("--etag-compare", tag, path=path) == 304
    tag.write_text('"other"')
    assert curl("--etag-compare", tag, path=path) == 200


def test_curl__If_Range_resumes_only_the_same_content(curl, desk, file, path):
    field = f'If-Range: "{sha256(CONTENT)}"'
    assert curl("-r", "5-9", "-H", field, path=path) == 206 and curl.got == CONTENT[5:10]
    desk.applied(desk.editing(file, b"another"))
    assert curl("-r", "5-9", "-H", field, path=path) == 200 and curl.got == b"another"


def test_curl__time_condition(curl, path):
    assert curl("-z", "1 Jan 2026 00:00:00 GMT", path=path) == 200 and curl.got == CONTENT
    curl.saved.unlink()
    curl("-z", "3 Jan 2026 00:00:00 GMT", path=path)
    assert not curl.got, "it is not newer"


def test_curl__names_the_file_as_the_server_does(curl, path, tmp_path):
    subprocess.run([curl.program, "-sSOJ", "-H", f"Authorization: Bearer {curl.user.token}",
                    f"{curl.user.url}/api/v1{path}"], cwd=tmp_path, check=True)
    (saved,) = tmp_path.iterdir()
    assert saved.read_bytes() == CONTENT and saved.suffix == ".bin" and saved.parent == tmp_path


def test_curl__uploads_a_chunk(curl, tmp_path):
    chunk = tmp_path / "chunk"
    chunk.write_bytes(unique("curl").encode() * 100_000)
    assert curl("-T", chunk, path=f"/sync/chunks/{sha256(chunk.read_bytes())}") == 200
    assert json.loads(curl.got) == {"stored": [sha256(chunk.read_bytes())]}


def test_curl__waits_for_100_continue_before_it_uploads(curl, tmp_path):
    chunk = tmp_path / "chunk"
    chunk.write_bytes(unique("curl").encode() * 100_000)
    hash = sha256(chunk.read_bytes())
    assert curl("-T", chunk, "-H", "Expect: 100-continue", "--expect100-timeout", "30", path=f"/sync/chunks/{hash}") == 200


def test_curl__bulk_up_and_down(curl, desk, tmp_path):
    pieces = [unique(f"piece {number}").encode() for number in range(20)]
    (tmp_path / "up").write_bytes(b"".join(map(frame, pieces)))
    assert curl("--data-binary", f"@{tmp_path / 'up'}", "-H", f"Content-Type: {CHUNKS}", path="/sync/chunks") == 200
    files = desk.applied(*[desk.making(f"/{number}", piece) for number, piece in enumerate(pieces)])
    (tmp_path / "items").write_text(json.dumps({
        "share_id": desk.share_id, "items": [{"file_id": file["resource_id"]} for file in files]}))
    assert curl("--json", f"@{tmp_path / 'items'}", path="/sync/download") == 200
    assert frames(curl.got) == [(file["version_id"], piece) for file, piece in zip(files, pieces)]


def test_curl__many_at_once(curl, desk, tmp_path):
    files = desk.applied(*[desk.making(f"/{number}", b"%d" % number) for number in range(20)])
    lines = [f'url = "{curl.user.url}/api/v1/sync/download/{file["resource_id"]}"\noutput = "{number}"\n'
             for number, file in enumerate(files)]
    (tmp_path / "config").write_text("".join(lines))
    subprocess.run([curl.program, "-sSfZ", "-H", f"Authorization: Bearer {curl.user.token}", "-K", "config"],
                   cwd=tmp_path, check=True)
    assert [(tmp_path / str(number)).read_bytes() for number in range(20)] == [b"%d" % number for number in range(20)]


def test_curl__fails_where_the_server_refuses(curl):
    assert curl("--fail", path="/sync/download/nothing", ok=False) == 404


def test_curl__logs_in_and_asks(target, tmp_path):
    if not target.password:
        pytest.skip("needs LOGIN and PASSWORD, not TOKEN alone")
    curl = [needed("curl"), "-sSf", f"{target.url}/api/v1/auth/token", "-d", "grant_type=password",
            "--data-urlencode", f"username={target.login}", "--data-urlencode", f"password={target.password}"]
    assert json.loads(subprocess.run(curl, check=True, capture_output=True).stdout)["access_token"]
