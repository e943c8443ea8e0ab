"""B15, B16, B17: no call reaches inside, follows a redirect, or waits for ever."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from unittest import mock

import pytest

from crm_project import outgoing
from crm_project.outgoing import NotReached, is_outside, parse, post

INSIDE = [
    "127.0.0.1", "10.1.2.3", "172.16.9.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:0:7f00:1::",
    "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_inside(address):
    assert not is_outside(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_outside(address):
    assert is_outside(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "0177.0.0.1", "0", "127.1", "[::1]", "[::ffff:127.0.0.1]", "127。0。0。1", "①②⑦.0.0.1"],
)  # fmt: skip
def test_no_spelling_of_this_machine_is_called(host, listener):
    port = listener.url.rsplit(":")[-1].split("/")[0]
    with pytest.raises(NotReached):
        post(f"https://{host}:{port}/in", b"{}", {}, seconds=2)
    assert listener.arrived == []


@pytest.mark.parametrize(
    "url",
    ["http://x.example/", "ftp://x.example/", "file:///etc/passwd", "gopher://x.example/", "https://", "https://a:b@x.example/",
     "https://x.example:22/", "https://x.example:99999/", "https://x.example/a b", "https://x.example/\r\nX: y",
     "https://x.example\\@y.example/", "javascript:alert(1)", ""],
)  # fmt: skip
def test_what_is_no_plain_address_is_refused(url):
    with pytest.raises(NotReached):
        parse(url)


def test_one_inside_among_several_is_enough_to_refuse():
    both = [(0, 0, 0, "", (one, 443)) for one in ("93.184.216.34", "127.0.0.1")]
    with mock.patch.object(socket, "getaddrinfo", return_value=both), pytest.raises(NotReached, match="not called"):
        post("https://rebind.example/", b"", {})


def test_a_name_that_changes_its_mind_is_asked_once(listener):
    """The lookup says an outside address; were it asked again it would say this machine."""
    answers = [[(0, 0, 0, "", (one, 443))] for one in ("93.184.216.34", "127.0.0.1")]
    with (
        mock.patch.object(socket, "getaddrinfo", side_effect=answers) as asked,
        mock.patch.object(socket, "create_connection", side_effect=OSError) as called,
        pytest.raises(NotReached),
    ):
        post("https://rebind.example/", b"", {})
    assert (asked.call_count, called.call_args[0][0]) == (1, ("93.184.216.34", 443))


def test_the_other_end_itself_is_looked_at(listener):
    """Something between us and the outside led the connection to this machine."""
    port = int(listener.url.rsplit(":")[-1].split("/")[0])
    real = socket.create_connection
    with (
        mock.patch.object(outgoing, "addresses", return_value=["93.184.216.34"]),
        mock.patch.object(socket, "create_connection", lambda where, seconds: real(("127.0.0.1", port), seconds)),
        pytest.raises(NotReached, match="not called"),
    ):
        post("https://x.example/", b"{}", {})
    assert listener.arrived == []


def test_no_redirect_is_followed(listener, open_inside):
    listener.status, listener.headers = 302, {"Location": listener.url + "/elsewhere"}
    assert (post(listener.url, b"{}", {}), len(listener.arrived)) == (302, 1)


def test_without_tls_only_networks_of_ones_own(open_inside):
    with pytest.raises(NotReached, match="not called"):
        post("http://93.184.216.34/", b"{}", {})


def drip(server: socket.socket, first: bytes, piece: bytes) -> None:
    link, _where = server.accept()
    try:
        link.sendall(first)
        while True:
            link.sendall(piece)
            time.sleep(0.02 if len(piece) < 100 else 0)
    except OSError:
        link.close()


@pytest.mark.parametrize(
    ("first", "piece"),
    [(b"", b"H"), (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"), (b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b"x")],
)
def test_who_answers_drop_by_drop_is_hung_up_on(first, piece, open_inside):
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=drip, args=(server, first, piece), daemon=True).start()
        began = time.monotonic()
        with pytest.raises(NotReached):
            post(f"http://127.0.0.1:{server.getsockname()[1]}/", b"{}", {}, seconds=0.4)
        assert time.monotonic() - began < 2


def test_of_an_endless_answer_little_is_read(open_inside):
    with socket.create_server(("127.0.0.1", 0)) as server:
        first = b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n"
        threading.Thread(target=drip, args=(server, first, b"x" * 65536), daemon=True).start()
        assert post(f"http://127.0.0.1:{server.getsockname()[1]}/", b"{}", {}, seconds=5) == 200
