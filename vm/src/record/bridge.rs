//! Bridges: what comes after an exit that is taken often.
//!
//! The parameters of a bridge are the values that the exit needs, so the recording begins with frames whose
//! registers hold these. What the exit does not name is in the frame as it was when the loop was entered,
//! and is read from there when somebody asks for it. What is constant in the trace that was left is constant here.
//!
//! A bridge ends where it comes to the header of a loop that is compiled already. The exits of that one
//! are sparse too: they do not name what is as it was at its entry. So before control goes there, what has
//! changed is written into the frame.

use super::delegation::Outermost;
use super::emit::some;
use super::generators::Body;
use super::held::Held;
use super::level::{HANDLED, Level, PROXY};
use super::{Recorder, Refused, Res, Start, helpers, refused, unsupported};
use crate::interp::Fr;
use crate::interp::frame::Back;
use crate::objects::code::CodeObject;
use crate::value::Value;
use rustc_hash::FxHashMap;
use tython_jit::hooks::Refusal;
use tython_jit::ir::{
    self, Content, ExitId, Family, FrameState, Immediate, Index, Kind, Trace, TraceId, Type,
};
use tython_jit::lower::needs;

/// The trace that has been left, and how.
pub(crate) struct Left<'t> {
    /// As it was compiled.
    pub(crate) trace: &'t Trace,
    /// By this exit.
    pub(crate) exit: ExitId,
    /// Its code objects, by their numbers.
    pub(crate) codes: Vec<Value>,
}

impl Recorder {
    /// Begins behind an exit. The frames have been rebuilt: `fr` is the newest of them.
    ///
    /// # Errors
    /// Why there can be no bridge.
    pub(crate) fn bridge(
        number: TraceId,
        left: &Left<'_>,
        fr: Fr,
    ) -> Result<Recorder, (Start, Refused)> {
        let frames = frames_of(left, fr).unwrap_or_default();
        let Some(&Met {
            fr: first, word, ..
        }) = frames.first()
        else {
            let start = Start {
                code: fr.frame().code,
                word: 0,
                is_entry: false,
                is_open: false,
                kind: Kind::Root,
                form: left.trace.origin.form,
                at: 0,
            };
            let refused = refused(
                Refusal::Unsupported,
                "frames that are not those of the exit",
            );
            return Err((start, *refused));
        };
        let exit = left.trace.exits.get(left.exit);
        let start = Start {
            code: first.frame().code,
            word,
            is_entry: false,
            is_open: exit.is_some_and(|exit| exit.frames.len() == 1 && needs(exit).is_empty()),
            kind: Kind::Bridge {
                parent: left.trace.origin.id,
                exit: left.exit,
            },
            form: left.trace.origin.form,
            at: fr.frame().pc as usize,
        };
        // It never comes back to a header of its own.
        let mut recorder = Recorder::new(first, start, number, u32::MAX);
        recorder.levels.clear();
        match recorder.adopt(left, &frames) {
            Ok(()) => Ok(recorder),
            Err(refused) => Err((start, *refused)),
        }
    }

    /// Makes levels of the frames of an exit.
    fn adopt(&mut self, left: &Left<'_>, frames: &[Met<'_>]) -> Res<()> {
        let snapshot = some(left.trace.exits.get(left.exit), "an exit")?;
        let constants = constants(left.trace);
        let mut params = Vec::new();
        for value in needs(snapshot) {
            let ty = left.trace.ty(value).unwrap_or(Type::Word);
            params.push((value, ty, self.trace.param(ty, None)));
        }
        for (depth, Met { fr, root, word, .. }) in frames.iter().enumerate() {
            let code = some(fr.frame().code.cast::<CodeObject>(), "a code object")?;
            let number = self.code(code);
            let mut level = Level::new(number, code.data());
            level.word = *word;
            if depth > 0 {
                level.back = root.frame().back();
                level.function = Held::Const(fr.frame().function);
                // Whoever it is called by waits for its result.
                match level.back {
                    (Back::Store | Back::Length | Back::Bool, register) => {
                        self.level().pending = Some(register);
                    }
                    (back, _) => self.level().awaits = back.awaits(),
                }
            }
            self.levels.push(level);
        }
        for (depth, met) in frames.iter().enumerate() {
            let fr = met.fr;
            for (register, content) in &met.state.registers {
                let Content::Value(value) = content else {
                    return unsupported("an exit that builds objects");
                };
                let (register, size) = (usize::from(register.0), self.levels[depth].size);
                let is_body = register == size && !fr.frame().generator.is_unbound();
                if register == size && !is_body && !constants.contains_key(value) {
                    return unsupported("a function that is no constant");
                }
                let is_root = register == size + 2;
                let (is_proxy, is_handled) = (
                    register == size + usize::from(PROXY),
                    register == size + usize::from(HANDLED),
                );
                if register < size || is_body || is_root || is_proxy || is_handled {
                    let (_, ty, param) = *some(
                        params.iter().find(|(other, ..)| other == value),
                        "a value of the exit",
                    )?;
                    let held = match constants.get(value) {
                        Some(constant) => self.constant_of(*constant),
                        None => self.param_of(ty, param),
                    };
                    let level = &mut self.levels[depth];
                    match (is_body, &mut level.body) {
                        _ if is_proxy => level.proxy = Some(held),
                        _ if is_handled => level.handled = Some(held),
                        (true, body) => *body = Some(Body::running(held)),
                        (_, Some(body)) if is_root => {
                            let now = met.root.frame().generator;
                            body.root = Some(Outermost { held, now });
                        }
                        _ => *level.register(register as u16) = Some(held),
                    }
                }
            }
        }
        self.begins_here();
        if is_unsure(left) {
            self.guard_valid_here();
        }
        Ok(())
    }

    /// What holds a parameter of that type.
    fn param_of(&mut self, ty: Type, param: ir::Value) -> Held {
        match ty {
            Type::I64 => Held::Int(param, None),
            Type::F64 => Held::Float(param, None),
            Type::Bool => Held::Bool(param),
            Type::Word => Held::Word(param),
            Type::Ref => {
                let word = self.tagged(param);
                Held::Ref(param, word)
            }
        }
    }

    fn constant_of(&mut self, constant: Constant) -> Held {
        match constant {
            Constant::Value(value) => Held::Const(value),
            Constant::Int(int) => match Value::small_int(int) {
                Some(value) => Held::Const(value),
                None => Held::Int(self.int(int), None),
            },
            Constant::Float(float) => match Value::immediate_float(float) {
                Some(value) => Held::Const(value),
                None => Held::Float(self.float(float), None),
            },
        }
    }

    /// What a register of the frame holds that the trace was entered from, if the trace has not been told: it is there.
    pub(super) fn in_frame(&mut self, register: u16) -> Held {
        if let Some(word) = self.entered.get(&register) {
            return Held::Word(*word);
        }
        let word = self.load_register(0, register);
        self.holds(register, word);
        Held::Word(word)
    }
}

/// Whether others may have run since the trace that was left has last made sure that what it takes for granted holds: its exit is
/// that of a guard on what a helper has said that may have run Python code.
fn is_unsure(left: &Left<'_>) -> bool {
    let mut is_unsure = false;
    for inst in left.trace.insts() {
        if inst.exit == Some(left.exit) && inst.op != ir::Op::Call {
            return is_unsure;
        }
        let helper = left.trace.helper(inst.immediate);
        match inst.op {
            ir::Op::GuardValid => is_unsure = false,
            ir::Op::Call => {
                is_unsure |= helper.is_some_and(|helper| helper.effects.has(helpers::ANY));
            }
            _ => {}
        }
    }
    is_unsure
}

/// A constant of a trace.
#[derive(Clone, Copy)]
enum Constant {
    Value(Value),
    Int(i64),
    Float(f64),
}

/// The constants of a trace. Of references: the address is that of the object, not its word.
fn constants(trace: &Trace) -> FxHashMap<ir::Value, Constant> {
    let mut constants = FxHashMap::default();
    for inst in trace.insts() {
        if inst.op.info().family != Family::Constant {
            continue;
        }
        let constant = match inst.immediate {
            Immediate::Int(int) => Some(Constant::Int(int)),
            Immediate::Float(bits) => Some(Constant::Float(f64::from_bits(bits))),
            Immediate::Bool(bool) => Some(Constant::Value(Value::bool(bool))),
            Immediate::Word(bits) => Some(Constant::Value(Value::from_bits(bits))),
            Immediate::Object(object) => trace
                .declared
                .objects
                .get(object)
                .map(|object| Constant::Value(Value::reference(object.address as usize))),
            _ => None,
        };
        if let (Some(result), Some(constant)) = (inst.result, constant) {
            constants.insert(result, constant);
        }
    }
    constants
}

/// A frame of an exit.
struct Met<'t> {
    fr: Fr,
    /// The same, or of the generator that delegates to this one, with others between them. None of them is one of the exit's.
    root: Fr,
    /// The word that it stands at.
    word: u32,
    state: &'t FrameState,
}

/// The frames of the exit, outermost first.
fn frames_of<'t>(left: &Left<'t>, newest: Fr) -> Option<Vec<Met<'t>>> {
    let snapshot = left.trace.exits.get(left.exit)?;
    let mut frames = Vec::new();
    let mut fr = newest;
    for (depth, state) in snapshot.frames.iter().enumerate().rev() {
        let place = left.trace.declared.points.get(state.point)?.place;
        let code = left.codes.get(place.code.number() as usize)?;
        if fr.frame().code != *code {
            return None;
        }
        let mut root = fr;
        while depth > 0 && Fr(root.frame().caller).frame().is_bare() {
            root = Fr(root.frame().caller);
        }
        let word = place.pc;
        frames.push(Met {
            fr,
            root,
            word,
            state,
        });
        fr = Fr(root.frame().caller);
    }
    frames.reverse();
    (!frames.is_empty()).then_some(frames)
}
