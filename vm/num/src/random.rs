//! The generator of `_random`: the Mersenne Twister MT19937.
//!
//! M. Matsumoto and T. Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform
//! pseudorandom number generator", ACM TOMACS 8 (1998), with the initialisation of 2002. It is our
//! own because `getstate` and `setstate` show the state's words and the position among them, which
//! no library gives out.

use crate::int::{BigInt, Int};
use crate::{Error, Result, memory};

/// The words of the state.
pub const WORDS: usize = 624;

/// How far apart the words are that are mixed.
const DISTANCE: usize = 397;

/// A generator.
#[derive(Clone, PartialEq, Eq)]
pub struct Random {
    state: [u32; WORDS],
    /// The next word to give out; [`WORDS`] when all are used up.
    position: usize,
}

impl Random {
    /// Seeded with the magnitude of `seed`.
    pub fn new(seed: &Int) -> Random {
        let words = match seed {
            Int::Small(value) => halves(&[value.unsigned_abs()]),
            Int::Big(value) => halves(value.words()),
        };
        Random::from_key(&words)
    }

    /// Seeded with words, lowest first (`init_by_array`).
    pub fn from_key(key: &[u32]) -> Random {
        let key = if key.is_empty() { &[0][..] } else { key };
        let mut state = initial(19_650_218);
        let mut at = 1;
        for (index, word) in key.iter().enumerate().cycle().take(WORDS.max(key.len())) {
            let mixed = state[at] ^ mix(state[at - 1]).wrapping_mul(1_664_525);
            state[at] = mixed.wrapping_add(*word).wrapping_add(index as u32);
            at = next(&mut state, at);
        }
        for _ in 1..WORDS {
            let mixed = state[at] ^ mix(state[at - 1]).wrapping_mul(1_566_083_941);
            state[at] = mixed.wrapping_sub(at as u32);
            at = next(&mut state, at);
        }
        state[0] = 1 << 31;
        Random {
            state,
            position: WORDS,
        }
    }

    /// The words of the state and the position among them, as `getstate` returns them.
    pub fn state(&self) -> (&[u32; WORDS], usize) {
        (&self.state, self.position)
    }

    /// From what [`Random::state`] returned.
    pub fn from_state(state: [u32; WORDS], position: usize) -> Result<Random> {
        if position > WORDS {
            return Err(Error::value("invalid state"));
        }
        Ok(Random { state, position })
    }

    /// 32 random bits.
    pub fn next_u32(&mut self) -> u32 {
        if self.position >= WORDS {
            self.refill();
        }
        let word = self.state[self.position];
        self.position += 1;
        temper(word)
    }

    /// Makes the next words of the state of those that are used up, whose position is [`WORDS`].
    pub fn refill(&mut self) {
        self.twist();
        self.position = 0;
    }

    fn twist(&mut self) {
        for at in 0..WORDS {
            let high = self.state[at] & (1 << 31);
            let low = self.state[(at + 1) % WORDS] & !(1 << 31);
            let joined = high | low;
            let matrix = if joined & 1 == 0 { 0 } else { 0x9908_b0df };
            self.state[at] = self.state[(at + DISTANCE) % WORDS] ^ joined >> 1 ^ matrix;
        }
    }

    /// `random()`: 53 random bits as a number from 0 up to 1.
    pub fn random(&mut self) -> f64 {
        let (first, second) = (self.next_u32(), self.next_u32());
        unit_interval(first, second)
    }

    /// `getrandbits(bits)`.
    pub fn bits(&mut self, bits: u64) -> Result<Int> {
        match bits {
            0 => Ok(Int::ZERO),
            1..=32 => Ok(Int::Small(i64::from(self.next_u32() >> (32 - bits)))),
            _ => self.many_bits(bits),
        }
    }

    /// Words from the lowest to the highest, which has only the bits that are left.
    fn many_bits(&mut self, bits: u64) -> Result<Int> {
        memory::reserve_bits(bits.into())?;
        let mut bytes = Vec::new();
        let mut left = bits;
        while left > 0 {
            let word = self.next_u32() >> 32u64.saturating_sub(left);
            bytes.extend(word.to_le_bytes());
            left = left.saturating_sub(32);
        }
        Ok(BigInt::from_unsigned_bytes(&bytes).into())
    }
}

/// The 32 random bits that a word of the state stands for.
pub fn temper(mut word: u32) -> u32 {
    word ^= word >> 11;
    word ^= word << 7 & 0x9d2c_5680;
    word ^= word << 15 & 0xefc6_0000;
    word ^ word >> 18
}

/// The number from 0 up to 1 that two times 32 random bits make.
pub fn unit_interval(first: u32, second: u32) -> f64 {
    let (high, low) = (first >> 5, second >> 6);
    (f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0
}

/// The state that one word makes (`init_genrand`).
fn initial(seed: u32) -> [u32; WORDS] {
    let mut state = [0; WORDS];
    state[0] = seed;
    for at in 1..WORDS {
        state[at] = mix(state[at - 1])
            .wrapping_mul(1_812_433_253)
            .wrapping_add(at as u32);
    }
    state
}

fn mix(word: u32) -> u32 {
    word ^ word >> 30
}

/// The next position of the initialisation, which goes around without the first word.
fn next(state: &mut [u32; WORDS], at: usize) -> usize {
    if at + 1 < WORDS {
        return at + 1;
    }
    state[0] = state[WORDS - 1];
    1
}

/// Words of 64 bits as words of 32, without leading zeros.
fn halves(words: &[u64]) -> Vec<u32> {
    let split = |word: &u64| [*word as u32, (*word >> 32) as u32];
    let mut halves: Vec<u32> = words.iter().flat_map(split).collect();
    while halves.last() == Some(&0) {
        halves.pop();
    }
    halves
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_authors_first_numbers() {
        let mut random = Random::from_key(&[0x123, 0x234, 0x345, 0x456]);
        let numbers: Vec<u32> = (0..5).map(|_| random.next_u32()).collect();
        assert_eq!(
            numbers,
            [1067595299, 955945823, 477289528, 4107218783, 4228976476]
        );
    }

    #[test]
    fn seeds_are_magnitudes() {
        let mut random = Random::new(&Int::Small(-42));
        assert_eq!(random.random(), 0.6394267984578837);
        assert_eq!(random.random(), 0.025010755222666936);
        let big = (1i128 << 100).into();
        assert_eq!(Random::new(&big).random(), 0.7586581712996778);
    }

    #[test]
    fn bits_of_any_number() {
        let mut random = Random::new(&Int::Small(1));
        assert_eq!(random.bits(0), Ok(Int::ZERO));
        assert_eq!(random.bits(1), Ok(Int::ZERO));
        assert_eq!(random.bits(1 << 60), Err(Error::memory()));
        let wide = random.bits(70).unwrap();
        assert_eq!(crate::int::to_radix(&wide, 16), "33d8f16adf91b7584a");
    }

    #[test]
    fn the_state_goes_on() {
        let mut random = Random::new(&Int::Small(7));
        for _ in 0..1000 {
            random.next_u32();
        }
        let (words, position) = random.state();
        let mut copy = Random::from_state(*words, position).unwrap();
        assert!((0..2000).all(|_| random.next_u32() == copy.next_u32()));
        assert!(Random::from_state([0; WORDS], WORDS + 1).is_err());
    }
}
