//! Objects: barriers, fields, arrays, new ones.

use super::super::world::ITEMS;
use super::{Generator, Kind, Object};
use tython_jit::ir::{Form, Immediate, Op, Value};

impl Generator<'_> {
    /// Opens an object for reading, now and then once more.
    pub(super) fn open_read(&mut self, number: usize) {
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
            Form::Shared => self.leaving(Op::OpenReadShared, &[object.value]),
        };
        let object = &mut self.objects[number];
        (object.token, object.may_read) = (token, true);
    }

    pub(super) fn open_write(&mut self, number: usize) {
        let object = self.objects[number];
        if object.may_write && self.random.below(6) > 0 {
            return;
        }
        match self.menu.form {
            Form::Solo => {
                let args = &[object.value];
                self.trace
                    .emit(Op::OpenWriteSolo, Immediate::None, args, None, None);
            }
            Form::Shared => {
                self.leaving(Op::OpenWriteShared, &[object.value]);
            }
        }
        self.forget_tokens();
        let object = &mut self.objects[number];
        (object.may_read, object.is_owned, object.may_write) = (true, true, true);
    }

    /// Opening an object for writing changes its token, which may have been seen under another name: a later look
    /// would only leave, and a pass may well find out that it need not.
    pub(super) fn forget_tokens(&mut self) {
        for object in self.objects.iter_mut().filter(|object| !object.is_owned) {
            (object.may_read, object.token) = (false, None);
        }
    }

    /// The second look, where it is needed, and now and then where it is not.
    pub(super) fn check(&mut self, number: usize) {
        let object = self.objects[number];
        if self.menu.form == Form::Solo {
            return;
        }
        if let Some(token) = object.token.filter(|_| !object.is_owned) {
            self.leaving(Op::CheckOpen, &[object.value, token]);
        }
    }

    pub(super) fn field(&self, name: &str) -> Immediate {
        let fields = &self.trace.declared.fields;
        let (id, field) = fields.iter().find(|(_, field)| field.name == name).unwrap();
        if field.stride.is_some() {
            Immediate::Array(id)
        } else {
            Immediate::Field(id)
        }
    }

    pub(super) fn load(&mut self, name: &str, object: Value) -> Value {
        let field = self.field(name);
        self.trace
            .emit(Op::Load, field, &[object], None, None)
            .unwrap()
    }

    pub(super) fn read(&mut self) {
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

    pub(super) fn write(&mut self) {
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

    pub(super) fn array(&mut self) {
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

    pub(super) fn new_object(&mut self) {
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

    pub(super) fn identity(&mut self) {
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
}
