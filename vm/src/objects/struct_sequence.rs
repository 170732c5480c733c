//! Struct sequences: tuples whose items have names, as `os.stat_result`, `time.struct_time` and
//! `sys.version_info` are. For native modules; Python code makes named tuples.
//!
//! ```ignore
//! struct_sequence! {
//!     /// The class.
//!     pub static TERMINAL_SIZE = {
//!         module: "os",
//!         name: "terminal_size",
//!         doc: "A tuple of (columns, lines) for holding terminal window size",
//!         visible: 2,
//!         fields: { "columns", "lines" },
//!         unnamed: 0,
//!         more: {},
//!         new: struct_sequence::construct,
//!     };
//! }
//! let size = TERMINAL_SIZE.make(cx, &[columns, lines])?;
//! ```
//!
//! The first `visible` fields are the tuple. `fields` names the first ones; `unnamed` ones may follow
//! (the integer times of `os.stat_result`), then those in `more`. Fields behind the visible ones are
//! attributes only. `new` is what a call of the class does: [`construct`], [`refuse`], or a function of
//! the module. The class enters the module `module` by itself, as every builtin class does
//! (`TERMINAL_SIZE.class` is its `TypeCell`).
//!
//! An instance has two slots: the tuple, which is its payload, and a tuple of the fields behind it.
//! Neither ever changes.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::Kwargs;
use crate::objects::dict::{self, Dict};
use crate::objects::instance::Instance;
use crate::objects::str;
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::Type;
use crate::protocol::{self, iter};
use crate::types::TypeCell;
use crate::value::Value;
use linkme::distributed_slice;

/// Every struct sequence, in no order.
#[distributed_slice]
pub static STRUCTS: [&'static StructSequence];

/// The tuple.
const VISIBLE: usize = 0;
/// The tuple of the other fields.
const HIDDEN: usize = 1;
/// How many slots an instance has.
pub const SLOTS: u32 = 2;

/// What a call of the class does with the sequence and the dict that it got.
pub type Construct = fn(&mut Cx, &'static StructSequence, Value, Option<Value>) -> R;

/// What a class of struct sequences is.
#[derive(Debug)]
pub struct StructSequence {
    /// Its class.
    pub class: &'static TypeCell,
    /// How many fields are items of the tuple.
    pub visible: usize,
    /// The names of the first fields.
    pub fields: &'static [&'static str],
    /// How many fields without a name follow.
    pub unnamed: usize,
    /// The names of the fields behind those.
    pub more: &'static [&'static str],
    /// What a call of the class does.
    pub new: Construct,
}

/// Declares classes of struct sequences; see the head of `objects/struct_sequence.rs`.
#[macro_export]
macro_rules! struct_sequence {
    ($(
        $(#[$attribute:meta])*
        $vis:vis static $name:ident = {
            module: $module:literal,
            name: $class:literal,
            doc: $doc:literal,
            visible: $visible:literal,
            fields: { $($field:literal),* $(,)? },
            unnamed: $unnamed:literal,
            more: { $($more:literal),* $(,)? },
            new: $new:expr $(,)?
        };
    )*) => {
        $(
            $(#[$attribute])*
            $vis static $name: $crate::objects::struct_sequence::StructSequence = {
                $crate::builtin_type! {
                    static CLASS = $crate::types::TypeDef {
                        name: $class,
                        module: $module,
                        base: Some(&$crate::objects::tuple::TUPLE),
                        payload: true,
                        reserved: $crate::objects::struct_sequence::SLOTS,
                        doc: $doc,
                        ..$crate::types::TypeDef::NEW
                    };
                }
                $crate::struct_sequence!(@methods CLASS $name);
                $($crate::struct_sequence!(@field CLASS $name $field);)*
                $($crate::struct_sequence!(@field CLASS $name $more);)*
                $crate::objects::struct_sequence::StructSequence {
                    class: &CLASS,
                    visible: $visible,
                    fields: &[$($field),*],
                    unnamed: $unnamed,
                    more: &[$($more),*],
                    new: $new,
                }
            };
            const _: () = {
                #[linkme::distributed_slice($crate::objects::struct_sequence::STRUCTS)]
                static ENTRY: &'static $crate::objects::struct_sequence::StructSequence = &$name;
            };
        )*
    };
    (@methods $class:ident $name:ident) => {
        #[$crate::native::native($class, "__new__(cls, /, sequence, dict=<unrepresentable>)", new, opaque)]
        fn new(
            cx: &mut $crate::cx::Cx,
            _cls: &'static $crate::objects::type_object::Type,
            sequence: $crate::value::Value,
            dict: Option<$crate::value::Value>,
        ) -> $crate::cx::R {
            ($name.new)(cx, &$name, sequence, dict)
        }

        #[$crate::native::native($class, "__repr__(self, /)", slot)]
        fn repr(
            cx: &mut $crate::cx::Cx,
            this: &'static $crate::objects::instance::Instance,
        ) -> $crate::cx::R<&'static $crate::objects::str::Str> {
            $name.repr(cx, this)
        }

        #[$crate::native::native($class, "__reduce__(self, /)", effect = reads)]
        fn reduce(
            cx: &mut $crate::cx::Cx,
            this: &'static $crate::objects::instance::Instance,
        ) -> $crate::cx::R {
            $name.reduce(cx, this)
        }

        /// Return a copy of the structure with new values for the specified fields.
        #[$crate::native::native($class, "__replace__(self, /, **changes)", effect = reads, opaque)]
        fn replace(
            cx: &mut $crate::cx::Cx,
            this: &'static $crate::objects::instance::Instance,
            changes: $crate::native::Kwargs<'_>,
        ) -> $crate::cx::R {
            $name.replace(cx, this, changes)
        }
    };
    (@field $class:ident $name:ident $field:literal) => {
        const _: () = {
            #[$crate::native::native($class, $field, getter, effect = reads)]
            fn get(
                cx: &mut $crate::cx::Cx,
                this: &'static $crate::objects::instance::Instance,
            ) -> $crate::cx::R {
                const INDEX: usize = $name.index_of($field);
                $name.get(cx, this, INDEX)
            }
        };
    };
}

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut index = 0;
    while index < a.len() && index < b.len() && a[index] == b[index] {
        index += 1;
    }
    index == a.len() && index == b.len()
}

impl StructSequence {
    /// How many fields there are.
    pub const fn count(&self) -> usize {
        self.fields.len() + self.unnamed + self.more.len()
    }

    /// The index of the field with this name.
    ///
    /// # Panics
    /// When there is none: for use in constants.
    pub const fn index_of(&self, name: &str) -> usize {
        let mut index = 0;
        while index < self.fields.len() + self.more.len() {
            if index < self.fields.len() {
                if same(self.fields[index], name) {
                    return index;
                }
            } else if same(self.more[index - self.fields.len()], name) {
                return index + self.unnamed;
            }
            index += 1;
        }
        panic!("no such field")
    }

    /// The name of a field, if it has one.
    fn name_of(&self, index: usize) -> Option<&'static str> {
        match self.fields.get(index) {
            Some(name) => Some(name),
            None => {
                let index = index.checked_sub(self.fields.len() + self.unnamed)?;
                self.more.get(index).copied()
            }
        }
    }

    /// An instance with these fields; those that are not given are None.
    ///
    /// # Errors
    /// MemoryError.
    pub fn make(&self, cx: &mut Cx, values: &[Value]) -> R {
        let value = |index: usize| values.get(index).copied().unwrap_or(Value::NONE);
        let visible = tuple::with(cx, self.visible, value)?;
        let hidden = self.count() - self.visible;
        let hidden = tuple::with(cx, hidden, |index| value(self.visible + index))?;
        let instance = Instance::new(cx, self.class.class())?;
        instance.set(cx, VISIBLE, visible.value())?;
        instance.set(cx, HIDDEN, hidden.value())?;
        Ok(instance.value())
    }

    /// Field number `index` of an instance.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn get(&self, cx: &mut Cx, this: &'static Instance, index: usize) -> R {
        let (slot, index) = match index.checked_sub(self.visible) {
            Some(index) => (HIDDEN, index),
            None => (VISIBLE, index),
        };
        let part = this.get(cx, slot)?.cast::<Tuple>();
        Ok(part.and_then(|part| part.get(index)).unwrap_or(Value::NONE))
    }

    fn values(&self, cx: &mut Cx, this: &'static Instance) -> R<Vec<Value>> {
        let each = 0..self.count();
        each.map(|index| self.get(cx, this, index)).collect()
    }

    /// As it stands in messages: with its module.
    fn full_name(&self) -> String {
        format!("{}.{}", self.class.def.module, self.class.def.name)
    }

    /// `repr(this)`: the visible fields with the first names.
    ///
    /// # Errors
    /// What `repr` of a field raises.
    pub fn repr(&self, cx: &mut Cx, this: &'static Instance) -> R<&'static str::Str> {
        let names = self.fields.iter().chain(self.more).take(self.visible);
        let mut text = cx.str(&format!("{}(", self.full_name()))?;
        for (index, name) in names.enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            let label = cx.str(&format!("{separator}{name}="))?;
            let value = self.get(cx, this, index)?;
            let value = protocol::repr(cx, value)?;
            text = str::concat(cx, &[text, label, value])?;
        }
        let close = cx.str(")")?;
        let text = str::concat(cx, &[text, close])?;
        Ok(text.cast().unwrap_or_else(|| str::empty(cx)))
    }

    /// What `copy` and `pickle` make it of again.
    ///
    /// # Errors
    /// MemoryError.
    pub fn reduce(&self, cx: &mut Cx, this: &'static Instance) -> R {
        let fields = dict::new(cx)?;
        for index in self.visible..self.count() {
            if let Some(name) = self.name_of(index) {
                let name = cx.vm.intern(cx, name)?;
                let value = self.get(cx, this, index)?;
                dict::set_str(cx, fields, name, value)?;
            }
        }
        let visible = this.get(cx, VISIBLE)?;
        let arguments = cx.tuple(&[visible, fields.value()])?;
        cx.tuple(&[self.class.value(), arguments])
    }

    /// A copy with some other fields.
    ///
    /// # Errors
    /// TypeError if there is no such field, or there are fields without a name.
    pub fn replace(&self, cx: &mut Cx, this: &'static Instance, changes: Kwargs<'_>) -> R {
        if self.unnamed > 0 {
            let class = self.full_name();
            return Err(cx.type_error(format_args!(
                "__replace__() is not supported for {class} because it has unnamed field(s)"
            )));
        }
        let mut values = self.values(cx, this)?;
        let mut unexpected = Vec::new();
        for (name, value) in changes.iter() {
            let text = str::to_string(name);
            match (0..self.count()).find(|index| self.name_of(*index) == Some(&text)) {
                Some(index) => values[index] = value,
                None => unexpected.push(format!("'{text}'")),
            }
        }
        if !unexpected.is_empty() {
            let names = unexpected.join(", ");
            return Err(cx.type_error(format_args!("Got unexpected field name(s): [{names}]")));
        }
        self.make(cx, &values)
    }
}

/// `C(sequence, dict={})`: the fields, by their order and by their names.
///
/// # Errors
/// TypeError if there are too few or too many, and what the sequence raises.
pub fn construct(
    cx: &mut Cx,
    this: &'static StructSequence,
    sequence: Value,
    dict: Option<Value>,
) -> R {
    let values = fields_of(cx, this, sequence, dict)?;
    this.make(cx, values.as_slice())
}

/// The fields that `C(sequence, dict)` gives.
///
/// # Errors
/// As [`construct`].
pub fn fields_of(
    cx: &mut Cx,
    this: &'static StructSequence,
    sequence: Value,
    dict: Option<Value>,
) -> R<&'static Tuple> {
    let class = this.full_name();
    let [by_index, by_iteration] = [name!(cx, "__getitem__")?, name!(cx, "__iter__")?];
    let given = protocol::class_of(sequence);
    if given.lookup(cx, by_index)?.is_none() && given.lookup(cx, by_iteration)?.is_none() {
        return Err(cx.type_error(format_args!("constructor requires a sequence")));
    }
    let iterator = iter(cx, sequence)?;
    let given = tuple::of_iterable(cx, iterator)?;
    let (least, most, count) = (this.visible, this.count(), given.len());
    let bound = match () {
        () if least == most && count != least => Some(("a", least)),
        () if count < least => Some(("an at least", least)),
        () if count > most => Some(("an at most", most)),
        () => None,
    };
    if let Some((which, bound)) = bound {
        return Err(cx.type_error(format_args!(
            "{class}() takes {which} {bound}-sequence ({count}-sequence given)"
        )));
    }
    let Some(dict) = dict else {
        return Ok(given);
    };
    let Some(dict) = cx.payload::<Dict>(dict)? else {
        return Err(cx.type_error(format_args!("{class}() takes a dict as second arg, if any")));
    };
    let mut values = given.as_slice().to_vec();
    let mut used = 0;
    for index in count..most {
        let found = match this.name_of(index) {
            Some(name) => {
                let name = cx.vm.intern(cx, name)?;
                dict::get_str(cx, dict, name)?
            }
            None => None,
        };
        used += usize::from(found.is_some());
        values.push(found.unwrap_or(Value::NONE));
    }
    if used < dict::len(cx, dict)? {
        return Err(cx.type_error(format_args!(
            "{class}() got duplicate or unexpected field name(s)"
        )));
    }
    tuple::new(cx, &values)
}

/// For classes of which Python code cannot make instances.
///
/// # Errors
/// TypeError, always.
pub fn refuse(cx: &mut Cx, this: &'static StructSequence, _: Value, _: Option<Value>) -> R {
    let class = this.full_name();
    Err(cx.type_error(format_args!("cannot create '{class}' instances")))
}

/// Gives the classes the attributes that say how many fields there are. Once, at start-up.
///
/// # Errors
/// MemoryError.
pub(crate) fn start(cx: &mut Cx) -> R<()> {
    for this in STRUCTS {
        let class: &'static Type = this.class.class();
        for (name, number) in [
            ("n_sequence_fields", this.visible),
            ("n_fields", this.count()),
            ("n_unnamed_fields", this.unnamed),
        ] {
            let name = cx.vm.intern(cx, name)?;
            dict::set_str(cx, class.namespace(), name, Value::index(number))?;
        }
        let mut names = Vec::new();
        for index in 0..this.visible {
            if let Some(name) = this.name_of(index) {
                names.push(cx.vm.intern(cx, name)?);
            }
        }
        let names = cx.tuple(&names)?;
        let name = cx.vm.intern(cx, "__match_args__")?;
        dict::set_str(cx, class.namespace(), name, names)?;
    }
    Ok(())
}
