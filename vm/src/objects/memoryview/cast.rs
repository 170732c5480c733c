//! `cast`: the same bytes as items of another format, or in other dimensions.

use super::base::{MEMORYVIEW, MemoryView, new};
use super::element;
use super::geometry::Geometry;
use crate::cx::{Cx, R};
use crate::name;
use crate::native::native;
use crate::objects::int::to_int;
use crate::objects::list::{self, List};
use crate::objects::str::{Str, to_string};
use crate::objects::tuple::Tuple;
use crate::protocol::{class_of, number};
use crate::value::Value;

/// Most dimensions of a view.
const MAX_DIMENSIONS: usize = 64;

/// Cast a memoryview to a new format or shape.
#[native(MEMORYVIEW, "cast(self, /, format, shape=<unrepresentable>)")]
fn cast(
    cx: &mut Cx,
    this: &'static MemoryView,
    format: &'static Str,
    shape: Option<Value>,
) -> R<&'static MemoryView> {
    let geometry = this.geometry();
    this.memory(cx)?;
    if !geometry.is_c_contiguous() {
        return Err(cx.type_error(format_args!(
            "memoryview: casts are restricted to C-contiguous views"
        )));
    }
    let shaped = (shape.is_some() || geometry.shape.len() != 1) && geometry.shape.contains(&0);
    if shaped {
        return Err(cx.type_error(format_args!(
            "memoryview: cannot cast view with zeros in shape or strides"
        )));
    }
    let shape = match shape {
        Some(shape) => {
            let shape = lengths(cx, shape)?;
            if shape.len() > MAX_DIMENSIONS {
                return Err(cx.value_error(format_args!(
                    "memoryview: number of dimensions must not exceed {MAX_DIMENSIONS}"
                )));
            }
            if geometry.shape.len() != 1 && shape.len() != 1 {
                return Err(cx.type_error(format_args!(
                    "memoryview: cast must be 1D -> ND or ND -> 1D"
                )));
            }
            Some(shape)
        }
        None => None,
    };
    let itemsize = item_size(cx, this, format)?;
    let bytes = geometry.bytes();
    if !bytes.is_multiple_of(itemsize) {
        return Err(cx.type_error(format_args!(
            "memoryview: length is not a multiple of itemsize"
        )));
    }
    let shape = shape.unwrap_or_else(|| vec![bytes / itemsize]);
    let product = shape
        .iter()
        .try_fold(itemsize, |product, length| product.checked_mul(*length));
    let Some(product) = product.filter(|product| isize::try_from(*product).is_ok()) else {
        return Err(cx.value_error(format_args!(
            "memoryview.cast(): product(shape) > SSIZE_MAX"
        )));
    };
    if product != bytes {
        return Err(cx.type_error(format_args!(
            "memoryview: product(shape) * itemsize != buffer size"
        )));
    }
    let mut window = this.window(cx)?;
    window.geometry = Geometry::packed(geometry.offset, itemsize, shape);
    window.format = Value::from(format);
    new(cx, &window)
}

/// The size of items of the new format. One of both formats must be bytes.
fn item_size(cx: &mut Cx, view: &'static MemoryView, format: &'static Str) -> R<usize> {
    let native = |cx: &mut Cx, what: &str| {
        cx.value_error(format_args!(
            "memoryview: {what} must be a native single character format prefixed with an optional '@'"
        ))
    };
    let Some(from) = element::parse(&view.format_text()) else {
        return Err(native(cx, "source format"));
    };
    let Some(to) = element::parse(&to_string(Value::from(format))) else {
        return Err(native(cx, "destination format"));
    };
    let is_byte = |code: u8| matches!(code, b'b' | b'B' | b'c');
    if !is_byte(from.code) && !is_byte(to.code) {
        return Err(cx.type_error(format_args!(
            "memoryview: cannot cast between two non-byte formats"
        )));
    }
    Ok(to.packed.size)
}

/// The numbers of a shape.
fn lengths(cx: &mut Cx, shape: Value) -> R<Vec<usize>> {
    let items = if let Some(list) = cx.payload::<List>(shape)? {
        list::to_vec(cx, list)?
    } else if let Some(tuple) = cx.payload::<Tuple>(shape)? {
        tuple.as_slice().to_vec()
    } else {
        return Err(cx.type_error(format_args!("shape must be a list or a tuple")));
    };
    // The items' `__index__` may run Python code, so they go into a heap object.
    let items = crate::objects::tuple::new(cx, &items)?.as_slice();
    let mut lengths = Vec::with_capacity(items.len());
    for item in items {
        let name = name!(cx, "__index__")?;
        if !item.is_small_int() && class_of(*item).lookup(cx, name)?.is_none() {
            return Err(cx.type_error(format_args!(
                "memoryview.cast(): elements of shape must be integers"
            )));
        }
        let index = number::index(cx, *item)?;
        let length = to_int(index).and_then(|int| int.to_i64());
        match length.and_then(|length| usize::try_from(length).ok()) {
            Some(length @ 1..) => lengths.push(length),
            _ => {
                return Err(cx.value_error(format_args!(
                    "memoryview.cast(): elements of shape must be integers > 0"
                )));
            }
        }
    }
    Ok(lengths)
}
