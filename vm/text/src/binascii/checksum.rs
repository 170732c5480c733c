//! Checksums.

/// CRC-32 of `data`, going on from `start`.
pub fn crc32(data: &[u8], start: u32) -> u32 {
    let mut hasher = crc32fast::Hasher::new_with_initial(start);
    hasher.update(data);
    hasher.finalize()
}

/// The polynomial of [`crc_hqx`]: x^16 + x^12 + x^5 + 1.
const CRC_CCITT: u16 = 0x1021;

const TABLE: [u16; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = (byte as u16) << 8;
        let mut bit = 0;
        while bit < 8 {
            crc = crc << 1 ^ if crc & 0x8000 == 0 { 0 } else { CRC_CCITT };
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
    }
    table
};

/// CRC-CCITT of `data`, going on from `start`: BinHex 4 used it.
pub fn crc_hqx(data: &[u8], start: u16) -> u16 {
    data.iter().fold(start, |crc, &byte| {
        crc << 8 ^ TABLE[usize::from((crc >> 8) as u8 ^ byte)]
    })
}
