//! The modulus of numeric hashes: equal numbers hash alike, whatever their types.
//!
//! A rational number p/q hashes to p * inverse(q) modulo the Mersenne prime 2**61 - 1, with the sign
//! of p, and -1 is replaced by -2 (Python's "Hashing of numeric types").

/// The number of bits of the modulus.
pub(crate) const BITS: u32 = 61;

/// The modulus.
pub(crate) const MODULUS: u64 = (1 << BITS) - 1;

/// The hash of positive infinity.
pub(crate) const INFINITY: i64 = 314_159;

/// `value` modulo 2**61 - 1: as 2**61 is 1, the bits above are added to those below.
pub(crate) fn reduce(value: u64) -> u64 {
    let folded = (value & MODULUS) + (value >> BITS);
    if folded >= MODULUS {
        folded - MODULUS
    } else {
        folded
    }
}

/// The residue of words, lowest first.
pub(crate) fn reduce_words(words: &[u64]) -> u64 {
    // 2**64 is 2**3; the sum of two residues and a little stays below 2**64.
    let horner = |residue, word: &u64| reduce(rotate(residue, 3) + reduce(*word));
    words.iter().rev().fold(0, horner)
}

/// `value * 2**shift` modulo 2**61 - 1: a rotation. `value` is reduced, `shift` below 61.
pub(crate) fn rotate(value: u64, shift: u32) -> u64 {
    ((value << shift) & MODULUS) | (value >> (BITS - shift))
}

/// The hash of a number whose magnitude has the residue `residue`.
pub(crate) fn signed(residue: u64, negative: bool) -> i64 {
    let hash = if negative {
        -(residue as i64)
    } else {
        residue as i64
    };
    avoid_error(hash)
}

/// -1 stands for an error in CPython's C functions and is never a hash.
pub(crate) fn avoid_error(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}
