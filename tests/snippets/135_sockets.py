# socket, socketserver, http, urllib.request, asyncio streams and unittest.mock, over the loopback device
import asyncio
import http.server
import selectors
import socket
import socketserver
import threading
import urllib.request
from unittest import mock

a, b = socket.socketpair()
a.sendall(b'hello')
print(b.recv(10), a.family == socket.AF_UNIX, a.getblocking())
b.close()
print(a.recv(1))
a.close()
print(a.fileno(), a._closed)
try:
    a.send(b'x')
except OSError as error:
    print(error)

server = socket.create_server(('127.0.0.1', 0))
port = server.getsockname()[1]


def serve():
    connection, _ = server.accept()
    with connection, connection.makefile('rw') as file:
        file.write(file.readline().upper())
        file.flush()


thread = threading.Thread(target=serve)
thread.start()
with socket.create_connection(('localhost', port), timeout=5) as client:
    client.sendall(b'abc\n')
    print(client.recv(100), client.gettimeout(), client.getpeername() == ('127.0.0.1', port))
thread.join()
server.close()
try:
    socket.create_connection(('127.0.0.1', port), timeout=1)
except ConnectionRefusedError as error:
    print(repr(error))

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
    datagrams.bind(('127.0.0.1', 0))
    datagrams.settimeout(0.02)
    datagrams.sendto(b'datagram', datagrams.getsockname())
    print(datagrams.recvfrom(100)[0], datagrams.type, datagrams.getsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST))
    try:
        datagrams.recv(1)
    except TimeoutError as error:
        print(repr(error))
    datagrams.setblocking(False)
    buffer = bytearray(4)
    try:
        datagrams.recv_into(buffer)
    except BlockingIOError as error:
        print(repr(error))
print(socket.inet_aton('1.2.3.4'), socket.inet_ntop(socket.AF_INET6, bytes(15) + b'\1'), socket.htons(1), socket.gethostbyname('localhost'))
print(socket.getaddrinfo('127.0.0.1', 80, type=socket.SOCK_STREAM))


class Shout(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.readline().strip() + b'!')


with socketserver.ThreadingTCPServer(('127.0.0.1', 0), Shout) as shouts:
    threading.Thread(target=shouts.serve_forever, daemon=True).start()
    for text in (b'one', b'two'):
        with socket.create_connection(shouts.server_address) as client, selectors.DefaultSelector() as selector:
            client.sendall(text + b'\n')
            selector.register(client, selectors.EVENT_READ)
            print(len(selector.select(5)), client.recv(10))
    shouts.shutdown()


class Hello(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == '/yes' else 404)
        self.send_header('X-Test', 'value')
        self.end_headers()
        self.wfile.write(b'you asked for ' + self.path.encode())

    def log_message(self, *args):
        pass


with http.server.HTTPServer(('127.0.0.1', 0), Hello) as web:
    threading.Thread(target=web.serve_forever, daemon=True).start()
    url = f'http://127.0.0.1:{web.server_port}'
    with urllib.request.urlopen(url + '/yes') as response:
        print(response.status, response.headers['X-Test'], response.read())
    try:
        urllib.request.urlopen(url + '/no')
    except urllib.error.HTTPError as error:
        print(error, error.read())
    web.shutdown()


async def main():
    async def reverse(reader, writer):
        writer.write((await reader.readline())[::-1])
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(reverse, '127.0.0.1', 0)
    async with server:
        reader, writer = await asyncio.open_connection('127.0.0.1', server.sockets[0].getsockname()[1])
        writer.write(b'xyz\n')
        print(await reader.read())
        writer.close()
    process = await asyncio.create_subprocess_exec('echo', 'hi', stdout=asyncio.subprocess.PIPE)
    print(await process.communicate(), process.returncode)


asyncio.run(main())

fake = mock.Mock(return_value=3, side_effect=None)
print(fake(1, a=2), fake.call_args, fake.mock_calls, fake.inner.method.called)
with mock.patch('socket.gethostname', return_value='nowhere') as patched:
    print(socket.gethostname(), patched.call_count)
try:
    fake.assert_called_with(5)
except AssertionError as error:
    print(str(error).replace('\n', '|'))
magic = mock.MagicMock()
magic.__len__.return_value = 7
print(len(magic), magic[1] is magic[1], mock.call(1, x=2), mock.sentinel.thing)
