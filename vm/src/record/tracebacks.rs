//! Tracebacks of exceptions that are raised in a trace, and the frames that they show: new objects.
//!
//! They are what `objects/traceback.rs` and `objects/frame_object.rs` make. A frame that is left gives its proxy a copy of its
//! variables; one that goes on has its proxy in its level, or, if the trace was entered from it, in memory.

use super::begin::NOTHING;
use super::held::Held;
use super::{Recorder, Res, unsupported};
use crate::cx::Cx;
use crate::heap::{HeapType, Meta};
use crate::interp::Fr;
use crate::interp::frame::Frame;
use crate::objects::frame_object::{self, FRAME, FrameObject};
use crate::objects::object::OBJECT;
use crate::objects::traceback::{TRACEBACK, Traceback};
use crate::objects::values::Values;
use crate::value::Value;
use std::mem::offset_of;
use tython_jit::ir::{self, FieldId, Op as Ir};

impl Recorder {
    /// A new entry of a traceback: its address, and its word.
    pub(super) fn new_traceback(
        &mut self,
        next: ir::Value,
        frame: ir::Value,
        word: u32,
    ) -> (ir::Value, ir::Value) {
        let fields = [
            self.fields.traceback_next,
            self.fields.traceback_frame,
            self.fields.traceback_word,
            self.fields.traceback_line,
        ];
        let (word, unbound) = (
            self.constant(Value::index(word as usize)),
            self.constant(Value::UNBOUND),
        );
        let kind = Meta::new(Traceback::LAYOUT, TRACEBACK.shape());
        let words = [next, frame, word, unbound];
        self.new_object(kind, "traceback", &fields, &words)
    }

    /// The proxy of the newest level's frame, which is this one.
    pub(super) fn frame_object(&mut self, cx: &mut Cx, fr: Fr) -> Res<Held> {
        let depth = self.levels.len() - 1;
        if depth == 0 {
            return self.proxy_of_first(cx, fr).map(Held::Word);
        }
        if let Some(proxy) = self.levels[depth].proxy {
            return Ok(proxy);
        }
        if self.levels[depth].body.is_some() {
            return unsupported("the proxy of a generator's frame");
        }
        let [generator, _, globals, builtins] = self.callee(depth)?;
        let code = self.constant(self.code_at(depth));
        let (unbound, none) = (self.constant(Value::UNBOUND), self.constant(Value::NONE));
        let first = self.constant(Value::index(0));
        let (fields, words): (Vec<FieldId>, Vec<ir::Value>) = [
            (self.fields.frame_code, code),
            (self.fields.frame_globals, globals),
            (self.fields.frame_builtins, builtins),
            (self.fields.frame_namespace, unbound),
            (self.fields.frame_generator, generator),
            (self.fields.frame_back, none),
            (self.fields.frame_word, first),
            (self.fields.frame_registers, unbound),
            (self.fields.frame_trace, none),
            (self.fields.frame_extra, unbound),
        ]
        .into_iter()
        .unzip();
        let kind = Meta::new(FrameObject::LAYOUT, FRAME.shape());
        let (address, word) = self.new_object(kind, "frame", &fields, &words);
        let proxy = Held::Ref(address, word);
        self.level().proxy = Some(proxy);
        Ok(proxy)
    }

    /// The proxy of the first frame. Where it has none it gets one, outside of a loop by the trace.
    fn proxy_of_first(&mut self, cx: &mut Cx, fr: Fr) -> Res<ir::Value> {
        match self.first_proxy(cx, fr)? {
            Some(word) => Ok(word),
            None => self.helper_value("frame_proxy", &[]),
        }
    }

    /// The proxy that the first frame has; one that loops has one from the first turn on. Guards make sure of the answer.
    fn first_proxy(&mut self, cx: &mut Cx, fr: Fr) -> Res<Option<ir::Value>> {
        if self.is_loop() && frame_object::of_running(cx, fr).is_err() {
            return unsupported("a frame without a proxy");
        }
        let field = self.frame_field(ir::Type::Word, offset_of!(Frame, proxy));
        let frame = self.emit(Ir::Frame, &[]);
        let word = self.load(field, frame);
        let unbound = self.constant(Value::UNBOUND);
        let same = self.emit(Ir::SameWord, &[word, unbound]);
        let is_there = !fr.frame().proxy.is_unbound();
        self.guard(same, !is_there);
        Ok(is_there.then_some(word))
    }

    /// The newest level's frame returns: if it has a proxy, that is told.
    pub(super) fn leave_for_good(&mut self, cx: &mut Cx, fr: Fr) -> Res<()> {
        let word = self.level().word;
        match self.level().proxy {
            Some(_) => self.leave_frame(cx, fr, word),
            None => Ok(()),
        }
    }

    /// The newest level's frame, which has a proxy, is about to be left at this word: the proxy takes what there is to see.
    pub(super) fn leave_frame(&mut self, cx: &mut Cx, fr: Fr, word: u32) -> Res<()> {
        let depth = self.levels.len() - 1;
        let level = &self.levels[depth];
        let Some(proxy) = level.proxy else {
            return Ok(());
        };
        let address = self.address_of_object(proxy);
        let back = match (self.levels[depth - 1].proxy, depth) {
            (Some(proxy), _) => Some(self.word(proxy)),
            (None, 1) => self.first_proxy(cx, Fr(fr.frame().caller))?,
            (None, _) => None,
        };
        let back = back.unwrap_or_else(|| self.constant(Value::NONE));
        let copy = self.copy_of_variables(depth);
        let word = self.constant(Value::index(word as usize));
        self.open_write(address);
        self.store(self.fields.frame_back, address, back);
        self.store(self.fields.frame_word, address, word);
        self.store(self.fields.frame_registers, address, copy);
        Ok(())
    }

    /// The levels whose proxies the trace knows: a bit for each.
    pub(super) fn known_proxies(&self) -> i64 {
        let levels = self.levels.iter().enumerate();
        let known = levels.filter(|(_, level)| level.proxy.is_some());
        known.fold(0, |bits, (depth, _)| bits | 1 << depth)
    }

    fn address_of_object(&mut self, held: Held) -> ir::Value {
        match held {
            Held::Ref(address, _) => address,
            held => {
                let word = self.word(held);
                self.untagged(word)
            }
        }
    }

    fn copy_of_variables(&mut self, depth: usize) -> ir::Value {
        let count = self.data(depth).map_or(0, |data| data.locals);
        let mut fields = vec![self.fields.values_length];
        let mut words = vec![self.int(count as i64)];
        for register in 0..count {
            let held = self.levels[depth].registers[register].unwrap_or(NOTHING);
            words.push(self.word_at(depth, register as u16, held));
            let declared = &mut self.trace.declared;
            fields.push(self.fields.value(declared, register as u32));
        }
        let kind = Meta::new(Values::LAYOUT, OBJECT.shape());
        let name = format!("values{count}");
        self.new_object(kind, &name, &fields, &words).1
    }
}
