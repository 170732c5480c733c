//! The method resolution order: C3 linearisation (Barrett et al., "A monotonic superclass linearization
//! for Dylan", OOPSLA 1996).

use super::Type;
use super::create::solid;
use crate::cx::{Cx, R};
use crate::protocol::type_name;
use crate::value::Value;

/// The classes to search, `class` first, or the TypeError that there is no consistent order.
///
/// # Errors
/// That one, and when the transaction has to be rolled back.
pub(super) fn linearize(
    cx: &mut Cx,
    class: &'static Type,
    bases: &[&'static Type],
) -> R<Vec<Value>> {
    for (index, base) in bases.iter().enumerate() {
        if bases[..index]
            .iter()
            .any(|other| std::ptr::eq(*other, *base))
        {
            let name = base.name_text(cx)?;
            return Err(cx.type_error(format_args!("duplicate base class {name}")));
        }
    }
    let mut lists: Vec<Vec<Value>> = Vec::with_capacity(bases.len() + 1);
    for base in bases {
        match base.known_mro(cx)? {
            Some(order) => lists.push(order.as_slice().to_vec()),
            None => {
                let name = base.name_text(cx)?;
                return Err(
                    cx.type_error(format_args!("Cannot extend an incomplete type '{name}'"))
                );
            }
        }
    }
    lists.push(bases.iter().map(|base| Value::from(*base)).collect());
    let mut order = vec![Value::from(class)];
    let mut firsts = vec![0usize; lists.len()];
    loop {
        let open = |index: &usize| firsts[*index] < lists[*index].len();
        let open: Vec<usize> = (0..lists.len()).filter(open).collect();
        if open.is_empty() {
            return Ok(order);
        }
        let in_tail = |candidate: Value| {
            open.iter()
                .any(|index| lists[*index][firsts[*index] + 1..].contains(&candidate))
        };
        let good = open
            .iter()
            .map(|index| lists[*index][firsts[*index]])
            .find(|candidate| !in_tail(*candidate));
        let Some(next) = good else {
            return no_order(cx, &lists, &firsts);
        };
        order.push(next);
        for index in open {
            if lists[index][firsts[index]] == next {
                firsts[index] += 1;
            }
        }
    }
}

/// Whether an order that Python code has made can be that of `class`.
///
/// # Errors
/// TypeError if not.
pub(super) fn check(cx: &mut Cx, class: &'static Type, order: &[Value]) -> R<()> {
    if order.is_empty() {
        return Err(cx.type_error(format_args!("type MRO must not be empty")));
    }
    let memory = solid(cx, class)?;
    for base in order {
        let Some(base) = base.cast::<Type>() else {
            let given = type_name(cx, *base)?;
            return Err(cx.type_error(format_args!("mro() returned a non-class ('{given}')")));
        };
        let other = solid(cx, base)?;
        if !memory.is_subclass(cx, other)? {
            let name = base.name_text(cx)?;
            return Err(cx.type_error(format_args!(
                "mro() returned base with unsuitable layout ('{name}')"
            )));
        }
    }
    Ok(())
}

#[cold]
fn no_order(cx: &mut Cx, lists: &[Vec<Value>], firsts: &[usize]) -> R<Vec<Value>> {
    let mut names: Vec<String> = Vec::new();
    for (list, first) in lists.iter().zip(firsts) {
        if let Some(class) = list.get(*first).and_then(|class| class.cast::<Type>()) {
            let name = class.name_text(cx)?;
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let names = names.join(", ");
    Err(cx.type_error(format_args!(
        "Cannot create a consistent method resolution order (MRO) for bases {names}"
    )))
}
