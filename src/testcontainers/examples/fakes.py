"""The strict fakes from Python: pip install testcontainers, then python fakes.py [IMAGE]. Ends with 0 when it holds."""

import base64
import json
import sys
import urllib.error
import urllib.request

from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import HttpWaitStrategy

CONTROL, OPENAI = 4000, 4010
KEY = "sk-from-python"


def call(method, url, body=None):
    """Status and parsed body of a JSON request."""
    headers = {"content-type": "application/json", "authorization": f"Bearer {KEY}"}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, headers, method=method)
    try:
        with urllib.request.urlopen(request) as reply:
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.load(refusal)


def check(control, openai):
    """A case is a name in the path; here the test itself stands where your gateway would."""
    call("PUT", f"{control}/cases/mine/script", {"turns": [{"text": "hello"}]})
    chat = {"model": "gpt-5.2", "messages": [{"role": "user", "content": "hi"}]}
    status, reply = call("POST", f"{openai}/~mine/v1/chat/completions", chat)
    assert (status, reply["choices"][0]["message"]["content"]) == (200, "hello")

    _, journal = call("GET", f"{control}/journal/wait?case=mine&count=1&timeout=5000")
    arrived = base64.b64decode(journal["exchanges"][0]["request"]["body"])
    assert json.loads(arrived) == chat
    assert call("GET", f"{control}/violations?case=mine")[1] == {"refused": []}

    # What leaks is refused, as the provider would, and told to whoever asks.
    status, _ = call("POST", f"{openai}/~mine/v1/chat/completions", {**chat, "user_api_key_hash": "88dc28d0"})
    assert status == 400
    _, violations = call("GET", f"{control}/violations?case=mine")
    assert [each["pointer"] for each in violations["refused"]] == ["/user_api_key_hash"]
    print(violations["refused"][0]["message"])


def main(image):
    fakes = DockerContainer(image).with_exposed_ports(CONTROL, OPENAI).with_env("WATERTIGHT_API_KEY", KEY)
    with fakes.waiting_for(HttpWaitStrategy(CONTROL, "/health")):
        host = fakes.get_container_host_ip()
        check(*(f"http://{host}:{fakes.get_exposed_port(port)}" for port in (CONTROL, OPENAI)))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "watertight")
