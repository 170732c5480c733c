//! Cells and globals.

use super::held::Held;
use super::{After, Recorder, Res, unsupported};
use crate::cx::Cx;
use crate::heap::{HeapType, Meta};
use crate::interp::Fr;
use crate::interp::frame::Frame;
use crate::objects::cell::{CELL, Cell};
use crate::objects::dict::{self, Absent, Dict, Located};
use crate::objects::function::Function;
use crate::objects::module::Module;
use crate::objects::native_function::NativeFunction;
use crate::objects::type_object::Type;
use crate::value::Value;
use std::mem::offset_of;
use tython_compiler::isa::{Instr, Op};
use tython_jit::ir::{self, Op as Ir};

/// Whether a name that means this is taken to mean it for good.
fn is_lasting(value: Value) -> bool {
    value.is::<Function>()
        || value.is::<NativeFunction>()
        || value.is::<Type>()
        || value.is::<Module>()
}

impl Recorder {
    pub(super) fn names(&mut self, cx: &mut Cx, fr: Fr, op: Op, i: Instr) -> Res<Option<After>> {
        Ok(Some(match op {
            Op::LoadGlobal => {
                self.guard_globals(fr);
                let frame = fr.frame();
                let name = fr.name(i.bc() as usize);
                let (globals, builtins) = (frame.globals, frame.builtins);
                After::Set(i.a(), self.global(cx, globals, builtins, name)?)
            }
            Op::LoadName if fr.frame().locals.is_unbound() => {
                self.guard_globals(fr);
                let frame = fr.frame();
                let name = fr.name(i.bc() as usize);
                let (globals, builtins) = (frame.globals, frame.builtins);
                After::Set(i.a(), self.global(cx, globals, builtins, name)?)
            }
            Op::StoreGlobal | Op::StoreName
                if op == Op::StoreGlobal || fr.frame().locals.is_unbound() =>
            {
                let globals = fr.frame().globals;
                if !globals.is::<Dict>() {
                    return unsupported("globals that are no dict");
                }
                self.guard_globals(fr);
                let names = self.constant(globals);
                let name = self.constant(fr.name(i.bc() as usize));
                let word = self.get_word(i.a());
                self.call_helper("set_name", &[names, name, word])?;
                After::Opaque(None)
            }
            Op::MakeCell => {
                let content = self.get_word(i.a());
                After::Set(i.a(), self.new_cell(content))
            }
            Op::LoadCell => {
                let Some(cell) = fr.get(i.b()).cast::<Cell>() else {
                    return unsupported("an empty cell");
                };
                let address = self.cell(fr, i.b())?;
                self.open_read(address);
                let content = self.fields.cell_content;
                let word = self.load(content, address);
                if cell.content.peek().is_unbound() {
                    return unsupported("an empty cell");
                }
                let unbound = self.constant(Value::UNBOUND);
                let same = self.emit(Ir::SameWord, &[word, unbound]);
                self.guard(same, false);
                After::Set(i.a(), Held::Word(word))
            }
            Op::StoreCell => {
                let address = self.cell(fr, i.a())?;
                let word = self.get_word(i.b());
                self.open_write(address);
                let content = self.fields.cell_content;
                self.store(content, address, word);
                After::Nothing
            }
            _ => return Ok(None),
        }))
    }

    /// The frame that the trace was entered from has the global names that it has now: another function may have the same
    /// code. (One that is inlined is always the same.)
    fn guard_globals(&mut self, fr: Fr) {
        if self.levels.len() > 1 || self.knows_globals {
            return;
        }
        self.knows_globals = true;
        let now = fr.frame();
        for (offset, value) in [
            (offset_of!(Frame, globals), now.globals),
            (offset_of!(Frame, builtins), now.builtins),
        ] {
            let field = self.frame_field(ir::Type::Word, offset);
            let frame = self.emit(Ir::Frame, &[]);
            let word = self.load(field, frame);
            self.guard_word(word, value);
        }
    }

    /// The compiler keeps a cell in the register: that needs no guard.
    /// A new cell. It is an object even where nobody sees it: an exit that would have to build it takes no bridge.
    fn new_cell(&mut self, content: ir::Value) -> Held {
        let kind = Meta::new(Cell::LAYOUT, CELL.shape());
        let name = format!("{}:{}:0:cell", kind.layout(), kind.shape());
        let fields = [self.fields.kind, self.fields.cell_content];
        let cell = self.allocate(name, fields.len() - 1, &fields, true);
        let words = [self.int(kind.bits() as i64), content];
        for (field, word) in fields.into_iter().zip(words) {
            self.store(field, cell, word);
        }
        Held::Ref(cell, self.tagged(cell))
    }

    fn cell(&mut self, fr: Fr, register: u16) -> Res<ir::Value> {
        let held = self.get(register);
        if !fr.get(register).is::<Cell>() {
            return unsupported("an empty cell");
        }
        Ok(match held {
            Held::Ref(address, _) => address,
            Held::Const(cell) => self.object(cell),
            held => {
                let word = self.word(held);
                let address = self.untagged(word);
                self.set(register, Held::Ref(address, word));
                address
            }
        })
    }

    /// What a global name means: where it lies now is where it has to lie.
    pub(super) fn global(
        &mut self,
        cx: &mut Cx,
        globals: Value,
        builtins: Value,
        name: Value,
    ) -> Res<Held> {
        let (Some(own), Some(others)) = (globals.cast::<Dict>(), builtins.cast::<Dict>()) else {
            return unsupported("globals that are no dict");
        };
        let Ok(found) = locate(cx, own, others, name) else {
            return unsupported("a look-up that fails");
        };
        let (absent, place, value) = match found {
            Some(found) => found,
            None => return unsupported("a name that is not defined"),
        };
        if let Some(absent) = absent {
            let (table, token, place, insertions) = absent.parts();
            self.guard_table(globals, table);
            let unit = self.unit_of_table(token);
            let found = self.word_of_table(unit, token, place);
            self.guard_word(found, insertions);
        }
        let holder = if absent.is_some() { builtins } else { globals };
        let (table, token, [key, at]) = place.parts();
        self.guard_table(holder, table);
        let unit = self.unit_of_table(token);
        let found = self.word_of_table(unit, token, key);
        self.guard_word(found, name);
        let word = self.word_of_table(unit, token, at);
        if is_lasting(value) {
            self.guard_word(word, value);
            return Ok(Held::Const(value));
        }
        Ok(Held::Word(word))
    }

    /// A unit of a table, which is a constant: its token, opened for reading.
    fn unit_of_table(&mut self, token: usize) -> ir::Value {
        let address = self.raw(token as u64);
        let unit = self.emit(Ir::WordAsRef, &[address]);
        self.open_read(unit);
        unit
    }

    /// A word of it, at this address.
    fn word_of_table(&mut self, unit: ir::Value, token: usize, address: usize) -> ir::Value {
        let distance = (address as i64 - token as i64) / size_of::<Value>() as i64;
        let index = self.int(distance);
        let words = self.fields.table_words;
        self.load_at(words, unit, index)
    }

    /// The dict still has this table, which the trace keeps alive.
    fn guard_table(&mut self, dict: Value, table: Value) {
        let dict = self.object(dict);
        self.open_read(dict);
        let field = self.fields.dict_table;
        let word = self.load(field, dict);
        self.guard_word(word, table);
    }
}

/// Where the value of a name lies, and the value; for a builtin, that the globals lack it.
type Found = (Option<Absent>, Located, Value);

fn locate(
    cx: &mut Cx,
    own: &'static Dict,
    others: &'static Dict,
    name: Value,
) -> crate::cx::R<Option<Found>> {
    let is_own = dict::get_str(cx, own, name)?.is_some();
    if is_own {
        let Some(place) = dict::locate(cx, own, name)? else {
            return Ok(None);
        };
        let value = dict::read_located(cx, own, place, name)?;
        return Ok(value.bound().map(|value| (None, place, value)));
    }
    let Some(absent) = dict::note_absence(cx, own)? else {
        return Ok(None);
    };
    let Some(place) = dict::locate(cx, others, name)? else {
        return Ok(None);
    };
    let value = dict::read_located(cx, others, place, name)?;
    Ok(value.bound().map(|value| (Some(absent), place, value)))
}
