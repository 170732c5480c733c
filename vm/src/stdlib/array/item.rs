//! Type codes, and an item as a Python value.

use crate::cx::{Cx, Exit, R};
use crate::objects::int::to_int;
use crate::objects::str::{Str, character};
use crate::protocol::packed::{Kind, Packed};
use crate::protocol::{number, type_name};
use crate::value::Value;
use tython_num::IntRef;
use tython_text::codecs::ByteOrder;

/// All type codes, in the order in which they are shown.
pub(super) const CODES: &[u8] = b"bBuwhHiIlLqQfd";

/// The type of an array's items.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Item {
    /// The type code.
    pub code: u8,
    pub packed: Packed,
}

/// A Unicode character: the code point.
const CHARACTER: Packed = Packed {
    kind: Kind::Unsigned,
    size: 4,
};

impl Item {
    /// The type of a code.
    pub(super) fn of(code: u8) -> Option<Item> {
        let packed = match code {
            b'u' | b'w' => CHARACTER,
            _ if CODES.contains(&code) => Packed::native(code)?,
            _ => return None,
        };
        Some(Item { code, packed })
    }

    /// Bytes of an item.
    #[inline]
    pub(super) fn size(self) -> usize {
        self.packed.size
    }

    /// Whether items are characters.
    pub(super) fn is_character(self) -> bool {
        matches!(self.code, b'u' | b'w')
    }

    /// The value of an item.
    #[inline]
    pub(super) fn read(self, cx: &mut Cx, bytes: &[u8]) -> R {
        self.read_as(cx, bytes, ByteOrder::NATIVE)
    }

    /// The value of an item that has another byte order.
    pub(super) fn read_as(self, cx: &mut Cx, bytes: &[u8], order: ByteOrder) -> R {
        let value = self.packed.read(cx, bytes, order)?;
        if !self.is_character() {
            return Ok(value);
        }
        match value.as_small_int() {
            Some(code @ 0..=0x10_FFFF) => Ok(Value::from(character(cx, code as u32)?)),
            code => {
                let code = code.unwrap_or(0);
                Err(cx.value_error(format_args!(
                    "character U+{code:x} is not in range [U+0000; U+10ffff]"
                )))
            }
        }
    }

    /// The bytes of a value, at the beginning of eight.
    pub(super) fn write(self, cx: &mut Cx, value: Value) -> R<[u8; 8]> {
        let order = ByteOrder::NATIVE;
        if self.is_character() {
            let code = code_point(cx, value)?;
            return Ok(u64::from(code).to_le_bytes());
        }
        if self.packed.kind == Kind::Float {
            let number = number::float(cx, value)?;
            return Ok(self.packed.rounded(number));
        }
        let index = number::index(cx, value)?;
        let Some(int) = to_int(index) else {
            return Err(cx.system_error(format_args!("__index__ gave no int")));
        };
        match self.packed.integer(int, order) {
            Some(bytes) => Ok(bytes),
            None => Err(self.out_of_range(cx, int)),
        }
    }

    /// Raises OverflowError. What CPython says depends on the C type that it converts to first.
    #[cold]
    fn out_of_range(self, cx: &mut Cx, number: IntRef<'_>) -> Exit {
        const LONG: &str = "Python int too large to convert to C long";
        let message = match (self.code, number.to_i64()) {
            (b'I' | b'L', _) if number.is_negative() => {
                "can't convert negative value to unsigned int".to_owned()
            }
            (b'I', Some(_)) => "unsigned int is greater than maximum".to_owned(),
            (b'I' | b'L', None) => "Python int too large to convert to C unsigned long".to_owned(),
            (b'Q', _) if number.is_negative() => {
                "can't convert negative int to unsigned".to_owned()
            }
            (b'q' | b'Q', _) => "int too big to convert".to_owned(),
            (_, None) => LONG.to_owned(),
            (code, Some(number)) => {
                let name = match code {
                    b'b' if i16::try_from(number).is_ok() => "signed char",
                    b'b' | b'h' => "signed short integer",
                    b'B' => "unsigned byte integer",
                    b'H' if i32::try_from(number).is_ok() => "unsigned short",
                    _ => "signed integer",
                };
                let bound = if number < 0 {
                    "less than minimum"
                } else {
                    "greater than maximum"
                };
                format!("{name} is {bound}")
            }
        };
        cx.overflow_error(format_args!("{message}"))
    }
}

fn code_point(cx: &mut Cx, value: Value) -> R<u32> {
    let Some(text) = cx.payload::<Str>(value)? else {
        let class = type_name(cx, value)?;
        return Err(cx.type_error(format_args!(
            "array item must be a unicode character, not {class}"
        )));
    };
    match (text.len(), text.text().get(0)) {
        (1, Some(code)) => Ok(code),
        (length, _) => Err(cx.type_error(format_args!(
            "array item must be a unicode character, not a string of length {length}"
        ))),
    }
}
