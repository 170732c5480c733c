//! `_bisect`: binary search.

use crate::cx::{Cx, R};
use crate::name;
use crate::native::{ArgPlace, FromArg, FromDefault, native};
use crate::native_module;
use crate::objects::dict::DICT;
use crate::objects::list::{self, List};
use crate::objects::module::Module;
use crate::protocol::{
    self, Compare, call, call_values, class_of, compare, get_item, is_instance, type_name,
};
use crate::stdlib::document;
use crate::value::Value;

native_module!("_bisect", fill);

/// `__doc__`
const DOC: &str = "Bisection algorithms.\n\nThis module provides support for maintaining a list in sorted order without\nhaving to sort the list after each insertion. For long lists of items with\nexpensive comparison operations, this can be an improvement over the more\ncommon approach.\n";

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    document(cx, module, DOC)
}

/// The argument `hi`: a number, or None.
#[derive(Clone, Copy, Debug)]
struct High(Option<isize>);

impl FromArg for High {
    fn from_arg(cx: &mut Cx, value: Value, place: ArgPlace) -> R<Self> {
        if value.is_none() {
            return Ok(High(None));
        }
        let index = name!(cx, "__index__")?;
        if !value.is_small_int() && class_of(value).lookup(cx, index)?.is_none() {
            let class = type_name(cx, value)?;
            return Err(cx.type_error(format_args!(
                "argument should be integer or None, not '{class}'"
            )));
        }
        let high = isize::from_arg(cx, value, place)?;
        // -1 has always meant the same as None.
        Ok(High(Some(high).filter(|high| *high != -1)))
    }
}

impl FromDefault<()> for High {
    fn from_default((): ()) -> Self {
        High(None)
    }
}

/// Which of several places for a value that is there already.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Side {
    /// Before the equal ones.
    Left,
    /// Behind them.
    Right,
}

/// What is searched, and where.
#[derive(Clone, Copy, Debug)]
struct Search {
    sequence: Value,
    low: isize,
    high: High,
    key: Value,
    side: Side,
}

/// `a < b`, quickly if both are small integers or floats.
#[inline]
fn less(cx: &mut Cx, a: Value, b: Value) -> R<bool> {
    if let (Some(a), Some(b)) = (a.as_small_int(), b.as_small_int()) {
        return Ok(a < b);
    }
    if let (Some(a), Some(b)) = (a.as_immediate_float(), b.as_immediate_float()) {
        return Ok(a < b);
    }
    compare::compare(cx, a, b, Compare::Lt)
}

impl Search {
    /// The index where `value` belongs, which is compared with the keys of items.
    fn find(self, cx: &mut Cx, value: Value) -> R<usize> {
        if self.low < 0 {
            return Err(cx.value_error(format_args!("lo must be non-negative")));
        }
        let high = match self.high.0 {
            Some(high) => high,
            None => protocol::len(cx, self.sequence)? as isize,
        };
        check_sequence(cx, self.sequence, self.low, high)?;
        let (mut low, mut high) = (self.low, high);
        while low < high {
            let middle = low + (high - low) / 2;
            let item = self.item(cx, middle as usize)?;
            let goes_right = match self.side {
                Side::Left => less(cx, item, value)?,
                Side::Right => !less(cx, value, item)?,
            };
            if goes_right {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low as usize)
    }

    /// The key of an item.
    fn item(self, cx: &mut Cx, index: usize) -> R {
        let item = match self.sequence.cast::<List>() {
            Some(list) => list::get(cx, list, index)?,
            None => None,
        };
        let item = match item {
            Some(item) => item,
            None => {
                let index = cx.int(index as i64)?;
                get_item(cx, self.sequence, index)?
            }
        };
        if self.key.is_none() {
            return Ok(item);
        }
        call_values(cx, self.key, &[item])
    }

    /// Puts `value` where it belongs.
    fn insert(self, cx: &mut Cx, value: Value) -> R<()> {
        let key = if self.key.is_none() {
            value
        } else {
            call_values(cx, self.key, &[value])?
        };
        let index = self.find(cx, key)?;
        let index = cx.int(index as i64)?;
        let name = name!(cx, "insert")?;
        call::call_method(cx, self.sequence, name, &[index, value])?;
        Ok(())
    }
}

/// What has no order of items cannot be searched.
fn check_sequence(cx: &mut Cx, sequence: Value, low: isize, high: isize) -> R<()> {
    let name = name!(cx, "__getitem__")?;
    let is_sequence =
        class_of(sequence).lookup(cx, name)?.is_some() && !is_instance(cx, sequence, &DICT)?;
    if is_sequence || low >= high && !is_instance(cx, sequence, &DICT)? {
        return Ok(());
    }
    let class = type_name(cx, sequence)?;
    Err(cx.type_error(format_args!("{class} is not a sequence")))
}

macro_rules! functions {
    ($($(#[$doc:meta])* $bisect:ident $signature:literal $side:ident;)*) => {
        $(
            $(#[$doc])*
            #[native(module = "_bisect", $signature)]
            fn $bisect(cx: &mut Cx, a: Value, x: Value, lo: isize, hi: High, key: Value) -> R<usize> {
                let search = Search { sequence: a, low: lo, high: hi, key, side: Side::$side };
                search.find(cx, x)
            }
        )*
    };
}

functions! {
    /// Return the index where to insert item x in list a, assuming a is sorted.
    ///
    /// The return value i is such that all e in a[:i] have e <= x, and all e in
    /// a[i:] have e > x.  So if x already appears in the list, a.insert(i, x)
    /// will insert just after the rightmost x already there.
    ///
    /// Optional args lo (default 0) and hi (default len(a)) bound the
    /// slice of a to be searched.
    ///
    /// A custom key function can be supplied to customize the sort order.
    bisect_right "bisect_right(a, x, lo=0, hi=None, *, key=None)" Right;
    /// Return the index where to insert item x in list a, assuming a is sorted.
    ///
    /// The return value i is such that all e in a[:i] have e < x, and all e in
    /// a[i:] have e >= x.  So if x already appears in the list, a.insert(i, x)
    /// will insert just before the leftmost x already there.
    ///
    /// Optional args lo (default 0) and hi (default len(a)) bound the
    /// slice of a to be searched.
    ///
    /// A custom key function can be supplied to customize the sort order.
    bisect_left "bisect_left(a, x, lo=0, hi=None, *, key=None)" Left;
}

/// Insert item x in list a, and keep it sorted assuming a is sorted.
///
/// If x is already in a, insert it to the right of the rightmost x.
///
/// Optional args lo (default 0) and hi (default len(a)) bound the
/// slice of a to be searched.
///
/// A custom key function can be supplied to customize the sort order.
#[native(module = "_bisect", "insort_right(a, x, lo=0, hi=None, *, key=None)")]
fn insort_right(cx: &mut Cx, a: Value, x: Value, lo: isize, hi: High, key: Value) -> R<()> {
    let search = Search {
        sequence: a,
        low: lo,
        high: hi,
        key,
        side: Side::Right,
    };
    search.insert(cx, x)
}

/// Insert item x in list a, and keep it sorted assuming a is sorted.
///
/// If x is already in a, insert it to the left of the leftmost x.
///
/// Optional args lo (default 0) and hi (default len(a)) bound the
/// slice of a to be searched.
///
/// A custom key function can be supplied to customize the sort order.
#[native(module = "_bisect", "insort_left(a, x, lo=0, hi=None, *, key=None)")]
fn insort_left(cx: &mut Cx, a: Value, x: Value, lo: isize, hi: High, key: Value) -> R<()> {
    let search = Search {
        sequence: a,
        low: lo,
        high: hi,
        key,
        side: Side::Left,
    };
    search.insert(cx, x)
}
