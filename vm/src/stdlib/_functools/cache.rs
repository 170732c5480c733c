//! The wrapper that `lru_cache` puts around a function.
//!
//! The results lie in a dict, which conflicts by key, so calls with different arguments meet nowhere,
//! and hits of the same one only read: statistics are kept for each thread (`tally.rs`), and who was
//! used when is no business of transactions (`recency.rs`).

use super::is_callable;
use super::recency::{self, Entry, Recency};
use super::tally::{self, Event};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{HeapType, layout};
use crate::name;
use crate::native::{Args, Kwargs, native};
use crate::objects::dict::place::Hash;
use crate::objects::dict::{self, Dict, delete, insert, lookup};
use crate::objects::instance::Instance;
use crate::objects::int;
use crate::objects::list;
use crate::objects::method;
use crate::objects::object::OBJECT;
use crate::objects::str::Str;
use crate::objects::tuple;
use crate::objects::type_object::Type;
use crate::objects::values::Values;
use crate::protocol::{self, call, call_values, class_of};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(super) static LRU_CACHE_WRAPPER = TypeDef {
        name: "_lru_cache_wrapper",
        module: "functools",
        layout: Some(layout::INSTANCE),
        reserved: SLOTS as u32,
        attributes: true,
        doc: "Create a cached callable that wraps another function.\n\nuser_function:      the function being cached\n\nmaxsize:  0         for no caching\n          None      for unlimited cache size\n          n         for a bounded cache\n\ntyped:    False     cache f(3) and f(3.0) as identical calls\n          True      cache f(3) and f(3.0) as distinct calls\n\ncache_info_type:    namedtuple class with the fields:\n                        hits misses currsize maxsize\n",
        ..TypeDef::NEW
    };
}

/// The slots: the function; how many results are kept (None: all); whether arguments of different
/// classes are different; the class of what `cache_info` returns; what stands between positional and
/// keyword arguments in a key; the results by key; the statistics; the time; and the heap of entries.
/// Only the results and the heap are ever replaced.
const FUNCTION: usize = 0;
const CAPACITY: usize = 1;
const TYPED: usize = 2;
const INFO: usize = 3;
const MARK: usize = 4;
const RESULTS: usize = 5;
const TALLY: usize = 6;
const CLOCK: usize = 7;
const HEAP: usize = 8;
const SLOTS: usize = 9;

/// A wrapper's slots as of one moment.
#[derive(Clone, Copy)]
struct Cache([Value; SLOTS]);

impl Cache {
    #[inline]
    fn of(cx: &mut Cx, this: &'static Instance) -> R<Cache> {
        cx.view(this, || {
            Cache(std::array::from_fn(|slot| this.inline(slot).peek()))
        })
    }

    fn part<T: HeapType>(&self, cx: &mut Cx, slot: usize) -> R<&'static T> {
        match self.0[slot].cast::<T>() {
            Some(part) => Ok(part),
            None => Err(cx.system_error(format_args!("a cache without its parts"))),
        }
    }

    fn count(&self, cx: &mut Cx, event: Event) -> R<()> {
        let tally = self.part(cx, TALLY)?;
        tally::count(cx, tally, event)
    }

    fn recency(&self, cx: &mut Cx, capacity: i64) -> R<Recency> {
        Ok(Recency {
            clock: self.part(cx, CLOCK)?,
            heap: self.part(cx, HEAP)?,
            capacity,
        })
    }
}

#[native(
    LRU_CACHE_WRAPPER,
    "__new__(cls, user_function, maxsize, typed, cache_info_type)",
    new,
    opaque
)]
fn new(
    cx: &mut Cx,
    cls: &'static Type,
    user_function: Value,
    maxsize: Value,
    typed: bool,
    cache_info_type: Value,
) -> R {
    if !is_callable(cx, user_function)? {
        return Err(cx.type_error(format_args!("the first argument must be callable")));
    }
    let capacity = capacity(cx, maxsize)?;
    let mark = Instance::new(cx, OBJECT.class())?.value();
    let slots = [
        user_function,
        capacity,
        Value::bool(typed),
        cache_info_type,
        mark,
        dict::new(cx)?.value(),
        tally::new(cx)?.value(),
        recency::clock(cx)?.value(),
        list::new(cx)?.value(),
    ];
    let this = Instance::new(cx, cls)?;
    for (slot, value) in slots.into_iter().enumerate() {
        this.set(cx, slot, value)?;
    }
    Ok(this.value())
}

/// What `maxsize` says; negative is as good as zero.
fn capacity(cx: &mut Cx, maxsize: Value) -> R {
    if maxsize.is_none() {
        return Ok(Value::NONE);
    }
    let name = name!(cx, "__index__")?;
    if class_of(maxsize).lookup(cx, name)?.is_none() {
        return Err(cx.type_error(format_args!("maxsize should be integer or None")));
    }
    let size = protocol::index(cx, maxsize)?;
    match int::to_int(size).and_then(|size| size.to_i64()) {
        Some(size) => cx.int(size.max(0)),
        None => {
            Err(cx.overflow_error(format_args!("cannot fit 'int' into an index-sized integer")))
        }
    }
}

/// The key of a call: the only argument if that is a string or an integer, else a tuple of the
/// arguments, the mark, names and values of keyword arguments, and then the classes of all.
fn key(cx: &mut Cx, cache: &Cache, args: Args<'_>) -> R {
    let typed = cache.0[TYPED] == Value::TRUE;
    if !typed && args.kwnames.is_none() {
        return match args.values {
            [only] if only.is_small_int() || only.is::<Str>() || is_big_int(*only) => Ok(*only),
            values => cx.tuple(values),
        };
    }
    let mut parts = args.positionals().to_vec();
    if args.named() > 0 {
        parts.push(cache.0[MARK]);
        for (name, value) in args.keywords() {
            parts.extend([name, value]);
        }
    }
    if typed {
        parts.extend(args.values.iter().map(|value| class_of(*value).value()));
    }
    Ok(tuple::new(cx, &parts)?.value())
}

fn is_big_int(value: Value) -> bool {
    value.as_bool().is_none() && int::to_int(value).is_some()
}

/// Call self as a function.
#[native(LRU_CACHE_WRAPPER, "__call__(self, /, *args, **kwargs)", slot)]
fn call(cx: &mut Cx, this: &'static Instance, _args: &[Value], kwargs: Kwargs<'_>) -> R {
    let args: Args<'_> = kwargs.forward(1);
    let cache = Cache::of(cx, this)?;
    match cache.0[CAPACITY].as_small_int() {
        Some(0) => {
            cache.count(cx, Event::Miss)?;
            call::call(cx, cache.0[FUNCTION], args)
        }
        Some(capacity) => bounded(cx, this, &cache, capacity, args),
        None => unbounded(cx, &cache, args),
    }
}

/// A call of a cache that keeps everything.
fn unbounded(cx: &mut Cx, cache: &Cache, args: Args<'_>) -> R {
    let key = key(cx, cache, args)?;
    let hash = Hash::new(protocol::hash(cx, key)?);
    let results: &'static Dict = cache.part(cx, RESULTS)?;
    if let Some(hit) = lookup::find(cx, results, key, hash)? {
        cache.count(cx, Event::Hit)?;
        return Ok(hit.value);
    }
    cache.count(cx, Event::Miss)?;
    let result = call::call(cx, cache.0[FUNCTION], args)?;
    insert::set(cx, results, key, hash, result)?;
    Ok(result)
}

/// A call of a cache that keeps `capacity` results.
fn bounded(
    cx: &mut Cx,
    this: &'static Instance,
    cache: &Cache,
    capacity: i64,
    args: Args<'_>,
) -> R {
    let key = key(cx, cache, args)?;
    let number = protocol::hash(cx, key)?;
    let hash = Hash::new(number);
    let results: &'static Dict = cache.part(cx, RESULTS)?;
    let found = lookup::find(cx, results, key, hash)?;
    if let Some(entry) = found.and_then(|hit| Entry::of(hit.value)) {
        cache.recency(cx, capacity)?.touch(cx, entry);
        cache.count(cx, Event::Hit)?;
        return entry.result(cx);
    }
    cache.count(cx, Event::Miss)?;
    let result = call::call(cx, cache.0[FUNCTION], args)?;
    // The call may have called this function again, or cleared the cache.
    let cache = Cache::of(cx, this)?;
    let results: &'static Dict = cache.part(cx, RESULTS)?;
    if lookup::find(cx, results, key, hash)?.is_some() {
        return Ok(result);
    }
    let recency = cache.recency(cx, capacity)?;
    let entry = recency.entry(cx, key, number, result)?;
    if (dict::len(cx, results)? as i64) < capacity {
        recency.add(cx, entry)?;
    } else if let Some(oldest) = recency.replace_oldest(cx, entry)? {
        let (key, hash) = oldest.key(cx)?;
        let hash = Hash::new(hash);
        if let Some(hit) = lookup::find(cx, results, key, hash)? {
            delete::entry(cx, hit, hash)?;
        }
    }
    insert::set(cx, results, key, hash, entry.value())?;
    Ok(result)
}

/// Report cache statistics
#[native(LRU_CACHE_WRAPPER, "cache_info(self, /)")]
fn cache_info(cx: &mut Cx, this: &'static Instance) -> R {
    let cache = Cache::of(cx, this)?;
    let tally: &'static Values = cache.part(cx, TALLY)?;
    let [hits, misses] = tally::sums(cx, tally)?;
    let results: &'static Dict = cache.part(cx, RESULTS)?;
    let size = dict::len(cx, results)?;
    let info = [
        cx.int(hits)?,
        cx.int(misses)?,
        cache.0[CAPACITY],
        Value::index(size),
    ];
    call_values(cx, cache.0[INFO], &info)
}

/// Clear the cache and cache statistics
#[native(LRU_CACHE_WRAPPER, "cache_clear(self, /)", effect = writes)]
fn cache_clear(cx: &mut Cx, this: &'static Instance) -> R<()> {
    let cache = Cache::of(cx, this)?;
    let tally = cache.part(cx, TALLY)?;
    tally::clear(cx, tally)?;
    let (results, heap) = (dict::new(cx)?, list::new(cx)?);
    this.set(cx, RESULTS, results.value())?;
    this.set(cx, HEAP, heap.value())
}

/// Return an attribute of instance, which is of type owner.
#[native(LRU_CACHE_WRAPPER, "__get__(self, instance, owner=None, /)", slot, effect = writes)]
fn get(cx: &mut Cx, this: &'static Instance, instance: Value, _owner: Value) -> R {
    if instance.is_none() {
        return Ok(this.value());
    }
    Ok(method::new(cx, this.value(), instance)?.value())
}

/// It is pickled by its name.
#[native(LRU_CACHE_WRAPPER, "__reduce__(self, /)", opaque)]
fn reduce(cx: &mut Cx, this: Value) -> R {
    let name = name!(cx, "__qualname__")?;
    protocol::get_attr(cx, this, name)
}

#[native(LRU_CACHE_WRAPPER, "__copy__(self, /)", opaque, effect = pure)]
fn copy(_: &mut Cx, this: Value) -> Value {
    this
}

#[native(LRU_CACHE_WRAPPER, "__deepcopy__(self, memo, /)", opaque, effect = pure)]
fn deepcopy(_: &mut Cx, this: Value, _memo: Value) -> Value {
    this
}
