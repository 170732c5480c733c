//! An item as a Python value, by the view's format: a single character of the module `struct`, of native
//! size.

use crate::cx::{Cx, Exit, R};
use crate::name;
use crate::objects::bytes::Bytes;
use crate::objects::int::to_int;
use crate::protocol::packed::{Kind, Packed};
use crate::protocol::{class_of, number, truth};
use crate::value::Value;
use tython_text::codecs::ByteOrder;

/// A format that items can be read and written by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Element {
    /// The character.
    pub code: u8,
    /// What it means.
    pub packed: Packed,
}

/// The format of a text: one character, perhaps after an `@`.
pub(crate) fn parse(format: &str) -> Option<Element> {
    let code = match format.as_bytes() {
        [code] | [b'@', code] => *code,
        _ => return None,
    };
    let packed = Packed::native(code).filter(|packed| packed.kind != Kind::Complex)?;
    Some(Element { code, packed })
}

/// The format of a view's items.
///
/// # Errors
/// NotImplementedError if it is none of these.
pub(super) fn required(cx: &mut Cx, format: &str) -> R<Element> {
    parse(format).ok_or_else(|| {
        cx.not_implemented_error(format_args!("memoryview: format {format} not supported"))
    })
}

impl Element {
    /// The value of an item.
    ///
    /// # Errors
    /// MemoryError.
    pub(super) fn read(self, cx: &mut Cx, item: &[u8]) -> R {
        self.packed.read(cx, item, ByteOrder::NATIVE)
    }

    fn invalid_type(self, cx: &mut Cx) -> Exit {
        let code = char::from(self.code);
        cx.type_error(format_args!("memoryview: invalid type for format '{code}'"))
    }

    fn invalid_value(self, cx: &mut Cx) -> Exit {
        let code = char::from(self.code);
        cx.value_error(format_args!(
            "memoryview: invalid value for format '{code}'"
        ))
    }

    /// The bytes of a value, at the beginning of eight.
    ///
    /// # Errors
    /// TypeError and ValueError if it is none of this format.
    pub(super) fn write(self, cx: &mut Cx, value: Value) -> R<[u8; 8]> {
        let order = ByteOrder::NATIVE;
        let written = match self.packed.kind {
            Kind::Bool => Some([u8::from(truth(cx, value)?), 0, 0, 0, 0, 0, 0, 0]),
            Kind::Char => match cx.payload::<Bytes>(value)?.map(Bytes::as_slice) {
                Some([byte]) => Some([*byte, 0, 0, 0, 0, 0, 0, 0]),
                Some(_) => None,
                None => return Err(self.invalid_type(cx)),
            },
            Kind::Float | Kind::Complex => {
                let (float, index) = (name!(cx, "__float__")?, name!(cx, "__index__")?);
                let class = class_of(value);
                if class.lookup(cx, float)?.is_none() && class.lookup(cx, index)?.is_none() {
                    return Err(self.invalid_type(cx));
                }
                let number = number::float(cx, value)?;
                match self.packed.size {
                    2 => self.packed.float(number, order),
                    _ => Some(self.packed.rounded(number)),
                }
            }
            Kind::Signed | Kind::Unsigned => {
                let name = name!(cx, "__index__")?;
                if number::exact_int(cx, value)?.is_none()
                    && class_of(value).lookup(cx, name)?.is_none()
                {
                    return Err(self.invalid_type(cx));
                }
                let index = number::index(cx, value)?;
                to_int(index).and_then(|int| self.packed.integer(int, order))
            }
        };
        written.ok_or_else(|| self.invalid_value(cx))
    }
}
