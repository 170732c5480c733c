//! Traces written by hand, entered from loops of Python code and left again.

#![allow(clippy::unwrap_used, reason = "what is not there fails the test")]

use crate::compiled::hooks::Hooks;
use crate::compiled::jit;
use crate::cx::Cx;
use crate::heap::HeapType;
use crate::objects::code::{self, CodeObject};
use crate::objects::dict;
use crate::objects::function;
use crate::record::{Finished, Start};
use crate::runtime::program::call_outermost;
use crate::testing::context;
use crate::value::Value;
use std::sync::atomic::Ordering;
use tython_compiler::isa::{Instr, Op};
use tython_compiler::{codegen, parse};
use tython_jit::hooks::Thresholds;
use tython_jit::ir::{Form, Kind};

/// A function in Python, the only thing that the source defines.
fn function(cx: &mut Cx, source: &str) -> Value {
    let compiled = codegen::compile(
        source.into(),
        "test.py",
        parse::Options::default(),
        codegen::Options::default(),
    );
    let module = code::new(cx, &compiled.ok().unwrap().code).unwrap();
    let mut consts = module.data().consts.iter();
    let code = consts.find_map(|value| value.cast::<CodeObject>()).unwrap();
    let globals = dict::new(cx).unwrap().value();
    let builtins = cx.vm.builtins.get();
    let function = function::new(cx, code, globals, builtins, Value::NONE).unwrap();
    function.value()
}

/// The words of the only jump back, and of the instruction that it leads to.
fn jump_back(code: &'static CodeObject) -> (u32, u32) {
    let words = &code.data().words;
    let mut at = 0;
    loop {
        let instr = Instr(words[at].load(Ordering::Relaxed));
        let size = instr.op().unwrap().info().words();
        if instr.op() == Some(Op::JumpBack) {
            let target = (at + size) as i64 + i64::from(instr.bc() as i32);
            return (at as u32, target as u32);
        }
        at += size;
    }
}

/// A context whose loops are compiled from the second turn on, in a transaction.
fn hot() -> Cx {
    let mut cx = context();
    cx.hooks = Hooks::with(Thresholds {
        loops: 2,
        ..Thresholds::default()
    });
    cx.begin();
    cx
}

/// Installs a trace for the loop of a function. The text says `HEAD` for the loop header's word, `BACK` for that of the jump
/// back, and `NUMBER` for the trace.
fn install(function: Value, text: &str) {
    let function = function.cast::<function::Function>().unwrap();
    let code = function.code.peek().cast::<CodeObject>().unwrap();
    let (word, head) = jump_back(code);
    let number = jit::jit().unwrap().cache.number().unwrap();
    let text = text
        .replace("HEAD", &head.to_string())
        .replace("BACK", &word.to_string())
        .replace("NUMBER", &number.to_string());
    let start = Start {
        code: code.value(),
        word,
        is_entry: false,
        is_open: false,
        kind: Kind::Root,
        form: Form::Shared,
        at: 0,
    };
    let finished = Finished {
        trace: text.parse().unwrap(),
        codes: vec![code.value(), code.value()],
        assumptions: Vec::new(),
        since: 0,
    };
    jit::install_for_test(start, finished);
}

/// Counts `r1` up to `r0`.
const COUNT: &str = r#"trace NUMBER root shared "count"

code main 8
point head = main:HEAD live r0 r1
point back = main:BACK live r0 r1

enter head(v0: word = r0, v1: word = r1)
    v2: i64 = word_as_int v0 @ main:HEAD
    v3: i64 = word_as_int v1
    v4: i64 = int 1
    v5: i64 = or v2, v3
    v6: i64 = and v5, v4
    v7: i64 = int 0
    v8: bool = eq v6, v7
    guard_true v8 -> e0
    v9: i64 = sar v2, v4
    v10: i64 = sar v3, v4
    loop(v11: i64 = v10)
    v12: bool = lt v11, v9
    guard_true v12 -> e1
    v13: i64 = add_ovf v11, v4 -> e1
    poll -> e2
    jump v13

exit e0
    frame head {}
exit e1
    frame head { r1: v11 }
exit e2
    frame back { r1: v13 }
"#;

const LOOP: &str = "def f(n):\n    i = 0\n    while i < n:\n        i = i + 1\n    return i\n";

#[test]
fn a_loop_runs_in_machine_code_and_comes_back() {
    let mut cx = hot();
    let counts = function(&mut cx, LOOP);
    install(counts, COUNT);
    let many = cx.int(300_000_000).unwrap();
    let result = call_outermost(&mut cx, counts, &[many]).unwrap();
    assert_eq!(result.as_small_int(), Some(300_000_000));
}
