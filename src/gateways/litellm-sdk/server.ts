/** File names in the server's directory. */
export const serverFile = 'server.py'
export const routesFile = 'routes.json'

/**
 * The smallest program around LiteLLM's library: takes a request over HTTP, calls the library as an application would, with
 * the route's settings, and sends back what it returns. It adds nothing and hides nothing. Only the standard library besides.
 * Kept as text, because only TypeScript is compiled into the package.
 */
export const server: string = `import asyncio
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path

import litellm

PLAN = json.loads(Path(__file__).with_name("${routesFile}").read_text())
CALLS = {
    "/v1/chat/completions": litellm.acompletion,
    "/v1/responses": litellm.aresponses,
    "/v1/embeddings": litellm.aembedding,
}

# The library does so in the midst of the first call with a previous_response_id, and all other calls wait for it.
try:
    import litellm.proxy.proxy_server  # noqa: F401
except ImportError:
    pass

# A case has a client of its own. LiteLLM keeps 200 of them, and closes those of the others in use.
litellm.in_memory_llm_clients_cache.max_size_in_memory = 100_000

for model, mode in PLAN["modes"].items():
    litellm.register_model({model: {"mode": mode, "litellm_provider": model.split("/")[0]}})

# All calls share one event loop, as in an application: two threads that open the first connection at once close each
# other's in LiteLLM.
LOOP = asyncio.new_event_loop()
threading.Thread(target=LOOP.run_forever, daemon=True).start()


def wait(coroutine):
    return asyncio.run_coroutine_threadsafe(coroutine, LOOP).result()


async def following(events):
    try:
        return await events.__anext__()
    except StopAsyncIteration:
        return None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.reply(200, {"litellm_version": version("litellm")})

    def do_POST(self):
        text = self.rfile.read(int(self.headers.get("content-length", 0)))
        path = self.path.split("?")[0]
        if self.headers.get("authorization") != "Bearer " + PLAN["key"]:
            return self.refuse(401, "Unknown key")
        if path not in CALLS:
            return self.refuse(404, "There is no " + path)
        try:
            body = json.loads(text)
            alias = body.pop("model")
            result = wait(CALLS[path](**{**body, **PLAN["routes"][alias]}))
            whole = None if body.get("stream") else result.model_dump(mode="json", exclude_none=True, exclude_unset=True)
        except Exception as cause:
            return self.reply(status_of(cause), told(cause))
        if whole is None:
            return self.stream(path, result)
        self.reply(200, whole)

    def stream(self, path, result):
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        try:
            events = result.__aiter__()
            while (event := wait(following(events))) is not None:
                self.event(event.model_dump_json(exclude_none=True, exclude_unset=True), getattr(event, "type", None))
            if path == "/v1/chat/completions":
                self.event("[DONE]")
        except Exception as cause:
            self.event(json.dumps(told(cause)))
        self.wfile.write(b"0\\r\\n\\r\\n")

    def event(self, data, name=None):
        named = "event: " + str(getattr(name, "value", name)) + "\\n" if name else ""
        frame = (named + "data: " + data + "\\n\\n").encode()
        self.wfile.write(b"%x\\r\\n%s\\r\\n" % (len(frame), frame))
        self.wfile.flush()

    def refuse(self, status, message):
        self.reply(status, {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": None}})

    def reply(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *arguments):
        pass


def status_of(cause):
    status = getattr(cause, "status_code", None)
    return status if isinstance(status, int) and 400 <= status <= 599 else 500


def told(cause):
    """What an application can read in the exception."""
    names = ("type", "param", "code")
    return {"error": {"message": str(cause), **{name: getattr(cause, name, None) for name in names}}}


ThreadingHTTPServer.daemon_threads = True
ThreadingHTTPServer.request_queue_size = 128
ThreadingHTTPServer((sys.argv[1], int(sys.argv[2])), Handler).serve_forever()
`
