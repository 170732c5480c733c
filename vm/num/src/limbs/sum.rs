//! Sums and differences.

/// Writes `a + b`. There is one word more in `out` than in the longer one.
#[inline]
pub(crate) fn add(a: &[u64], b: &[u64], out: &mut [u64]) {
    let (a, b) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let (low, high) = a.split_at(b.len());
    let (out_low, out_high) = out.split_at_mut(b.len());
    let mut carry = false;
    for ((out, x), y) in out_low.iter_mut().zip(low).zip(b) {
        (*out, carry) = x.carrying_add(*y, carry);
    }
    let (last, out_high) = out_high.split_at_mut(high.len());
    for (out, x) in last.iter_mut().zip(high) {
        (*out, carry) = x.overflowing_add(u64::from(carry));
    }
    if let [out, ..] = out_high {
        *out = u64::from(carry);
    }
}

/// Writes `a - b`, where `b` is not above `a`. `out` is as long as `a`.
#[inline]
pub(crate) fn sub(a: &[u64], b: &[u64], out: &mut [u64]) {
    let (low, high) = a.split_at(b.len());
    let (out_low, out_high) = out.split_at_mut(b.len());
    let mut borrow = false;
    for ((out, x), y) in out_low.iter_mut().zip(low).zip(b) {
        (*out, borrow) = x.borrowing_sub(*y, borrow);
    }
    for (out, x) in out_high.iter_mut().zip(high) {
        (*out, borrow) = x.overflowing_sub(u64::from(borrow));
    }
}

/// Adds 1 to a number that has room for it.
#[inline]
pub(crate) fn increment(words: &mut [u64]) {
    for word in words {
        *word = word.wrapping_add(1);
        if *word != 0 {
            break;
        }
    }
}
