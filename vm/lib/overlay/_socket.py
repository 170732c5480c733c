"""Sockets of the internet and of the file system.

The system's calls are native (`_socket_calls`): descriptors are numbers, addresses bytes as the system
lays them out.
"""

import errno as _errno
import os as _os
import select as _select
import struct as _struct
import sys as _sys
import time as _time

import _socket_calls as _calls

AF_UNSPEC, AF_UNIX, AF_INET, AF_INET6 = 0, 1, 2, 10
SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET = 1, 2, 3, 5
SOCK_NONBLOCK, SOCK_CLOEXEC = 0o4000, 0o2000000
SOL_SOCKET, SOL_TCP, SOL_UDP = 1, 6, 17
SO_DEBUG, SO_REUSEADDR, SO_TYPE, SO_ERROR, SO_DONTROUTE, SO_BROADCAST = range(1, 7)
SO_SNDBUF, SO_RCVBUF, SO_KEEPALIVE, SO_OOBINLINE, SO_LINGER = 7, 8, 9, 10, 13
SO_REUSEPORT, SO_RCVLOWAT, SO_SNDLOWAT, SO_RCVTIMEO, SO_SNDTIMEO = 15, 18, 19, 20, 21
SO_ACCEPTCONN, SO_PROTOCOL, SO_DOMAIN = 30, 38, 39
SOMAXCONN = 4096
IPPROTO_IP, IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_IPV6, IPPROTO_RAW = 0, 1, 6, 17, 41, 255
IPV6_UNICAST_HOPS, IPV6_V6ONLY = 16, 26
IP_TOS, IP_TTL, IP_MULTICAST_TTL, IP_MULTICAST_LOOP = 1, 2, 33, 34
TCP_NODELAY, TCP_MAXSEG, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT = 1, 2, 4, 5, 6
MSG_OOB, MSG_PEEK, MSG_DONTROUTE, MSG_TRUNC, MSG_DONTWAIT, MSG_WAITALL = 1, 2, 4, 0x20, 0x40, 0x100
MSG_NOSIGNAL = 0x4000
SHUT_RD, SHUT_WR, SHUT_RDWR = range(3)
AI_PASSIVE, AI_CANONNAME, AI_NUMERICHOST, AI_V4MAPPED, AI_ALL, AI_ADDRCONFIG = 1, 2, 4, 8, 16, 32
AI_NUMERICSERV = 0x400
NI_NUMERICHOST, NI_NUMERICSERV, NI_NOFQDN, NI_NAMEREQD, NI_DGRAM = 1, 2, 4, 8, 16
EAI_FAMILY, EAI_NONAME, EAI_SERVICE, EAI_SOCKTYPE = -6, -2, -8, -7
INADDR_ANY, INADDR_LOOPBACK, INADDR_BROADCAST, INADDR_NONE = 0, 0x7F000001, 0xFFFFFFFF, 0xFFFFFFFF
has_ipv6 = True

error = OSError
timeout = TimeoutError


class herror(OSError):
    __module__ = 'socket'


class gaierror(OSError):
    __module__ = 'socket'


_default_timeout = None


def getdefaulttimeout():
    """The timeout of new sockets; None: they wait."""
    return _default_timeout


def setdefaulttimeout(timeout):
    """Set the timeout of new sockets."""
    global _default_timeout
    _default_timeout = _checked_timeout(timeout)


def _checked_timeout(timeout):
    if timeout is None:
        return None
    timeout = float(timeout)
    if timeout < 0:
        raise ValueError('Timeout value out of range')
    return timeout


# Addresses.

def inet_aton(text):
    """An IPv4 address as 4 bytes."""
    return inet_pton(AF_INET, text)


def inet_ntoa(packed):
    """4 bytes as an IPv4 address."""
    return inet_ntop(AF_INET, packed)


def inet_pton(family, text):
    """A numeric address as bytes."""
    import ipaddress
    if family not in (AF_INET, AF_INET6):
        raise OSError(_errno.EAFNOSUPPORT, _os.strerror(_errno.EAFNOSUPPORT))
    kind = ipaddress.IPv4Address if family == AF_INET else ipaddress.IPv6Address
    try:
        return kind(text).packed
    except ValueError:
        raise OSError('illegal IP address string passed to inet_pton') from None


def inet_ntop(family, packed):
    """Bytes as a numeric address."""
    import ipaddress
    packed = bytes(packed)
    if family not in (AF_INET, AF_INET6):
        raise ValueError(f'unknown address family {family}')
    if len(packed) != (4 if family == AF_INET else 16):
        raise ValueError('invalid length of packed IP address string')
    return str(ipaddress.ip_address(packed))


def _resolved(host, family):
    """The numeric addresses of a host, in one of the families."""
    if isinstance(host, (bytes, bytearray)):
        host = host.decode('idna')
    if host == '<broadcast>':
        host = '255.255.255.255'
    found = _calls.resolve(host) or []
    found = [text for text in dict.fromkeys(found)
             if family == AF_UNSPEC or (':' in text) == (family == AF_INET6)]
    if not found:
        raise gaierror(EAI_NONAME, 'Name or service not known')
    return found


def _packed(family, address):
    """An address as the system has it."""
    if family == AF_UNIX:
        path = address if isinstance(address, (bytes, bytearray)) else _os.fsencode(address)
        if len(path) > 107:
            raise OSError('AF_UNIX path too long')
        return _struct.pack('=H', AF_UNIX) + bytes(path) + (b'' if path[:1] == b'\0' else b'\0')
    if not isinstance(address, tuple):
        raise TypeError(f'AF_INET{"6" * (family == AF_INET6)} address must be tuple, '
                        f'not {type(address).__name__}')
    host, port = address[:2]
    if not 0 <= port <= 0xFFFF:
        raise OverflowError('port must be 0-65535.')
    if host in ('', b''):
        host = '0.0.0.0' if family == AF_INET else '::'
    packed = inet_pton(family, _resolved(host, family)[0])
    head = _struct.pack('=H', family) + _struct.pack('>H', port)
    if family == AF_INET:
        return head + packed + bytes(8)
    flow, scope = (*address[2:], 0, 0)[:2]
    return head + _struct.pack('>I', flow) + packed + _struct.pack('=I', scope)


def _unpacked(data):
    """An address as Python has it."""
    if len(data) < 2:
        return None
    family, = _struct.unpack_from('=H', data)
    if family == AF_UNIX:
        path = data[2:]
        if path[:1] == b'\0':
            return bytes(path)
        return _os.fsdecode(path.partition(b'\0')[0])
    if family not in (AF_INET, AF_INET6):
        return family, data[2:]
    port, = _struct.unpack_from('>H', data, 2)
    if family == AF_INET:
        return inet_ntop(AF_INET, data[4:8]), port
    flow, = _struct.unpack_from('>I', data, 4)
    scope, = _struct.unpack_from('=I', data, 24)
    return inet_ntop(AF_INET6, data[8:24]), port, flow, scope


_SERVICES = {'echo': 7, 'ftp': 21, 'ssh': 22, 'telnet': 23, 'smtp': 25, 'domain': 53, 'http': 80,
             'pop3': 110, 'ntp': 123, 'imap': 143, 'https': 443}


def getservbyname(name, protocol=None, /):
    """The port of a service."""
    try:
        return _SERVICES[name]
    except KeyError:
        raise OSError('service/proto not found') from None


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """What a socket can connect with to reach a host and a port: a list of
    (family, type, protocol, canonical name, address)."""
    if port is None:
        port = 0
    elif isinstance(port, (str, bytes)):
        port = port if isinstance(port, str) else port.decode()
        if port.isdecimal():
            port = int(port)
        elif port in _SERVICES and not flags & AI_NUMERICSERV:
            port = _SERVICES[port]
        else:
            raise gaierror(EAI_SERVICE, 'Servname not supported for ai_socktype')
    if host is None:
        found = ['0.0.0.0', '::'] if flags & AI_PASSIVE else ['127.0.0.1', '::1']
        found = [text for text in found
                 if family == AF_UNSPEC or (':' in text) == (family == AF_INET6)]
    else:
        found = _resolved(host, family)
    kinds = [(SOCK_STREAM, IPPROTO_TCP), (SOCK_DGRAM, IPPROTO_UDP), (SOCK_RAW, 0)]
    kinds = [kind for kind in kinds if type in (0, kind[0]) and proto in (0, kind[1])]
    result = []
    for text in found:
        inner = AF_INET6 if ':' in text else AF_INET
        address = (text, port, 0, 0) if inner == AF_INET6 else (text, port)
        result += [(inner, kind, protocol, '', address) for kind, protocol in kinds]
    return result


def getnameinfo(address, flags):
    """Host and port of an address, as text."""
    host, port = address[:2]
    return _resolved(host, AF_UNSPEC)[0], str(port)


def gethostbyname(host):
    """The IPv4 address of a host."""
    return _resolved(host or '0.0.0.0', AF_INET)[0]


def gethostbyname_ex(host):
    """A host's name, its other names, and its addresses."""
    return host, [], _resolved(host, AF_INET)


def gethostbyaddr(host):
    """The same, of an address."""
    return host, [], _resolved(host, AF_UNSPEC)


def gethostname():
    """The name of this machine."""
    return _os.uname().nodename


def _swapped(size):
    def swap(number, /):
        if number < 0 or number >> 8 * size:
            raise OverflowError(f'Python int too large to convert to C {size * 8}-bit '
                                'unsigned integer')
        return int.from_bytes(number.to_bytes(size, _sys.byteorder))
    return swap


htons = ntohs = _swapped(2)
htonl = ntohl = _swapped(4)


# Sockets.

def close(fd, /):
    """Close a socket's descriptor."""
    _os.close(fd)


def dup(fd, /):
    """A second descriptor of the same socket."""
    return _os.dup(fd)


def socketpair(family=AF_UNIX, type=SOCK_STREAM, proto=0, /):
    """Two sockets that are connected."""
    return tuple(socket(family, type, proto, fd) for fd in _calls.pair(family, type, proto))


class socket:
    """A socket."""

    __slots__ = ('_fd', '_family', '_type', 'proto', '_timeout')
    __module__ = '_socket'

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        self._fd = -1
        if fileno is None:
            family = AF_INET if family == -1 else family
            type = SOCK_STREAM if type == -1 else type
            proto = 0 if proto == -1 else proto
            fileno = _calls.open(int(family), int(type), proto)
        else:
            if not isinstance(fileno, int):
                raise TypeError("'%s' object cannot be interpreted as an integer"
                                % fileno.__class__.__name__)
            if fileno < 0:
                raise ValueError('negative file descriptor')
            number = lambda name: int.from_bytes(
                _calls.option(fileno, SOL_SOCKET, name, 4), _sys.byteorder)
            _calls.address(fileno, False)
            family = number(SO_DOMAIN) if family == -1 else family
            type = number(SO_TYPE) if type == -1 else type
            proto = number(SO_PROTOCOL) if proto == -1 else proto
        self._fd = fileno
        self._family, self.proto = int(family), proto
        self._type = int(type) & ~(SOCK_NONBLOCK | SOCK_CLOEXEC)
        self._timeout = 0.0 if type & SOCK_NONBLOCK else _default_timeout
        if _default_timeout is not None:
            _os.set_blocking(fileno, False)

    def __repr__(self):
        return (f'<socket object, fd={self._fd}, family={self._family}, type={self._type}, '
                f'proto={self.proto}>')

    def __del__(self):
        if getattr(self, '_fd', -1) >= 0:
            import warnings
            warnings.warn(f'unclosed {self!r}', ResourceWarning, source=self)
            self._close()

    def _close(self):
        fd, self._fd = self._fd, -1
        if fd >= 0:
            try:
                _os.close(fd)
            except ConnectionResetError:
                pass

    def close(self):
        """Close the socket."""
        self._close()

    def detach(self):
        """Give the descriptor away; the socket is closed then."""
        fd, self._fd = self._fd, -1
        return fd

    def fileno(self):
        """The descriptor; -1 of a closed socket."""
        return self._fd

    @property
    def family(self):
        """the socket family"""
        return self._family

    @property
    def type(self):
        """the socket type"""
        return self._type

    @property
    def timeout(self):
        """the socket timeout"""
        return self._timeout

    def gettimeout(self):
        """The timeout in seconds; None: the socket waits."""
        return self._timeout

    def settimeout(self, timeout, /):
        """Set the timeout: seconds, or None."""
        timeout = _checked_timeout(timeout)
        _os.set_blocking(self._fd, timeout is None)
        self._timeout = timeout

    def getblocking(self):
        """Whether the socket waits."""
        return self._timeout != 0

    def setblocking(self, flag, /):
        """Whether the socket waits."""
        self.settimeout(None if flag else 0.0)

    def _wait(self, event, until):
        """Waits until the descriptor is ready."""
        left = max(0, until - _time.monotonic())
        poll = _select.poll()
        poll.register(self._fd, event)
        if not poll.poll(left * 1000):
            raise TimeoutError('timed out')

    def _call(self, event, call, *args):
        """Makes a call, within the timeout if there is one."""
        if not self._timeout:
            return call(self._fd, *args)
        until = _time.monotonic() + self._timeout
        while True:
            self._wait(event, until)
            try:
                return call(self._fd, *args)
            except BlockingIOError:
                pass

    def bind(self, address, /):
        """Give the socket its own address."""
        _calls.bind(self._fd, _packed(self._family, address))

    def listen(self, backlog=128, /):
        """Accept connections from now on."""
        _calls.listen(self._fd, max(0, backlog))

    def _accept(self):
        fd, address = self._call(_select.POLLIN, _calls.accept)
        return fd, _unpacked(address)

    def connect(self, address, /):
        """Connect the socket."""
        try:
            _calls.connect(self._fd, _packed(self._family, address))
        except BlockingIOError:
            if not self._timeout:
                raise
            self._wait(_select.POLLOUT, _time.monotonic() + self._timeout)
            number = self.getsockopt(SOL_SOCKET, SO_ERROR)
            if number:
                raise OSError(number, _os.strerror(number)) from None

    def connect_ex(self, address, /):
        """Connect the socket; an error is returned as its number."""
        try:
            self.connect(address)
        except TimeoutError as error:
            return error.errno or _errno.EAGAIN
        except OSError as error:
            if error.errno is None:
                raise
            return error.errno
        return 0

    def getsockname(self):
        """The socket's own address."""
        return _unpacked(_calls.address(self._fd, False))

    def getpeername(self):
        """The address of the other end."""
        return _unpacked(_calls.address(self._fd, True))

    def recv(self, size, flags=0, /):
        """What comes, at most so many bytes."""
        return self.recvfrom(size, flags, _name='recv')[0]

    def recvfrom(self, size, flags=0, /, _name='recvfrom'):
        """What comes, and from where."""
        if size < 0:
            raise ValueError(f'negative buffersize in {_name}')
        data, address = self._call(_select.POLLIN, _calls.receive, size, flags)
        return data, _unpacked(address)

    def recv_into(self, buffer, nbytes=0, flags=0):
        """Receive into a buffer; returns how many bytes have come."""
        return self.recvfrom_into(buffer, nbytes, flags)[0]

    def recvfrom_into(self, buffer, nbytes=0, flags=0):
        """The same, and from where."""
        with memoryview(buffer) as view, view.cast('B') as view:
            if nbytes < 0:
                raise ValueError('negative buffersize in recv_into')
            if nbytes > len(view):
                raise ValueError('buffer too small for requested bytes')
            data, address = self.recvfrom(nbytes or len(view), flags)
            view[:len(data)] = data
        return len(data), address

    def send(self, data, flags=0, /):
        """Send bytes; returns how many have gone."""
        return self._call(_select.POLLOUT, _calls.send, data, flags, b'')

    def sendall(self, data, flags=0, /):
        """Send all bytes."""
        with memoryview(data) as view, view.cast('B') as view:
            sent = 0
            while sent < len(view):
                sent += self.send(view[sent:], flags)

    def sendto(self, data, *args):
        """Send bytes to an address: sendto(data[, flags], address)."""
        if not 1 <= len(args) <= 2:
            raise TypeError(f'sendto() takes 2 or 3 arguments ({len(args) + 1} given)')
        flags = args[0] if len(args) == 2 else 0
        address = _packed(self._family, args[-1])
        return self._call(_select.POLLOUT, _calls.send, data, flags, address)

    def setsockopt(self, level, name, value, length=None, /):
        """Set an option: a number, or bytes."""
        if isinstance(value, int):
            value = _struct.pack('=i', value)
        elif value is None:
            value = bytes(length)
        _calls.set_option(self._fd, level, name, value)

    def getsockopt(self, level, name, size=0, /):
        """The value of an option: a number, or so many bytes."""
        value = _calls.option(self._fd, level, name, size or 4)
        return value if size else int.from_bytes(value, _sys.byteorder, signed=True)

    def shutdown(self, how, /):
        """End reading (0), writing (1) or both (2)."""
        _calls.shutdown(self._fd, how)


SocketType = socket
