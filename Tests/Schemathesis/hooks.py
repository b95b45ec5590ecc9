"""What schemathesis cannot know: which times and texts can be, and what is there.

Only requests that should be valid are changed; those that should be refused go out as they were made.
"""

import hashlib
import itertools
import json
import re
import struct
import unicodedata
import zlib
from datetime import datetime
from urllib.parse import quote

import schemathesis
import seeds
from hypothesis import strategies as st
from schemathesis.core.transforms import deepclone
from schemathesis.openapi.checks import EnsureResourceAvailability

# Bounds in bytes of UTF-8, which JSON Schema cannot say.
BYTES_MAX = {"name": 64, "device_name": 128, "email": 254, "client_change_id": 128, "file_name": 255, "password": 1024}
ID = re.compile(r"(?:shr|fil|fld|ver|cfl|usr|upl)_[0-9A-Z]{26}")
# A user may have 100 of each.
KEPT = 40

numbers = itertools.count()
known = {seeds.DEVICE}
made = {"registerDevice": [], "createUpload": []}
current = None

seeds.log_in()
own_id = seeds.call("GET", "/api/v1/users/me")["id"]

schemathesis.openapi.format(
    "date-time", st.datetimes(datetime(1700, 1, 1), datetime(2200, 1, 1)).map(lambda time: time.isoformat() + "Z")
)


def seed():
    """Those of now; new ones when something took one of them away."""
    global current
    with seeds.lock:
        if current is None:
            current = seeds.Seeds(next(numbers))
            known.update(current.ids() | {current.version})
        return current


def chosen(value, of=4):
    """True for all but one of so many values: always the same for the same value."""
    return zlib.crc32(repr(value).encode()) % of != 0


@schemathesis.serializer("application/vnd.tideline.chunks")
def frames(context, value):
    """Made up bytes become frames, most with the right hash."""
    content = value if isinstance(value, bytes) else str(getattr(value, "data", value)).encode()
    if not chosen(content):
        return {"data": content}
    return {"data": struct.pack(">I", len(content)) + hashlib.sha256(content).digest() + content}


@schemathesis.deserializer("application/x-ndjson")
def lines(context, response):
    return [json.loads(line) for line in response.content.splitlines()]


def real(name, value):
    """Something that is there instead of something made up."""
    if not isinstance(value, str) or value in known or not chosen(value):
        return value
    present = seed()
    things = {
        "share_id": present.share, "device_id": seeds.DEVICE, "file_id": present.file, "folder_id": present.folder,
        "version_id": present.version, "version": present.version, "conflict_id": present.conflict,
        "user_id": present.user, "hash": seeds.HASH, "session_id": present.upload,
        "parent_id": present.folder, "id": present.file,
    }
    return things.get(name, value)


def position(value):
    return value % (seed().cursor + 1) if isinstance(value, int) and chosen(value) else value


def fitting(name, text):
    """As many characters as fit into the bytes that a text may have."""
    text = unicodedata.normalize("NFC", text)
    while len(text.encode()) > BYTES_MAX[name]:
        text = text[:-1]
    return text


def possible(body, operation):
    """A body with things that are there, in which no text is too long."""
    if isinstance(body, list):
        return [possible(item, operation) for item in body]
    if not isinstance(body, dict):
        return body
    result = {}
    for name, value in body.items():
        if name in BYTES_MAX and isinstance(value, str):
            value = fitting(name, value)
        if name == "base_cursor":
            value = position(value)
        # A device that is registered has the id of its own choice, and a new thing of a batch too.
        if name in ("selected_folders", "excluded_folders") and value and chosen(value):
            value = ["/Plans"]
        kept = (operation, name) in {("registerDevice", "device_id"), ("applyChanges", "version_id")}
        result[name] = possible(value if kept else real(name, value), operation)
    for name in ("folder_id", "parent_id"):
        # A folder may be of another share; the root is always there.
        if operation in ("completeUpload", "updateFile", "updateFolder") and result.get(name) not in known:
            result.pop(name, None)
    if operation == "addMember":
        result["user_id"] = seed().user
    if operation == "updatePreferences" and isinstance(result.get("share_id"), str) and result["share_id"] not in known:
        result["share_id"] = seed().share
    if "hash" in result and result["hash"] == seeds.HASH and "size" in result:
        result["size"] = len(seeds.CHUNK)
    return result


def log_in_form(form):
    """A login that works."""
    if form.get("grant_type") == "password":
        return {**form, "username": seed().login, "password": seeds.PASSWORD}
    return form


@schemathesis.hook
def map_case(context, case):
    operation = case.operation.definition.raw.get("operationId")
    query, path = case.query or {}, case.path_parameters or {}
    if isinstance(query.get("wait"), int):
        query["wait"] = min(query["wait"], 1)
    if operation in ("updateUser", "deleteUser") and path.get("user_id") == own_id:
        path["user_id"] = seed().user
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return case
    removes = case.method == "DELETE" or operation == "updateDevice"
    for container in (query, path):
        for name, value in container.items():
            if name in ("cursor", "position"):
                container[name] = position(value)
            elif not removes:
                container[name] = real(name, value)
    if operation == "storeChunk" and isinstance(case.body, bytes) and chosen(case.body):
        path["sha256"] = hashlib.sha256(case.body).hexdigest()
    elif operation == "logIn" and isinstance(case.body, dict):
        case.body = log_in_form(case.body)
    elif case.media_type == "application/json":
        case.body = possible(deepclone(case.body), operation)
    return case


@schemathesis.hook
def after_call(context, case, response):
    global current
    operation = case.operation.definition.raw.get("operationId")
    with seeds.lock:
        if not 200 <= response.status_code < 300:
            return
        # What an answer names is there; but what a batch rejects need not be.
        if operation == "applyChanges":
            known.update(ID.findall(json.dumps(response.json()["applied"])))
        elif len(response.content or b"") < 100_000:
            known.update(ID.findall(response.content.decode(errors="replace")))
        if operation == "registerDevice":
            keep_few(operation, response.json()["device_id"], "/api/v1/sync/devices/")
        if operation == "createUpload":
            keep_few(operation, response.json()["session_id"], "/api/v1/uploads/")
        if operation in ("updateDevice", "removeDevice") and case.path_parameters["device_id"] == seeds.DEVICE:
            seeds.revive_device()
        if current and case.method != "GET" and current.ids() & set(ID.findall(response.request.url)):
            # An upload of no use any more counts all the same.
            seeds.call("DELETE", "/api/v1/uploads/" + current.upload, status=(204, 404, 410))
            current = None


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Drops what says that a new thing is not there, when the 404 is about another thing, made up, that the request names."""
    if not isinstance(failure, EnsureResourceAvailability):
        return True
    nouns = {"share_id": "share", "device_id": "device", "file_id": "file", "folder_id": "folder", "session_id": "upload"}
    about = [f"The {nouns[name]} was not found" for name in case.path_parameters or {} if name in nouns]
    return any(response.json()["detail"].startswith(text) for text in about)


def keep_few(operation, new, path):
    """Lets the oldest of them go."""
    kept = made[operation]
    known.add(new)
    if new in kept or new == seeds.DEVICE:
        return
    kept.append(new)
    while len(kept) > KEPT:
        seeds.call("DELETE", path + quote(kept.pop(0), safe=""), status=(204, 404))


@schemathesis.check
def every_change_is_accounted_for(context, response, case):
    """Of a batch that was taken, each change was applied, is in conflict or was rejected."""
    if case.operation.definition.raw.get("operationId") != "applyChanges" or response.status_code != 200:
        return
    answer = response.json()
    told = sum(len(answer[name]) for name in ("applied", "conflicts", "rejected"))
    assert told >= len(case.body["changes"]), "a change is in no part of the answer"
