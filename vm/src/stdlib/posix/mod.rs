//! `posix`: the operating system, for `os` and all that builds on it.

pub(crate) mod path;
