//! Calls: of functions, of methods, with keywords and unpacked arguments, and `super()`.

use ruff_python_ast::{self as ast, Expr, Keyword};
use ruff_text_size::{Ranged, TextRange};

use super::containers::with_rest;
use super::expr::is_load;
use super::names::Place;
use super::registers::Reg;
use super::unit::UnitKind;
use super::{Generator, Result};
use crate::code::Const;
use crate::isa::{Op, SUPER_EXPLICIT, SUPER_METHOD};
use crate::symtable::Resolution;

/// The largest number of arguments that are passed in a window; more are passed as a tuple.
const MAX_ARGUMENTS: usize = 250;

/// The arguments of a call.
#[derive(Clone, Copy)]
pub(super) struct Arguments<'p> {
    pub(super) args: &'p [Expr],
    pub(super) keywords: &'p [Keyword],
    /// A variable that is passed after `args`.
    pub(super) extra: Option<&'static str>,
}

impl<'p> Generator<'p> {
    /// A call: the callee in a window, the arguments behind it.
    pub(super) fn call(&mut self, call: &'p ast::ExprCall, dst: Reg) -> Result<()> {
        let arguments = Arguments {
            args: &call.arguments.args,
            keywords: &call.arguments.keywords,
            extra: None,
        };
        let base = self.temp();
        self.temp();
        let parentheses = call.arguments.range;
        let method = match &*call.func {
            Expr::Attribute(attribute) if is_load(attribute.ctx) => {
                self.load_method(attribute, base)?;
                self.unit.range = Some(self.method_call_range(attribute, call.range()));
                true
            }
            func => {
                self.eval_to(func, base)?;
                false
            }
        };
        let bare = matches!(arguments.args, [Expr::Generator(_)]);
        self.bare_argument = bare.then_some(parentheses);
        self.call_with(dst, base, method, 0, arguments)
    }

    /// Fills the window with the arguments, after `placed` ones that are there, and calls. `method`
    /// says whether `base + 1` holds self or UNBOUND.
    pub(super) fn call_with(
        &mut self,
        dst: Reg,
        base: Reg,
        method: bool,
        placed: usize,
        arguments: Arguments<'p>,
    ) -> Result<()> {
        let Arguments {
            args,
            keywords,
            extra,
        } = arguments;
        let count = placed + args.len() + keywords.len() + usize::from(extra.is_some());
        let unpacks = args.iter().any(Expr::is_starred_expr)
            || keywords.iter().any(|keyword| keyword.arg.is_none());
        let plain = !unpacks && count <= MAX_ARGUMENTS;
        if !(method || plain && keywords.is_empty()) {
            self.emit(Op::Clear, (base.offset(1),));
        }
        if !plain {
            return self.call_unpacked(dst, base, placed, arguments);
        }
        for arg in args {
            self.eval_temp(arg)?;
        }
        self.bare_argument = None;
        if let Some(name) = extra {
            let value = self.temp();
            self.load_name(name, value);
        }
        for keyword in keywords {
            self.eval_temp(&keyword.value)?;
        }
        let count = count as u32;
        if keywords.is_empty() {
            self.emit(
                if method { Op::CallMethod } else { Op::Call },
                (dst, base, count),
            );
        } else {
            let names = keyword_names(keywords);
            let names = self.unit.consts.number(names);
            self.emit_extra(Op::CallKw, (dst, base, count), u64::from(names));
        }
        Ok(())
    }

    /// A call with a tuple and a dict made of the arguments.
    fn call_unpacked(
        &mut self,
        dst: Reg,
        base: Reg,
        placed: usize,
        arguments: Arguments<'p>,
    ) -> Result<()> {
        let Arguments {
            args,
            keywords,
            extra,
        } = arguments;
        let positional = base.offset(2);
        if placed == 0 {
            self.temp();
        }
        match (args, placed, extra) {
            ([Expr::Starred(only)], 0, None) => self.eval_to(&only.value, positional)?,
            ([], 0, None) => self.load_const_to(Const::Tuple([].into()), positional),
            _ => self.positional_tuple(positional, placed, args, extra)?,
        }
        self.unit.registers.release(positional.offset(1).index());
        let named = self.temp();
        if keywords.is_empty() {
            self.emit(Op::Clear, (named,));
        } else {
            self.keyword_dict(named, keywords, base)?;
        }
        self.emit(Op::CallEx, (dst, base));
        Ok(())
    }

    /// Makes a tuple of the `placed` values from register `first` on and the arguments, in `first`.
    fn positional_tuple(
        &mut self,
        first: Reg,
        placed: usize,
        args: &'p [Expr],
        extra: Option<&'static str>,
    ) -> Result<()> {
        if let Some((values, last)) = with_rest(args).filter(|_| extra.is_none()) {
            for (place, value) in (placed..).zip(values.iter().chain([last])) {
                match place {
                    0 => self.eval_to(value, first)?,
                    _ => drop(self.eval_temp(value)?),
                }
            }
            let count = (placed + args.len()) as u32;
            self.emit(Op::BuildTupleWith, (first, first, count));
            return Ok(());
        }
        self.emit(Op::BuildList, (first, first, placed as u32));
        for arg in args {
            let mark = self.unit.registers.mark();
            if let Expr::Starred(starred) = arg {
                let values = self.operand(&starred.value)?;
                self.emit(Op::ListExtend, (first, values));
            } else {
                let value = self.operand(arg)?;
                self.emit(Op::ListAppend, (first, value));
            }
            self.unit.registers.release(mark);
        }
        if let Some(name) = extra {
            let value = self.temp();
            self.load_name(name, value);
            self.emit(Op::ListAppend, (first, value));
        }
        self.emit(Op::ListToTuple, (first, first));
        Ok(())
    }

    /// Makes the dict of keyword arguments in `map`.
    fn keyword_dict(&mut self, map: Reg, keywords: &'p [Keyword], callee: Reg) -> Result<()> {
        if let [
            Keyword {
                arg: None, value, ..
            },
        ] = keywords
        {
            let mark = self.unit.registers.mark();
            let mapping = self.operand(value)?;
            self.emit(Op::SpreadKeywords, (map, mapping, callee));
            self.unit.registers.release(mark);
            return Ok(());
        }
        self.emit(Op::BuildMap, (map, map, 0u32));
        for keyword in keywords {
            let mark = self.unit.registers.mark();
            match &keyword.arg {
                None => {
                    let mapping = self.operand(&keyword.value)?;
                    self.emit(Op::DictMerge, (map, mapping, callee));
                }
                Some(name) => {
                    // A pair of its own, merged: a name that is there already is an error.
                    let pair = self.load_str(&name.id);
                    self.eval_temp(&keyword.value)?;
                    self.emit(Op::BuildMap, (pair, pair, 2u32));
                    self.emit(Op::DictMerge, (map, pair, callee));
                }
            }
            self.unit.registers.release(mark);
        }
        Ok(())
    }

    /// Calls `base` with `count` arguments that are in the window already.
    pub(super) fn call_window(&mut self, dst: Reg, base: Reg, count: u32) {
        self.emit(Op::Call, (dst, base, count));
    }

    /// Prepares a method call: function and self in `base` and `base + 1`.
    fn load_method(&mut self, attribute: &'p ast::ExprAttribute, base: Reg) -> Result<()> {
        let range = self.attribute_range(attribute);
        self.ranged(attribute.range, |this| {
            if this.super_attribute(attribute, base, true)? {
                return Ok(());
            }
            let mark = this.unit.registers.mark();
            let object = this.eval(&attribute.value, Some(base))?;
            let object = this.materialize(object);
            let name = this.mangled(&attribute.attr.id);
            let number = this.name_number(&name);
            this.unit.range = Some(range);
            if u16::try_from(number).is_ok() {
                this.emit(Op::LoadMethod, (base, object, number));
            } else {
                this.load_attr(base, object, &name);
                this.emit(Op::Clear, (base.offset(1),));
            }
            this.unit.registers.release(mark);
            Ok(())
        })
    }

    /// Compiles `super().name` and `super(a, b).name` without making the super object, where that
    /// is possible: into `dst`, or as a method call's callee into `dst` and `dst + 1`.
    pub(super) fn super_attribute(
        &mut self,
        attribute: &'p ast::ExprAttribute,
        dst: Reg,
        method: bool,
    ) -> Result<bool> {
        let Some(call) = self.super_call(attribute) else {
            return Ok(false);
        };
        let name = self.mangled(&attribute.attr.id);
        let number = self.name_number(&name);
        if u16::try_from(number).is_err() {
            return Ok(false);
        }
        let mark = self.unit.registers.mark();
        let base = if method { dst } else { self.temp() };
        self.ranged(call.func.range(), |this| {
            this.load_name("super", base);
            Ok(())
        })?;
        let mut flags = if method { SUPER_METHOD } else { 0 };
        self.ranged(call.range(), |this| {
            // A method call has taken two registers of the window already.
            let class = if method { dst.offset(1) } else { this.temp() };
            let object = this.temp();
            match (&*call.arguments.args, this.unit.scope.parameters.first()) {
                ([class_arg, object_arg], _) => {
                    flags |= SUPER_EXPLICIT;
                    this.eval_to(class_arg, class)?;
                    this.eval_to(object_arg, object)?;
                }
                (_, first) => {
                    this.load_name("__class__", class);
                    if let Some(first) = first {
                        this.load_name(first, object);
                    }
                }
            }
            Ok(())
        })?;
        self.unit.range = Some(self.attribute_range(attribute));
        self.emit(Op::LoadSuper, (base, number, flags));
        self.move_to(base, dst);
        self.unit.registers.release(mark);
        Ok(true)
    }

    /// The call of `super` in `super(...).name`, if it can be compiled away.
    fn super_call(&mut self, attribute: &'p ast::ExprAttribute) -> Option<&'p ast::ExprCall> {
        let Expr::Call(call) = &*attribute.value else {
            return None;
        };
        let Expr::Name(name) = &*call.func else {
            return None;
        };
        let usual = name.id == "super"
            && call.arguments.keywords.is_empty()
            && attribute.attr.id != "__class__"
            && self.place_of("super") == Place::Global
            && self.table.top().lookup("super") == Resolution::GlobalImplicit;
        let scope = self.unit.scope;
        let explicit = match &*call.arguments.args {
            [] => false,
            args @ [_, _] if !args.iter().any(Expr::is_starred_expr) => true,
            _ => return None,
        };
        let implicit = self.unit.kind == UnitKind::Function
            && self.unit.arg_count > 0
            && scope.lookup("__class__") == Resolution::Free;
        (usual && (explicit || implicit)).then_some(call)
    }

    /// Where an attribute's instruction is shown: on the line of the name, where that is not the
    /// line on which the whole expression starts.
    pub(super) fn attribute_range(&self, attribute: &ast::ExprAttribute) -> TextRange {
        self.method_call_range(attribute, attribute.range)
    }

    fn method_call_range(&self, attribute: &ast::ExprAttribute, whole: TextRange) -> TextRange {
        let name = attribute.attr.range;
        let line = |offset| self.program.location(offset).line;
        let same_line = |from, to| line(from) == line(to);
        if same_line(whole.start(), name.end()) {
            whole
        } else if same_line(name.end(), whole.end()) {
            name
        } else {
            TextRange::new(name.start(), whole.end())
        }
    }
}

/// The names of keyword arguments: as written, private ones too.
fn keyword_names(keywords: &[Keyword]) -> Const {
    let names = keywords.iter().filter_map(|keyword| keyword.arg.as_ref());
    Const::Tuple(names.map(|name| Const::str(&name.id)).collect())
}
