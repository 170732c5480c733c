//! Pickles: `__reduce_ex__`, and the function that makes an array of what it says. Items are pickled as
//! they lie in memory, with a number that says how: machines differ.

use super::item::Item;
use super::{ARRAY, Array, new};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::bytes::{self, Bytes};
use crate::objects::instance::Instance;
use crate::objects::int::to_int;
use crate::objects::reduce;
use crate::objects::str::{Str, character, to_string};
use crate::objects::type_object::Type;
use crate::protocol::packed::{Kind, Packed};
use crate::protocol::{attribute, class_of, codec, number, type_name};
use crate::runtime::import;
use crate::value::Value;
use tython_text::codecs::ByteOrder;

/// How items lie in memory.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Number(Packed, ByteOrder),
    /// UTF-16 or UTF-32, by its name.
    Text(&'static str),
}

/// The kinds of numbers, in the order of their codes; there are two codes for each that has a byte order.
const NUMBERS: [(Kind, usize); 10] = [
    (Kind::Unsigned, 1),
    (Kind::Signed, 1),
    (Kind::Unsigned, 2),
    (Kind::Signed, 2),
    (Kind::Unsigned, 4),
    (Kind::Signed, 4),
    (Kind::Unsigned, 8),
    (Kind::Signed, 8),
    (Kind::Float, 4),
    (Kind::Float, 8),
];

/// The names of the encodings, which have the codes after those of the numbers.
const ENCODINGS: [&str; 4] = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"];

/// The formats in the order of their codes.
fn formats() -> impl Iterator<Item = Format> {
    let orders = |size: usize| match size {
        1 => &[ByteOrder::NATIVE][..],
        _ => &[ByteOrder::Little, ByteOrder::Big],
    };
    let numbers = NUMBERS.into_iter().flat_map(move |(kind, size)| {
        let packed = Packed { kind, size };
        orders(size)
            .iter()
            .map(move |order| Format::Number(packed, *order))
    });
    numbers.chain(ENCODINGS.into_iter().map(Format::Text))
}

impl Format {
    /// The format of items in this machine's memory.
    fn native(item: Item) -> Format {
        match item.is_character() {
            false => Format::Number(item.packed, ByteOrder::NATIVE),
            true if ByteOrder::NATIVE == ByteOrder::Little => Format::Text("utf-32-le"),
            true => Format::Text("utf-32-be"),
        }
    }
}

/// Return state information for pickling.
#[native(ARRAY, "__reduce_ex__(self, value, /)")]
fn reduce_ex(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
    let Some(protocol) = number::exact_int(cx, value)? else {
        return Err(cx.type_error(format_args!("__reduce_ex__ argument should be an integer")));
    };
    let protocol = to_int(protocol).and_then(|int| int.to_i64()).unwrap_or(0);
    let array = Array::of(cx, this)?;
    let class = class_of(this.value()).value();
    let code = character(cx, array.item.code.into())?.value();
    let state = reduce::state(cx, this.value())?;
    if protocol < 3 {
        let items = super::convert::list(cx, array)?.value();
        let arguments = cx.tuple(&[code, items])?;
        return cx.tuple(&[class, arguments, state]);
    }
    let native = Format::native(array.item);
    let format = formats().position(|format| format == native).unwrap_or(0);
    let content = array.storage.to_vec(cx)?;
    let content = bytes::new(cx, &content)?;
    let arguments = cx.tuple(&[class, code, Value::index(format), content])?;
    let module = import::module(cx, "array")?;
    let name = name!(cx, "_array_reconstructor")?;
    let function = attribute::get(cx, module, name)?;
    cx.tuple(&[function, arguments, state])
}

/// Internal. Used for pickling support.
#[native(
    module = "array",
    "_array_reconstructor(arraytype, typecode, mformat_code, items, /)"
)]
fn array_reconstructor(
    cx: &mut Cx,
    arraytype: Value,
    typecode: &'static Str,
    mformat_code: i32,
    items: Value,
) -> R {
    let Some(class) = arraytype.cast::<Type>() else {
        let given = type_name(cx, arraytype)?;
        return Err(cx.type_error(format_args!(
            "first argument must be a type object, not {given}"
        )));
    };
    if !class.is_subclass(cx, ARRAY.class())? {
        let given = class.name_text(cx)?;
        return Err(cx.type_error(format_args!("{given} is not a subtype of array.array")));
    }
    let code = to_string(typecode.value());
    let item = match code.as_bytes() {
        [code] => Item::of(*code),
        _ => None,
    };
    let Some(item) = item else {
        return Err(cx.value_error(format_args!("second argument must be a valid type code")));
    };
    let format = usize::try_from(mformat_code).ok();
    let Some(format) = format.and_then(|number| formats().nth(number)) else {
        return Err(cx.value_error(format_args!(
            "third argument must be a valid machine format code."
        )));
    };
    let Some(content) = cx.payload::<Bytes>(items)? else {
        let given = type_name(cx, items)?;
        return Err(cx.type_error(format_args!("fourth argument should be bytes, not {given}")));
    };
    rebuilt(cx, class, item, format, content.as_slice())
}

fn rebuilt(
    cx: &mut Cx,
    class: &'static Type,
    item: Item,
    format: Format,
    content: &'static [u8],
) -> R {
    if format == Format::native(item) {
        let instance = new(cx, class, item, b"")?;
        let array = Array::of(cx, instance)?;
        super::convert::append_bytes(cx, array, content)?;
        return Ok(instance.value());
    }
    match format {
        Format::Text(encoding) => {
            let encoding = crate::objects::str::from_utf8(cx, encoding)?;
            let text = codec::decode(cx, content.into(), Some(encoding), None)?;
            let instance = new(cx, class, item, b"")?;
            let array = Array::of(cx, instance)?;
            super::convert::append_text(cx, array, text)?;
            Ok(instance.value())
        }
        Format::Number(packed, order) => {
            if !content.len().is_multiple_of(packed.size) {
                return Err(
                    cx.value_error(format_args!("string length not a multiple of item size"))
                );
            }
            // Integers go into the type that has their size here.
            let fitting = super::item::CODES.iter().filter_map(|code| Item::of(*code));
            let item = fitting
                .filter(|other| !other.is_character() && packed.kind != Kind::Float)
                .find(|other| other.packed == packed)
                .unwrap_or(item);
            let instance = new(cx, class, item, b"")?;
            let array = Array::of(cx, instance)?;
            for number in content.chunks(packed.size) {
                let number = packed.read(cx, number, order)?;
                let bytes = item.write(cx, number)?;
                array.append(cx, &bytes[..item.size()])?;
            }
            Ok(instance.value())
        }
    }
}
