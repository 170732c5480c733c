//! Products.

/// Up to so many words of the shorter factor the method of school is faster than the library's, whose numbers have to
/// be made and freed.
pub(crate) const BY_SCHOOL: usize = 32;

/// Writes `a * b` into zeros, as many as both have words together.
pub(crate) fn mul(a: &[u64], b: &[u64], out: &mut [u64]) {
    let (a, b) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    for (at, factor) in b.iter().enumerate() {
        let (row, above) = out[at..].split_at_mut(a.len());
        let mut carry = 0;
        for (out, x) in row.iter_mut().zip(a) {
            (*out, carry) = x.carrying_mul_add(*factor, carry, *out);
        }
        above[0] = carry;
    }
}

/// Subtracts `b * factor` from `a`, which is as long, and gives what is owed to the words above.
#[inline]
pub(super) fn subtract_multiple(a: &mut [u64], b: &[u64], factor: u64) -> u64 {
    let mut owed = 0;
    for (x, y) in a.iter_mut().zip(b) {
        let (low, high) = y.carrying_mul(factor, owed);
        let (rest, borrow) = x.overflowing_sub(low);
        *x = rest;
        // A product and a word have no more than two words, so this does not overflow.
        owed = high + u64::from(borrow);
    }
    owed
}
