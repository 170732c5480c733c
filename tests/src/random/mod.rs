//! Random Python programs that end, and print the same in any Python: for comparing compiled code with the interpreter.
//!
//! | file | what |
//! | --- | --- |
//! | `mod.rs` | programs and functions |
//! | `statements.rs`, `expressions.rs` | what is in them |
//! | `prelude.py` | what all of them have |
//! | `compare.rs` | the ways to run them |
//!
//! A variable's first letter says what it holds: `i` an int of any size, `f` a float, `u` any number, `l` a list of ints, `d` a
//! dict from ints to ints, `o` an object with `x` and `y`, `s` a short text. Loops have few turns, and functions call
//! only those before them; so many turns at most as the budget allows.

mod compare;
mod expressions;
mod statements;

pub use compare::compare;
use std::fmt::Write as _;

/// What all programs have.
const PRELUDE: &str = include_str!("prelude.py");

/// Turns of the innermost loops of a function, with those of what it calls.
const BUDGET: u64 = 6000;

/// A number of functions.
const FUNCTIONS: u64 = 5;

/// Random numbers (SplitMix64: Steele, Lea, Flood, 2014).
#[derive(Debug)]
struct Dice(u64);

impl Dice {
    fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.number() % end
    }

    fn one_in(&mut self, of: u64) -> bool {
        self.below(of) == 0
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len() as u64) as usize]
    }
}

/// A program on its way.
struct Maker {
    dice: Dice,
    text: String,
    indent: usize,
    /// Loops around, innermost last: whether `continue` may be said there.
    loops: Vec<bool>,
    /// How often what is written now is executed in a call.
    turns: u64,
    /// What the function costs that is being written.
    cost: u64,
    /// Costs of the functions that there are.
    functions: Vec<u64>,
    /// Costs of the generators that there are.
    generators: Vec<u64>,
    /// Whether it is a method, which calls no methods: it might call itself.
    is_method: bool,
    /// Whether a generator is being written.
    yields: bool,
    /// The next number for a name.
    fresh: u32,
}

/// The program of that number.
#[must_use]
pub fn program(seed: u64) -> String {
    let mut maker = Maker {
        dice: Dice(seed),
        text: PRELUDE.to_owned(),
        indent: 0,
        loops: Vec::new(),
        turns: 1,
        cost: 0,
        functions: Vec::new(),
        generators: Vec::new(),
        is_method: false,
        yields: false,
        fresh: 0,
    };
    maker.method();
    for _ in 0..2 {
        maker.generator();
    }
    for _ in 0..FUNCTIONS {
        maker.function();
    }
    maker.main();
    maker.text
}

impl Maker {
    fn line(&mut self, text: &str) {
        for _ in 0..self.indent {
            self.text.push_str("    ");
        }
        let _ = writeln!(self.text, "{text}");
    }

    /// Something that is indented.
    fn within(&mut self, header: &str, body: impl FnOnce(&mut Maker)) {
        self.line(header);
        self.indent += 1;
        body(self);
        self.indent -= 1;
    }

    fn name(&mut self, kind: &str) -> String {
        self.fresh += 1;
        format!("{kind}{}", self.fresh)
    }

    /// The variables that every body has.
    fn variables(&mut self) {
        let (small, large) = (self.small(), self.constant());
        let float = self.float_constant();
        self.line(&format!("i2, i3, f0, f1 = {small}, {large}, {float}, 0.5"));
        let any = self.dice.pick(&["0", "1.5", "True", "2**61", "-7"]);
        let items = self.dice.below(6);
        self.line(&format!(
            "u0, s0, l0, l1 = {any}, 'ab', list(range({items})), [i0, i1]"
        ));
        self.line("d0, o0, o1 = {1: 2, i0: i1}, Thing(i0, f0), Other(i1, i2)");
        self.line("lock0, c0, e0 = threading.Lock(), counter(), echo()");
        self.line("next(e0)");
    }

    /// A method of `Other`.
    fn method(&mut self) {
        self.is_method = true;
        self.within("class Other(Thing):", |maker| {
            maker.within("def step(self, i0, i1=3):", |maker| {
                maker.line("i2, i3, f0, f1, u0, o0 = self.x, i0, 0.25, self.y * 0.5, 0, self");
                maker.line("l0, l1, d0, s0 = [i0], [1, 2, 3], {1: 1}, ''");
                maker.line("o1, lock0, c0 = Thing(1, 2), threading.Lock(), counter()");
                maker.line("e0 = echo()\n        next(e0)");
                for _ in 0..2 {
                    maker.simple();
                }
                maker.squash("i2");
                maker.line("self.x = i2");
                let result = maker.int(2);
                maker.line(&format!("return {result}"));
            });
        });
        self.is_method = false;
        self.cost = 0;
    }

    fn function(&mut self) {
        let number = self.functions.len();
        let header = format!("def fun{number}(i0, i1=5, *, i4=1):");
        self.body(&header, |maker| {
            let result = maker.int(2);
            maker.line(&format!(
                "note('end', i0, i1, i2, f0, u0, l0, d0, o0.x, s0)\n    return {result}"
            ));
        });
        self.functions.push(self.cost);
        self.cost = 0;
    }

    fn generator(&mut self) {
        let number = self.generators.len();
        self.yields = true;
        self.body(&format!("def gen{number}(i0, i1=2, i4=0):"), |maker| {
            maker.line("yield i2");
        });
        self.yields = false;
        self.generators.push(self.cost);
        self.cost = 0;
    }

    fn body(&mut self, header: &str, end: impl FnOnce(&mut Maker)) {
        self.within(header, |maker| {
            maker.line("global g0");
            maker.variables();
            let count = 3 + maker.dice.below(4);
            for _ in 0..count {
                maker.statement(3);
            }
            end(maker);
        });
        self.cost += 4;
    }

    fn main(&mut self) {
        self.within("def main():", |maker| {
            for number in (0..maker.functions.len()).rev() {
                let (first, second) = (maker.small(), maker.constant());
                maker.within("for k in range(6):", |maker| {
                    maker.line(&format!("attempt(fun{number}, {first} + k, {second})"));
                });
            }
        });
        self.line("begin(main)");
    }
}
