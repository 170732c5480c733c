//! Layouts: what the heap has to know of an object to trace, publish and free it.
//!
//! There are up to 255 of them. The virtual machine registers them in a table ([`Layouts`]) before
//! there is a heap. An object names its layout in its meta word, for life.
//!
//! Every function here may meet an object whose payload is still all zero, because it has been
//! allocated a moment ago. It runs while the world is stopped, or (units) in a transaction; it never
//! allocates, and never waits.

use crate::header::Object;
use std::fmt;
use std::num::NonZeroU8;
use stm_core::{Token, Unit};

/// The first number of a layout of leaves.
const LEAVES: u8 = 96;
/// The first number of a layout with a drop function.
const WITH_DROP: u8 = 128;

/// The number of a layout: 1 to 127 without a drop function, 128 to 255 with one. Of the former, those from 96 on are
/// of leaves: objects without references. So the allocator knows from the number, which is a constant almost
/// everywhere, whether the cell must be visited when it dies, and where it shall lie.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LayoutId(NonZeroU8);

impl LayoutId {
    /// The number of a layout whose objects die without notice.
    ///
    /// # Panics
    /// If the number is not in 1 to 127.
    pub const fn new(number: u8) -> Self {
        assert!(
            number < WITH_DROP,
            "numbers from 128 on are of layouts with a drop function"
        );
        match NonZeroU8::new(number) {
            Some(number) => LayoutId(number),
            None => panic!("0 says that a cell is free"),
        }
    }

    /// The number of a layout with a drop function.
    ///
    /// # Panics
    /// If the number is not in 128 to 255.
    pub const fn with_drop(number: u8) -> Self {
        assert!(
            number >= WITH_DROP,
            "numbers up to 127 are of layouts without a drop function"
        );
        match NonZeroU8::new(number) {
            Some(number) => LayoutId(number),
            None => unreachable!(),
        }
    }

    /// The number.
    #[inline(always)]
    pub const fn get(self) -> u8 {
        self.0.get()
    }

    /// Whether objects of this layout have no references.
    #[inline(always)]
    pub const fn is_leaf(self) -> bool {
        LEAVES <= self.get() && self.get() < WITH_DROP
    }

    /// The layout that has this number already.
    #[inline(always)]
    pub const fn of_number(number: u8) -> Self {
        match number {
            ..WITH_DROP => LayoutId::new(number),
            _ => LayoutId::with_drop(number),
        }
    }

    /// Whether objects of this layout are told when they die.
    #[inline(always)]
    pub const fn has_drop(self) -> bool {
        self.get() >= WITH_DROP
    }
}

/// Visits the values in a part of an object. The part begins at `from`, which is 0 at first; the
/// result says where the next part begins, and is `None` at the end. Values that are no references may be left out. Parts of some hundred values
/// keep the mark stack small; what the numbers mean is the function's own affair.
///
/// Its safety condition: the object is alive, and of the layout that names this function.
pub type TraceFn =
    unsafe fn(object: Object, from: usize, visit: &mut dyn FnMut(u64)) -> Option<usize>;

/// Which payload words hold values. All other words are raw: the collector does not look at them.
#[derive(Clone, Copy)]
pub enum Words {
    /// None.
    None,
    /// Every word of the cell. What the cell has beyond the words that were asked for is zero.
    All,
    /// So many from the first on, or all if the cell has fewer.
    First(usize),
    /// Word 0 is a raw number, and that many words after it are values.
    Counted,
    /// Those that the function visits.
    Custom(TraceFn),
}

/// Visits every unit of an object. Safety condition: as of [`TraceFn`].
pub type UnitsFn = unsafe fn(object: Object, visit: &mut dyn FnMut(Unit));

/// The unit of a token that lies in this object. Safety condition: as of [`TraceFn`].
pub type UnitFn = unsafe fn(object: Object, token: &'static Token) -> Unit;

/// The stm units of an object.
#[derive(Clone, Copy)]
pub enum Units {
    /// One unit: the token of the header guards the meta word and every payload word of the cell.
    Whole,
    /// One unit: the token of the header guards the meta word and so many payload words.
    First(usize),
    /// Several: some tokens lie in the payload.
    Custom {
        /// Visits all of them.
        all: UnitsFn,
        /// Finds the one that a token belongs to.
        of: UnitFn,
    },
}

/// What the heap has to know of a kind of objects.
#[derive(Clone, Copy)]
pub struct Layout {
    /// For reports.
    pub name: &'static str,
    /// Where the values are.
    pub words: Words,
    /// What conflicts as one.
    pub units: Units,
    /// Called once when the object has died, on any thread, at any later time. It gives back what the
    /// payload owns outside of the heap. It must not touch other objects (they may be gone), and
    /// must not wait. Safety condition: as of [`TraceFn`].
    pub drop: Option<unsafe fn(object: Object)>,
    /// Bytes that the object owns outside of the heap, for pacing. Safety condition: as of
    /// [`TraceFn`].
    pub external_size: Option<unsafe fn(object: Object) -> usize>,
}

impl Layout {
    /// A layout without references, drop function and external memory, of one unit.
    pub const fn raw(name: &'static str) -> Self {
        Layout {
            name,
            words: Words::None,
            units: Units::Whole,
            drop: None,
            external_size: None,
        }
    }
}

impl fmt::Debug for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Layout({})", self.name)
    }
}

/// The table of layouts.
#[derive(Debug)]
pub struct Layouts(Box<[Option<Layout>; 256]>);

impl Default for Layouts {
    fn default() -> Self {
        Self::new()
    }
}

impl Layouts {
    /// An empty table.
    pub fn new() -> Self {
        Layouts(Box::new([None; 256]))
    }

    /// Enters a layout.
    ///
    /// # Safety
    /// The layout's functions keep to what their types say, and its words hold values where it says
    /// so: integers, or other words that are not tagged as references, or references to objects of
    /// the same heap.
    ///
    /// # Panics
    /// If the number is taken, or does not fit a layout with (or without) a drop function, or one with references.
    pub unsafe fn register(&mut self, id: LayoutId, layout: Layout) {
        assert_eq!(
            id.has_drop(),
            layout.drop.is_some(),
            "{}: the number does not fit",
            layout.name
        );
        // Marking does not look at leaves.
        let is_leaf = matches!(layout.words, Words::None) && layout.external_size.is_none();
        assert!(
            is_leaf || !id.is_leaf(),
            "{}: the number is a leaf's",
            layout.name
        );
        let entry = &mut self.0[usize::from(id.get())];
        assert!(entry.is_none(), "{}: the number is taken", layout.name);
        *entry = Some(layout);
    }

    /// The layout with this number, if there is one.
    #[inline(always)]
    pub fn get(&self, number: u8) -> Option<&Layout> {
        self.0[usize::from(number)].as_ref()
    }
}
