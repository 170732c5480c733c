//! Hashes of strings and bytes: SipHash-1-3 with a key of the process.
//!
//! J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast short-input PRF" (2012). What is hashed is
//! the memory of the narrowest kind, so equal strings have equal hashes, and a string of ASCII has
//! the hash of its bytes. With the same `PYTHONHASHSEED` hashes are CPython's.

use crate::Text;
use siphasher::sip::SipHasher13;

/// The key of a process.
#[derive(Clone, Copy, Debug)]
pub struct HashKey(SipHasher13);

impl HashKey {
    /// A key of 128 (random) bits.
    pub fn new(key: [u64; 2]) -> HashKey {
        HashKey(SipHasher13::new_with_keys(key[0], key[1]))
    }

    /// The key of a value of `PYTHONHASHSEED`. 0 switches the randomness off.
    pub fn from_seed(seed: u32) -> HashKey {
        // The bytes of a linear congruential generator, the last 16 of its secret's beginning.
        let mut state = seed;
        let mut word = || {
            u64::from_le_bytes(std::array::from_fn(|_| {
                state = state.wrapping_mul(214_013).wrapping_add(2_531_011);
                (state >> 16) as u8
            }))
        };
        match seed {
            0 => HashKey::new([0, 0]),
            _ => HashKey::new([word(), word()]),
        }
    }

    /// The hash of a string. It is never -1, which means an error to Python.
    pub fn text(&self, text: Text<'_>) -> i64 {
        self.bytes(text.as_bytes())
    }

    /// The hash of bytes.
    pub fn bytes(&self, bytes: &[u8]) -> i64 {
        if bytes.is_empty() {
            return 0;
        }
        match self.0.hash(bytes) as i64 {
            -1 => -2,
            hash => hash,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TextBuf;

    #[test]
    fn hashes_are_those_of_cpython_with_the_same_seed() {
        let hash = |seed, text| HashKey::from_seed(seed).text(TextBuf::from(text).as_text());
        assert_eq!(hash(0, ""), 0);
        assert_eq!(hash(0, "a"), 4644417185603328019);
        assert_eq!(hash(0, "hello world"), -5642461784034726774);
        assert_eq!(hash(0, "na\u{ef}ve"), 7682306841811832039);
        assert_eq!(hash(0, "\u{394}elta"), 4656880774634657335);
        assert_eq!(hash(0, "\u{1f600} x"), -4799405777759393172);
        assert_eq!(hash(1, ""), 0);
        assert_eq!(hash(1, "a"), -3012895188637184397);
        assert_eq!(hash(1, "hello world"), 4697380503286254714);
        assert_eq!(hash(1, "na\u{ef}ve"), 2609374546601413833);
        assert_eq!(hash(1, "\u{394}elta"), 5298494805107379554);
        assert_eq!(hash(1, "\u{1f600} x"), -4323149262069793280);
        assert_eq!(hash(42, ""), 0);
        assert_eq!(hash(42, "a"), -123207753977932514);
        assert_eq!(hash(42, "hello world"), -3893157060480277979);
        assert_eq!(hash(42, "na\u{ef}ve"), -8095583506289061895);
        assert_eq!(hash(42, "\u{394}elta"), -4213296501734924896);
        assert_eq!(hash(42, "\u{1f600} x"), 2949091953072867346);
        assert_eq!(hash(4294967295, ""), 0);
        assert_eq!(hash(4294967295, "a"), -5989683813037840249);
        assert_eq!(hash(4294967295, "hello world"), 6208778848576073069);
        assert_eq!(hash(4294967295, "na\u{ef}ve"), 7170769924721592160);
        assert_eq!(hash(4294967295, "\u{394}elta"), 1757502816565923138);
        assert_eq!(hash(4294967295, "\u{1f600} x"), 4218296912362478830);
    }
}
