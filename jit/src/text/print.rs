//! The printer: `Display` for traces.

use super::lexer::is_plain;
use crate::ir::{
    Arena, Content, Declarations, Effects, Exit, Form, Immediate, Index, Inst, Kind, Op, Place,
    Trace, Value,
};
use std::fmt::{self, Display, Formatter};

impl Display for Trace {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        origin(self, f)?;
        declarations(&self.declared, f)?;
        entry(self, f)?;
        for inst in self.insts() {
            writeln!(f, "    {}", Line(self, inst))?;
        }
        if !self.exits.is_empty() {
            writeln!(f)?;
        }
        for (id, exit) in self.exits.iter() {
            writeln!(f, "exit {id}")?;
            print_exit(self, exit, f)?;
        }
        Ok(())
    }
}

/// A name, quoted if it has to be.
struct Name<'a>(&'a str);

impl Display for Name<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if is_plain(self.0) {
            f.write_str(self.0)
        } else {
            write!(f, "{:?}", self.0)
        }
    }
}

/// The name of a declared entry; a number that the table does not have is shown as such.
fn name<I: Index + Display, T>(
    table: &Arena<I, T>,
    index: I,
    name_of: impl Fn(&T) -> &str,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    match table.get(index) {
        Some(entry) => Display::fmt(&Name(name_of(entry)), f),
        None => write!(f, "{:?}", format!("undeclared {index}")),
    }
}

/// Items with commas between them.
fn list<T>(
    items: impl IntoIterator<Item = T>,
    f: &mut Formatter<'_>,
    mut item: impl FnMut(T, &mut Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    for (number, content) in items.into_iter().enumerate() {
        if number > 0 {
            f.write_str(", ")?;
        }
        item(content, f)?;
    }
    Ok(())
}

/// The same in braces.
fn braces<T>(
    items: &[T],
    f: &mut Formatter<'_>,
    item: impl FnMut(&T, &mut Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    if items.is_empty() {
        return writeln!(f, "{{}}");
    }
    f.write_str("{ ")?;
    list(items, f, item)?;
    writeln!(f, " }}")
}

fn origin(trace: &Trace, f: &mut Formatter<'_>) -> fmt::Result {
    let origin = &trace.origin;
    write!(f, "trace {} ", origin.id)?;
    match origin.kind {
        Kind::Root => write!(f, "root")?,
        Kind::Bridge { parent, exit } => write!(f, "bridge {parent} {exit}")?,
    }
    let form = match origin.form {
        Form::Solo => "solo",
        Form::Shared => "shared",
    };
    writeln!(f, " {form} {:?}\n", origin.name)
}

fn declarations(declared: &Declarations, f: &mut Formatter<'_>) -> fmt::Result {
    for (_, code) in declared.codes.iter() {
        writeln!(f, "code {} {}", Name(&code.name), code.registers)?;
    }
    for (_, field) in declared.fields.iter() {
        let mutable = match (field.own, field.mutable) {
            (true, _) => "own",
            (false, true) => "mutable",
            (false, false) => "immutable",
        };
        let (name, ty, offset) = (Name(&field.name), field.ty, field.offset);
        write!(f, "field {name}: {ty} {mutable} {offset}")?;
        match field.stride {
            Some(stride) => writeln!(f, " stride {stride}")?,
            None => writeln!(f)?,
        }
    }
    for (_, layout) in declared.layouts.iter() {
        let solid = if layout.solid { "solid " } else { "" };
        write!(f, "layout {} {} {solid}", Name(&layout.name), layout.size)?;
        braces(&layout.fields, f, |id, f| {
            name(&declared.fields, *id, |field| &field.name, f)
        })?;
    }
    helpers(declared, f)?;
    for (_, object) in declared.objects.iter() {
        writeln!(f, "object {} {:#x}", Name(&object.name), object.address)?;
    }
    for (_, point) in declared.points.iter() {
        write!(f, "point {} = ", Name(&point.name))?;
        place(declared, point.place, f)?;
        if !point.live.is_empty() {
            write!(f, " live")?;
        }
        for register in &point.live {
            write!(f, " {register}")?;
        }
        writeln!(f)?;
    }
    Ok(())
}

fn helpers(declared: &Declarations, f: &mut Formatter<'_>) -> fmt::Result {
    for (_, helper) in declared.helpers.iter() {
        write!(f, "helper {}(", Name(&helper.name))?;
        list(&helper.params, f, Display::fmt)?;
        write!(f, ")")?;
        if let Some(result) = helper.result {
            write!(f, " -> {result}")?;
        }
        if helper.effects == Effects::NONE {
            write!(f, ": pure")?;
        } else if helper.effects != Effects::default() {
            write!(f, ":")?;
            for (effect_name, effect) in Effects::NAMED {
                if helper.effects.has(*effect) {
                    write!(f, " {effect_name}")?;
                }
            }
        }
        writeln!(f)?;
    }
    Ok(())
}

fn place(declared: &Declarations, place: Place, f: &mut Formatter<'_>) -> fmt::Result {
    name(&declared.codes, place.code, |code| &code.name, f)?;
    write!(f, ":{}", place.pc)
}

/// What prints as the type of a value that nothing defines: no type, so such a trace does not parse.
fn print_type(trace: &Trace, value: Value, f: &mut Formatter<'_>) -> fmt::Result {
    match trace.ty(value) {
        Some(ty) => Display::fmt(&ty, f),
        None => f.write_str("undefined"),
    }
}

fn entry(trace: &Trace, f: &mut Formatter<'_>) -> fmt::Result {
    write!(f, "\nenter ")?;
    name(&trace.declared.points, trace.entry, |point| &point.name, f)?;
    write!(f, "(")?;
    list(&trace.params, f, |param, f| {
        write!(f, "{}: ", param.value)?;
        print_type(trace, param.value, f)?;
        match param.register {
            Some(register) => write!(f, " = {register}"),
            None => Ok(()),
        }
    })?;
    writeln!(f, ")")
}

/// One instruction, as the text form has it.
pub(crate) struct Line<'a>(pub(crate) &'a Trace, pub(crate) &'a Inst);

impl Display for Line<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Line(trace, inst) = *self;
        if let Some(result) = inst.result {
            write!(f, "{result}: ")?;
            print_type(trace, result, f)?;
            write!(f, " = ")?;
        }
        f.write_str(inst.op.info().mnemonic)?;
        let args = trace.args(inst);
        if inst.op == Op::Loop {
            write!(f, "(")?;
            list(trace.loop_params.iter().zip(args), f, |(param, arg), f| {
                write!(f, "{param}: ")?;
                print_type(trace, *param, f)?;
                write!(f, " = {arg}")
            })?;
            write!(f, ")")?;
        } else {
            let mut before = if inst.immediate == Immediate::None {
                " "
            } else {
                ", "
            };
            immediate(trace, inst.immediate, f)?;
            for arg in args {
                write!(f, "{before}{arg}")?;
                before = ", ";
            }
        }
        if let Some(exit) = inst.exit {
            write!(f, " -> {exit}")?;
        }
        if let Some(at) = inst.place {
            write!(f, " @ ")?;
            place(&trace.declared, at, f)?;
        }
        Ok(())
    }
}

fn immediate(trace: &Trace, immediate: Immediate, f: &mut Formatter<'_>) -> fmt::Result {
    if immediate != Immediate::None {
        f.write_str(" ")?;
    }
    let declared = &trace.declared;
    match immediate {
        Immediate::None => Ok(()),
        Immediate::Int(int) => write!(f, "{int}"),
        Immediate::Float(bits) => float(f64::from_bits(bits), f),
        Immediate::Bool(bool) => write!(f, "{bool}"),
        Immediate::Word(word) => write!(f, "{word:#x}"),
        Immediate::Object(id) => name(&declared.objects, id, |object| &object.name, f),
        Immediate::Field(id) | Immediate::Array(id) => {
            name(&declared.fields, id, |field| &field.name, f)
        }
        Immediate::Layout(id) => name(&declared.layouts, id, |layout| &layout.name, f),
        Immediate::Helper(id) => name(&declared.helpers, id, |helper| &helper.name, f),
        Immediate::Trace(id) => write!(f, "{id}"),
    }
}

fn float(number: f64, f: &mut Formatter<'_>) -> fmt::Result {
    if number.is_nan() {
        write!(f, "nan.{:x}", number.to_bits())
    } else {
        write!(f, "{number:?}")
    }
}

fn print_exit(trace: &Trace, exit: &Exit, f: &mut Formatter<'_>) -> fmt::Result {
    let declared = &trace.declared;
    for (id, virtual_) in exit.virtuals.iter() {
        write!(f, "    {id} = ")?;
        name(&declared.layouts, virtual_.layout, |layout| &layout.name, f)?;
        write!(f, " ")?;
        braces(&virtual_.fields, f, |(field, held), f| {
            name(&declared.fields, *field, |field| &field.name, f)?;
            write!(f, ": ")?;
            content(*held, f)
        })?;
    }
    for frame in &exit.frames {
        write!(f, "    frame ")?;
        name(&declared.points, frame.point, |point| &point.name, f)?;
        write!(f, " ")?;
        braces(&frame.registers, f, |(register, held), f| {
            write!(f, "{register}: ")?;
            content(*held, f)
        })?;
    }
    Ok(())
}

fn content(content: Content, f: &mut Formatter<'_>) -> fmt::Result {
    match content {
        Content::Value(value) => Display::fmt(&value, f),
        Content::Virtual(virtual_) => Display::fmt(&virtual_, f),
    }
}
