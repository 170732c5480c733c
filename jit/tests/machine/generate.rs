//! Random traces: what a recorder might have written down, with more of everything that is rare.

use super::random::Random;
use super::world::ITEMS;
use tython_jit::ir::{
    Content, Exit, ExitId, Form, FrameState, Immediate, Index, Op, Register, Trace, Type, Value,
    Virtual,
};

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

    fn arithmetic(&mut self) {
        let pure = [
            Op::Add,
            Op::Sub,
            Op::Mul,
            Op::And,
            Op::Or,
            Op::Xor,
            Op::Shl,
            Op::Sar,
            Op::Shr,
        ];
        let checked = [
            Op::AddOvf,
            Op::SubOvf,
            Op::MulOvf,
            Op::ShlOvf,
            Op::Div,
            Op::Rem,
        ];
        let args = [self.any_int(), self.any_int()];
        let result = if self.random.below(3) > 0 {
            let op = pure[self.random.below(pure.len())];
            self.op(op, &args)
        } else {
            let op = checked[self.random.below(checked.len())];
            // Most small enough to go on.
            let mask = self.int(255);
            let left = self.op(Op::And, &[args[0], mask]);
            let small = 1 + self.random.below(9) as i64;
            let right = if self.random.below(3) > 0 {
                self.int(small)
            } else {
                args[1]
            };
            self.leaving(op, &[left, right]).unwrap()
        };
        self.ints.push(result);
        if self.random.below(6) == 0 {
            let word = self.op(Op::IntAsWord, &[result]);
            let int = self.op(Op::WordAsInt, &[word]);
            self.ints.push(int);
        }
    }

    fn float(&mut self) {
        let unary = [
            Op::NegFloat,
            Op::AbsFloat,
            Op::Sqrt,
            Op::Floor,
            Op::Ceil,
            Op::Trunc,
        ];
        let binary = [Op::AddFloat, Op::SubFloat, Op::MulFloat, Op::DivFloat];
        let result = match self.random.below(4) {
            0 => {
                let int = self.any_int();
                self.op(Op::IntToFloat, &[int])
            }
            1 => {
                let (op, arg) = (unary[self.random.below(unary.len())], self.any_float());
                self.op(op, &[arg])
            }
            _ => {
                let args = [self.any_float(), self.any_float()];
                let op = binary[self.random.below(binary.len())];
                self.op(op, &args)
            }
        };
        self.floats.push(result);
    }

    fn compare(&mut self) {
        let ints = [Op::Eq, Op::Ne, Op::Lt, Op::Le, Op::Gt, Op::Ge, Op::Below];
        let floats = [
            Op::EqFloat,
            Op::NeFloat,
            Op::LtFloat,
            Op::LeFloat,
            Op::GtFloat,
            Op::GeFloat,
        ];
        let result = if self.random.below(3) > 0 {
            let (op, args) = (
                ints[self.random.below(ints.len())],
                [self.any_int(), self.any_int()],
            );
            self.op(op, &args)
        } else {
            let args = [self.any_float(), self.any_float()];
            let op = floats[self.random.below(floats.len())];
            self.op(op, &args)
        };
        let result = if self.random.below(3) == 0 {
            self.op(Op::Not, &[result])
        } else {
            result
        };
        self.bools.push(result);
        if self.random.below(2) == 0 {
            let int = self.op(Op::BoolToInt, &[result]);
            self.ints.push(int);
        }
    }

    fn guard(&mut self) {
        if self.random.below(8) == 0 {
            self.leaving(Op::GuardValid, &[]);
            return;
        }
        let bools = self.bools.clone();
        if !bools.is_empty() && self.random.below(6) == 0 {
            let op = [Op::GuardTrue, Op::GuardFalse][self.random.below(2)];
            let condition = self.pick(&bools);
            self.leaving(op, &[condition]);
            return;
        }
        // One that holds most of the time.
        let (int, other) = (self.any_int(), self.random.below(1000) as i64 + 100_000);
        let (op, limit) = match self.random.below(3) {
            0 => (Op::Ne, self.int(other)),
            1 => (Op::Lt, self.int(i64::MAX)),
            _ => (Op::Ge, self.int(i64::MIN + 1)),
        };
        let condition = self.op(op, &[int, limit]);
        self.leaving(Op::GuardTrue, &[condition]);
    }

    /// Opens an object for reading, now and then once more.
    fn open_read(&mut self, number: usize) {
        let object = self.objects[number];
        if object.may_read && self.random.below(6) > 0 {
            return;
        }
        let token = match self.menu.form {
            Form::Solo => {
                self.trace.emit(
                    Op::OpenReadSolo,
                    Immediate::None,
                    &[object.value],
                    None,
                    None,
                );
                None
            }
            Form::Shared => Some(self.op(Op::OpenReadShared, &[object.value])),
        };
        let object = &mut self.objects[number];
        (object.token, object.may_read) = (token, true);
    }

    fn open_write(&mut self, number: usize) {
        let object = self.objects[number];
        if object.may_write && self.random.below(6) > 0 {
            return;
        }
        let op = match self.menu.form {
            Form::Solo => Op::OpenWriteSolo,
            Form::Shared => Op::OpenWriteShared,
        };
        self.trace
            .emit(op, Immediate::None, &[object.value], None, None);
        self.forget_tokens();
        let object = &mut self.objects[number];
        (object.may_read, object.is_owned, object.may_write) = (true, true, true);
    }

    /// Opening an object for writing changes its token, which may have been seen under another name: a later look
    /// would only leave, and a pass may well find out that it need not.
    fn forget_tokens(&mut self) {
        for object in self.objects.iter_mut().filter(|object| !object.is_owned) {
            (object.may_read, object.token) = (false, None);
        }
    }

    /// The second look, where it is needed, and now and then where it is not.
    fn check(&mut self, number: usize) {
        let object = self.objects[number];
        if self.menu.form == Form::Solo {
            return;
        }
        if let Some(token) = object.token.filter(|_| !object.is_owned) {
            self.leaving(Op::CheckOpen, &[object.value, token]);
        }
    }

    fn field(&self, name: &str) -> Immediate {
        let fields = &self.trace.declared.fields;
        let (id, field) = fields.iter().find(|(_, field)| field.name == name).unwrap();
        if field.stride.is_some() {
            Immediate::Array(id)
        } else {
            Immediate::Field(id)
        }
    }

    fn load(&mut self, name: &str, object: Value) -> Value {
        let field = self.field(name);
        self.trace
            .emit(Op::Load, field, &[object], None, None)
            .unwrap()
    }

    fn read(&mut self) {
        let number = self.any_cell();
        let object = self.objects[number];
        match self.random.below(6) {
            0 => {
                let weight = self.load("weight", object.value);
                self.floats.push(weight);
            }
            1 => {
                let next = self.load("next", object.value);
                self.add(next, Kind::Cell);
            }
            2 => {
                self.open_read(number);
                let flag = self.load("flag", object.value);
                self.check(number);
                self.bools.push(flag);
            }
            _ => {
                self.open_read(number);
                let count = self.load("count", object.value);
                let again = (self.random.below(3) == 0).then(|| self.load("count", object.value));
                self.check(number);
                self.ints.push(count);
                self.ints.extend(again);
            }
        }
    }

    fn write(&mut self) {
        let number = self.any_cell();
        let object = self.objects[number].value;
        self.open_write(number);
        let (field, value) = match self.random.below(5) {
            0 => {
                let other = self.any_object().value;
                (self.field("shape"), self.op(Op::RefAsWord, &[other]))
            }
            1 if !self.bools.is_empty() => {
                let bools = self.bools.clone();
                (self.field("flag"), self.pick(&bools))
            }
            _ => (self.field("count"), self.any_int()),
        };
        self.trace
            .emit(Op::Store, field, &[object, value], None, None);
    }

    fn array(&mut self) {
        let objects = self.objects.clone();
        let arrays = objects
            .iter()
            .enumerate()
            .filter(|(_, object)| object.kind != Kind::Cell);
        let arrays: Vec<usize> = arrays.map(|(number, _)| number).collect();
        let number = self.pick(&arrays);
        let (name, length) = match self.objects[number].kind {
            Kind::Buffer(length) => ("elements", length),
            _ => ("items", ITEMS),
        };
        if length == 0 {
            return;
        }
        let object = self.objects[number].value;
        let index = if self.random.below(2) == 0 || !length.is_power_of_two() {
            let index = self.random.below(length) as i64;
            self.int(index)
        } else {
            let (any, mask) = (self.any_int(), self.int(length as i64 - 1));
            self.op(Op::And, &[any, mask])
        };
        let field = self.field(name);
        if self.random.below(2) == 0 {
            self.open_read(number);
            let item = self
                .trace
                .emit(Op::LoadAt, field, &[object, index], None, None);
            self.check(number);
            self.ints.extend(item);
        } else {
            let value = self.any_int();
            self.open_write(number);
            self.trace
                .emit(Op::StoreAt, field, &[object, index, value], None, None);
        }
    }

    fn new_object(&mut self) {
        let exit = Some(self.exit());
        let layouts = &self.trace.declared.layouts;
        let layout = |name| {
            layouts
                .iter()
                .find(|(_, layout)| layout.name == name)
                .unwrap()
                .0
        };
        let (cell, buffer) = (
            Immediate::Layout(layout("cell")),
            Immediate::Layout(layout("buffer")),
        );
        let (value, kind) = if self.random.below(4) == 0 {
            let length = self.random.below(6);
            let arg = self.int(length as i64);
            let value = self
                .trace
                .emit(Op::AllocArray, buffer, &[arg], exit, None)
                .unwrap();
            (value, Kind::Buffer(length))
        } else {
            let value = self.trace.emit(Op::Alloc, cell, &[], exit, None).unwrap();
            let (weight, next) = (self.any_float(), self.any_cell());
            let next = self.objects[next].value;
            let (weight_field, next_field) = (self.field("weight"), self.field("next"));
            self.trace
                .emit(Op::Store, weight_field, &[value, weight], None, None);
            self.trace
                .emit(Op::Store, next_field, &[value, next], None, None);
            (value, Kind::Cell)
        };
        let (may_read, is_owned, may_write) = (true, true, true);
        self.objects.push(Object {
            value,
            kind,
            token: None,
            may_read,
            is_owned,
            may_write,
        });
        if let Kind::Cell = kind {
            let (count, field) = (self.any_int(), self.field("count"));
            self.trace
                .emit(Op::Store, field, &[value, count], None, None);
        }
    }

    fn identity(&mut self) {
        let (a, b) = (self.any_object().value, self.any_object().value);
        let same = if self.random.below(2) == 0 {
            self.op(Op::Same, &[a, b])
        } else {
            let words = [self.op(Op::RefAsWord, &[a]), self.op(Op::RefAsWord, &[b])];
            self.op(Op::SameWord, &words)
        };
        self.bools.push(same);
        let int = self.op(Op::BoolToInt, &[same]);
        self.ints.push(int);
    }

    fn call(&mut self) {
        let helpers = ["mix", "halve", "peek", "bump", "maybe", "odd", "next"];
        let count = if self.menu.ends { 7 } else { 6 };
        let name = helpers[self.random.below(count)];
        let (id, helper) = self
            .trace
            .declared
            .helpers
            .iter()
            .find(|(_, helper)| helper.name == name)
            .unwrap();
        let (may_leave, params) = (helper.effects.may_leave(), helper.params.clone());
        let mut args = Vec::new();
        for ty in params {
            let cell = self.any_cell();
            args.push(match ty {
                Type::F64 => self.any_float(),
                Type::Ref => self.objects[cell].value,
                _ => self.any_int(),
            });
        }
        let exit = may_leave.then(|| self.exit());
        let result = self
            .trace
            .emit(Op::Call, Immediate::Helper(id), &args, exit, None);
        match (name, result) {
            ("halve", Some(float)) => self.floats.push(float),
            ("odd", Some(bool)) => self.bools.push(bool),
            (_, Some(int)) => self.ints.push(int),
            ("next", None) => self.end(),
            _ => {}
        }
    }

    /// The transaction ends: nothing is open any more.
    fn end(&mut self) {
        for object in &mut self.objects {
            (object.may_read, object.is_owned, object.may_write) = (false, false, false);
            object.token = None;
        }
    }

    fn transaction(&mut self) {
        let op = match self.random.below(6) {
            0 => Op::AtomicEnter,
            1 => Op::AtomicLeave,
            2 => Op::Irrevocable,
            3 if self.may_nest => Op::Nest,
            4 if self.menu.ends => Op::Commit,
            _ => Op::Poll,
        };
        match op {
            Op::Poll => {
                self.leaving(op, &[]);
            }
            Op::Commit => {
                self.leaving(op, &[]);
                self.end();
            }
            _ => {
                self.trace.emit(op, Immediate::None, &[], None, None);
            }
        }
        if op == Op::Nest {
            self.nest();
        }
    }

    /// What was written has to be opened once more.
    fn nest(&mut self) {
        for object in &mut self.objects {
            object.may_write = false;
        }
    }

    fn content(&mut self) -> Content {
        Content::Value(match self.random.below(5) {
            0 => self.any_float(),
            1 => self.any_object().value,
            2 if !self.bools.is_empty() => {
                let bools = self.bools.clone();
                self.pick(&bools)
            }
            _ => {
                let ints = self.ints.clone();
                self.pick(&ints)
            }
        })
    }

    /// An exit with some of what there is.
    fn exit(&mut self) -> ExitId {
        if !self.trace.exits.is_empty() && self.random.below(3) == 0 {
            return ExitId::new(self.trace.exits.len() as u32 - 1);
        }
        let mut exit = Exit::default();
        let points = &self.trace.declared.points;
        let point = |name| {
            points
                .iter()
                .find(|(_, point)| point.name == name)
                .unwrap()
                .0
        };
        let (tail, inside) = (point("tail"), point("inside"));
        if self.random.below(4) == 0 {
            let layouts = &self.trace.declared.layouts;
            let layout = layouts
                .iter()
                .find(|(_, layout)| layout.name == "cell")
                .unwrap();
            let (layout, fields) = (layout.0, layout.1.fields.clone());
            let mut contents = Vec::new();
            for field in fields {
                let ty = self.trace.declared.fields.get(field).unwrap().ty;
                let content = match ty {
                    Type::Word if self.random.below(2) == 0 => Content::Virtual(Index::new(0)),
                    Type::Word => self.content(),
                    Type::F64 => Content::Value(self.any_float()),
                    Type::Bool => {
                        let (a, b) = (self.any_int(), self.any_int());
                        Content::Value(self.op(Op::Lt, &[a, b]))
                    }
                    Type::Ref => Content::Value(self.any_object().value),
                    Type::I64 => Content::Value(self.any_int()),
                };
                contents.push((field, content));
            }
            exit.virtuals.push(Virtual {
                layout,
                fields: contents,
            });
        }
        let mut registers = Vec::new();
        for register in (0..4).map(Register) {
            if self.random.below(2) == 0 {
                let content = if !exit.virtuals.is_empty() && self.random.below(3) == 0 {
                    Content::Virtual(Index::new(0))
                } else {
                    self.content()
                };
                registers.push((register, content));
            }
        }
        exit.frames.push(FrameState {
            point: tail,
            registers,
        });
        if self.random.below(4) == 0 {
            let registers = vec![(Register(0), self.content()), (Register(1), self.content())];
            exit.frames.push(FrameState {
                point: inside,
                registers,
            });
        }
        self.trace.exits.push(exit)
    }
}
