//! Sockets. Addresses are bytes, laid out as the system does it.

use super::fd::last_error;
use libc::{c_int, c_void, sockaddr, socklen_t};
use rustix::io::{Errno, Result};
use std::os::fd::RawFd;

/// An address that the system fills in: room for the longest, aligned for all.
struct Room {
    words: [u64; 16],
    length: socklen_t,
}

impl Room {
    fn new() -> Room {
        Room {
            words: [0; 16],
            length: size_of::<[u64; 16]>() as socklen_t,
        }
    }

    fn address(&mut self) -> *mut sockaddr {
        self.words.as_mut_ptr().cast()
    }

    fn bytes(&self) -> Vec<u8> {
        let bytes = self.words.iter().flat_map(|word| word.to_ne_bytes());
        bytes.take(self.length as usize).collect()
    }
}

fn checked(result: c_int) -> Result<c_int> {
    match result {
        0.. => Ok(result),
        _ => Err(last_error()),
    }
}

fn length(bytes: &[u8]) -> Result<socklen_t> {
    socklen_t::try_from(bytes.len()).map_err(|_| Errno::INVAL)
}

/// A new socket, closed in programs that this one starts.
pub fn open(family: i32, kind: i32, protocol: i32) -> Result<RawFd> {
    // SAFETY: no memory is passed.
    checked(unsafe { libc::socket(family, kind | libc::SOCK_CLOEXEC, protocol) })
}

/// Two sockets that are connected.
pub fn pair(family: i32, kind: i32, protocol: i32) -> Result<[RawFd; 2]> {
    let mut fds = [-1; 2];
    // SAFETY: there is room for two descriptors.
    let result = unsafe {
        libc::socketpair(
            family,
            kind | libc::SOCK_CLOEXEC,
            protocol,
            fds.as_mut_ptr(),
        )
    };
    checked(result).map(|_| fds)
}

/// Gives a socket its own address.
pub fn bind(fd: RawFd, address: &[u8]) -> Result<()> {
    let length = length(address)?;
    // SAFETY: the address is readable for its length.
    checked(unsafe { libc::bind(fd, address.as_ptr().cast(), length) }).map(|_| ())
}

/// Connects a socket.
pub fn connect(fd: RawFd, address: &[u8]) -> Result<()> {
    let length = length(address)?;
    // SAFETY: the address is readable for its length.
    checked(unsafe { libc::connect(fd, address.as_ptr().cast(), length) }).map(|_| ())
}

/// Makes a socket one that accepts connections.
pub fn listen(fd: RawFd, backlog: i32) -> Result<()> {
    // SAFETY: no memory is passed.
    checked(unsafe { libc::listen(fd, backlog) }).map(|_| ())
}

/// Ends reading, writing or both.
pub fn shutdown(fd: RawFd, how: i32) -> Result<()> {
    // SAFETY: no memory is passed.
    checked(unsafe { libc::shutdown(fd, how) }).map(|_| ())
}

/// The next connection and the address of its other end.
pub fn accept(fd: RawFd) -> Result<(RawFd, Vec<u8>)> {
    let mut room = Room::new();
    let mut length = room.length;
    // SAFETY: the room is writable for its length.
    let result = unsafe { libc::accept4(fd, room.address(), &raw mut length, libc::SOCK_CLOEXEC) };
    let accepted = checked(result)?;
    room.length = length;
    Ok((accepted, room.bytes()))
}

/// The address of a socket, or of what it is connected with.
pub fn address(fd: RawFd, peer: bool) -> Result<Vec<u8>> {
    let mut room = Room::new();
    let mut length = room.length;
    let call = if peer {
        libc::getpeername
    } else {
        libc::getsockname
    };
    // SAFETY: the room is writable for its length.
    checked(unsafe { call(fd, room.address(), &raw mut length) })?;
    room.length = length;
    Ok(room.bytes())
}

/// What comes, at most `size` bytes, and from where.
pub fn receive(fd: RawFd, size: usize, flags: i32) -> Result<(Vec<u8>, Vec<u8>)> {
    let mut data = Vec::new();
    data.try_reserve_exact(size).map_err(|_| Errno::NOMEM)?;
    data.resize(size, 0u8);
    let mut room = Room::new();
    let mut length = room.length;
    let memory: *mut c_void = data.as_mut_ptr().cast();
    // SAFETY: data and room are writable for their lengths.
    let result =
        unsafe { libc::recvfrom(fd, memory, size, flags, room.address(), &raw mut length) };
    let received = usize::try_from(result).map_err(|_| last_error())?;
    data.truncate(received);
    room.length = length;
    Ok((data, room.bytes()))
}

/// Sends bytes, to an address if there is one.
pub fn send(fd: RawFd, data: &[u8], flags: i32, address: &[u8]) -> Result<usize> {
    let to = match address {
        [] => std::ptr::null(),
        _ => address.as_ptr().cast(),
    };
    let length = length(address)?;
    let flags = flags | libc::MSG_NOSIGNAL;
    // SAFETY: data and address are readable for their lengths.
    let result = unsafe { libc::sendto(fd, data.as_ptr().cast(), data.len(), flags, to, length) };
    usize::try_from(result).map_err(|_| last_error())
}

/// Sets an option.
pub fn set_option(fd: RawFd, level: i32, name: i32, value: &[u8]) -> Result<()> {
    let length = length(value)?;
    // SAFETY: the value is readable for its length.
    let result = unsafe { libc::setsockopt(fd, level, name, value.as_ptr().cast(), length) };
    checked(result).map(|_| ())
}

/// The value of an option, at most `size` bytes.
pub fn option(fd: RawFd, level: i32, name: i32, size: usize) -> Result<Vec<u8>> {
    if size > 1024 {
        return Err(Errno::INVAL);
    }
    let mut value = vec![0u8; size];
    let mut length = size as socklen_t;
    let memory: *mut c_void = value.as_mut_ptr().cast();
    // SAFETY: the value is writable for its length.
    checked(unsafe { libc::getsockopt(fd, level, name, memory, &raw mut length) })?;
    value.truncate(length as usize);
    Ok(value)
}
