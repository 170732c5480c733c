//! The table of layouts: one row for each kind of object memory.
//!
//! A row gives the number that objects carry (from 96 on: without references; from 128 on: with a drop function), where
//! the values are, and what conflicts as one. Rows of `Custom` name functions beside their types.

use crate::objects::dict::table;
use crate::objects::list::buffer;
use crate::objects::{code, native_box};
use stm_core::{Change, Thread, Token, Unit};
use tython_gc::{Heap, Layout, LayoutId, Layouts, Units, Words};

macro_rules! layout_table {
    (plain { $($(#[$doc:meta])* $name:ident = $number:literal: $words:expr, $units:expr;)* }
     drop { $($(#[$ddoc:meta])* $dname:ident = $dnumber:literal: $dwords:expr, $dunits:expr, $drop:expr, $size:expr;)* }) => {
        $($(#[$doc])* pub const $name: LayoutId = LayoutId::new($number);)*
        $($(#[$ddoc])* pub const $dname: LayoutId = LayoutId::with_drop($dnumber);)*

        /// All layouts, for the heap.
        pub fn layouts() -> Layouts {
            let mut table = Layouts::new();
            $(
                // SAFETY: the row is what the type with this layout says of itself.
                unsafe {
                    table.register($name, Layout {
                        name: stringify!($name), words: $words, units: $units, drop: None, external_size: None,
                    });
                }
            )*
            $(
                // SAFETY: as above.
                unsafe {
                    table.register($dname, Layout {
                        name: stringify!($dname), words: $dwords, units: $dunits, drop: Some($drop), external_size: Some($size),
                    });
                }
            )*
            table
        }
    };
}

use Units::Whole;
use Words::{All, Counted, First};

layout_table! {
    plain {
    /// Instances of Python classes: `objects::instance`.
    INSTANCE = 1: All, Whole;
    /// Classes: `objects::type_object`.
    TYPE = 2: All, Whole;
    /// `objects::str`.
    STR = 96: Words::None, Units::First(0);
    /// `objects::bytes`.
    BYTES = 97: Words::None, Units::First(0);
    /// Floats that are not immediate: `objects::float`.
    FLOAT = 98: Words::None, Units::First(0);
    /// Integers of more than 63 bits: `objects::int`.
    BIG_INT = 101: Words::None, Units::First(0);
    /// `objects::complex`.
    COMPLEX = 99: Words::None, Units::First(0);
    /// `objects::tuple`.
    TUPLE = 7: Counted, Whole;
    /// `objects::list`.
    LIST = 8: All, Whole;
    /// A list's elements: `objects::list::buffer`.
    LIST_BUFFER = 9: Words::Custom(buffer::trace), Units::Custom { all: buffer::units, of: buffer::unit_of };
    /// `objects::dict`.
    DICT = 10: All, Whole;
    /// A dict's or set's entries: `objects::dict::table`.
    TABLE = 11: Words::Custom(table::trace), Units::Custom { all: table::units, of: table::unit_of };
    /// `set` and `frozenset`: `objects::set`.
    SET = 12: All, Whole;
    /// `objects::function`.
    FUNCTION = 13: All, Whole;
    /// Closure variables: `objects::cell`.
    CELL = 14: All, Whole;
    /// Bound methods: `objects::method`.
    METHOD = 15: All, Whole;
    /// Native functions and their descriptors: `objects::native_function`.
    NATIVE = 16: All, Whole;
    /// Native functions bound to an object: `objects::native_function`.
    BOUND_NATIVE = 17: All, Whole;
    /// `objects::module`.
    MODULE = 18: All, Whole;
    /// `objects::slice`.
    SLICE = 19: All, Whole;
    /// `objects::range`.
    RANGE = 20: All, Whole;
    /// Iterators over builtin containers: `objects::iterators`.
    ITERATOR = 21: All, Whole;
    /// Generators, coroutines and asynchronous generators: `objects::generator`.
    GENERATOR = 22: All, Whole;
    /// `property`, `staticmethod`, `classmethod`, `super` and other wrappers of a few values.
    RECORD = 23: All, Whole;
    /// Exceptions: `objects::exception`.
    EXCEPTION = 24: All, Whole;
    /// `objects::traceback`.
    TRACEBACK = 25: All, Whole;
    /// Overflow of an instance's attributes, and other plain vectors of values.
    VALUES = 26: Counted, Whole;
    /// `objects::bytearray`.
    BYTEARRAY = 27: All, Whole;
    /// Raw mutable bytes, in 8-byte words: `objects::bytearray`.
    RAW_WORDS = 100: Words::None, Whole;
    /// `objects::memoryview`.
    MEMORYVIEW = 29: All, Whole;
    /// Weak references: `objects::weakref`. The first word is not traced.
    WEAKREF = 30: Words::Custom(crate::objects::weakref::trace), Whole;
    /// Frame proxies: `objects::frame_object`.
    FRAME = 31: All, Whole;
    /// `mappingproxy`, dict views: `objects::dict::views`.
    VIEW = 32: First(1), Whole;
    /// Descriptors of `__slots__`: `objects::member`.
    MEMBER = 33: All, Whole;
    /// `super` objects.
    SUPER = 34: All, Whole;
    /// `property`.
    PROPERTY = 35: All, Whole;
    /// `staticmethod` and `classmethod`.
    WRAPPER = 36: All, Whole;
    /// `types.GenericAlias`, `typing.Union`.
    ALIAS = 37: All, Whole;
    }
    drop {
    /// Code objects: `objects::code`.
    CODE = 129: Words::Custom(code::trace), Units::First(0), code::drop_code, code::code_size;
    /// A Rust value behind a pointer: `objects::native_box`.
    NATIVE_BOX = 130: Words::Custom(native_box::trace), Whole, native_box::drop_box, native_box::box_size;
    }
}

/// The heap, as transactions see it.
#[derive(Debug)]
pub struct Graph(pub &'static Heap);

impl stm_core::Heap for Graph {
    #[inline]
    fn units(&self, word: u64, visit: &mut dyn FnMut(Unit)) {
        self.0.units(word, visit);
    }

    fn unit(&self, token: &'static Token) -> Unit {
        self.0.unit(token)
    }

    #[inline(always)]
    fn watches(&self) -> bool {
        true
    }

    fn committed(&self, _: &Thread<Self>, changes: &mut dyn Iterator<Item = Change<'_>>) {
        self.0.committed(changes);
    }

    fn undone(&self, _: &Thread<Self>, changes: &mut dyn Iterator<Item = Change<'_>>) {
        self.0.undone(changes);
    }

    fn safepoint(&self, thread: &Thread<Self>) {
        crate::cx::safepoint_while_waiting(thread);
    }

    fn sleep(&self, thread: &Thread<Self>, body: &mut dyn FnMut()) {
        crate::cx::sleep_while_waiting(thread, body);
    }
}
