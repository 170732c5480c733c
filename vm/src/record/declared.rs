//! The fields of objects that traces look into.

use crate::objects::bytearray::recorded as bytearray;
use crate::objects::bytes;
use crate::objects::cell::Cell;
use crate::objects::dict::recorded as dict;
use crate::objects::float::FLOAT_BITS;
use crate::objects::frame_object::FrameObject;
use crate::objects::function::Function;
use crate::objects::generator::recorded as generator;
use crate::objects::iterators::Iterator;
use crate::objects::list::recorded as list;
use crate::objects::method::Method;
use crate::objects::native_function::BoundNative;
use crate::objects::range::Range;
use crate::objects::set;
use crate::objects::slice::Slice;
use crate::objects::str;
use crate::objects::traceback::Traceback;
use crate::objects::tuple::ITEMS;
use crate::objects::type_object::Type;
use crate::objects::values::Values;
use crate::objects::wrapper::Wrapper;
use rustc_hash::FxHashMap;
use std::mem::offset_of;
use tython_jit::ir::{self, Declarations, Field, FieldId};

/// The place of the meta word.
const META: usize = 8;
/// The place of an instance's first slot.
const SLOTS: usize = 24;

/// The place of a slot inside an instance.
pub(super) const fn slot_at(number: usize) -> usize {
    SLOTS + 8 * number
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident: $ty:ident $mutable:ident $offset:expr $(, $stride:literal)?;)*) => {
        /// Numbers of declared fields.
        #[derive(Debug)]
        pub(super) struct Fields {
            $($(#[$doc])* pub(super) $name: FieldId,)*
            /// Those of which there are any number, by their names.
            further: FxHashMap<String, FieldId>,
        }

        impl Fields {
            pub(super) fn declare(declared: &mut Declarations) -> Fields {
                Fields {
                    $($name: declared.fields.push(Field {
                        name: stringify!($name).into(),
                        ty: ir::Type::$ty,
                        mutable: is_mutable::$mutable,
                        own: false,
                        offset: ($offset) as u32,
                        stride: None $(.or(Some($stride)))?,
                    }),)*
                    further: FxHashMap::default(),
                }
            }
        }
    };
}

#[allow(non_upper_case_globals, reason = "they are words of a table")]
mod is_mutable {
    pub(super) const mutable: bool = true;
    pub(super) const fixed: bool = false;
}

fields! {
    /// Layout and shape of what is no instance.
    kind: I64 fixed META;
    /// The meta word of an instance.
    meta: I64 mutable META;
    /// What an instance has beside slots.
    instance_ext: Word mutable SLOTS - 8;
    float_bits: F64 fixed FLOAT_BITS;
    tuple_length: I64 fixed ITEMS - 8;
    text_info: I64 fixed str::INFO;
    /// The first eight bytes of the units; zeros behind fewer.
    text_start: I64 fixed str::UNITS;
    text_words: I64 fixed str::UNITS, 8;
    tuple_items: Word fixed ITEMS, 8;
    cell_content: Word mutable offset_of!(Cell, content);
    class_version: Word mutable offset_of!(Type, version);
    method_function: Word fixed offset_of!(Method, function);
    method_receiver: Word fixed offset_of!(Method, receiver);
    bound_def: I64 fixed BoundNative::DEF;
    bound_receiver: Word fixed offset_of!(BoundNative, receiver);
    wrapped: Word mutable offset_of!(Wrapper, function);
    function_code: Word mutable offset_of!(Function, code);
    function_defaults: Word mutable offset_of!(Function, defaults);
    function_kwdefaults: Word mutable offset_of!(Function, kwdefaults);
    function_closure: Word mutable offset_of!(Function, closure);
    iterator_step: I64 fixed Iterator::STEP;
    iterator_source: Word mutable offset_of!(Iterator, source);
    iterator_position: Word mutable offset_of!(Iterator, position);
    iterator_more: Word mutable offset_of!(Iterator, more);
    generator_code: Word fixed generator::CODE;
    generator_state: Word mutable generator::STATE;
    generator_resume_at: Word mutable generator::RESUME_AT;
    generator_handled: Word mutable generator::HANDLED;
    generator_delegate: Word mutable generator::DELEGATE;
    generator_frame: Word mutable generator::FRAME;
    generator_function: Word fixed generator::FUNCTION;
    generator_globals: Word fixed generator::GLOBALS;
    generator_builtins: Word fixed generator::BUILTINS;
    traceback_next: Word mutable offset_of!(Traceback, next);
    traceback_frame: Word fixed offset_of!(Traceback, frame);
    traceback_word: Word fixed offset_of!(Traceback, word);
    traceback_line: Word fixed offset_of!(Traceback, said_line);
    frame_code: Word fixed offset_of!(FrameObject, code);
    frame_globals: Word fixed offset_of!(FrameObject, globals);
    frame_builtins: Word fixed offset_of!(FrameObject, builtins);
    frame_namespace: Word fixed offset_of!(FrameObject, namespace);
    frame_generator: Word fixed offset_of!(FrameObject, generator);
    frame_back: Word mutable offset_of!(FrameObject, back);
    frame_word: Word mutable offset_of!(FrameObject, word);
    frame_registers: Word mutable offset_of!(FrameObject, registers);
    frame_trace: Word mutable offset_of!(FrameObject, trace);
    frame_extra: Word mutable offset_of!(FrameObject, extra);
    values_length: I64 fixed Values::LENGTH;
    range_start: Word fixed offset_of!(Range, start);
    range_stop: Word fixed offset_of!(Range, stop);
    range_step: Word fixed offset_of!(Range, step);
    range_length: Word fixed offset_of!(Range, length);
    slice_start: Word fixed offset_of!(Slice, start);
    slice_stop: Word fixed offset_of!(Slice, stop);
    slice_step: Word fixed offset_of!(Slice, step);
    bytes_length: I64 fixed bytes::LENGTH;
    bytes_words: I64 fixed bytes::BYTES_AT, 8;
    bytearray_storage: Word mutable bytearray::STORAGE;
    bytearray_length: I64 mutable bytearray::LENGTH;
    storage_words: I64 mutable bytearray::WORDS, 8;
    list_buffer: Word mutable list::BUFFER;
    buffer_capacity: I64 fixed list::CAPACITY;
    buffer_length: I64 mutable list::LENGTH;
    buffer_slots: Word mutable list::SLOTS, 8;
    dict_table: Word mutable dict::TABLE;
    set_table: Word mutable set::TABLE;
    table_geometry: I64 fixed dict::GEOMETRY;
    table_tail: Word mutable dict::TAIL;
    table_used: Word mutable dict::USED;
    /// Words of entries, from the first one on.
    entry_keys: Word mutable dict::ENTRY[0], 24;
    entry_values: Word mutable dict::ENTRY[1], 24;
    /// Words of a table, from the token that guards them on.
    table_words: Word mutable 0, 8;
}

impl Fields {
    /// An item of a tuple.
    pub(super) fn item(&mut self, declared: &mut Declarations, number: u32) -> FieldId {
        let offset = ITEMS as u32 + 8 * number;
        self.further(declared, word(format!("item{number}"), offset, false))
    }

    /// One of several values.
    pub(super) fn value(&mut self, declared: &mut Declarations, number: u32) -> FieldId {
        let offset = Values::LENGTH as u32 + 8 + 8 * number;
        self.further(declared, word(format!("value{number}"), offset, true))
    }

    /// A register of a suspended generator.
    pub(super) fn generator_register(
        &mut self,
        declared: &mut Declarations,
        number: u16,
    ) -> FieldId {
        let offset = generator::REGISTERS as u32 + 8 * u32::from(number);
        let name = format!("generator_register{number}");
        self.further(declared, word(name, offset, true))
    }

    /// A word of something that belongs to the thread, of this type, and whether it changes.
    pub(super) fn own(
        &mut self,
        declared: &mut Declarations,
        whose: &str,
        (ty, mutable): (ir::Type, bool),
        offset: u32,
    ) -> FieldId {
        let field = word(format!("{whose}{offset}"), offset, mutable);
        let own = true;
        self.further(declared, Field { ty, own, ..field })
    }

    /// A slot inside an instance.
    pub(super) fn slot(&mut self, declared: &mut Declarations, number: u32) -> FieldId {
        let offset = slot_at(number as usize) as u32;
        self.further(declared, word(format!("slot{number}"), offset, true))
    }

    /// The field of that name, which is declared if it has not been yet.
    fn further(&mut self, declared: &mut Declarations, field: Field) -> FieldId {
        *self
            .further
            .entry(field.name.clone())
            .or_insert_with(|| declared.fields.push(field))
    }
}

/// A word of an object.
fn word(name: String, offset: u32, mutable: bool) -> Field {
    Field {
        name,
        ty: ir::Type::Word,
        mutable,
        own: false,
        offset,
        stride: None,
    }
}
