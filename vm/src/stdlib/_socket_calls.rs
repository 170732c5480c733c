//! `_socket_calls`: the system's calls behind `_socket`, which is written in Python. Descriptors are
//! numbers, addresses are bytes.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::host::{call, socket};
use crate::native::native;
use crate::native_module;
use crate::objects::bytes;
use crate::objects::list;
use crate::objects::str;
use crate::protocol::buffer::BytesLike;
use crate::value::Value;
use rustix::io::Errno;
use std::net::ToSocketAddrs;

native_module!("_socket_calls", |_, _| Ok(()));

#[native(module = "_socket_calls", "open(family, kind, protocol, /)", effect = io)]
fn open(cx: &mut Cx, family: i32, kind: i32, protocol: i32) -> R<i64> {
    let fd = call::wait_or_raise(cx, None, || socket::open(family, kind, protocol))?;
    Ok(i64::from(fd))
}

#[native(module = "_socket_calls", "pair(family, kind, protocol, /)", effect = io)]
fn pair(cx: &mut Cx, family: i32, kind: i32, protocol: i32) -> R {
    let fds = call::wait_or_raise(cx, None, || socket::pair(family, kind, protocol))?;
    let fds = [cx.int(i64::from(fds[0]))?, cx.int(i64::from(fds[1]))?];
    cx.tuple(&fds)
}

#[native(module = "_socket_calls", "bind(fd, address, /)", effect = io)]
fn bind(cx: &mut Cx, fd: i32, address: BytesLike) -> R<()> {
    call::wait_or_raise(cx, None, || socket::bind(fd, &address.0))
}

#[native(module = "_socket_calls", "connect(fd, address, /)", effect = io)]
fn connect(cx: &mut Cx, fd: i32, address: BytesLike) -> R<()> {
    call::wait_or_raise(cx, None, || socket::connect(fd, &address.0))
}

#[native(module = "_socket_calls", "listen(fd, backlog, /)", effect = io)]
fn listen(cx: &mut Cx, fd: i32, backlog: i32) -> R<()> {
    call::wait_or_raise(cx, None, || socket::listen(fd, backlog))
}

#[native(module = "_socket_calls", "shutdown(fd, how, /)", effect = io)]
fn shutdown(cx: &mut Cx, fd: i32, how: i32) -> R<()> {
    call::wait_or_raise(cx, None, || socket::shutdown(fd, how))
}

#[native(module = "_socket_calls", "accept(fd, /)", effect = io)]
fn accept(cx: &mut Cx, fd: i32) -> R {
    let (fd, address) = call::wait_or_raise(cx, None, || socket::accept(fd))?;
    let parts = [cx.int(i64::from(fd))?, bytes::new(cx, &address)?];
    cx.tuple(&parts)
}

#[native(module = "_socket_calls", "address(fd, peer, /)", effect = io)]
fn address(cx: &mut Cx, fd: i32, peer: bool) -> R {
    let address = call::wait_or_raise(cx, None, || socket::address(fd, peer))?;
    bytes::new(cx, &address)
}

#[native(module = "_socket_calls", "receive(fd, size, flags, /)", effect = io)]
fn receive(cx: &mut Cx, fd: i32, size: isize, flags: i32) -> R {
    let (data, address) = call::wait_or_raise(cx, None, || {
        let size = usize::try_from(size).map_err(|_| Errno::INVAL)?;
        socket::receive(fd, size, flags)
    })?;
    let parts = [bytes::new(cx, &data)?, bytes::new(cx, &address)?];
    cx.tuple(&parts)
}

#[native(module = "_socket_calls", "send(fd, data, flags, address, /)", effect = io)]
fn send(cx: &mut Cx, fd: i32, data: BytesLike, flags: i32, address: BytesLike) -> R<usize> {
    call::wait_or_raise(cx, None, || socket::send(fd, &data.0, flags, &address.0))
}

#[native(module = "_socket_calls", "set_option(fd, level, name, value, /)", effect = io)]
fn set_option(cx: &mut Cx, fd: i32, level: i32, name: i32, value: BytesLike) -> R<()> {
    call::wait_or_raise(cx, None, || socket::set_option(fd, level, name, &value.0))
}

#[native(module = "_socket_calls", "option(fd, level, name, size, /)", effect = io)]
fn option(cx: &mut Cx, fd: i32, level: i32, name: i32, size: isize) -> R {
    let value = call::wait_or_raise(cx, None, || {
        let size = usize::try_from(size).map_err(|_| Errno::INVAL)?;
        socket::option(fd, level, name, size)
    })?;
    bytes::new(cx, &value)
}

/// The addresses of a host, as text; None if it is not known.
#[native(module = "_socket_calls", "resolve(host, /)", effect = io)]
fn resolve(cx: &mut Cx, host: Value) -> R {
    let host = str::to_string(host);
    let found = cx.blocking(|| (host.as_str(), 0).to_socket_addrs())?;
    let Ok(found) = found else {
        return Ok(Value::NONE);
    };
    let texts = list::new(cx)?;
    for address in found {
        let text = cx.str(&address.ip().to_string())?;
        list::append(cx, texts, text)?;
    }
    Ok(texts.value())
}
