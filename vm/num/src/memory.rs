//! Asks for memory before a library takes it, because a library that gets none ends the process.

use crate::{Error, Result};

/// Requests below this many bytes are not worth asking for.
const SMALL: usize = 1 << 20;

/// Whether `bytes` more can be had now, or else a `MemoryError`.
///
/// The answer is that of the allocator to one request of that size. What it grants may be gone a
/// moment later, so ask for temporaries too.
pub fn reserve(bytes: u128) -> Result<()> {
    let bytes = usize::try_from(bytes).map_err(|_| Error::memory())?;
    if bytes < SMALL {
        return Ok(());
    }
    Vec::<u8>::new()
        .try_reserve_exact(bytes)
        .map_err(|_| Error::memory())
}

/// Whether an integer of `bits` bits, and temporaries of twice its size, can be had.
pub fn reserve_bits(bits: u128) -> Result<()> {
    reserve((bits / 8).saturating_mul(3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_no_machine_has() {
        assert_eq!(reserve(1 << 20), Ok(()));
        assert_eq!(reserve(1 << 60), Err(Error::memory()));
        assert_eq!(reserve(u128::MAX), Err(Error::memory()));
        assert_eq!(reserve_bits(u128::MAX), Err(Error::memory()));
    }
}
