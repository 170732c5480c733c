//! Templates of the operator `%`: `%(key)-#10.3f`.

use crate::text::each_kind;
use crate::{CodeUnit, Text};
use std::ops::Range;

/// A parser of a template, from piece to piece. Bytes are parsed as Latin-1.
#[derive(Clone, Debug)]
pub struct PercentTemplate<'a> {
    text: Text<'a>,
    at: usize,
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PercentPiece {
    /// Text that is copied: for `%%`, its second character.
    Literal(Range<usize>),
    /// What a value is put into.
    Conversion(Conversion),
}

/// How to convert a value. The parts are in the order in which the caller acts on them: the key asks
/// for a mapping, stars take arguments, and only then does an error in `kind` count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// The key in parentheses.
    pub key: Option<Range<usize>>,
    /// The flags.
    pub flags: Flags,
    /// The width.
    pub width: Option<Amount>,
    /// The precision. A dot alone means 0.
    pub precision: Option<Amount>,
    /// What to do, or what is wrong.
    pub kind: Result<Kind, PercentError>,
}

impl Conversion {
    /// Whether it asks for no more than a letter does.
    pub fn is_plain(&self) -> bool {
        self.flags == Flags::default() && self.width.is_none() && self.precision.is_none()
    }
}

/// A width or a precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// A number.
    Fixed(usize),
    /// `*`: the next argument.
    Argument,
}

/// The flags of a conversion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// `-`
    pub left: bool,
    /// `+`
    pub sign: bool,
    /// A space.
    pub blank: bool,
    /// `#`
    pub alternate: bool,
    /// `0`
    pub zero: bool,
}

/// The character that ends a conversion. Which ones there are is the caller's to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The character.
    pub code: u32,
    /// Where it is.
    pub at: usize,
}

impl Kind {
    /// The message of the `ValueError` about a character that is not known.
    pub fn unsupported(self) -> String {
        let Kind { code, at } = self;
        let shown = match u8::try_from(code) {
            Ok(byte @ 31..=126) => byte.into(),
            _ => '?',
        };
        format!("unsupported format character '{shown}' (0x{code:x}) at index {at}")
    }
}

/// What is wrong with a conversion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PercentError {
    /// The template ends in it.
    Incomplete,
    /// The parenthesis is not closed. Without a mapping, that it is required comes first.
    IncompleteKey,
    /// The width is too large a number.
    WidthTooBig,
    /// The precision is too large a number.
    PrecisionTooBig,
}

impl PercentError {
    /// The message of the `ValueError`, which bytes have a little shorter.
    pub fn message(self, in_bytes: bool) -> &'static str {
        match self {
            PercentError::Incomplete => "incomplete format",
            PercentError::IncompleteKey => "incomplete format key",
            PercentError::WidthTooBig => "width too big",
            PercentError::PrecisionTooBig if in_bytes => "prec too big",
            PercentError::PrecisionTooBig => "precision too big",
        }
    }
}

/// Whether it is a letter that ends a conversion, and not one of C's lengths.
#[inline]
fn is_letter(code: u32) -> bool {
    u8::try_from(code).is_ok_and(|byte| byte.is_ascii_alphabetic() && !b"hlL".contains(&byte))
}

impl<'a> PercentTemplate<'a> {
    /// A parser of `text`.
    pub fn new(text: Text<'a>) -> Self {
        PercentTemplate { text, at: 0 }
    }

    fn peek(&self) -> Option<char> {
        // A surrogate is no character; it means as little here as any other.
        let code = self.text.get(self.at)?;
        Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn skip_if(&mut self, char: char) -> bool {
        let found = self.peek() == Some(char);
        self.at += usize::from(found);
        found
    }

    /// The next piece, if there is one. After one with an error there is nothing to ask for.
    pub fn next_piece(&mut self) -> Option<PercentPiece> {
        let start = self.at;
        let rest = start..self.text.len();
        if rest.is_empty() {
            return None;
        }
        let percent = each_kind!(self.text.part(rest.clone()), units => {
            CodeUnit::find_unit(units, CodeUnit::truncated('%'.into()))
        });
        let end = percent.map_or(rest.end, |percent| start + percent);
        if end > start {
            self.at = end;
            return Some(PercentPiece::Literal(start..end));
        }
        self.at += 1;
        if self.skip_if('%') {
            return Some(PercentPiece::Literal(start + 1..start + 2));
        }
        Some(PercentPiece::Conversion(self.conversion()))
    }

    fn conversion(&mut self) -> Conversion {
        let mut conversion = Conversion {
            key: None,
            flags: Flags::default(),
            width: None,
            precision: None,
            kind: Err(PercentError::Incomplete),
        };
        conversion.kind = self.parse(&mut conversion);
        conversion
    }

    fn parse(&mut self, conversion: &mut Conversion) -> Result<Kind, PercentError> {
        if self.skip_if('(') {
            conversion.key = Some(self.key()?);
        }
        // A letter alone is the rule.
        let at = self.at;
        if let Some(code) = self.text.get(at).filter(|code| is_letter(*code)) {
            self.at += 1;
            return Ok(Kind { code, at });
        }
        conversion.flags = self.flags();
        let most = isize::MAX as usize;
        conversion.width = self.amount(most, PercentError::WidthTooBig)?;
        if self.skip_if('.') {
            let most = i32::MAX as usize;
            let amount = self.amount(most, PercentError::PrecisionTooBig)?;
            conversion.precision = Some(amount.unwrap_or(Amount::Fixed(0)));
        }
        // C's lengths mean nothing here.
        if matches!(self.peek(), Some('h' | 'l' | 'L')) {
            self.at += 1;
        }
        let at = self.at;
        let code = self.text.get(at).ok_or(PercentError::Incomplete)?;
        self.at += 1;
        Ok(Kind { code, at })
    }

    /// What is before the closing parenthesis. There may be balanced ones in it.
    fn key(&mut self) -> Result<Range<usize>, PercentError> {
        let start = self.at;
        let mut depth = 1usize;
        let mut is_end = |code: u32| {
            match char::from_u32(code) {
                Some('(') => depth += 1,
                Some(')') => depth -= 1,
                _ => {}
            }
            depth == 0
        };
        let length = each_kind!(self.text.part(start..self.text.len()), units => {
            units.iter().position(|unit| is_end(unit.code()))
        });
        let end = start + length.ok_or(PercentError::IncompleteKey)?;
        self.at = end + 1;
        Ok(start..end)
    }

    fn flags(&mut self) -> Flags {
        let mut flags = Flags::default();
        while let Some(char) = self.peek() {
            match char {
                '-' => flags.left = true,
                '+' => flags.sign = true,
                ' ' => flags.blank = true,
                '#' => flags.alternate = true,
                '0' => flags.zero = true,
                _ => break,
            }
            self.at += 1;
        }
        flags
    }

    /// A star or a number of at most `most`.
    fn amount(
        &mut self,
        most: usize,
        too_big: PercentError,
    ) -> Result<Option<Amount>, PercentError> {
        if self.skip_if('*') {
            return Ok(Some(Amount::Argument));
        }
        let mut number = None;
        while let Some(digit) = self.peek().and_then(|char| char.to_digit(10)) {
            self.at += 1;
            let tens = number.unwrap_or(0usize).checked_mul(10);
            let sum = tens.and_then(|tens| tens.checked_add(digit as usize));
            number = Some(sum.filter(|&sum| sum <= most).ok_or(too_big)?);
        }
        Ok(number.map(Amount::Fixed))
    }
}
