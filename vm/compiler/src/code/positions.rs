//! The position table: which piece of source each instruction comes from.
//!
//! Entries of variable-length integers (LEB128, zigzag where signed), in order of the code: the
//! number of words that the entry covers, shifted by one, with the low bit saying whether there is
//! a position; then first line relative to the previous entry's, last line relative to the first,
//! the first column, and the last column relative to the first.
//!
//! Who asks for the position of one word (a traceback, `f_lineno`) would have to go through half of the table, so some of its
//! entries are marked when that happens first.

use std::sync::OnceLock;

/// A piece of source: lines from 1, columns from 0 in UTF-8 bytes, the end exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Position {
    /// The first line.
    pub line: u32,
    /// The last line.
    pub end_line: u32,
    /// The first column.
    pub column: u32,
    /// The column after the last.
    pub end_column: u32,
}

/// The position table of a code object.
#[derive(Clone, Debug, Default)]
pub struct Positions {
    bytes: Box<[u8]>,
    marks: OnceLock<Box<[Mark]>>,
}

impl PartialEq for Positions {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for Positions {}

/// Every so many entries there is a mark.
const MARKED: usize = 16;

/// Where an entry begins.
#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    byte: usize,
    word: u32,
    line: i64,
}

impl Positions {
    /// The table as it lies in memory.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// A table of bytes that came from [`Positions::bytes`], or that may say anything.
    pub(super) fn from_bytes(bytes: &[u8]) -> Self {
        Positions::of(bytes.into())
    }

    fn of(bytes: Box<[u8]>) -> Self {
        Positions {
            bytes,
            marks: OnceLock::new(),
        }
    }

    /// All entries: the word where the entry starts, the word after it, and the position, None for
    /// instructions that the compiler added.
    pub fn iter(&self) -> Entries<'_> {
        self.from(Mark::default())
    }

    fn from(&self, mark: Mark) -> Entries<'_> {
        Entries {
            bytes: &self.bytes[mark.byte..],
            word: mark.word,
            line: mark.line,
        }
    }

    fn marks(&self) -> &[Mark] {
        self.marks.get_or_init(|| {
            let mut entries = self.iter();
            let mut marks = Vec::new();
            while !entries.bytes.is_empty() {
                marks.push(Mark {
                    byte: self.bytes.len() - entries.bytes.len(),
                    word: entries.word,
                    line: entries.line,
                });
                entries.by_ref().take(MARKED).for_each(drop);
            }
            marks.into()
        })
    }

    /// The position of the instruction at, or around, a word.
    #[must_use]
    pub fn at(&self, word: u32) -> Option<Position> {
        let marks = self.marks();
        let behind = marks.partition_point(|mark| mark.word <= word);
        let mut entries = self.from(*marks.get(behind.checked_sub(1)?)?);
        entries.find(|(_, end, _)| word < *end)?.2
    }
}

/// The entries of a table, in order.
#[derive(Clone, Debug)]
pub struct Entries<'a> {
    bytes: &'a [u8],
    word: u32,
    line: i64,
}

impl Iterator for Entries<'_> {
    type Item = (u32, u32, Option<Position>);

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        let bytes = &mut self.bytes;
        let header = read(bytes)?;
        let start = self.word;
        self.word += (header >> 1) as u32;
        if header & 1 == 0 {
            return Some((start, self.word, None));
        }
        self.line += unzigzag(read(bytes)?);
        let end_line = self.line + unzigzag(read(bytes)?);
        let column = read(bytes)?;
        let end_column = column as i64 + unzigzag(read(bytes)?);
        let position = Position {
            line: self.line as u32,
            end_line: end_line as u32,
            column: column as u32,
            end_column: end_column as u32,
        };
        Some((start, self.word, Some(position)))
    }
}

/// Builds a position table, instruction by instruction.
#[derive(Debug, Default)]
pub struct PositionsBuilder {
    bytes: Vec<u8>,
    line: u32,
    current: Option<Position>,
    words: u64,
}

impl PositionsBuilder {
    /// Says that the next `words` words come from `position`.
    pub fn push(&mut self, words: usize, position: Option<Position>) {
        if position != self.current {
            self.flush();
            self.current = position;
        }
        self.words += words as u64;
    }

    /// The finished table.
    #[must_use]
    pub fn finish(mut self) -> Positions {
        self.flush();
        Positions::of(self.bytes.into())
    }

    fn flush(&mut self) {
        if self.words == 0 {
            return;
        }
        let header = self.words << 1 | u64::from(self.current.is_some());
        write(&mut self.bytes, header);
        if let Some(position) = self.current {
            let from = |a: u32, b: u32| zigzag(i64::from(a) - i64::from(b));
            write(&mut self.bytes, from(position.line, self.line));
            write(&mut self.bytes, from(position.end_line, position.line));
            write(&mut self.bytes, u64::from(position.column));
            write(&mut self.bytes, from(position.end_column, position.column));
            self.line = position.line;
        }
        self.words = 0;
    }
}

fn zigzag(value: i64) -> u64 {
    (value << 1 ^ value >> 63) as u64
}

#[inline(always)]
fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

fn write(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

#[inline(always)]
fn read(bytes: &mut &[u8]) -> Option<u64> {
    // Most numbers are one byte.
    match bytes.split_first()? {
        (&byte @ ..0x80, rest) => {
            *bytes = rest;
            Some(byte.into())
        }
        _ => read_long(bytes),
    }
}

fn read_long(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_come_back() {
        let far = Position {
            line: 70_000,
            end_line: 70_001,
            column: 300,
            end_column: 2,
        };
        let near = Position {
            line: 3,
            end_line: 3,
            column: 4,
            end_column: 9,
        };
        let mut builder = PositionsBuilder::default();
        for (words, position) in [(1, Some(far)), (2, Some(far)), (1, None), (200, Some(near))] {
            builder.push(words, position);
        }
        let table = builder.finish();
        let entries: Vec<_> = table.iter().collect();
        assert_eq!(
            entries,
            [(0, 3, Some(far)), (3, 4, None), (4, 204, Some(near))]
        );
        assert_eq!(table.at(2), Some(far));
        assert_eq!(table.at(3), None);
        assert_eq!(table.at(203), Some(near));
        assert_eq!(table.at(204), None);
    }

    #[test]
    fn positions_far_into_a_table_come_back() {
        let of = |line: u32| {
            let column = line % 7;
            let position = Position {
                line,
                end_line: line,
                column,
                end_column: column + 1,
            };
            (!line.is_multiple_of(5)).then_some(position)
        };
        let mut builder = PositionsBuilder::default();
        let lines = || (1..300).rev();
        lines().for_each(|line| builder.push(line as usize % 3 + 1, of(line)));
        let table = builder.finish();
        let words = lines().flat_map(|line| std::iter::repeat_n(line, line as usize % 3 + 1));
        for (word, line) in (0..).zip(words) {
            assert_eq!(table.at(word), of(line), "{word}");
        }
        assert_eq!(Positions::from_bytes(&[0x80]).at(0), None);
        assert_eq!(Positions::default().at(0), None);
    }
}
