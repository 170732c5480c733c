//! Arguments of this module's functions: paths, descriptors, folders that a path is relative to.

use super::path::{self, FsPath, descriptor_number};
use crate::cx::{Cx, Exit, R};
use crate::host::fd;
use crate::name;
use crate::native::{ArgPlace, FromArg, FromDefault};
use crate::objects::int::{from_int, to_int};
use crate::protocol::{class_of, number, type_name};
use crate::value::Value;
use rustix::fd::BorrowedFd;
use rustix::fs::CWD;
use rustix::io::Result;
use std::ffi::CStr;
use tython_num::Int;
use tython_num::int::{ByteOrder, from_bytes};

fn parameter(place: ArgPlace) -> (&'static str, &'static str) {
    let name = place
        .def
        .params
        .get(place.index)
        .map_or("path", |param| param.name);
    (place.def.name, name)
}

#[cold]
fn refuse(cx: &mut Cx, place: ArgPlace, wanted: &str, value: Value) -> R<Exit> {
    let (function, name) = parameter(place);
    let class = type_name(cx, value)?;
    Ok(cx.type_error(format_args!(
        "{function}: {name} should be {wanted}, not {class}"
    )))
}

/// A path.
#[derive(Debug)]
pub(super) struct Path(pub(super) FsPath);

impl FromArg for Path {
    fn from_arg(cx: &mut Cx, value: Value, place: ArgPlace) -> R<Self> {
        match path::path_or_none(cx, value, place.def.name)? {
            Some(path) => Ok(Path(path)),
            None => Err(refuse(cx, place, "string, bytes or os.PathLike", value)?),
        }
    }
}

/// A path, or the descriptor of an open file in its place.
#[derive(Debug)]
pub(super) enum PathOrFd {
    Path(FsPath),
    Fd(i32, Value),
}

impl PathOrFd {
    fn find(cx: &mut Cx, value: Value, place: ArgPlace, wanted: &str) -> R<PathOrFd> {
        if let Some(path) = path::path_or_none(cx, value, place.def.name)? {
            return Ok(PathOrFd::Path(path));
        }
        if !is_integer(cx, value)? {
            return Err(refuse(cx, place, wanted, value)?);
        }
        let number = number::index(cx, value)?;
        match number.as_small_int().map(i32::try_from) {
            Some(Ok(fd)) => Ok(PathOrFd::Fd(fd, value)),
            Some(Err(_)) | None => {
                let negative = to_int(number).is_some_and(|number| number.is_negative());
                let bound = if negative {
                    "less than minimum"
                } else {
                    "greater than maximum"
                };
                Err(cx.overflow_error(format_args!("fd is {bound}")))
            }
        }
    }

    /// What the caller gave, for messages.
    pub(super) fn given(&self) -> Value {
        match self {
            PathOrFd::Path(path) => path.given,
            PathOrFd::Fd(_, given) => *given,
        }
    }

    /// Refuses a descriptor together with a folder.
    ///
    /// # Errors
    /// ValueError.
    pub(super) fn check_dir(&self, cx: &mut Cx, function: &str, dir: DirFd) -> R<()> {
        match (self, dir.0) {
            (PathOrFd::Fd(..), Some(_)) => Err(cx.value_error(format_args!(
                "{function}: can't specify dir_fd without matching path"
            ))),
            _ => Ok(()),
        }
    }

    /// Refuses a descriptor together with `follow_symlinks=False`.
    ///
    /// # Errors
    /// ValueError.
    pub(super) fn check_follow(&self, cx: &mut Cx, function: &str, follow: bool) -> R<()> {
        match self {
            PathOrFd::Fd(..) if !follow => Err(cx.value_error(format_args!(
                "{function}: cannot use fd and follow_symlinks together"
            ))),
            _ => Ok(()),
        }
    }
}

impl FromArg for PathOrFd {
    fn from_arg(cx: &mut Cx, value: Value, place: ArgPlace) -> R<Self> {
        PathOrFd::find(cx, value, place, "string, bytes, os.PathLike or integer")
    }
}

/// As [`PathOrFd`], or None: the current folder.
#[derive(Debug)]
pub(super) struct Folder(pub(super) Option<PathOrFd>);

impl FromArg for Folder {
    fn from_arg(cx: &mut Cx, value: Value, place: ArgPlace) -> R<Self> {
        if value.is_none() {
            return Ok(Folder(None));
        }
        let wanted = "string, bytes, os.PathLike, integer or None";
        PathOrFd::find(cx, value, place, wanted).map(|path| Folder(Some(path)))
    }
}

impl FromDefault<()> for Folder {
    fn from_default((): ()) -> Self {
        Folder(None)
    }
}

impl Folder {
    /// The name for the system; `None` of a descriptor.
    pub(super) fn name(&self) -> Option<&CStr> {
        match &self.0 {
            None => Some(c"."),
            Some(PathOrFd::Path(path)) => Some(path.as_c_str()),
            Some(PathOrFd::Fd(..)) => None,
        }
    }

    /// What the caller gave, for messages.
    pub(super) fn given(&self) -> Option<Value> {
        self.0.as_ref().map(PathOrFd::given)
    }

    /// Whether names that come of it are to be bytes.
    pub(super) fn is_bytes(&self) -> bool {
        matches!(&self.0, Some(PathOrFd::Path(path)) if path.is_bytes)
    }
}

fn is_integer(cx: &mut Cx, value: Value) -> R<bool> {
    let name = name!(cx, "__index__")?;
    Ok(value.is_small_int() || class_of(value).lookup(cx, name)?.is_some())
}

/// The folder that a path is relative to: the current one, or that of a descriptor.
#[derive(Clone, Copy, Debug)]
pub(super) struct DirFd(pub(super) Option<i32>);

impl FromArg for DirFd {
    fn from_arg(cx: &mut Cx, value: Value, _: ArgPlace) -> R<Self> {
        if value.is_none() {
            return Ok(DirFd(None));
        }
        if !is_integer(cx, value)? {
            let class = type_name(cx, value)?;
            return Err(cx.type_error(format_args!(
                "argument should be integer or None, not {class}"
            )));
        }
        let number = number::index(cx, value)?;
        descriptor_number(cx, number).map(|fd| DirFd(Some(fd)))
    }
}

impl FromDefault<()> for DirFd {
    fn from_default((): ()) -> Self {
        DirFd(None)
    }
}

impl DirFd {
    /// For the system.
    ///
    /// # Errors
    /// `EBADF` of a negative number.
    pub(super) fn borrow(self) -> Result<BorrowedFd<'static>> {
        match self.0 {
            None | Some(libc::AT_FDCWD) => Ok(CWD),
            Some(number) => fd::borrow(number),
        }
    }
}

/// A descriptor, also as an object with `fileno()`.
#[derive(Clone, Copy, Debug)]
pub(super) struct FileDescriptor(pub(super) i32);

impl FromArg for FileDescriptor {
    fn from_arg(cx: &mut Cx, value: Value, _: ArgPlace) -> R<Self> {
        path::file_descriptor(cx, value).map(FileDescriptor)
    }
}

/// A file size or position.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offset(pub(super) i64);

impl FromArg for Offset {
    fn from_arg(cx: &mut Cx, value: Value, _: ArgPlace) -> R<Self> {
        let number = number::index(cx, value)?;
        match to_int(number).and_then(|number| number.to_i64()) {
            Some(number) => Ok(Offset(number)),
            None => {
                Err(cx.overflow_error(format_args!("Python int too large to convert to C long")))
            }
        }
    }
}

/// The object of a number without a sign.
///
/// # Errors
/// MemoryError.
pub(super) fn unsigned(cx: &mut Cx, number: u64) -> R {
    if let Ok(number) = i64::try_from(number) {
        return cx.int(number);
    }
    let int: Int = match from_bytes(&number.to_le_bytes(), ByteOrder::Little, false) {
        Ok(int) => int,
        Err(error) => return Err(cx.number_error(error)),
    };
    from_int(cx, int)
}
