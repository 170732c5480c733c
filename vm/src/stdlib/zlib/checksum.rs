//! `crc32` and `adler32`.

use crate::cx::Cx;
use crate::native::native;
use crate::protocol::buffer::BytesLike;
use crate::stdlib::binascii::Low32;

/// Compute a CRC-32 checksum of data.
///
///   value
///     Starting value of the checksum.
///
/// The returned checksum is an integer.
#[native(module = "zlib", "crc32(data, value=0, /)")]
fn crc32(_: &mut Cx, data: BytesLike, value: Low32) -> i64 {
    tython_text::binascii::crc32(&data.0, value.0).into()
}

/// Compute an Adler-32 checksum of data.
///
///   value
///     Starting value of the checksum.
///
/// The returned checksum is an integer.
#[native(module = "zlib", "adler32(data, value=1, /)")]
fn adler32(_: &mut Cx, data: BytesLike, value: Low32) -> i64 {
    adler(&data.0, value.0).into()
}

/// The largest prime below 2^16.
const MODULUS: u32 = 65_521;

/// So many bytes can be added up before the sums have to be reduced.
const BLOCK: usize = 5552;

/// Adler-32 (RFC 1950, section 8.2) of `data`, going on from `start`.
fn adler(data: &[u8], start: u32) -> u32 {
    let (mut a, mut b) = (start & 0xFFFF, start >> 16);
    for block in data.chunks(BLOCK) {
        for byte in block {
            a += u32::from(*byte);
            b += a;
        }
        a %= MODULUS;
        b %= MODULUS;
    }
    b << 16 | a
}
