//! Arenas: flat tables whose entries are named by indices of a type of their own.

use std::fmt;
use std::marker::PhantomData;

/// An index into one kind of table.
pub trait Index: Copy + Eq + fmt::Debug {
    /// The index of that number.
    fn new(number: u32) -> Self;
    /// Its number.
    fn number(self) -> u32;
}

macro_rules! indices {
    ($($(#[doc = $doc:literal])+ $name:ident $prefix:literal;)*) => {
        $(
            $(#[doc = $doc])+
            #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(u32);

            impl Index for $name {
                fn new(number: u32) -> Self {
                    Self(number)
                }

                fn number(self) -> u32 {
                    self.0
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write!(f, concat!($prefix, "{}"), self.0)
                }
            }

            impl fmt::Debug for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    fmt::Display::fmt(self, f)
                }
            }
        )*
    };
}

indices! {
    /// A value: what a parameter or an operation defines.
    Value "v";
    /// An exit of a trace.
    ExitId "e";
    /// A virtual object of an exit.
    VirtualId "o";
    /// A declared field.
    FieldId "field";
    /// A declared layout.
    LayoutId "layout";
    /// A declared helper function.
    HelperId "helper";
    /// A declared code object of the interpreter.
    CodeId "code";
    /// A declared place where the interpreter can go on.
    PointId "point";
    /// A declared constant object.
    ObjectId "object";
}

/// A table of `T`, indexed by `I`.
#[derive(Clone, PartialEq, Eq)]
pub struct Arena<I, T> {
    entries: Vec<T>,
    index: PhantomData<I>,
}

impl<I: Index, T> Arena<I, T> {
    /// Adds an entry.
    ///
    /// # Panics
    /// When the table has 2^32 entries.
    pub fn push(&mut self, entry: T) -> I {
        let number = u32::try_from(self.entries.len()).expect("an arena of less than 2^32 entries");
        self.entries.push(entry);
        I::new(number)
    }

    /// The entry, if the table has it.
    #[must_use]
    pub fn get(&self, index: I) -> Option<&T> {
        self.entries.get(index.number() as usize)
    }

    /// The same, to change it.
    pub fn get_mut(&mut self, index: I) -> Option<&mut T> {
        self.entries.get_mut(index.number() as usize)
    }

    /// The number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Makes the table at least `len` long.
    pub fn grow(&mut self, len: usize, filling: T)
    where
        T: Clone,
    {
        if self.entries.len() < len {
            self.entries.resize(len, filling);
        }
    }

    /// The entries with their indices.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.entries
            .iter()
            .enumerate()
            .map(|(number, entry)| (I::new(number as u32), entry))
    }
}

impl<I, T> Default for Arena<I, T> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            index: PhantomData,
        }
    }
}

impl<I, T: fmt::Debug> fmt::Debug for Arena<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.entries).finish()
    }
}
