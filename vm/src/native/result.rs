//! What a native function may return, and the Python value of it.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::value::Value;

/// What a native function can return.
#[diagnostic::on_unimplemented(message = "a native function cannot return `{Self}`")]
pub trait IntoResult {
    /// The value of it.
    ///
    /// # Errors
    /// The function's own, and MemoryError.
    fn into_result(self, cx: &mut Cx) -> R;
}

impl IntoResult for Value {
    #[inline(always)]
    fn into_result(self, _: &mut Cx) -> R {
        Ok(self)
    }
}

impl<T: IntoResult> IntoResult for R<T> {
    #[inline(always)]
    fn into_result(self, cx: &mut Cx) -> R {
        self?.into_result(cx)
    }
}

/// Nothing is None.
impl<T: IntoResult> IntoResult for Option<T> {
    #[inline(always)]
    fn into_result(self, cx: &mut Cx) -> R {
        self.map_or(Ok(Value::NONE), |some| some.into_result(cx))
    }
}

impl IntoResult for () {
    #[inline(always)]
    fn into_result(self, _: &mut Cx) -> R {
        Ok(Value::NONE)
    }
}

impl IntoResult for bool {
    #[inline(always)]
    fn into_result(self, _: &mut Cx) -> R {
        Ok(Value::bool(self))
    }
}

impl IntoResult for i64 {
    #[inline(always)]
    fn into_result(self, cx: &mut Cx) -> R {
        cx.int(self)
    }
}

/// Sizes and indices: below 2^63.
impl IntoResult for usize {
    #[inline(always)]
    fn into_result(self, cx: &mut Cx) -> R {
        cx.int(self as i64)
    }
}

impl IntoResult for f64 {
    #[inline(always)]
    fn into_result(self, cx: &mut Cx) -> R {
        cx.float(self)
    }
}

impl IntoResult for &str {
    #[inline]
    fn into_result(self, cx: &mut Cx) -> R {
        cx.str(self)
    }
}

impl IntoResult for String {
    #[inline]
    fn into_result(self, cx: &mut Cx) -> R {
        cx.str(&self)
    }
}

impl<T: HeapType> IntoResult for &'static T {
    #[inline(always)]
    fn into_result(self, _: &mut Cx) -> R {
        Ok(self.value())
    }
}
