//! Attributes, and the methods that make something else of the bytes.

use super::base::{MEMORYVIEW, MemoryView};
use super::items::columns;
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::bytes::{self, shared::hex};
use crate::objects::generic_alias;
use crate::objects::str::{Str, to_string};
use crate::value::Value;

/// Return the data in the buffer as a byte string.
///
/// Order can be {'C', 'F', 'A'}. When order is 'C' or 'F', the data of the
/// original array is converted to C or Fortran order. For contiguous views,
/// 'A' returns an exact copy of the physical memory. In particular, in-memory
/// Fortran order is preserved. For non-contiguous views, the data is converted
/// to C first. order=None is the same as order='C'.
#[native(MEMORYVIEW, "tobytes(self, /, order='C')", effect = reads)]
fn tobytes(cx: &mut Cx, this: &'static MemoryView, order: Option<Value>) -> R {
    let order = match order.filter(|order| !order.is_none()) {
        None => "C".to_owned(),
        Some(order) if cx.payload::<Str>(order)?.is_some() => to_string(order),
        Some(order) => {
            let class = crate::protocol::type_name(cx, order)?;
            return Err(cx.type_error(format_args!(
                "tobytes() argument 'order' must be str or None, not {class}"
            )));
        }
    };
    let geometry = this.geometry();
    let by_columns = match &order[..] {
        "C" => false,
        "F" => true,
        "A" => geometry.is_f_contiguous() && !geometry.is_c_contiguous(),
        _ => return Err(cx.value_error(format_args!("order must be 'C', 'F' or 'A'"))),
    };
    let content = match by_columns {
        true => columns(cx, this)?.into(),
        false => this.flat(cx)?,
    };
    bytes::new(cx, &content)
}

/// Return the data in the buffer as a str of hexadecimal numbers.
///
///   sep
///     An optional single character or byte to separate hex bytes.
///   bytes_per_sep
///     How many bytes between separators.  Positive values count from the
///     right, negative values count from the left.
///
/// Example:
/// >>> value = memoryview(b'\xb9\x01\xef')
/// >>> value.hex()
/// 'b901ef'
/// >>> value.hex(':')
/// 'b9:01:ef'
/// >>> value.hex(':', 2)
/// 'b9:01ef'
/// >>> value.hex(':', -2)
/// 'b901:ef'
#[native(MEMORYVIEW, "hex(self, /, sep=<unrepresentable>, bytes_per_sep=1)")]
fn dunder_hex(
    cx: &mut Cx,
    this: &'static MemoryView,
    sep: Option<Value>,
    bytes_per_sep: i32,
) -> R<&'static Str> {
    let content = this.flat(cx)?;
    this.in_use(cx, |cx| hex::hex(cx, &content, sep, bytes_per_sep))
}

/// See PEP 585
#[native(MEMORYVIEW, "__class_getitem__(type, object, /)", classmethod)]
fn class_getitem(cx: &mut Cx, class: Value, object: Value) -> R {
    generic_alias::new(cx, class, object)
}

macro_rules! attributes {
    ($($(#[doc = $doc:literal])* $name:ident $text:literal: |$cx:ident, $this:ident| -> $type:ty = $body:expr;)*) => {
        $(
            $(#[doc = $doc])*
            #[native(MEMORYVIEW, $text, getter, effect = reads)]
            fn $name($cx: &mut Cx, $this: &'static MemoryView) -> R<$type> {
                $this.memory($cx)?;
                Ok($body)
            }
        )*
    };
}

attributes! {
    /// The underlying object of the memoryview.
    obj "obj": |cx, this| -> Value = this.owner.get();
    /// The amount of space in bytes that the array would use in
    ///  a contiguous representation.
    nbytes "nbytes": |cx, this| -> usize = this.geometry().bytes();
    /// A bool indicating whether the memory is read only.
    readonly "readonly": |cx, this| -> bool = this.is_readonly();
    /// The size in bytes of each element of the memoryview.
    itemsize "itemsize": |cx, this| -> usize = this.itemsize.get() as usize;
    /// A string containing the format (in struct module style)
    ///  for each element in the view.
    format "format": |cx, this| -> Value = this.format.get();
    /// An integer indicating how many dimensions of a multi-dimensional
    ///  array the memory represents.
    ndim "ndim": |cx, this| -> usize = this.dimensions();
    /// A tuple of ndim integers giving the shape of the memory
    ///  as an N-dimensional array.
    shape "shape": |cx, this| -> Value = this.shape.get();
    /// A tuple of ndim integers giving the size in bytes to access
    ///  each element for each dimension of the array.
    strides "strides": |cx, this| -> Value = this.strides.get();
    /// A tuple of integers used internally for PIL-style arrays.
    suboffsets "suboffsets": |cx, this| -> Value = cx.vm.empty_tuple.get();
    /// A bool indicating whether the memory is C contiguous.
    c_contiguous "c_contiguous": |cx, this| -> bool = this.geometry().is_c_contiguous();
    /// A bool indicating whether the memory is Fortran contiguous.
    f_contiguous "f_contiguous": |cx, this| -> bool = this.geometry().is_f_contiguous();
    /// A bool indicating whether the memory is contiguous.
    contiguous "contiguous": |cx, this| -> bool = {
        let geometry = this.geometry();
        geometry.is_c_contiguous() || geometry.is_f_contiguous()
    };
}
