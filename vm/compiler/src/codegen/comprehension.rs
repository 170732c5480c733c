//! Comprehensions and generator expressions: inlined (PEP 709), or as functions.

use std::sync::Arc;

use ruff_python_ast::{self as ast, Comprehension, Expr};
use ruff_text_size::Ranged;
use rustc_hash::FxHashMap;

use super::registers::{Reg, Space};
use super::unit::{Inlined, UnitKind};
use super::{Generator, Result};
use crate::code::{Code, CodeConst, CodeFlags, Const, LocalKind, Name};
use crate::isa::{AwaitContext, Op};
use crate::symtable::{Resolution, Scope, ScopeKind, SymbolFlags};

/// What a comprehension collects its values in.
#[derive(Clone, Copy)]
enum Element<'p> {
    List(&'p Expr),
    Set(&'p Expr),
    /// Key and value; without a key, a mapping that is unpacked.
    Dict(Option<&'p Expr>, &'p Expr),
    Generator(&'p Expr),
}

impl<'p> Generator<'p> {
    pub(super) fn comprehension(&mut self, expr: &'p Expr, dst: Reg) -> Result<()> {
        let (kind, element, generators) = match expr {
            Expr::ListComp(list) => (
                ScopeKind::ListComprehension,
                Element::List(&list.elt),
                &list.generators,
            ),
            Expr::SetComp(set) => (
                ScopeKind::SetComprehension,
                Element::Set(&set.elt),
                &set.generators,
            ),
            Expr::DictComp(dict) => (
                ScopeKind::DictComprehension,
                Element::Dict(dict.key.as_deref(), &dict.value),
                &dict.generators,
            ),
            Expr::Generator(generator) => (
                ScopeKind::Generator,
                Element::Generator(&generator.elt),
                &generator.generators,
            ),
            _ => return Err(self.program.error(expr.range(), "invalid syntax")),
        };
        let scope = self.scope_of(expr, kind)?;
        if scope.inlined {
            self.inlined_comprehension(scope, element, generators, dst)
        } else {
            self.comprehension_function(expr, scope, element, generators, dst)
        }
    }

    fn inlined_comprehension(
        &mut self,
        scope: &'p Scope,
        element: Element<'p>,
        generators: &'p [Comprehension],
        dst: Reg,
    ) -> Result<()> {
        let container = self.scratch(dst);
        let iterator = self.outermost_iterator(generators)?;
        let variables = self.enter_inlined(scope);
        self.new_container(element, container);
        self.comprehension_loop(element, generators, container, Some(iterator))?;
        self.unit.inlined.pop();
        for (reg, _) in variables {
            self.emit(Op::Clear, (reg,));
        }
        self.move_to(container, dst);
        Ok(())
    }

    /// Evaluates the iterable of the first `for`, outside of the comprehension's scope.
    fn outermost_iterator(&mut self, generators: &'p [Comprehension]) -> Result<Reg> {
        let iterator = self.temp();
        if let Some(first) = generators.first() {
            self.get_iterator(&first.iter, first.is_async, iterator)?;
        }
        Ok(iterator)
    }

    fn get_iterator(&mut self, iterable: &'p Expr, is_async: bool, dst: Reg) -> Result<()> {
        let mark = self.unit.registers.mark();
        let iterable_reg = self.operand(iterable)?;
        let op = if is_async { Op::GetAiter } else { Op::GetIter };
        self.ranged(iterable.range(), |this| {
            this.emit(op, (dst, iterable_reg));
            Ok(())
        })?;
        self.unit.registers.release(mark);
        Ok(())
    }

    /// Gives the comprehension's variables registers, and new cells; they start unbound.
    fn enter_inlined(&mut self, scope: &'p Scope) -> Vec<(Reg, bool)> {
        let mut variables = FxHashMap::default();
        let mut registers = Vec::new();
        for symbol in scope.symbols() {
            let in_cell = match symbol.resolution {
                Resolution::Local => false,
                Resolution::Cell => true,
                _ => continue,
            };
            if symbol.name.starts_with('.') {
                continue;
            }
            let name = self.intern(&symbol.name);
            let reg = self.inlined_variable(&name, in_cell);
            registers.push((reg, in_cell));
            variables.insert(name, reg);
        }
        for &(reg, in_cell) in &registers {
            // Not needed where no check is left, see `finish`; `extra` marks it as such.
            self.emit_extra(Op::Clear, (reg,), u64::from(!in_cell));
            if in_cell {
                self.emit(Op::MakeCell, (reg,));
            }
        }
        self.unit.inlined.push(Inlined { scope, variables });
        registers
    }

    /// A register for a variable: one that an earlier comprehension used for the same name, or new.
    fn inlined_variable(&mut self, name: &Name, in_cell: bool) -> Reg {
        let in_use = |reg: &Reg| {
            self.unit
                .inlined
                .iter()
                .any(|inlined| inlined.variables.values().any(|used| used == reg))
        };
        let known = self.unit.comprehension_variables.iter();
        let free =
            known.filter(|(known, cell, reg)| known == name && *cell == in_cell && !in_use(reg));
        if let Some((_, _, reg)) = free.into_iter().next() {
            return *reg;
        }
        // CPython lists it among the function's variables, unless the function has its own.
        let symbol = self.unit.scope.symbol(name);
        let own = symbol.is_some_and(|it| it.flags.intersects(SymbolFlags::COMPREHENSION_ITER));
        if !own {
            // Where the function has its own variable of the name, it comes in order.
            self.place_of(name);
        }
        let reg = if own && !in_cell && self.unit.kind == UnitKind::Function {
            self.unit
                .registers
                .add_unnamed(Space::Local, name, LocalKind::LOCAL)
        } else {
            let kind = if in_cell {
                LocalKind::CELL
            } else {
                LocalKind::LOCAL
            };
            self.unit
                .registers
                .add_unnamed(Space::Hidden, name, kind.with(LocalKind::HIDDEN))
        };
        self.unit
            .comprehension_variables
            .push((name.clone(), in_cell, reg));
        reg
    }

    /// Compiles the comprehension as a function of its first iterator, and calls it.
    fn comprehension_function(
        &mut self,
        expr: &'p Expr,
        scope: &'p Scope,
        element: Element<'p>,
        generators: &'p [Comprehension],
        dst: Reg,
    ) -> Result<()> {
        let name = match element {
            Element::List(_) => "<listcomp>",
            Element::Set(_) => "<setcomp>",
            Element::Dict(..) => "<dictcomp>",
            Element::Generator(_) => "<genexpr>",
        };
        // The only argument of a call may do without parentheses of its own, and has the call's.
        let bare = matches!(expr, Expr::Generator(generator) if !generator.parenthesized);
        let range = self.bare_argument.filter(|_| bare).unwrap_or(expr.range());
        self.unit.range = Some(range);
        let mut unit = self.function_unit(scope, name, range);
        unit.arg_count = 1;
        let generator = matches!(element, Element::Generator(_));
        let code = self.in_unit(unit, |this| {
            this.function_entry(range, |this| {
                let iterator = this.unit.registers.find(".0").unwrap_or(Reg::temp(0));
                let container = this.temp();
                this.new_container(element, container);
                this.comprehension_loop(element, generators, container, Some(iterator))?;
                let result = match element {
                    Element::Generator(_) => this.load_const(Const::None),
                    _ => container,
                };
                this.emit(Op::Return, (result,));
                Ok(())
            })
        })?;
        if generator {
            return self.generator_expression(code, generators, dst);
        }
        let awaited = code.flags.has(CodeFlags::COROUTINE);
        let base = self.unit.registers.take(3);
        self.make_function(code, base);
        if let Some(first) = generators.first() {
            self.get_iterator(&first.iter, first.is_async, base.offset(2))?;
        }
        if awaited {
            self.call_window(base, base, 1);
            let result = self.await_value(base, AwaitContext::Await);
            self.move_to(result, dst);
        } else {
            self.call_window(dst, base, 1);
        }
        Ok(())
    }

    /// Makes the generator with this code.
    fn generator_expression(
        &mut self,
        code: Arc<Code>,
        generators: &'p [Comprehension],
        dst: Reg,
    ) -> Result<()> {
        let free: Vec<Name> = code.names_of(LocalKind::FREE).cloned().collect();
        let code = self.unit.consts.number(Const::Code(CodeConst(code)));
        let window = self.outermost_iterator(generators)?;
        self.cells(&free);
        let count = 1 + free.len() as u32;
        self.emit_extra(Op::MakeGenerator, (dst, window, count), u64::from(code));
        Ok(())
    }

    fn new_container(&mut self, element: Element<'p>, container: Reg) {
        let op = match element {
            Element::List(_) => Op::BuildList,
            Element::Set(_) => Op::BuildSet,
            Element::Dict(..) => Op::BuildMap,
            Element::Generator(_) => return,
        };
        self.emit(op, (container, container, 0u32));
    }

    /// The loops of a comprehension: one `for` with its `if`s, and the rest inside it. `iterator`
    /// is that of the first `for`.
    fn comprehension_loop(
        &mut self,
        element: Element<'p>,
        generators: &'p [Comprehension],
        container: Reg,
        iterator: Option<Reg>,
    ) -> Result<()> {
        let Some((generator, inner)) = generators.split_first() else {
            return self.comprehension_element(element, container);
        };
        let mark = self.unit.registers.mark();
        let next = self.label();
        if let (None, Some(only)) = (iterator, only_element(generator)) {
            // `for x in [value]` is an assignment.
            self.assign_expr(&generator.target, only)?;
            self.comprehension_body(element, generator, inner, container, next)?;
            self.place(next);
            self.unit.registers.release(mark);
            return Ok(());
        }
        let iterator = match iterator {
            Some(iterator) => iterator,
            None => {
                let iterator = self.temp();
                self.get_iterator(&generator.iter, generator.is_async, iterator)?;
                iterator
            }
        };
        let start = self.label_here();
        if generator.is_async {
            let (value, end) = self.next_async(iterator);
            self.assign(&generator.target, value)?;
            self.comprehension_body(element, generator, inner, container, next)?;
            self.place(next);
            self.emit(Op::JumpBack, (start,));
            self.end_async_for(end);
        } else {
            let exhausted = self.label();
            self.ranged(generator.iter.range(), |this| {
                this.for_iter(&generator.target, iterator, exhausted)
            })?;
            self.comprehension_body(element, generator, inner, container, next)?;
            self.place(next);
            self.emit(Op::JumpBack, (start,));
            self.place(exhausted);
        }
        self.unit.registers.release(mark);
        Ok(())
    }

    fn comprehension_body(
        &mut self,
        element: Element<'p>,
        generator: &'p Comprehension,
        inner: &'p [Comprehension],
        container: Reg,
        next: super::unit::Label,
    ) -> Result<()> {
        for condition in &generator.ifs {
            self.jump_if(condition, false, next)?;
        }
        self.nested(|this| this.comprehension_loop(element, inner, container, None))
    }

    fn comprehension_element(&mut self, element: Element<'p>, container: Reg) -> Result<()> {
        let mark = self.unit.registers.mark();
        match element {
            Element::List(value) => {
                if let Expr::Starred(starred) = value {
                    let values = self.operand(&starred.value)?;
                    self.emit(Op::ListExtend, (container, values));
                } else {
                    let value_reg = self.operand(value)?;
                    self.ranged(value.range(), |this| {
                        this.emit(Op::ListAppend, (container, value_reg));
                        Ok(())
                    })?;
                }
            }
            Element::Set(value) => {
                let value_reg = self.operand(value)?;
                self.ranged(value.range(), |this| {
                    this.emit(Op::SetAdd, (container, value_reg));
                    Ok(())
                })?;
            }
            Element::Dict(Some(key), value) => {
                let key = self.pinned(key, &[value])?;
                let value = self.operand(value)?;
                self.emit(Op::MapAdd, (container, key, value));
            }
            Element::Dict(None, mapping) => {
                let mapping = self.operand(mapping)?;
                self.emit(Op::DictUpdate, (container, mapping));
            }
            Element::Generator(value) => {
                let value_reg = self.operand(value)?;
                let sent = self.temp();
                self.ranged(value.range(), |this| {
                    this.yield_value(sent, value_reg);
                    Ok(())
                })?;
            }
        }
        self.unit.registers.release(mark);
        Ok(())
    }
}

/// The element, if the generator iterates over a display of one.
fn only_element(generator: &ast::Comprehension) -> Option<&Expr> {
    let elts = match &generator.iter {
        Expr::List(list) => &list.elts,
        Expr::Tuple(tuple) => &tuple.elts,
        _ => return None,
    };
    match &**elts {
        [only] if !only.is_starred_expr() && !generator.is_async => Some(only),
        _ => None,
    }
}
