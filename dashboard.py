"""The server: the Streamlit app behind its guard.

`streamlit run dashboard.py` and `uvicorn dashboard:app` serve `app`, whose script is the frame.
Run as a plain script, as AppTest does, this file shows the frame itself.
"""

import gc
import runpy
from collections.abc import Iterator
from pathlib import Path

import altair  # noqa: F401  loaded before the first visitor comes, not while he waits
import pandas  # noqa: F401
import streamlit as st
from starlette.middleware import Middleware
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from services import demo
from services.guard import Guard

FRAME = Path(__file__).resolve().parent / "pages" / "frame.py"
PAGE = Path(st.__file__).parent / "static" / "index.html"


def addresses(message: bytes) -> Iterator[str]:
    """The media and upload addresses that a message to the browser gives its receiver.

    Read from their own fields: an address in a text that somebody typed gives nobody a right.
    """
    if b"/media/" not in message and b"/_stcore/upload_file/" not in message:
        return
    forward = ForwardMsg.FromString(message)
    element = forward.delta.new_element
    yield forward.page_config_changed.favicon
    yield forward.backend_operation_response.deferred_file.url
    yield element.download_button.url
    yield from (image.url for image in element.imgs.imgs)
    for file in forward.file_urls_response.file_urls:
        yield from (file.upload_url, file.delete_url)


app = st.App(FRAME, middleware=[Middleware(Guard, page=PAGE, addresses=addresses)])

if __name__ == "__main__":
    runpy.run_path(str(FRAME))
else:
    demo.at_server_start()
    # What a server has loaded by now it keeps: the garbage collector need not walk it again.
    gc.freeze()
