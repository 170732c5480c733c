//! Lowering: a trace becomes machine code, by Cranelift.
//!
//! A compiled trace is a function of the thread's context and of a [`Record`](crate::code::Record). It finds its
//! parameters in the record's values, and gives the code of the way by which control left. Nothing else
//! of the interpreter is touched: its frames are as they were at entry, until the host resumes.
//!
//! - Guards branch to *exit stubs* behind the code, one for each exit. A stub writes the
//!   values that the exit's snapshot needs into the record, in the order of [`needs`], and
//!   jumps to where the exit's data slot points: to a stub that gives the exit's code, or to a bridge, whose
//!   parameters are those very values. A link to another trace does the same with its operands.
//! - Barriers are a fast path in line and a call behind the code.
//! - Values live in registers and in the native frame, nowhere else, so a collector that scans native
//!   stacks conservatively finds every reference.
//!
//! All functions have the tail convention: going from one trace to another leaves no native frame, and a
//! [`Gate`] leads in.
//!
//! | file | what |
//! | --- | --- |
//! | `host.rs` | what a host tells |
//! | `arith.rs` | operations on values |
//! | `address.rs` | where elements of arrays are |
//! | `memory.rs` | fields, barriers, polls |
//! | `alloc.rs` | new objects |
//! | `calls.rs` | helpers, transactions |
//! | `exits.rs` | exit stubs, links, and the codes that say how a trace was left |

mod address;
mod alloc;
mod arith;
mod calls;
mod exits;
mod host;
mod memory;

pub use exits::{Left, needs};
pub use host::{
    Cells, Context, Host, HostLayout, PollWord, ReadTable, Returned, Runtime, Status, Unary,
};

use crate::code::{Code, Counts, Gate, Listing, MAX_VALUES, Memory, Slots};
use crate::ir::{ExitId, Family, Immediate, Index, Inst, Op, Trace, Type, Value};
use cranelift_codegen::Context as Session;
use cranelift_codegen::control::ControlPlane;
use cranelift_codegen::ir as clif;
use cranelift_codegen::ir::InstBuilder;
use cranelift_codegen::isa::{CallConv, OwnedTargetIsa};
use cranelift_codegen::settings::{self, Configurable};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};
use rustc_hash::FxHashMap;
use std::fmt;
use std::sync::Arc;

/// Why there is no code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CompileError {
    /// The code generator does not know this machine, or does not take the code.
    Generator(String),
    /// The host has no such helper.
    Helper(String),
    /// A trace has more parameters, or an exit more values, than a record.
    TooManyValues(usize),
    /// The system has no memory for code.
    Memory(String),
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CompileError::Generator(message) => write!(f, "the code generator: {message}"),
            CompileError::Helper(name) => write!(f, "the host has no helper `{name}`"),
            CompileError::TooManyValues(number) => {
                write!(f, "{number} values are more than a record has")
            }
            CompileError::Memory(message) => write!(f, "no memory for code: {message}"),
        }
    }
}

impl std::error::Error for CompileError {}

/// Makes machine code of traces.
pub struct Compiler {
    isa: OwnedTargetIsa,
    session: Session,
    functions: FunctionBuilderContext,
    host: Box<dyn Host>,
    gate: Arc<Gate>,
}

impl Compiler {
    /// A compiler for this machine and that host.
    ///
    /// # Errors
    /// If there is no code generator for this machine.
    pub fn new(host: Box<dyn Host>) -> Result<Compiler, CompileError> {
        let generator = |error: &dyn fmt::Display| CompileError::Generator(error.to_string());
        let mut flags = settings::builder();
        let set = [
            ("opt_level", "speed"),
            // The tail convention needs them, and so do profilers.
            ("preserve_frame_pointers", "true"),
            (
                "enable_verifier",
                if cfg!(debug_assertions) {
                    "true"
                } else {
                    "false"
                },
            ),
            ("unwind_info", "false"),
        ];
        for (name, value) in set {
            flags.set(name, value).map_err(|error| generator(&error))?;
        }
        let builder = cranelift_native::builder().map_err(|error| generator(&error))?;
        let isa = builder
            .finish(settings::Flags::new(flags))
            .map_err(|error| generator(&error))?;
        let mut compiler = Compiler {
            isa,
            session: Session::new(),
            functions: FunctionBuilderContext::new(),
            host,
            gate: Arc::default(),
        };
        let (call, stub) = (compiler.gate_code()?, compiler.stub_code()?);
        let gate = Gate::new(&call, &stub, &compiler.aside_code()?);
        compiler.gate = Arc::new(gate.map_err(|error| CompileError::Memory(error.to_string()))?);
        Ok(compiler)
    }

    /// The way into the code that this compiler makes.
    #[must_use]
    pub fn gate(&self) -> Arc<Gate> {
        Arc::clone(&self.gate)
    }

    /// Compiles a trace that the verifier accepts.
    ///
    /// # Errors
    /// If there is no code for it.
    pub fn compile(&mut self, trace: Arc<Trace>) -> Result<Code, CompileError> {
        let most = trace.exits.iter().map(|(_, exit)| needs(exit).len());
        let most = most.chain([trace.params.len()]).max().unwrap_or_default();
        let linked = trace
            .insts()
            .last()
            .map_or(0, |inst| trace.args(inst).len());
        if most.max(linked) > MAX_VALUES {
            return Err(CompileError::TooManyValues(most.max(linked)));
        }
        let slots = Slots::new(trace.exits.len(), self.gate.stub());
        let signature = trace_signature();
        let host: &dyn Host = &*self.host;
        let isa = &self.isa;
        let counts = host.counts().then(|| Counts::new(trace.exits.len()));
        let counts = counts.map(Arc::new);
        let gate = &self.gate;
        let lower = |builder: FunctionBuilder<'_>| {
            let lowering = Lowering::new(&trace, host, isa, &slots, builder);
            let counts = counts.as_deref();
            let lowering = Lowering {
                counts,
                aside: gate.aside() as u64,
                gate_stub: gate.stub() as u64,
                ..lowering
            };
            lowering.run()
        };
        let mut listing = host.lists().then(Listing::default);
        let bytes = generate(
            &mut self.session,
            &mut self.functions,
            isa,
            signature,
            listing.as_mut(),
            lower,
        )?;
        let memory =
            Memory::new(&bytes).map_err(|error| CompileError::Memory(error.to_string()))?;
        Ok(Code::new(trace, memory, slots).with_report(counts, listing))
    }

    /// `extern "C" fn(context, record, target) -> u64`: calls a trace.
    fn gate_code(&mut self) -> Result<Vec<u8>, CompileError> {
        let mut signature = clif::Signature::new(self.isa.default_call_conv());
        signature.params = vec![clif::AbiParam::new(clif::types::I64); 3];
        signature.returns = vec![clif::AbiParam::new(clif::types::I64)];
        let isa = &self.isa;
        generate(
            &mut self.session,
            &mut self.functions,
            isa,
            signature,
            None,
            |mut builder| {
                let params = begin(&mut builder);
                let callee = builder.import_signature(trace_signature());
                let none = builder.ins().iconst(clif::types::I64, 0);
                let args = [params[0], params[1], none];
                let call = builder.ins().call_indirect(callee, params[2], &args);
                let code = builder.inst_results(call)[0];
                builder.ins().return_(&[code]);
                builder.seal_all_blocks();
                builder.finalize(isa.frontend_config());
                Ok(())
            },
        )
    }

    /// `fn(function, context, record, a, b)`, which calls `function(context, a, b)` and leaves what that gives in the record. It has to
    /// save registers itself.
    fn aside_code(&mut self) -> Result<Vec<u8>, CompileError> {
        let convention = self.isa.default_call_conv();
        let isa = &self.isa;
        generate(
            &mut self.session,
            &mut self.functions,
            isa,
            calls::aside_signature(),
            None,
            |mut builder| {
                let params = begin(&mut builder);
                let &[function, context, record, a, b] = &params[..] else {
                    unreachable!("as the signature says");
                };
                let mut signature = clif::Signature::new(convention);
                signature.params = vec![clif::AbiParam::new(clif::types::I64); 3];
                signature.returns = vec![clif::AbiParam::new(clif::types::I64); 2];
                let callee = builder.import_signature(signature);
                let args = [context, a, b];
                let call = builder.ins().call_indirect(callee, function, &args);
                let results = builder.inst_results(call).to_vec();
                for (place, result) in results.into_iter().enumerate() {
                    let offset = (crate::code::ASIDE + 8 * place) as i32;
                    builder.ins().store(plain(), result, record, offset);
                }
                builder.ins().return_(&[]);
                builder.seal_all_blocks();
                builder.finalize(isa.frontend_config());
                Ok(())
            },
        )
    }

    /// What a data slot points to as long as nothing else is there: gives the code that it gets.
    fn stub_code(&mut self) -> Result<Vec<u8>, CompileError> {
        let isa = &self.isa;
        generate(
            &mut self.session,
            &mut self.functions,
            isa,
            trace_signature(),
            None,
            |mut builder| {
                let params = begin(&mut builder);
                builder.ins().return_(&params[2..]);
                builder.seal_all_blocks();
                builder.finalize(isa.frontend_config());
                Ok(())
            },
        )
    }
}

impl fmt::Debug for Compiler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Compiler({})", self.isa.name())
    }
}

/// Context, record, and the code of the exit that control comes from; gives the code by which it leaves.
fn trace_signature() -> clif::Signature {
    let mut signature = clif::Signature::new(CallConv::Tail);
    signature.params = vec![clif::AbiParam::new(clif::types::I64); 3];
    signature.returns = vec![clif::AbiParam::new(clif::types::I64)];
    signature
}

/// The first block and the parameters of a function.
fn begin(builder: &mut FunctionBuilder<'_>) -> Vec<clif::Value> {
    let block = builder.create_block();
    builder.append_block_params_for_function_params(block);
    builder.switch_to_block(block);
    builder.block_params(block).to_vec()
}

/// Runs the code generator over a function.
fn generate(
    session: &mut Session,
    functions: &mut FunctionBuilderContext,
    isa: &OwnedTargetIsa,
    signature: clif::Signature,
    listing: Option<&mut Listing>,
    fill: impl FnOnce(FunctionBuilder<'_>) -> Result<(), CompileError>,
) -> Result<Vec<u8>, CompileError> {
    session.clear();
    session.set_disasm(listing.is_some());
    session.func.signature = signature;
    fill(FunctionBuilder::new(&mut session.func, functions))?;
    let compiled = session
        .compile(&**isa, &mut ControlPlane::default())
        .map_err(|error| CompileError::Generator(format!("{:?}", error.inner)))?;
    if !compiled.buffer.relocs().is_empty() {
        return Err(CompileError::Generator(
            "the code refers to a library".into(),
        ));
    }
    if let Some(listing) = listing {
        listing.text = compiled.vcode.clone().unwrap_or_default();
        let pieces = compiled.buffer.get_srclocs_sorted().iter();
        let pieces = pieces.filter(|piece| !piece.loc.is_default());
        let pieces = pieces.map(|piece| (piece.loc.bits() as usize, piece.start, piece.end));
        listing.pieces = pieces.collect();
    }
    Ok(compiled.code_buffer().to_vec())
}

/// A trace on its way to machine code.
struct Lowering<'a, 'f> {
    trace: &'a Trace,
    host: &'a dyn Host,
    layout: HostLayout,
    isa: &'a OwnedTargetIsa,
    slots: &'a Slots,
    counts: Option<&'a Counts>,
    /// What calls the host without touching registers.
    aside: u64,
    /// Where ways out lead that lead to no other trace.
    gate_stub: u64,
    builder: FunctionBuilder<'f>,
    context: clif::Value,
    record: clif::Value,
    values: Vec<Option<clif::Value>>,
    /// Integer constants, for operations that are simpler with them.
    constants: FxHashMap<Value, i64>,
    /// The instructions that define values, by their numbers.
    definitions: FxHashMap<Value, usize>,
    /// The first value that the loop defines, once it has begun.
    first_in_loop: Option<Value>,
    /// Sums that have been made before the loop.
    bases: FxHashMap<Vec<address::Term>, clif::Value>,
    header: Option<clif::Block>,
    exits: FxHashMap<ExitId, clif::Block>,
    /// The same exits, where a function of the host has failed.
    failures: FxHashMap<ExitId, clif::Block>,
    rolled_back: Option<clif::Block>,
    signatures: FxHashMap<(usize, usize), clif::SigRef>,
    /// One region for each field: different fields never overlap.
    regions: FxHashMap<u32, clif::AliasRegion>,
}

impl<'a, 'f> Lowering<'a, 'f> {
    fn new(
        trace: &'a Trace,
        host: &'a dyn Host,
        isa: &'a OwnedTargetIsa,
        slots: &'a Slots,
        mut builder: FunctionBuilder<'f>,
    ) -> Lowering<'a, 'f> {
        let params = begin(&mut builder);
        Lowering {
            trace,
            host,
            layout: host.layout(),
            isa,
            slots,
            counts: None,
            aside: 0,
            gate_stub: 0,
            builder,
            context: params[0],
            record: params[1],
            values: Vec::new(),
            constants: constants(trace),
            definitions: definitions(trace),
            first_in_loop: None,
            bases: FxHashMap::default(),
            header: None,
            exits: FxHashMap::default(),
            failures: FxHashMap::default(),
            rolled_back: None,
            signatures: FxHashMap::default(),
            regions: FxHashMap::default(),
        }
    }

    fn run(mut self) -> Result<(), CompileError> {
        self.count(Counts::entries_address);
        for (place, param) in self.trace.params.iter().enumerate() {
            let ty = self.ty(param.value);
            let value =
                self.builder
                    .ins()
                    .load(machine_type(ty), plain(), self.record, 8 * place as i32);
            self.set(param.value, value);
        }
        for (number, inst) in self.trace.insts().iter().enumerate() {
            // Its place in the listing.
            self.builder.set_srcloc(clif::SourceLoc::new(number as u32));
            if inst.op == Op::Loop {
                self.add_up_bases(number);
            }
            self.inst(inst)?;
        }
        self.builder.set_srcloc(clif::SourceLoc::default());
        self.stubs();
        self.builder.seal_all_blocks();
        let config = self.isa.frontend_config();
        self.builder.finalize(config);
        Ok(())
    }

    fn ty(&self, value: Value) -> Type {
        self.trace.ty(value).unwrap_or(Type::Word)
    }

    fn set(&mut self, value: Value, to: clif::Value) {
        let number = value.number() as usize;
        if self.values.len() <= number {
            self.values.resize(number + 1, None);
        }
        self.values[number] = Some(to);
    }

    fn get(&self, value: Value) -> clif::Value {
        let known = self.values.get(value.number() as usize).copied().flatten();
        known.expect("a verified trace defines a value before its use")
    }

    fn inst(&mut self, inst: &Inst) -> Result<(), CompileError> {
        let args: Vec<clif::Value> = self
            .trace
            .args(inst)
            .iter()
            .map(|arg| self.get(*arg))
            .collect();
        let result = match inst.op.info().family {
            Family::Constant => self.constant(inst),
            Family::Integer | Family::Float | Family::Convert | Family::Compare => {
                Some(self.pure(inst.op, &args))
            }
            Family::Checked => {
                self.fail_for_tests(inst);
                Some(self.checked(inst, &args))
            }
            Family::Guard => {
                self.fail_for_tests(inst);
                self.guard(inst, &args)
            }
            Family::Heap => self.access(inst, &args),
            Family::Barrier => self.barrier(inst, args[0]),
            Family::Transaction => self.transaction(inst),
            Family::Call => self.call_helper(inst, &args)?,
            Family::Allocation => self.allocate(inst, &args),
            Family::Control => {
                self.control(inst, &args);
                None
            }
        };
        if let (Some(value), Some(result)) = (inst.result, result) {
            self.set(value, result);
        }
        Ok(())
    }

    /// An operation may leave for no reason if its exit leads to before the instruction that it is part of: that is
    /// executed again then. (One that leads elsewhere says what has come out already.)
    fn fail_for_tests(&mut self, inst: &Inst) {
        let exit = inst.exit.and_then(|exit| self.trace.exits.get(exit));
        let point = exit.and_then(|exit| exit.frames.last());
        let point = point.and_then(|frame| self.trace.declared.points.get(frame.point));
        let leads_to = point.map(|point| point.place);
        if inst.place.is_none() || inst.place == leads_to {
            self.count_down(self.layout.guards, inst);
        }
    }

    fn guard(&mut self, inst: &Inst, args: &[clif::Value]) -> Option<clif::Value> {
        match inst.op {
            Op::GuardTrue | Op::GuardHost => self.leave_unless(args[0], inst),
            Op::GuardFalse => self.leave_if(args[0], inst),
            Op::GuardValid => {
                self.stay_in_form(inst);
                let cell = self.address(self.slots.valid_address());
                let valid = self
                    .builder
                    .ins()
                    .atomic_load(clif::types::I64, plain(), cell);
                self.leave_unless(valid, inst);
            }
            _ => self.check_open(inst, args),
        }
        None
    }

    fn control(&mut self, inst: &Inst, args: &[clif::Value]) {
        match inst.op {
            Op::Loop => {
                let header = self.builder.create_block();
                for param in &self.trace.loop_params {
                    let ty = machine_type(self.ty(*param));
                    let value = self.builder.append_block_param(header, ty);
                    self.set(*param, value);
                }
                self.jump(header, args);
                self.builder.switch_to_block(header);
                self.header = Some(header);
                self.count(Counts::turns_address);
            }
            Op::Jump => {
                let header = self.header.expect("a verified jump has a loop header");
                self.jump(header, args);
            }
            Op::Link => self.link(inst, args),
            Op::Reframe => {
                let record = self.record;
                self.builder.ins().store(plain(), args[0], record, FRAME);
            }
            _ => {
                let exit = self.exit_block(inst);
                self.jump(exit, &[]);
            }
        }
    }

    /// One more, if anything is counted.
    fn count(&mut self, place: impl FnOnce(&Counts) -> u64) {
        let Some(counts) = self.counts else {
            return;
        };
        let place = self.address(place(counts));
        let count = self.builder.ins().load(clif::types::I64, plain(), place, 0);
        let count = self.builder.ins().iadd_imm_s(count, 1);
        self.builder.ins().store(plain(), count, place, 0);
    }

    fn jump(&mut self, block: clif::Block, args: &[clif::Value]) {
        let args: Vec<clif::BlockArg> = args.iter().map(|arg| (*arg).into()).collect();
        self.builder.ins().jump(block, &args);
    }

    fn leave_if(&mut self, condition: clif::Value, inst: &Inst) {
        let exit = self.exit_block(inst);
        let next = self.builder.create_block();
        self.builder.ins().brif(condition, exit, &[], next, &[]);
        self.builder.switch_to_block(next);
    }

    fn leave_unless(&mut self, condition: clif::Value, inst: &Inst) {
        let exit = self.exit_block(inst);
        let next = self.builder.create_block();
        self.builder.ins().brif(condition, next, &[], exit, &[]);
        self.builder.switch_to_block(next);
    }

    /// A constant address, or any other word.
    fn address(&mut self, bits: u64) -> clif::Value {
        self.builder.ins().iconst(clif::types::I64, bits as i64)
    }

    fn constant(&mut self, inst: &Inst) -> Option<clif::Value> {
        Some(match inst.immediate {
            _ if inst.op == Op::Context => self.context,
            _ if inst.op == Op::Frame => {
                let record = self.record;
                self.builder
                    .ins()
                    .load(clif::types::I64, plain(), record, FRAME)
            }
            Immediate::Float(bits) => self.builder.ins().f64const(f64::from_bits(bits)),
            Immediate::Bool(bool) => self.builder.ins().iconst(clif::types::I8, i64::from(bool)),
            Immediate::Int(int) => self.address(int as u64),
            Immediate::Word(bits) => self.address(bits),
            Immediate::Object(object) => {
                let object = self.trace.declared.objects.get(object);
                self.address(object.map_or(0, |object| object.address))
            }
            _ => return None,
        })
    }
}

fn constants(trace: &Trace) -> FxHashMap<Value, i64> {
    let ints = trace
        .insts()
        .iter()
        .filter_map(|inst| match inst.immediate {
            Immediate::Int(int) => Some((inst.result?, int)),
            _ => None,
        });
    ints.collect()
}

fn definitions(trace: &Trace) -> FxHashMap<Value, usize> {
    let insts = trace.insts().iter().enumerate();
    insts
        .filter_map(|(number, inst)| Some((inst.result?, number)))
        .collect()
}

/// Where the record has the frame.
const FRAME: i32 = crate::code::FRAME as i32;

/// Memory that is there, aligned.
fn plain() -> clif::MemFlagsData {
    clif::MemFlagsData::trusted()
}

/// Truth takes a byte of a register; everything else is as large as a word of memory.
fn machine_type(ty: Type) -> clif::Type {
    match ty {
        Type::F64 => clif::types::F64,
        Type::Bool => clif::types::I8,
        Type::I64 | Type::Ref | Type::Word => clif::types::I64,
    }
}
