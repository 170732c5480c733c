//! Words of memory that a loop changes in each turn, as parameters of the loop.
//!
//! The stores stay, so that memory holds at each exit what it should; what goes is the load in the next turn, and the wait for the store before
//! it. If such a word is a number in disguise each time, the number is a parameter too, and the word need not be looked into.
//!
//! Which words can be carried is known at the end of a turn only: a [`Plan`] says which, and is made better until it is right.

use super::heap::{Place, Words};
use super::rewrite::Rewriter;
use crate::ir::{Immediate, Op, Type, Value};
use rustc_hash::{FxHashMap, FxHashSet};

/// What has been computed: operation, immediate, operands.
pub(super) type Computed = FxHashMap<(Op, Immediate, Vec<Value>), Value>;

/// What is to become of words that are written in the loop.
#[derive(Default)]
pub(super) struct Plan {
    /// Of which nothing is known at the end of a turn.
    lost: FxHashSet<Place>,
    /// Those that get a parameter.
    carried: Vec<Place>,
    /// Those among them that are not the same kind of number each time.
    disguised: FxHashSet<Place>,
}

impl Plan {
    /// Whether nothing is to be supposed of a word.
    pub(super) fn is_lost(&self, place: Place) -> bool {
        self.lost.contains(&place)
    }

    /// Whether what was done by this plan was right: what was supposed at the header is what words are at the end.
    /// If not, the plan is another one now.
    pub(super) fn improve(&mut self, supposed: &Words, words: &Words, carried: &Carried) -> bool {
        let mut is_right = true;
        let mut places: Vec<(&Place, &Value)> = supposed.iter().collect();
        places.sort_unstable();
        for (place, word) in places {
            let end = words.get(place);
            let is_carried = self.carried.contains(place);
            if end.is_none() {
                self.carried.retain(|carried| carried != place);
                is_right &= !self.lost.insert(*place);
            } else if end != Some(word) && !is_carried {
                self.carried.push(*place);
                is_right = false;
            }
        }
        for place in &carried.wrong {
            is_right &= !self.disguised.insert(*place);
        }
        is_right
    }
}

/// The number that a word is.
#[derive(Clone, Copy)]
struct Number {
    param: Value,
    first: Value,
    /// The number of bits that an integer is shifted by; a float is not shifted.
    by: Option<Value>,
}

struct Carry {
    place: Place,
    param: Value,
    first: Value,
    number: Option<Number>,
}

/// The words that are carried, in a loop that is open.
#[derive(Default)]
pub(super) struct Carried {
    words: Vec<Carry>,
    wrong: Vec<Place>,
}

impl Carried {
    /// Parameters for the words of a plan, of those that are known here.
    pub(super) fn open(plan: &Plan, words: &Words, rewriter: &mut Rewriter<'_>) -> Carried {
        let mut carried = Carried::default();
        for place in &plan.carried {
            let Some(first) = words.get(place).copied() else {
                continue;
            };
            let param = rewriter.loop_param_like(first);
            let number = number_in(rewriter, first).filter(|_| !plan.disguised.contains(place));
            let number = number.map(|(number, by)| Number {
                param: rewriter.loop_param_like(number),
                first: number,
                by,
            });
            carried.words.push(Carry {
                place: *place,
                param,
                first,
                number,
            });
        }
        carried
    }

    /// The first values of the parameters.
    pub(super) fn first(&self) -> Vec<Value> {
        let both = |carry: &Carry| [Some(carry.first), carry.number.map(|number| number.first)];
        self.words.iter().flat_map(both).flatten().collect()
    }

    /// What is known of the parameters: they are what the words hold, and the numbers in these.
    pub(super) fn tell(
        &self,
        rewriter: &mut Rewriter<'_>,
        words: &mut Words,
        computed: &mut Computed,
    ) {
        for carry in &self.words {
            words.insert(carry.place, carry.param);
            let Some((number, by)) = carry.number.and_then(|number| Some((number, number.by?)))
            else {
                continue;
            };
            let none = Immediate::None;
            let bits = rewriter.emit(Op::WordAsInt, none, &[carry.param], None, None);
            let bits = bits.expect("a conversion gives a value");
            let zero = rewriter.constant(Type::I64, 0, None);
            computed.insert((Op::WordAsInt, none, vec![carry.param]), bits);
            computed.insert((Op::Sar, none, vec![bits, by]), number.param);
            // Its lowest bit is what was shifted in.
            if rewriter.bits(by) == Some(1) {
                computed.insert((Op::And, none, vec![bits, by]), zero);
            }
        }
    }

    /// The float that a word is, if it is a parameter.
    pub(super) fn float(&self, word: Value) -> Option<Value> {
        let carry = self.words.iter().find(|carry| carry.param == word)?;
        let number = carry.number.filter(|number| number.by.is_none());
        number.map(|number| number.param)
    }

    /// What the parameters are in the next turn.
    pub(super) fn next(&mut self, words: &Words, rewriter: &Rewriter<'_>) -> Vec<Value> {
        let mut next = Vec::new();
        for carry in &self.words {
            // If nothing is known, all is done again.
            let word = words.get(&carry.place).copied().unwrap_or(carry.first);
            next.push(word);
            let Some(number) = carry.number else {
                continue;
            };
            let found = number_in(rewriter, word);
            let found = found.filter(|(_, by)| *by == number.by);
            if found.is_none() && word != carry.param {
                self.wrong.push(carry.place);
            }
            let same = if word == carry.param {
                number.param
            } else {
                number.first
            };
            next.push(found.map_or(same, |(found, _)| found));
        }
        next
    }
}

/// The number whose word this is: a float, or an integer shifted left by so many bits, of which none was lost.
fn number_in(rewriter: &Rewriter<'_>, word: Value) -> Option<(Value, Option<Value>)> {
    match rewriter.parts(word)? {
        (Op::TagFloat, &[float]) => Some((float, None)),
        (Op::IntAsWord, &[bits]) => match rewriter.parts(bits)? {
            (Op::ShlOvf, &[int, by]) => Some((int, Some(by))),
            _ => None,
        },
        _ => None,
    }
}
