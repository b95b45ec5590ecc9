"""A browser, on a page of the server's own: `fetch` and `WebSocket` as a web application uses them."""

import pytest

from support.api import body
from support.browser import Browser
from support.content import sha256

# What a web application would have: calls that give JSON, and a socket whose frames and end can be awaited.
LIBRARY = """
    const call = async (method, path, content) => fetch('/api/v1' + path, {
        method, body: content, headers: {Authorization: 'Bearer ' + token,
            ...(typeof content === 'string' ? {'Content-Type': 'application/json'} : {})}});
    const json = async (...request) => (await call(...request)).json();
    const open = (device, token) => {
        const frames = [], waiting = [];
        const socket = new WebSocket(location.origin.replace('http', 'ws') + '/api/v1/sync/ws/'
            + encodeURIComponent(device) + '?token=' + encodeURIComponent(token));
        const opened = new Promise(resolve => { socket.onopen = resolve; });
        const closed = new Promise(resolve => { socket.onclose = event => resolve(event.code); });
        socket.onmessage = event => { frames.push(JSON.parse(event.data)); waiting.forEach(look => look()); };
        const hear = wanted => new Promise(resolve => {
            const look = () => { const frame = frames.find(wanted); if (frame) resolve(frame); };
            waiting.push(look);
            look();
        });
        return {socket, opened, closed, hear, say: frame => socket.send(JSON.stringify(frame))};
    };
"""


@pytest.fixture(scope="module")
def browser():
    with Browser() as found:
        yield found


@pytest.fixture(scope="module")
def page(browser, nobody):
    """A page of the server's own origin. Any answer will do; `/docs` forbids its page to fetch."""
    with browser.open(nobody.url + "/api/v1/health") as found:
        yield found


@pytest.fixture
def run(page, desk):
    """Runs a script on the page, with the desk's names and the library."""
    def run(script, **values):
        return page.run(LIBRARY + script, token=desk.user.token, share=desk.share_id, device=desk.device_id, **values)
    return run


def test_browser__fetch_applies_reads_changes_and_downloads(run, desk):
    content = "from a browser: é 😀".encode()
    found = run("""
        const bytes = new TextEncoder().encode(text);
        const stored = await json('PUT', '/sync/chunks/' + hash, bytes);
        const head = (await json('GET', '/sync/changes?share_id=' + share)).cursor;
        const answer = await json('POST', '/sync/apply', JSON.stringify({device_id: device, share_id: share, changes: [{
            resource_type: 'file', change_type: 'created', new_path: '/browser.txt',
            metadata: {size: bytes.length, chunks: [{hash, size: bytes.length}]}}]}));
        const page = await json('GET', `/sync/changes?share_id=${share}&cursor=${head}`);
        const download = await call('GET', '/sync/download/' + answer.applied[0].resource_id);
        return {stored, answer, page, text: await download.text(), etag: download.headers.get('ETag'),
                type: download.headers.get('Content-Type')};
        """, text=content.decode(), hash=sha256(content))
    assert found["stored"] == {"stored": [sha256(content)]} and found["answer"]["rejected"] == []
    assert [change["new_path"] for change in found["page"]["changes"]] == ["/browser.txt"]
    assert found["text"] == content.decode() and found["etag"] == f'"{sha256(content)}"'
    assert desk.contents() == {"/browser.txt": content}


def test_browser__fetch_gets_ranges(run, desk):
    file = desk.file("/a", b"hello world")
    found = run("""
        const answer = await fetch('/api/v1/sync/download/' + file, {
            headers: {Authorization: 'Bearer ' + token, Range: 'bytes=6-10'}});
        return [answer.status, answer.headers.get('Content-Range'), await answer.text()];
        """, file=file["resource_id"])
    assert found == [206, "bytes 6-10/11", "world"]


def test_browser__fetch_gets_problems(run):
    found = run("""
        const answer = await call('GET', '/sync/changes?cursor=nonsense');
        return [answer.status, answer.headers.get('Content-Type'), (await answer.json()).code];
        """)
    assert found == [400, "application/problem+json", "SYNC_CURSOR_INVALID"]


def test_browser__WebSocket_sees_subscribed_pong_and_change(run, desk):
    found = run("""
        const {opened, hear, say, socket} = open(device, token);
        await opened;
        say({type: 'subscribe'});
        const subscribed = await hear(frame => frame.type === 'subscribed');
        say({type: 'ping'});
        const pong = await hear(frame => frame.event_type === 'pong');
        await json('POST', '/sync/apply', JSON.stringify({device_id: device, share_id: share, changes: [
            {resource_type: 'folder', change_type: 'created', new_path: '/made here'}]}));
        const change = await hear(frame => frame.event_type === 'change');
        socket.close();
        return {subscribed, pong, change};
        """)
    assert found["subscribed"] == {"type": "subscribed"} and found["pong"] == {"type": "pong", "event_type": "pong"}
    assert found["change"]["share_id"] == desk.share_id and found["change"]["data"]["new_path"] == "/made here"


def test_browser__WebSocket_sees_that_its_device_was_removed(run):
    assert run("""
        const {opened, closed, hear, say} = open(device, token);
        await opened;
        say({type: 'subscribe'});
        await hear(frame => frame.type === 'subscribed');
        await call('DELETE', '/sync/devices/' + encodeURIComponent(device));
        return closed;
        """) == 4404


@pytest.mark.parametrize("code", [4401, 4403, 4404])
def test_browser__WebSocket_sees_why_it_was_refused(run, desk, code):
    if code == 4403:
        body(desk.user.patch(f"/sync/devices/{desk.device_id}", json={"is_active": False}))
    assert run("return open(name, secret).closed;", name="unknown" if code == 4404 else desk.device_id,
               secret="nonsense" if code == 4401 else desk.user.token) == code


def test_browser__shows_the_documentation(browser, nobody):
    if nobody.get("//docs").status_code != 200:
        pytest.skip("this server has no /docs")
    with browser.open(nobody.url + "/docs") as page:
        found = page.run("""
            const names = [...document.querySelectorAll('*')].map(one => one.src || one.href).filter(Boolean).map(String);
            return {text: document.body.innerText, elsewhere: names.filter(name => !name.startsWith(location.origin))};
            """)
    assert "/api/v1/sync/changes" in found["text"] and found["elsewhere"] == [], "it needs no network"
