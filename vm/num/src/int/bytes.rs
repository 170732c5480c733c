//! `int.to_bytes` and `int.from_bytes`.

use super::{BigInt, Int, bit_length};
use crate::{Error, Result, memory};

/// Which byte comes first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ByteOrder {
    /// The highest: `'big'`.
    Big,
    /// The lowest: `'little'`.
    Little,
}

impl ByteOrder {
    /// From the argument `byteorder`.
    pub fn from_name(name: &str) -> Result<ByteOrder> {
        match name {
            "big" => Ok(ByteOrder::Big),
            "little" => Ok(ByteOrder::Little),
            _ => Err(Error::value("byteorder must be either 'little' or 'big'")),
        }
    }
}

/// `a.to_bytes(length, order, signed=signed)`.
pub fn to_bytes(a: &Int, length: usize, order: ByteOrder, signed: bool) -> Result<Vec<u8>> {
    if a.is_negative() && !signed {
        return Err(Error::overflow("can't convert negative int to unsigned"));
    }
    if needed_bits(a, signed).div_ceil(8) > length as u64 {
        return Err(Error::overflow("int too big to convert"));
    }
    memory::reserve(length as u128)?;
    let fill = if a.is_negative() { 0xff } else { 0 };
    let mut bytes = match a {
        Int::Small(a) => a.to_le_bytes().to_vec(),
        Int::Big(a) => a.to_signed_bytes().into_vec(),
    };
    bytes.resize(length, fill);
    if order == ByteOrder::Big {
        bytes.reverse();
    }
    Ok(bytes)
}

fn needed_bits(a: &Int, signed: bool) -> u64 {
    if !signed || a.is_zero() {
        return bit_length(a);
    }
    // A negative value has as many bits as its complement, and the sign comes on top.
    let complement = if a.is_negative() {
        super::invert(a)
    } else {
        a.clone()
    };
    bit_length(&complement) + 1
}

/// `int.from_bytes(bytes, order, signed=signed)`.
pub fn from_bytes(bytes: &[u8], order: ByteOrder, signed: bool) -> Result<Int> {
    if bytes.len() <= 8 {
        return Ok(from_few_bytes(bytes, order, signed));
    }
    memory::reserve(bytes.len() as u128 * 2)?;
    let mut copy = Vec::new();
    let little = match order {
        ByteOrder::Little => bytes,
        ByteOrder::Big => {
            copy.extend(bytes.iter().rev());
            &copy[..]
        }
    };
    Ok(if signed {
        BigInt::from_signed_bytes(little).into()
    } else {
        BigInt::from_unsigned_bytes(little).into()
    })
}

fn from_few_bytes(bytes: &[u8], order: ByteOrder, signed: bool) -> Int {
    let append = |value: u64, byte: &u8| (value << 8) | u64::from(*byte);
    let value = match order {
        ByteOrder::Big => bytes.iter().fold(0, append),
        ByteOrder::Little => bytes.iter().rev().fold(0, append),
    };
    if !signed || bytes.is_empty() {
        return value.into();
    }
    let unused = 64 - 8 * bytes.len() as u32;
    ((value << unused) as i64 >> unused).into()
}

#[cfg(test)]
mod tests {
    use super::super::{neg, shift_left};
    use super::*;
    use ByteOrder::{Big, Little};

    #[test]
    fn there_and_back() {
        let big = shift_left(&Int::Small(0x1234), &Int::Small(100)).unwrap();
        for value in [Int::ZERO, Int::Small(127), Int::Small(-128), neg(&big), big] {
            for (order, length) in [(Big, 20), (Little, 16), (Big, 15)] {
                let bytes = to_bytes(&value, length, order, true).unwrap();
                assert_eq!(bytes.len(), length);
                assert_eq!(from_bytes(&bytes, order, true), Ok(value.clone()));
            }
        }
        assert_eq!(to_bytes(&Int::Small(258), 3, Big, false), Ok(vec![0, 1, 2]));
        assert_eq!(from_bytes(&[0xff], Big, true), Ok(Int::Small(-1)));
        assert_eq!(from_bytes(&[0xff; 8], Big, false), Ok(u64::MAX.into()));
        assert_eq!(from_bytes(&[], Big, true), Ok(Int::ZERO));
        assert_eq!(to_bytes(&Int::ZERO, 0, Big, true), Ok(vec![]));
    }

    #[test]
    fn what_does_not_fit() {
        let fails = |value, length, signed| {
            to_bytes(&Int::Small(value), length, Big, signed)
                .unwrap_err()
                .message
        };
        assert_eq!(
            fails(-1, 4, false),
            "can't convert negative int to unsigned"
        );
        assert_eq!(fails(256, 1, false), "int too big to convert");
        assert_eq!(fails(128, 1, true), "int too big to convert");
        assert_eq!(fails(-129, 1, true), "int too big to convert");
        assert_eq!(
            to_bytes(&Int::ONE, usize::MAX, Big, true),
            Err(Error::memory())
        );
        assert!(ByteOrder::from_name("middle").is_err());
    }
}
