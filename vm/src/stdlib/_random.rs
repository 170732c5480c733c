//! `_random`: the class that `random.Random` is derived from. The generator's mathematics is that of
//! the crate `tython-num`.
//!
//! The words of the state lie in a vector that changes once in 624 numbers; a number moves the position
//! alone, which lies in the instance. So a rollback puts the generator back, and takes nothing along.

use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::layout;
use crate::host::machine;
use crate::native::{Kwargs, native};
use crate::native_module;
use crate::objects::instance::Instance;
use crate::objects::int::{from_int, operand, to_int};
use crate::objects::module::Module;
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::Type;
use crate::objects::values::{self, Values};
use crate::protocol;
use crate::stdlib::document;
use crate::types::TypeDef;
use crate::value::Value;
use tython_num::int::BigInt;
use tython_num::random::{self, WORDS, temper, unit_interval};
use tython_num::{Int, memory};

native_module!("_random", fill);

/// `__doc__`
const DOC: &str = "Module implements the Mersenne Twister random number generator.";

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    document(cx, module, DOC)
}

builtin_type! {
    /// The class.
    static RANDOM = TypeDef {
        name: "Random",
        module: "_random",
        layout: Some(layout::INSTANCE),
        reserved: 2,
        subclassable: true,
        doc: "Random() -> create a random number generator with its own internal state.",
        ..TypeDef::NEW
    };
}

/// The slot with the words: a vector of integers.
const STATE: usize = 0;

/// The slot with the index of the next word; 624 when all are used up.
const POSITION: usize = 1;

fn state(cx: &mut Cx, this: &'static Instance) -> R<(&'static Values, usize)> {
    let look = || [STATE, POSITION].map(|slot| this.inline(slot).peek());
    let [words, position] = cx.view(this, look)?;
    match words.cast::<Values>() {
        Some(words) => Ok((words, position.as_small_int().unwrap_or(0) as usize)),
        None => Err(cx.system_error(format_args!("a generator without its state"))),
    }
}

fn word(cx: &mut Cx, words: &'static Values, index: usize) -> R<u32> {
    Ok(words.get(cx, index)?.as_small_int().unwrap_or(0) as u32)
}

/// All words, and the position, as `tython-num` has them.
fn load(cx: &mut Cx, this: &'static Instance) -> R<([u32; WORDS], usize)> {
    let (words, position) = state(cx, this)?;
    let mut state = [0; WORDS];
    words.copy_to(cx, |index, word| {
        state[index] = word.as_small_int().unwrap_or(0) as u32;
    })?;
    Ok((state, position))
}

fn store(cx: &mut Cx, this: &'static Instance, generator: &random::Random) -> R<()> {
    let (words, _) = state(cx, this)?;
    let (state, position) = generator.state();
    words.write(cx, |index| Value::index(state[index] as usize))?;
    this.set(cx, POSITION, Value::index(position))
}

/// 32 random bits.
#[inline]
fn next_u32(cx: &mut Cx, this: &'static Instance) -> R<u32> {
    let (words, mut position) = state(cx, this)?;
    if position >= WORDS {
        refill(cx, this)?;
        position = 0;
    }
    this.set(cx, POSITION, Value::index(position + 1))?;
    Ok(temper(word(cx, words, position)?))
}

#[cold]
fn refill(cx: &mut Cx, this: &'static Instance) -> R<()> {
    let (words, position) = load(cx, this)?;
    let mut generator = match random::Random::from_state(words, position) {
        Ok(generator) => generator,
        Err(error) => return Err(cx.number_error(error)),
    };
    generator.refill();
    store(cx, this, &generator)
}

#[native(RANDOM, "__new__(cls, /, *args, **kwargs)", new, effect = writes)]
fn new(
    cx: &mut Cx,
    cls: &'static Type,
    _args: &[Value],
    _kwargs: Kwargs<'_>,
) -> R<&'static Instance> {
    let words = values::new(cx, WORDS)?;
    words.init(|_| Value::index(0));
    let this = Instance::new(cx, cls)?;
    this.set(cx, STATE, words.into())?;
    this.set(cx, POSITION, Value::index(0))?;
    Ok(this)
}

/// Initialize self.  See help(type(self)) for accurate signature.
#[native(RANDOM, "__init__(self, /, *args)", slot)]
fn init(cx: &mut Cx, this: &'static Instance, args: &[Value]) -> R<()> {
    if args.len() > 1 {
        let count = args.len();
        return Err(cx.type_error(format_args!(
            "Random expected at most 1 argument, got {count}"
        )));
    }
    seed(cx, this, args.first().copied().unwrap_or(Value::NONE))
}

/// seed([n]) -> None.
///
/// Defaults to use urandom and falls back to a combination
/// of the current time and the process identifier.
#[native(RANDOM, "seed(self, n=None, /)")]
fn seed(cx: &mut Cx, this: &'static Instance, n: Value) -> R<()> {
    let generator = if n.is_none() {
        random::Random::from_key(&entropy_key(cx)?)
    } else if let Some(number) = operand(cx, n)? {
        random::Random::new(&number.to_int())
    } else {
        let hash = protocol::hash(cx, n)?;
        random::Random::new(&Int::from(hash as u64))
    };
    store(cx, this, &generator)
}

fn entropy_key(cx: &mut Cx) -> R<Vec<u32>> {
    let bytes = match machine::random(4 * WORDS, 0) {
        Ok(bytes) => bytes,
        Err(error) => return Err(cx.runtime_error(format_args!("no random bytes: {error}"))),
    };
    let key = bytes.as_chunks::<4>().0.iter();
    Ok(key.map(|bytes| u32::from_ne_bytes(*bytes)).collect())
}

/// random() -> x in the interval [0, 1).
#[native(RANDOM, "random(self, /)", effect = writes)]
fn random_number(cx: &mut Cx, this: &'static Instance) -> R<f64> {
    let (words, position) = state(cx, this)?;
    if position + 2 > WORDS {
        let (first, second) = (next_u32(cx, this)?, next_u32(cx, this)?);
        return Ok(unit_interval(first, second));
    }
    let (first, second) = (word(cx, words, position)?, word(cx, words, position + 1)?);
    this.set(cx, POSITION, Value::index(position + 2))?;
    Ok(unit_interval(temper(first), temper(second)))
}

/// getrandbits(k) -> x.  Generates an int with k random bits.
#[native(RANDOM, "getrandbits(self, k, /)", effect = writes)]
fn getrandbits(cx: &mut Cx, this: &'static Instance, k: Value) -> R {
    match number_of_bits(cx, k)? {
        0 => Ok(Value::index(0)),
        bits @ 1..=32 => Ok(Value::index((next_u32(cx, this)? >> (32 - bits)) as usize)),
        bits => many_bits(cx, this, bits),
    }
}

fn number_of_bits(cx: &mut Cx, k: Value) -> R<u64> {
    let index = protocol::index(cx, k)?;
    match to_int(index) {
        Some(number) if number.is_negative() => {
            Err(cx.value_error(format_args!("Cannot convert negative int")))
        }
        Some(number) if number.bit_length() <= 64 => {
            // Numbers of 64 bits ask for more memory than there is anyway.
            Ok(number.to_i64().map_or(u64::MAX, |number| number as u64))
        }
        _ => Err(cx.overflow_error(format_args!("Python int too large for C uint64_t"))),
    }
}

/// Words from the lowest to the highest, which has only the bits that are left.
fn many_bits(cx: &mut Cx, this: &'static Instance, bits: u64) -> R {
    if let Err(error) = memory::reserve_bits(bits.into()) {
        return Err(cx.number_error(error));
    }
    let mut bytes = Vec::new();
    let mut left = bits;
    while left > 0 {
        let word = next_u32(cx, this)? >> 32u64.saturating_sub(left);
        bytes.extend(word.to_le_bytes());
        left = left.saturating_sub(32);
    }
    from_int(cx, BigInt::from_unsigned_bytes(&bytes).into())
}

/// getstate() -> tuple containing the current state.
#[native(RANDOM, "getstate(self, /)", effect = reads)]
fn getstate(cx: &mut Cx, this: &'static Instance) -> R<&'static Tuple> {
    let (words, position) = load(cx, this)?;
    tuple::with(cx, WORDS + 1, |index| {
        Value::index(words.get(index).map_or(position, |word| *word as usize))
    })
}

/// setstate(state) -> None.  Restores generator state.
#[native(RANDOM, "setstate(self, state, /)")]
fn setstate(cx: &mut Cx, this: &'static Instance, state: Value) -> R<()> {
    let Some(state) = cx.payload::<Tuple>(state)? else {
        return Err(cx.type_error(format_args!("state vector must be a tuple")));
    };
    let Some((position, numbers)) = state
        .as_slice()
        .split_last()
        .filter(|(_, numbers)| numbers.len() == WORDS)
    else {
        return Err(cx.value_error(format_args!("state vector is the wrong size")));
    };
    let mut words = [0; WORDS];
    for (word, number) in words.iter_mut().zip(numbers) {
        *word = unsigned(cx, *number)?;
    }
    let position = protocol::index(cx, *position)?;
    let position = position
        .as_small_int()
        .and_then(|position| usize::try_from(position).ok());
    let generator = random::Random::from_state(words, position.unwrap_or(usize::MAX));
    match generator {
        Ok(generator) => store(cx, this, &generator),
        Err(error) => Err(cx.number_error(error)),
    }
}

/// The lowest 32 bits of a number that has 64.
fn unsigned(cx: &mut Cx, number: Value) -> R<u32> {
    let Some(number) = operand(cx, number)? else {
        return Err(cx.type_error(format_args!("an integer is required")));
    };
    if number.is_negative() {
        return Err(out_of_range(
            cx,
            "can't convert negative value to unsigned int",
        ));
    }
    match number.digits(&mut 0).words {
        [] => Ok(0),
        [word] => Ok(*word as u32),
        _ => Err(out_of_range(
            cx,
            "Python int too large to convert to C unsigned long",
        )),
    }
}

#[cold]
fn out_of_range(cx: &mut Cx, message: &str) -> Exit {
    cx.overflow_error(format_args!("{message}"))
}
