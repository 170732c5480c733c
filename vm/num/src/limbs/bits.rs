//! Bitwise operations in two's complement of unbounded width, and shifts.

/// The words of a number in two's complement, lowest first, without end.
struct Complement<'a> {
    words: &'a [u64],
    /// All ones for a negative number.
    sign: u64,
    carry: bool,
}

impl<'a> Complement<'a> {
    #[inline]
    fn new(negative: bool, words: &'a [u64]) -> Self {
        Complement {
            words,
            sign: u64::from(negative).wrapping_neg(),
            carry: negative,
        }
    }

    #[inline]
    fn next(&mut self) -> u64 {
        let word = match self.words {
            [word, rest @ ..] => {
                self.words = rest;
                *word
            }
            [] => 0,
        };
        let (word, carry) = (word ^ self.sign).overflowing_add(u64::from(self.carry));
        self.carry = carry;
        word
    }
}

/// Writes the magnitude of an operation on two signed numbers and gives its sign. In `out` is room for all words of
/// the result that differ from its sign, and one more for a negative one. The operation does not mind their order.
#[inline]
pub(crate) fn bitwise(
    (a_negative, a): (bool, &[u64]),
    (b_negative, b): (bool, &[u64]),
    out: &mut [u64],
    operation: impl Fn(u64, u64) -> u64,
) -> bool {
    if !a_negative && !b_negative {
        let (a, b) = if a.len() >= b.len() { (a, b) } else { (b, a) };
        let (low, high) = out.split_at_mut(b.len().min(out.len()));
        for ((out, x), y) in low.iter_mut().zip(a).zip(b) {
            *out = operation(*x, *y);
        }
        for (out, x) in high.iter_mut().zip(&a[b.len()..]) {
            *out = operation(*x, 0);
        }
        return false;
    }
    let (mut a, mut b) = (
        Complement::new(a_negative, a),
        Complement::new(b_negative, b),
    );
    let sign = operation(a.sign, b.sign);
    let mut carry = sign != 0;
    for out in out {
        let word = operation(a.next(), b.next());
        (*out, carry) = (word ^ sign).overflowing_add(u64::from(carry));
    }
    sign != 0
}

/// So many bits as words and bits.
#[inline]
pub(super) fn split(bits: u64) -> (usize, u32) {
    ((bits / 64) as usize, (bits % 64) as u32)
}

/// Writes `a << count` into zeros. There is room for it.
pub(crate) fn shift_left(a: &[u64], count: u64, out: &mut [u64]) {
    let (words, bits) = split(count);
    let out = &mut out[words..];
    if bits == 0 {
        out[..a.len()].copy_from_slice(a);
        return;
    }
    let mut below = 0;
    for (out, word) in out.iter_mut().zip(a) {
        *out = (word << bits) | below;
        below = word >> (64 - bits);
    }
    if let Some(out) = out.get_mut(a.len()) {
        *out = below;
    }
}

/// Writes `a >> count`, which is less than the bits of `a`, into zeros, and says whether any ones were lost. There is
/// room for it.
pub(crate) fn shift_right(a: &[u64], count: u64, out: &mut [u64]) -> bool {
    let (words, bits) = split(count);
    let (below, kept) = a.split_at(words);
    // A shift by 64 in two steps.
    let down = |word: u64| (word << 1) << (63 - bits);
    for (at, (out, word)) in out.iter_mut().zip(kept).enumerate() {
        *out = (word >> bits) | kept.get(at + 1).map_or(0, |word| down(*word));
    }
    below.iter().any(|word| *word != 0) || down(kept[0]) != 0
}
