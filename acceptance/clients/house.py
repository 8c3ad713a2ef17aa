"""The running server as its clients see it: addresses and sign-in from the environment, pictures that differ, plain calls."""

import base64
import io
import json
import logging
import os
import pathlib
import time
import urllib.error
import urllib.parse
import urllib.request

from cvat_sdk import make_client
from PIL import Image
from pymilvus import MilvusClient

URL = os.environ["OCELLUS_URL"]
VECTOR_URL = os.environ["OCELLUS_VECTOR_URL"]
PASSWORD = os.environ["OCELLUS_ADMIN_PASSWORD"]

# Refusals are asked for here; the client would print each with its stack.
logging.getLogger("pymilvus").setLevel(logging.CRITICAL)


def annotation_client(user="admin", password=PASSWORD):
    address = urllib.parse.urlsplit(URL)
    client = make_client(host=f"{address.scheme}://{address.hostname}", port=address.port, credentials=(user, password))
    client.config.status_check_period = 0.2
    return client


def vector_client(user="admin", password=PASSWORD):
    return MilvusClient(VECTOR_URL, token=f"{user}:{password}")


def call(method, path, body=None, user="admin", password=PASSWORD, headers=None):
    """Status and body of a plain call; a refusal is an answer too. Bytes go as they are, anything else as JSON."""
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(URL + path, method=method, data=data)
    if user:
        request.add_header("Authorization", "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode())
    if body is not None:
        request.add_header("Content-Type", "application/json")
    for name, value in (headers or {}).items():
        request.add_header(name, value)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            status, content = answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        status, content = refusal.code, refusal.read()
    try:
        return status, json.loads(content)
    except ValueError:
        return status, content


def register(name):
    """A new user of the group `user`, and its password."""
    password = "Long-Words-Are-Good-7"
    status, body = call("POST", "/api/auth/register", {"username": name, "email": f"{name}@example.org", "password1": password, "password2": password}, user=None)
    assert status in (200, 201), (status, body)
    return password


def pictures(folder, colours, size=(160, 120)):
    """One JPEG a colour, half of it white, named in the order given."""
    paths = []
    for number, colour in enumerate(colours):
        image = Image.new("RGB", size, colour)
        image.paste((255, 255, 255), (0, 0, size[0] // 2, size[1] // 2))
        path = pathlib.Path(folder) / f"picture-{number:03}.jpg"
        image.save(path, quality=92)
        paths.append(str(path))
    return paths


def opened(content):
    return Image.open(io.BytesIO(content))


def eventually(what, ask, seconds=60):
    """The first true answer of ask within the time; feeds and background requests need a moment."""
    end = time.monotonic() + seconds
    while True:
        answer = ask()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {seconds} s")
        time.sleep(0.2)
