//! Any object: its length, its texts, its hash, its identity.

use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::int::from_int;
use crate::objects::str::Str;
use crate::protocol::{self, call, type_name};
use crate::value::Value;
use tython_num::Int;

/// Return the number of items in a container.
#[native(module = "builtins", "len(obj, /)")]
fn len(cx: &mut Cx, obj: Value) -> R<usize> {
    protocol::len(cx, obj)
}

/// Return the canonical string representation of the object.
///
/// For many object types, including most builtins, eval() will return
/// a string representation of the original object.
#[native(module = "builtins", "repr(obj, /)")]
fn repr(cx: &mut Cx, obj: Value) -> R {
    protocol::repr(cx, obj)
}

/// Return an ASCII-only representation of an object.
///
/// As repr(), return a string containing a printable representation of an
/// object, but escape the non-ASCII characters in the string returned by
/// repr() using \\x, \\u or \\U escapes. This generates a string similar
/// to that returned by repr() in Python 2.
#[native(module = "builtins", "ascii(obj, /)")]
fn ascii(cx: &mut Cx, obj: Value) -> R {
    protocol::ascii(cx, obj)
}

/// Return type(value).__format__(value, format_spec)
///
/// Many built-in types implement format_spec according to the
/// Format Specification Mini-language. See help('FORMATTING')
/// for details.
#[native(module = "builtins", "format(value, format_spec='', /)")]
fn format(cx: &mut Cx, value: Value, format_spec: Value) -> R {
    if cx.payload::<Str>(format_spec)?.is_none() {
        let given = type_name(cx, format_spec)?;
        return Err(cx.type_error(format_args!("format() argument 2 must be str, not {given}")));
    }
    protocol::format(cx, value, format_spec)
}

/// Return the hash value for the given object.
///
/// Two objects that compare equal must also have the same hash value, but the
/// reverse is not necessarily true.
#[native(module = "builtins", "hash(obj, /)")]
fn hash(cx: &mut Cx, obj: Value) -> R<i64> {
    protocol::hash(cx, obj)
}

/// Return the identity of an object.
///
/// This is guaranteed to be unique among simultaneously existing objects.
/// (CPython uses the object's memory address.)
#[native(module = "builtins", "id(obj, /)", effect = pure)]
fn id(cx: &mut Cx, obj: Value) -> R {
    from_int(cx, Int::from(protocol::id(obj)))
}

/// Return whether the object is callable (i.e., some kind of function).
///
/// Note that classes are callable, as are instances of classes with a
/// __call__() method.
#[native(module = "builtins", "callable(obj, /)", effect = reads)]
fn callable(cx: &mut Cx, obj: Value) -> R<bool> {
    call::is_callable(cx, obj)
}
