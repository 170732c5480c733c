//! The first turn of a loop is taken out of it.
//!
//! Behind the copy, the loop knows all that its first turn found out: guards that have passed, objects that
//! are open, what was loaded and computed. The other passes need no notion of a loop for this, as straight-line code
//! is all they see: what does not change from turn to turn they find done already. So this is the motion
//! of invariant code, guards and barriers, as in `LuaJIT`. An exit in the first turn is that of the
//! same place, with the values of that turn.

use super::rewrite::Rewriter;
use crate::ir::{Immediate, Inst, Op, Trace};

/// Loops of more instructions stay as they are: the copy would cost more than it gains.
const LONGEST: usize = 1000;

/// Peels.
pub(super) fn run(trace: &Trace) -> Trace {
    let insts = trace.insts();
    let header = insts.iter().position(|inst| inst.op == Op::Loop);
    let (Some(header), Some((jump, _))) = (header, insts.split_last()) else {
        return trace.clone();
    };
    let body = &insts[header + 1..insts.len() - 1];
    if jump.op != Op::Jump || body.len() > LONGEST {
        return trace.clone();
    }
    let mut rewriter = Rewriter::new(trace);
    copy(&mut rewriter, &insts[..header]);
    let first = rewriter.args(&insts[header]);
    for (param, value) in trace.loop_params.iter().zip(first) {
        rewriter.map(*param, value);
    }
    copy(&mut rewriter, body);
    let second = rewriter.args(jump);
    rewriter.forget_exits();
    rewriter.open_loop(&trace.loop_params);
    rewriter.emit(
        Op::Loop,
        Immediate::None,
        &second,
        None,
        insts[header].place,
    );
    copy(&mut rewriter, body);
    rewriter.copy(jump);
    rewriter.finish()
}

fn copy(rewriter: &mut Rewriter<'_>, insts: &[Inst]) {
    for inst in insts {
        rewriter.copy(inst);
    }
}
