//! The module `array`: sequences of numbers that lie in memory as C has them.
//!
//! | file | what |
//! | --- | --- |
//! | `mod.rs` | the object |
//! | `item.rs` | type codes; an item as a Python value |
//! | `construct.rs` | `array(...)` |
//! | `operators.rs` | operators, comparison, `repr`, iteration |
//! | `items.rs` | subscripts |
//! | `change.rs` | what changes an array |
//! | `convert.rs` | lists, bytes, strings, files |
//! | `pickle.rs` | `__reduce_ex__` and what reads it |
//!
//! An array is an instance with two slots, which never change: a bytearray that holds the items, and the
//! type code. So all of an array is one unit, that of the bytearray.

mod change;
mod construct;
mod convert;
mod item;
mod items;
mod operators;
mod pickle;

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native_module;
use crate::objects::bytearray::{self, ByteArray};
use crate::objects::dict;
use crate::objects::instance::Instance;
use crate::objects::type_object::Type;
use crate::protocol::call::call_method;
use crate::protocol::{attribute, is_instance};
use crate::runtime::import;
use crate::types::TypeDef;
use crate::value::Value;
use item::Item;
use std::ops::Range;

builtin_type! {
    /// `array.array`
    pub(crate) static ARRAY = TypeDef {
        name: "array",
        module: "array",
        reserved: 2,
        subclassable: true,
        weakrefs: true,
        doc: include_str!("doc.txt"),
        ..TypeDef::NEW
    };
}

/// The slot of the bytearray.
const STORAGE: usize = 0;
/// The slot of the type code: its character's number.
const TYPECODE: usize = 1;

native_module!("array", |cx, module| {
    let codes: String = item::CODES.iter().map(|code| char::from(*code)).collect();
    let (codes, doc) = (cx.str(&codes)?, cx.str(DOC)?);
    super::set(cx, module, "__doc__", doc)?;
    super::set(cx, module, "ArrayType", ARRAY.value())?;
    super::set(cx, module, "typecodes", codes)?;
    let hidden = cx.vm.intern(cx, operators::ITERATOR)?;
    dict::remove(cx, module.namespace(), hidden)?;
    let (class, register) = (name!(cx, "MutableSequence")?, name!(cx, "register")?);
    let classes = import::module(cx, "collections.abc")?;
    let class = attribute::get(cx, classes, class)?;
    call_method(cx, class, register, &[ARRAY.value()]).map(|_| ())
});

const DOC: &str = "This module defines an object type which can efficiently represent\nan array of basic values: characters, integers, floating-point\nnumbers.  Arrays are sequence types and behave very much like lists,\nexcept that the type of objects stored in them is constrained.\n";

/// What an array consists of.
#[derive(Clone, Copy)]
struct Array {
    storage: &'static ByteArray,
    item: Item,
}

impl Array {
    /// The parts of an instance of the class.
    fn of(cx: &mut Cx, instance: &'static Instance) -> R<Array> {
        let storage = instance.get(cx, STORAGE)?;
        let code = instance.get(cx, TYPECODE)?.as_small_int();
        let code = code.and_then(|code| u8::try_from(code).ok());
        match (storage.cast::<ByteArray>(), code.and_then(Item::of)) {
            (Some(storage), Some(item)) => Ok(Array { storage, item }),
            _ => Err(cx.system_error(format_args!("an array without items"))),
        }
    }

    /// The parts of a value, if that is an array.
    fn of_value(cx: &mut Cx, value: Value) -> R<Option<Array>> {
        match value.cast::<Instance>() {
            Some(instance) if is_instance(cx, value, &ARRAY)? => Array::of(cx, instance).map(Some),
            _ => Ok(None),
        }
    }

    /// How many items there are.
    fn len(self, cx: &mut Cx) -> R<usize> {
        Ok(self.storage.len(cx)? / self.item.size())
    }

    /// Item `index`, if there is one.
    #[inline]
    fn get(self, cx: &mut Cx, index: usize) -> R<Option<Value>> {
        let size = self.item.size();
        match self.storage.item(cx, index * size, size)? {
            Some(bytes) => self.item.read(cx, &bytes[..size]).map(Some),
            None => Ok(None),
        }
    }

    /// Puts other items in the place of the bytes of a range.
    fn splice(self, cx: &mut Cx, range: Range<usize>, bytes: &[u8]) -> R<()> {
        if range.len() != bytes.len() {
            self.storage.refuse_if_exported(cx, EXPORTED)?;
        }
        self.storage.splice(cx, range, bytes)
    }

    /// Appends items.
    fn append(self, cx: &mut Cx, bytes: &[u8]) -> R<()> {
        let length = self.storage.len(cx)?;
        self.splice(cx, length..length, bytes)
    }

    /// Puts other items in the place of all.
    fn replace_all(self, cx: &mut Cx, bytes: &[u8]) -> R<()> {
        let length = self.storage.len(cx)?;
        self.splice(cx, 0..length, bytes)
    }

    /// A new array of the class itself, of the same type.
    fn another(self, cx: &mut Cx, bytes: &[u8]) -> R {
        Ok(new(cx, ARRAY.class(), self.item, bytes)?.value())
    }
}

const EXPORTED: &str = "cannot resize an array that is exporting buffers";

/// A new array of a class, which is derived from `array`.
fn new(cx: &mut Cx, class: &'static Type, item: Item, bytes: &[u8]) -> R<&'static Instance> {
    let storage = bytearray::new(cx, bytes)?;
    let instance = Instance::new(cx, class)?;
    instance.set(cx, STORAGE, storage.value())?;
    instance.set(cx, TYPECODE, Value::index(item.code.into()))?;
    Ok(instance)
}
