//! Liveness: which registers may be read from a place on before they are written.

use super::Ins;

/// For each instruction, the registers that are live before it, in order.
pub(super) fn live(body: &[Ins], calls: &dyn Fn(u8) -> u8) -> Vec<Vec<u8>> {
    let mut live: Vec<Vec<u8>> = vec![Vec::new(); body.len()];
    loop {
        let before = live.clone();
        for (pc, ins) in body.iter().enumerate().rev() {
            let (writes, reads, targets) = parts(*ins, pc, calls);
            let mut now = reads;
            for target in targets {
                let later = live[target].iter().copied();
                now.extend(later.filter(|register| Some(*register) != writes));
            }
            now.sort_unstable();
            now.dedup();
            live[pc] = now;
        }
        if before == live {
            return live;
        }
    }
}

/// What an instruction writes and reads, and what may come next.
fn parts(ins: Ins, pc: usize, calls: &dyn Fn(u8) -> u8) -> (Option<u8>, Vec<u8>, Vec<usize>) {
    let next = vec![pc + 1];
    match ins {
        Ins::Const(to, _) => (Some(to), vec![], next),
        Ins::Move(to, a) | Ins::New(to, a) | Ins::Get(to, a) => (Some(to), vec![a], next),
        Ins::Add(to, a, b) | Ins::Sub(to, a, b) | Ins::Mul(to, a, b) | Ins::Rem(to, a, b) => {
            (Some(to), vec![a, b], next)
        }
        Ins::Set(a, b) => (None, vec![a, b], next),
        Ins::Jump(target) => (None, vec![], vec![usize::from(target)]),
        Ins::JumpLess(a, b, target) => (None, vec![a, b], vec![pc + 1, usize::from(target)]),
        Ins::Call(to, callee, first) => (Some(to), (first..first + calls(callee)).collect(), next),
        Ins::Return(value) => (None, vec![value], vec![]),
    }
}
