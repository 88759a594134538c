"""The dashboard's server as a child of this process: a free port, a ready sentence, a quiet end."""

import errno
import http.client
import signal
import socket
import subprocess
import sys
import time

import typer

from manage import ROOT

GRACE = 10.0  # seconds that open pages get to finish before the server is ended for them


def run(wanted: int) -> int:
    """Serve on the wanted port or the next free one until stopped; the exit code."""
    port = free_port(wanted)
    if port != wanted:
        typer.echo(f"Port {wanted} is taken, so this is port {port}.")
    for name in {"SIGTERM", "SIGHUP"} & set(dir(signal)):  # a stop from elsewhere is a Ctrl-C too
        signal.signal(getattr(signal, name), signal.default_int_handler)
    began = time.monotonic()
    server = launch(port)
    try:
        if answers(server, port):
            took = time.monotonic() - began
            typer.echo(
                f"The dashboard is at http://localhost:{port} ({took:.1f} s; Ctrl-C stops it)."
            )
        else:
            typer.echo("The dashboard did not start; the lines above say why.", err=True)
        return server.wait()
    except KeyboardInterrupt:
        return stop(server)


def free_port(wanted: int) -> int:
    return next(port for port in range(wanted, 65536) if not is_taken(port))


def is_taken(port: int) -> bool:
    """Whether anybody listens there on either of the two addresses that localhost can mean."""
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            socket.create_server((host, port), family=family).close()
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                return True
    return False


def launch(port: int) -> subprocess.Popen[bytes]:
    options = {"server.port": port, "server.headless": "true", "logger.hideWelcomeMessage": "true"}
    flags = [f"--{name}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", *flags]
    # A session of its own: the terminal's Ctrl-C reaches us alone, and we end the server calmly.
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True)


def answers(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the server is healthy; False when it ended before that."""
    while server.poll() is None:
        connection = http.client.HTTPConnection("localhost", port, timeout=1)
        try:
            connection.request("GET", "/_stcore/health")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return True
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    return False


def stop(server: subprocess.Popen[bytes]) -> int:
    """End the server, with time for it to finish what it is doing."""
    server.terminate()
    try:
        server.wait(GRACE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
    typer.echo("The dashboard is closed.")
    return 0
