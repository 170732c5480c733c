//! Quoted-printable (RFC 1521).

use super::upper_digit;
use crate::SizeError;
use crate::bytes::digit_value;
use crate::codecs::ByteBuilder;

/// The longest line, with the `=` at its end.
const LINE: usize = 76;

/// How to write quoted-printable.
#[derive(Clone, Copy, Debug, Default)]
pub struct QuotedOptions {
    /// Quote tabs and spaces too.
    pub quote_tabs: bool,
    /// Ends of lines are kept as such; otherwise they are quoted.
    pub is_text: bool,
    /// Write spaces as underscores, as headers do.
    pub header: bool,
}

/// `binascii.b2a_qp`.
pub fn to_quoted(data: &[u8], options: QuotedOptions) -> Result<Vec<u8>, SizeError> {
    let first_line = memchr::memchr(b'\n', data);
    let crlf = first_line.is_some_and(|end| end > 0 && data[end - 1] == b'\r');
    let mut writer = Writer {
        out: ByteBuilder::new(),
        line_end: if crlf { b"\r\n" } else { b"\n" },
        line: 0,
    };
    let mut at = 0;
    while let Some(&byte) = data.get(at) {
        let next = data.get(at + 1).copied();
        let line_end = match (byte, next) {
            (b'\r', Some(b'\n')) => 2,
            (b'\n', _) => 1,
            _ => 0,
        };
        if must_quote(byte, next, writer.line, options) {
            writer.quoted(byte);
            at += 1;
        } else if options.is_text && line_end > 0 {
            writer.end_line();
            at += line_end;
        } else {
            if next.is_some_and(|next| next != b'\n') && writer.line + 1 >= LINE {
                writer.break_line();
            }
            let written = if options.header && byte == b' ' {
                b'_'
            } else {
                byte
            };
            writer.out.push(&[written]);
            writer.line += 1;
            at += 1;
        }
    }
    writer.out.finish()
}

fn must_quote(byte: u8, next: Option<u8>, column: usize, options: QuotedOptions) -> bool {
    match byte {
        b'=' | 127.. => true,
        b'_' => options.header,
        // A dot alone on its line would end a mail.
        b'.' => column == 0 && matches!(next, None | Some(b'\n' | b'\r' | 0)),
        b'\r' | b'\n' => !options.is_text,
        b'\t' | b' ' => options.quote_tabs || next.is_none(),
        0..b' ' => true,
        _ => false,
    }
}

struct Writer {
    out: ByteBuilder,
    line_end: &'static [u8],
    /// Bytes in the line so far.
    line: usize,
}

impl Writer {
    fn quoted(&mut self, byte: u8) {
        if self.line + 3 >= LINE {
            self.break_line();
        }
        self.push_quoted(byte);
        self.line += 3;
    }

    fn push_quoted(&mut self, byte: u8) {
        self.out
            .push(&[b'=', upper_digit(byte >> 4), upper_digit(byte & 15)]);
    }

    /// A line end that is not in the data.
    fn break_line(&mut self) {
        self.out.push(b"=");
        self.out.push(self.line_end);
        self.line = 0;
    }

    /// A line end of the data. Space before it is quoted, so that it is not lost.
    fn end_line(&mut self) {
        let spaces = [b' ', b'\t'];
        if let Some(space) = spaces.into_iter().find(|&space| self.out.take_back(space)) {
            self.push_quoted(space);
        }
        self.out.push(self.line_end);
        self.line = 0;
    }
}

/// `binascii.a2b_qp`. In a header, underscores are spaces. What is wrongly quoted is left as it is.
pub fn from_quoted(data: &[u8], header: bool) -> Result<Vec<u8>, SizeError> {
    let mut out = ByteBuilder::new();
    let mut at = 0;
    while let Some(&byte) = data.get(at) {
        at += 1;
        match (byte, data.get(at)) {
            (b'=', None) => break,
            (b'=', Some(b'\n' | b'\r')) => {
                let end = memchr::memchr(b'\n', &data[at..]);
                at = end.map_or(data.len(), |end| at + end + 1);
            }
            (b'=', Some(b'=')) => {
                out.push(b"=");
                at += 1;
            }
            (b'=', Some(&high)) => {
                let low = data.get(at + 1).and_then(|&low| digit_value(low.into()));
                match (digit_value(high.into()), low) {
                    (Some(high), Some(low)) => {
                        out.push(&[high << 4 | low]);
                        at += 2;
                    }
                    _ => out.push(b"="),
                }
            }
            (b'_', _) if header => out.push(b" "),
            _ => out.push(&[byte]),
        }
    }
    out.finish()
}
