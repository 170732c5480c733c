//! Random traces: what a recorder might have written down, with more of everything that is rare.

mod control;
mod objects;
mod values;

use super::random::Random;
use tython_jit::ir::{Form, Immediate, Index, Op, Register, Trace, Type, Value};

const HEAD: &str = r#"
trace 1 root FORM "random"

code main 4
code callee 2
field shape: word mutable 8
field count: i64 mutable 16
field weight: f64 immutable 24
field next: ref immutable 32
field flag: bool mutable 40
field items: i64 mutable 48 stride 8
field elements: i64 mutable 16 stride 8
layout cell 48 { shape, count, weight, next, flag }
layout buffer 16 { shape, elements }
helper mix(i64, i64) -> i64: pure
helper halve(f64) -> f64: pure
helper peek(ref) -> i64: reads
helper bump(ref, i64): reads writes
helper maybe(i64) -> i64: reads raises
helper odd(i64) -> bool: reads
helper next(): reads writes ends
object first FIRST
point head = main:0 live r0 r1 r2 r3
point tail = main:9 live r0 r1 r2 r3
point inside = callee:3 live r0 r1

enter head(v0: word = r0, v1: word = r1, v2: word = r2, v3: word = r3)
    leave -> e0

exit e0
    frame head {}
"#;

/// What may be in a trace.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Menu {
    pub(crate) form: Form,
    /// How many steps, before the loop and in it.
    pub(crate) steps: usize,
    /// Whether the transaction ends on the way.
    pub(crate) ends: bool,
    /// The address of the first old object.
    pub(crate) first: u64,
}

/// A random trace of two integers and two old objects.
pub(crate) fn generate(random: &mut Random, menu: Menu) -> Trace {
    let form = match menu.form {
        Form::Solo => "solo",
        Form::Shared => "shared",
    };
    let text = HEAD
        .replace("FORM", form)
        .replace("FIRST", &menu.first.to_string());
    let template: Trace = text.parse().unwrap();
    let mut trace = Trace::new(template.origin, template.declared, template.entry);
    let params: Vec<Value> = (0..4)
        .map(|number| trace.param(Type::Word, Some(Register(number))))
        .collect();
    let mut generator = Generator {
        random,
        trace,
        menu,
        ints: Vec::new(),
        floats: Vec::new(),
        bools: Vec::new(),
        objects: Vec::new(),
        may_nest: true,
    };
    generator.run(&params);
    generator.trace
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// Everything that an old object has.
    Old,
    /// A new cell, or what `next` leads to.
    Cell,
    /// An array of so many elements.
    Buffer(usize),
}

#[derive(Clone, Copy)]
struct Object {
    value: Value,
    kind: Kind,
    token: Option<Value>,
    may_read: bool,
    is_owned: bool,
    may_write: bool,
}

struct Generator<'r> {
    random: &'r mut Random,
    trace: Trace,
    menu: Menu,
    ints: Vec<Value>,
    floats: Vec<Value>,
    bools: Vec<Value>,
    objects: Vec<Object>,
    may_nest: bool,
}

impl Generator<'_> {
    fn run(&mut self, params: &[Value]) {
        for (number, param) in params.iter().enumerate() {
            if number < 2 {
                let int = self.op(Op::WordAsInt, &[*param]);
                self.ints.push(int);
            } else {
                self.object(Op::WordAsRef, &[*param], Kind::Old);
            }
        }
        let known = self.immediate(Op::Object, Immediate::Object(Index::new(0)));
        self.add(known, Kind::Old);
        let (one, half) = (
            self.int(1),
            self.immediate(Op::Float, Immediate::Float(0.5f64.to_bits())),
        );
        self.ints.push(one);
        self.floats.push(half);
        for _ in 0..self.random.below(self.menu.steps) {
            self.step();
        }
        let has_loop = self.random.below(4) > 0;
        if has_loop {
            self.a_loop();
        } else {
            for _ in 0..self.menu.steps {
                self.step();
            }
        }
        if has_loop {
            return;
        }
        if self.random.below(4) == 0 {
            let args = [self.any_int(), self.any_float()];
            self.trace.emit(
                Op::Link,
                Immediate::Trace(tython_jit::ir::TraceId(99)),
                &args,
                None,
                None,
            );
        } else {
            let exit = self.exit();
            self.trace
                .emit(Op::Leave, Immediate::None, &[], Some(exit), None);
        }
    }

    /// A loop that ends: its counter goes up to a limit.
    fn a_loop(&mut self) {
        let (zero, any, float) = (self.int(0), self.any_int(), self.any_float());
        let unchanged = self.any_int();
        let object = self.any_object();
        let start = [zero, any, float, unchanged, object.value];
        let counter = self.trace.loop_param(Type::I64);
        let sum = self.trace.loop_param(Type::I64);
        let product = self.trace.loop_param(Type::F64);
        let same = self.trace.loop_param(Type::I64);
        let current = self.trace.loop_param(Type::Ref);
        self.trace
            .emit(Op::Loop, Immediate::None, &start, None, None);
        self.ints.extend([counter, sum, same]);
        self.floats.push(product);
        // An object of an unknown name; in a buffer there are no fields but the shape.
        if !matches!(object.kind, Kind::Buffer(_)) {
            self.add(current, Kind::Cell);
        }
        if self.menu.ends {
            self.end();
        }
        self.forget_tokens();
        self.may_nest = self.random.below(3) == 0;
        if self.may_nest {
            self.nest();
        }
        let before = self.objects.len();
        for _ in 0..self.menu.steps {
            self.step();
        }
        let turns = 3 + self.random.below(20) as i64;
        let limit = self.int(turns);
        let goes_on = self.op(Op::Lt, &[counter, limit]);
        self.leaving(Op::GuardTrue, &[goes_on]);
        let one = self.int(1);
        let next = self.leaving(Op::AddOvf, &[counter, one]).unwrap();
        if self.random.below(2) == 0 {
            self.leaving(Op::Poll, &[]);
        }
        let object = if self.random.below(2) == 0 || matches!(object.kind, Kind::Buffer(_)) {
            current
        } else {
            let later: Vec<Object> = self.objects[before..]
                .iter()
                .copied()
                .filter(|object| object.kind == Kind::Cell)
                .collect();
            later.first().map_or(current, |object| object.value)
        };
        let same = if self.random.below(4) > 0 {
            same
        } else {
            self.any_int()
        };
        let end = [next, self.any_int(), self.any_float(), same, object];
        self.trace.emit(Op::Jump, Immediate::None, &end, None, None);
    }

    fn step(&mut self) {
        match self.random.below(24) {
            0..=4 => self.arithmetic(),
            5 | 6 => self.float(),
            7 | 8 => self.compare(),
            9 | 10 => self.guard(),
            11..=14 => self.read(),
            15..=17 => self.write(),
            18 => self.array(),
            19 | 20 => self.new_object(),
            21 => self.call(),
            22 => self.identity(),
            _ => self.transaction(),
        }
    }

    fn op(&mut self, op: Op, args: &[Value]) -> Value {
        self.trace
            .emit(op, Immediate::None, args, None, None)
            .unwrap()
    }

    fn immediate(&mut self, op: Op, immediate: Immediate) -> Value {
        self.trace.emit(op, immediate, &[], None, None).unwrap()
    }

    fn int(&mut self, int: i64) -> Value {
        self.immediate(Op::Int, Immediate::Int(int))
    }

    fn leaving(&mut self, op: Op, args: &[Value]) -> Option<Value> {
        let exit = self.exit();
        self.trace.emit(op, Immediate::None, args, Some(exit), None)
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        // Later ones are likelier.
        let back = self
            .random
            .below(from.len())
            .min(self.random.below(from.len()));
        from[from.len() - 1 - back]
    }

    fn any_int(&mut self) -> Value {
        let ints = self.ints.clone();
        if self.random.below(5) == 0 {
            let small = [0, 1, -1, 2, 3, 4, 7, 8, 16, 64, 1 << 40, i64::MAX, i64::MIN];
            let int = small[self.random.below(small.len())];
            return self.int(int);
        }
        self.pick(&ints)
    }

    fn any_float(&mut self) -> Value {
        let floats = self.floats.clone();
        if self.random.below(5) == 0 {
            let some = [0.0, 1.0, 2.0, -0.5, 8.0, 1e300, f64::INFINITY];
            let bits = some[self.random.below(some.len())].to_bits();
            return self.immediate(Op::Float, Immediate::Float(bits));
        }
        self.pick(&floats)
    }

    fn any_object(&mut self) -> Object {
        let objects = self.objects.clone();
        self.pick(&objects)
    }

    /// An object with a cell's fields.
    fn any_cell(&mut self) -> usize {
        loop {
            let number = self.random.below(self.objects.len());
            if !matches!(self.objects[number].kind, Kind::Buffer(_)) {
                return number;
            }
        }
    }

    fn object(&mut self, op: Op, args: &[Value], kind: Kind) {
        let value = self.op(op, args);
        self.add(value, kind);
    }

    fn add(&mut self, value: Value, kind: Kind) {
        let (token, may_read, is_owned, may_write) = (None, false, false, false);
        self.objects.push(Object {
            value,
            kind,
            token,
            may_read,
            is_owned,
            may_write,
        });
    }
}
