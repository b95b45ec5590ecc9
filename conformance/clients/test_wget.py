"""wget: downloads, resuming, names."""

import subprocess

import pytest

from support.content import sha256
from support.tools import needed

CONTENT = bytes(range(256)) * (8 << 10)  # 2 MiB


@pytest.fixture
def file(desk):
    return desk.file("/report 2026.bin", CONTENT)


@pytest.fixture
def wget(desk, file, tmp_path):
    """Runs wget on the file, in a folder of its own; gives what it said."""
    def run(*arguments, code=0):
        done = subprocess.run(
            [needed("wget"), "--server-response", "--tries=1", "--timeout=30", f"--header=Authorization: Bearer {desk.user.token}",
             *arguments, f"{desk.user.url}/api/v1/sync/download/{file['resource_id']}"],
            cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == code, done.stderr
        return done.stderr
    return run


def test_wget__downloads(wget, tmp_path):
    wget("-O", "saved")
    assert (tmp_path / "saved").read_bytes() == CONTENT


@pytest.mark.parametrize("length", [1, 1_500_000])
def test_wget__resumes_what_was_cut(wget, file, tmp_path, length):
    part = tmp_path / file["resource_id"]
    part.write_bytes(CONTENT[:length])
    assert "206 Partial Content" in wget("-c")
    assert part.read_bytes() == CONTENT


def test_wget__sees_that_all_is_there(wget, file, tmp_path):
    whole = tmp_path / file["resource_id"]
    whole.write_bytes(CONTENT)
    assert "416" in wget("-c") and whole.read_bytes() == CONTENT


def test_wget__names_the_file_as_the_server_does(wget, tmp_path):
    wget("--content-disposition")
    assert (tmp_path / "report 2026.bin").read_bytes() == CONTENT


def test_wget__looks_without_downloading(wget, tmp_path):
    said = wget("--spider")
    assert f"Content-Length: {len(CONTENT)}" in said and f'ETag: "{sha256(CONTENT)}"' in said
    assert list(tmp_path.iterdir()) == []


def test_wget__fails_where_the_server_refuses(wget, desk, file):
    desk.applied(desk.deleting(file))
    assert "410 Gone" in wget(code=8)
