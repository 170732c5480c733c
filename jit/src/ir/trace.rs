//! The trace: instructions in the order of execution, values, exits, declarations, in flat arenas.
//!
//! [`Trace::emit`] and its siblings append, and give each result its type by the operation table. They
//! check nothing: that a trace makes sense is for [`crate::verify`] to say, and it says it of hand-made
//! traces, recorded ones and the output of each pass alike.
//!
//! ```
//! use tython_jit::ir::{
//!     Code, Content, Declarations, Exit, Form, FrameState, Immediate, Kind, Op, Origin, Place, Point,
//!     Register, Trace, TraceId, Type,
//! };
//! use tython_jit::verify::verify;
//!
//! let mut declared = Declarations::default();
//! let code = declared.codes.push(Code { name: "main".into(), registers: 1 });
//! let place = Place { code, pc: 4 };
//! let live = vec![Register(0)];
//! let head = declared.points.push(Point { name: "head".into(), place, live });
//! let (id, name) = (TraceId(1), "down to nothing".into());
//! let origin = Origin { id, name, kind: Kind::Root, form: Form::Solo };
//!
//! let mut trace = Trace::new(origin, declared, head);
//! let word = trace.param(Type::Word, Some(Register(0)));
//! let mut emit = |op, immediate, args: &[_], exit| trace.emit(op, immediate, args, exit, Some(place));
//! let start = emit(Op::WordAsInt, Immediate::None, &[word], None).unwrap();
//! let step = emit(Op::Int, Immediate::Int(-1), &[], None).unwrap();
//! let counter = trace.loop_param(Type::I64);
//! let registers = vec![(Register(0), Content::Value(counter))];
//! let frames = vec![FrameState { point: head, registers }];
//! let exit = trace.exits.push(Exit { frames, ..Exit::default() });
//! trace.emit(Op::Loop, Immediate::None, &[start], None, None);
//! trace.emit(Op::Poll, Immediate::None, &[], Some(exit), None);
//! let next = trace.emit(Op::AddOvf, Immediate::None, &[counter, step], Some(exit), None).unwrap();
//! trace.emit(Op::Jump, Immediate::None, &[next], None, None);
//!
//! assert_eq!(verify(&trace), Ok(()));
//! assert_eq!(trace.to_string().parse(), Ok(trace));
//! ```

use super::arena::{Arena, ExitId, Index, PointId, Value};
use super::declare::{Declarations, Field, Helper, Place, Register};
use super::exit::Exit;
use super::op::{Exits, Immediate, Op, Outcome};
use super::types::Type;
use std::fmt;

/// The number of a trace, unique in its process.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct TraceId(pub u32);

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// Which of a trace's two forms this is. They differ in their barriers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Form {
    /// For a process with one thread.
    Solo,
    /// For several threads.
    Shared,
}

/// Where a trace begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Kind {
    /// At a place of the interpreter's code: each parameter comes from a register of the frame.
    Root,
    /// At an exit of another trace, whose values are the parameters.
    Bridge {
        /// The trace that was left.
        parent: TraceId,
        /// Its exit.
        exit: ExitId,
    },
}

/// A parameter of a trace.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Param {
    /// The value that it defines.
    pub value: Value,
    /// Its register in the frame that a root is entered from.
    pub register: Option<Register>,
}

/// Where a trace comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    /// Its number.
    pub id: TraceId,
    /// What it is called in reports.
    pub name: String,
    /// What it begins at.
    pub kind: Kind,
    /// Which barriers it has.
    pub form: Form,
}

/// An instruction.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Inst {
    /// What it does.
    pub op: Op,
    /// The value that it defines.
    pub result: Option<Value>,
    /// What stands before the operands.
    pub immediate: Immediate,
    /// Its operands in [`Trace::args`].
    first: u32,
    count: u32,
    /// Where it leaves the trace.
    pub exit: Option<ExitId>,
    /// The instruction of the interpreter that it comes from.
    pub place: Option<Place>,
}

/// A trace.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trace {
    /// Where it comes from.
    pub origin: Origin,
    /// What it says of the language.
    pub declared: Declarations,
    /// Where the interpreter is when the trace is entered.
    pub entry: PointId,
    /// The parameters of the entry.
    pub params: Vec<Param>,
    /// The parameters of the loop header.
    pub loop_params: Vec<Value>,
    /// Exits, in the order of their numbers.
    pub exits: Arena<ExitId, Exit>,
    insts: Vec<Inst>,
    args: Vec<Value>,
    types: Arena<Value, Option<Type>>,
}

impl Trace {
    /// A trace without instructions.
    #[must_use]
    pub fn new(origin: Origin, declared: Declarations, entry: PointId) -> Trace {
        Trace {
            origin,
            declared,
            entry,
            params: Vec::new(),
            loop_params: Vec::new(),
            exits: Arena::default(),
            insts: Vec::new(),
            args: Vec::new(),
            types: Arena::default(),
        }
    }

    /// The instructions, in the order of execution.
    #[must_use]
    pub fn insts(&self) -> &[Inst] {
        &self.insts
    }

    /// The operands of one of this trace's instructions.
    #[must_use]
    pub fn args(&self, inst: &Inst) -> &[Value] {
        let first = inst.first as usize;
        self.args
            .get(first..first + inst.count as usize)
            .unwrap_or_default()
    }

    /// The type of a value; `None` if nothing defines it.
    #[must_use]
    pub fn ty(&self, value: Value) -> Option<Type> {
        self.types.get(value).copied().flatten()
    }

    /// A new value.
    pub fn value(&mut self, ty: Type) -> Value {
        self.types.push(Some(ty))
    }

    /// Gives the value of that number a type: for readers of traces that have numbers already.
    pub(crate) fn define(&mut self, value: Value, ty: Type) {
        self.types.grow(value.number() as usize + 1, None);
        if let Some(entry) = self.types.get_mut(value) {
            *entry = Some(ty);
        }
    }

    /// Adds a parameter of the entry.
    pub fn param(&mut self, ty: Type, register: Option<Register>) -> Value {
        let value = self.value(ty);
        self.params.push(Param { value, register });
        value
    }

    /// Adds a parameter of the loop header.
    pub fn loop_param(&mut self, ty: Type) -> Value {
        let value = self.value(ty);
        self.loop_params.push(value);
        value
    }

    /// Appends an instruction; its result, if it has one, is a new value.
    pub fn emit(
        &mut self,
        op: Op,
        immediate: Immediate,
        args: &[Value],
        exit: Option<ExitId>,
        place: Option<Place>,
    ) -> Option<Value> {
        let ty = self.result_type(op, immediate);
        let result = ty.map(|ty| self.value(ty));
        self.append(op, result, immediate, args, exit, place);
        result
    }

    /// Appends an instruction whose result is there already.
    pub(crate) fn append(
        &mut self,
        op: Op,
        result: Option<Value>,
        immediate: Immediate,
        args: &[Value],
        exit: Option<ExitId>,
        place: Option<Place>,
    ) {
        self.insts.push(Inst {
            op,
            result,
            immediate,
            first: self.args.len() as u32,
            count: args.len() as u32,
            exit,
            place,
        });
        self.args.extend_from_slice(args);
    }

    /// Takes away the last instructions, so that `count` are left. Their results, and exits that name these, stay and
    /// mean nothing.
    pub fn truncate(&mut self, count: usize) {
        self.insts.truncate(count);
    }

    /// The field that an immediate names.
    #[must_use]
    pub fn field(&self, immediate: Immediate) -> Option<&Field> {
        match immediate {
            Immediate::Field(field) | Immediate::Array(field) => self.declared.fields.get(field),
            _ => None,
        }
    }

    /// The helper that an immediate names.
    #[must_use]
    pub fn helper(&self, immediate: Immediate) -> Option<&Helper> {
        match immediate {
            Immediate::Helper(helper) => self.declared.helpers.get(helper),
            _ => None,
        }
    }

    /// The type of what an operation gives.
    #[must_use]
    pub fn result_type(&self, op: Op, immediate: Immediate) -> Option<Type> {
        match op.info().outcome {
            Outcome::None => None,
            Outcome::Type(ty) => Some(ty),
            Outcome::Field => self.field(immediate).map(|field| field.ty),
            Outcome::Helper => self.helper(immediate).and_then(|helper| helper.result),
        }
    }

    /// Whether an operation has an exit.
    #[must_use]
    pub fn has_exit(&self, op: Op, immediate: Immediate) -> bool {
        match op.info().exits {
            Exits::Never => false,
            Exits::Always => true,
            Exits::Helper => self
                .helper(immediate)
                .is_some_and(|helper| helper.effects.may_leave()),
        }
    }
}
