"""A visitor without a browser, who speaks Streamlit's own protocol to a real server."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: TID251  the protocol, nothing is drawn
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: TID251
from websockets.sync.client import ClientConnection, connect


class Visitor:
    """Somebody with a cookie jar of his own; `server` is an address as http://127.0.0.1:8501."""

    def __init__(self, server: str) -> None:
        self.http = httpx.Client(base_url=server, timeout=10)
        self._socket_address = server.replace("http", "ws", 1) + "/_stcore/stream"

    def __enter__(self) -> "Visitor":
        self.http.get("/").raise_for_status()
        self.http.get("/_stcore/health").raise_for_status()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.http.close()

    @contextmanager
    def socket(self, origin: str | None = "own") -> Iterator[ClientConnection]:
        """The page's connection, from the server's own origin unless another one is given."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        with connect(
            self._socket_address,
            origin=str(self.http.base_url).rstrip("/") if origin == "own" else origin,
            subprotocols=["streamlit", self.xsrf],
            additional_headers={"Cookie": cookies} if cookies else None,
            max_size=None,
        ) as socket:
            yield socket

    def visit(self, query: str = "") -> list[ForwardMsg]:
        """Run the page once and keep everything the server says."""
        with self.socket() as socket:
            return run(socket, query)

    def upload(self, address: str, content: bytes) -> int:
        """The status of an upload as the uploader on the page sends it."""
        token = {"X-Xsrftoken": self.xsrf}
        return self.http.put(address, files={"file": ("a.txt", content)}, headers=token).status_code

    @property
    def xsrf(self) -> str:
        return self.http.cookies.get("_streamlit_xsrf", "none")


def run(socket: ClientConnection, query: str = "") -> list[ForwardMsg]:
    """Run the page and read until its script has finished."""
    request = BackMsg()
    request.rerun_script.query_string = query
    return ask(socket, request, "script_finished")


def ask(socket: ClientConnection, request: BackMsg, last: str) -> list[ForwardMsg]:
    """Send a request and read until a message of the kind `last` has come."""
    socket.send(request.SerializeToString())
    messages = []
    while not messages or messages[-1].WhichOneof("type") != last:
        messages.append(ForwardMsg.FromString(bytes(socket.recv(timeout=30, decode=False))))
    return messages


def upload_address(socket: ClientConnection) -> str:
    """An address for one file, as the page asks for it when somebody picks a file."""
    request = BackMsg()
    request.file_urls_request.file_names.append("a.txt")
    return ask(socket, request, "file_urls_response")[-1].file_urls_response.file_urls[0].upload_url


def downloads(messages: list[ForwardMsg]) -> dict[str, str]:
    """Label and address of each download button; of a deferred one the id that is asked for."""
    elements = [message.delta.new_element for message in messages]
    buttons = [e.download_button for e in elements if e.HasField("download_button")]
    return {button.label: button.url or button.deferred_file_id for button in buttons}


def deferred_address(socket: ClientConnection, page: list[ForwardMsg], label: str) -> str:
    """The address of a deferred download, made when its button is pressed."""
    request = BackMsg()
    request.backend_operation_request.session_id = page[0].new_session.initialize.session_id
    request.backend_operation_request.deferred_file.file_id = downloads(page)[label]
    answer = ask(socket, request, "backend_operation_response")[-1].backend_operation_response
    assert answer.deferred_file.url, answer.error_msg
    return answer.deferred_file.url
