//! Calls, steps of the transaction, and exits.

use super::Generator;
use tython_jit::ir::{
    Content, Exit, ExitId, FrameState, Immediate, Index, Op, Register, Type, Virtual,
};

impl Generator<'_> {
    pub(super) fn call(&mut self) {
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
    pub(super) fn end(&mut self) {
        for object in &mut self.objects {
            (object.may_read, object.is_owned, object.may_write) = (false, false, false);
            object.token = None;
        }
    }

    pub(super) fn transaction(&mut self) {
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
    pub(super) fn nest(&mut self) {
        for object in &mut self.objects {
            object.may_write = false;
        }
    }

    pub(super) fn content(&mut self) -> Content {
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
    pub(super) fn exit(&mut self) -> ExitId {
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
