//! Paths as texts: the parts of `posixpath` that are worth doing natively.

use super::path::fspath;
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::bytes::{self, Bytes};
use crate::objects::str::{self, Str};
use crate::value::Value;
use tython_text::Builder;

/// A path, character by character.
struct Units {
    units: Vec<u32>,
    is_bytes: bool,
}

impl Units {
    fn of(cx: &mut Cx, path: Value) -> R<Units> {
        let path = fspath(cx, path)?;
        if let Some(text) = cx.payload::<Str>(path)? {
            let units = text.text().codes().collect();
            return Ok(Units {
                units,
                is_bytes: false,
            });
        }
        let bytes = cx.payload::<Bytes>(path)?.map_or(&[][..], Bytes::as_slice);
        Ok(Units {
            units: bytes.iter().copied().map(u32::from).collect(),
            is_bytes: true,
        })
    }

    /// An object of the same kind.
    fn like(&self, cx: &mut Cx, units: &[u32]) -> R {
        if self.is_bytes {
            let bytes: Vec<u8> = units.iter().map(|unit| *unit as u8).collect();
            return bytes::new(cx, &bytes);
        }
        let mut text = Builder::new();
        units.iter().for_each(|unit| text.push(*unit));
        match text.finish() {
            Ok(text) => Ok(Value::from(str::from_text(cx, text.as_text())?)),
            Err(_) => Err(cx.memory_error()),
        }
    }

    /// How many slashes make the root: two are another root than one, but three are not.
    fn root(&self) -> usize {
        let slashes = self.units.iter().take_while(|unit| **unit == SLASH).count();
        match slashes {
            0 | 2 => slashes,
            _ => 1,
        }
    }
}

const SLASH: u32 = '/' as u32;
const DOT: u32 = '.' as u32;

/// Normalize path, eliminating double slashes, etc.
#[native(module = "posix", "_path_normpath(path)")]
fn path_normpath(cx: &mut Cx, path: Value) -> R {
    let path = Units::of(cx, path)?;
    let root = path.root();
    let mut parts: Vec<&[u32]> = Vec::new();
    for part in path.units.split(|unit| *unit == SLASH) {
        match part {
            [] | [DOT] => {}
            [DOT, DOT] => match parts.last() {
                Some([DOT, DOT]) => parts.push(part),
                None if root == 0 => parts.push(part),
                None => {}
                Some(_) => {
                    parts.pop();
                }
            },
            _ => parts.push(part),
        }
    }
    let mut normal = vec![SLASH; root];
    normal.extend(parts.join(&SLASH));
    if normal.is_empty() {
        normal.push(DOT);
    }
    path.like(cx, &normal)
}

/// Split a pathname into drive, root and tail.
///
/// The tail contains anything after the root.
#[native(module = "posix", "_path_splitroot_ex(p)")]
fn path_splitroot_ex(cx: &mut Cx, p: Value) -> R {
    let path = Units::of(cx, p)?;
    let (root, tail) = path.units.split_at(path.root());
    let parts = [
        path.like(cx, &[])?,
        path.like(cx, root)?,
        path.like(cx, tail)?,
    ];
    cx.tuple(&parts)
}
