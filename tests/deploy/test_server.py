"""Where the dashboard listens when somebody else is there already."""

import socket

from deploy import server


def test_a_free_port_is_taken_as_it_is() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    assert server.free_port(port) == port


def test_a_taken_port_gives_way_to_the_next_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        assert server.is_taken(port)
        assert server.free_port(port) > port
