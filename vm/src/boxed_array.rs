//! Tables of a fixed size on the heap: an index that is cut to their size needs no check.

/// So many copies of `value`, which never lie on the stack.
pub(crate) fn boxed_array<T: Clone, const N: usize>(value: T) -> Box<[T; N]> {
    let Ok(array) = vec![value; N].into_boxed_slice().try_into() else {
        unreachable!("as many as were made");
    };
    array
}
