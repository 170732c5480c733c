//! The classes of nodes, made of the grammar.

use super::grammar::{KINDS, Kind, Places};
use super::node::AST;
use crate::cx::{Cx, R};
use crate::native::Args;
use crate::objects::dict::{self, Dict};
use crate::objects::instance::Instance;
use crate::objects::int::INT;
use crate::objects::list::LIST;
use crate::objects::module::Module;
use crate::objects::object::OBJECT;
use crate::objects::str::STR;
use crate::objects::tuple;
use crate::objects::type_object::{self, Request, TYPE, Type};
use crate::objects::{generic_alias, union};
use crate::value::Value;

/// A field: what the grammar says of it.
struct Field {
    name: &'static str,
    kind: &'static str,
    count: Count,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Count {
    One,
    Optional,
    Many,
}

/// The fields in a text like `expr* bases, expr? returns`.
fn fields(text: &'static str) -> impl Iterator<Item = Field> {
    let parts = text.split(", ").filter(|part| !part.is_empty());
    parts.filter_map(|part| {
        let (kind, name) = part.split_once(' ')?;
        let count = match kind.chars().next_back() {
            Some('*') => Count::Many,
            Some('?') => Count::Optional,
            _ => Count::One,
        };
        let kind = kind.trim_end_matches(['*', '?']);
        Some(Field { name, kind, count })
    })
}

pub(super) const PLACE: [&str; 4] = ["lineno", "col_offset", "end_lineno", "end_col_offset"];

/// All classes by name, and by names like `Load()` the instances that trees share.
pub(super) fn table(cx: &mut Cx) -> R<&'static Dict> {
    let Some(table) = cx.vm.syntax_classes.get().cast::<Dict>() else {
        return Err(cx.system_error(format_args!("there is no grammar yet")));
    };
    if dict::len(cx, table)? == 0 {
        make_all(cx, table)?;
    }
    Ok(table)
}

/// Makes all classes.
fn make_all(cx: &mut Cx, table: &'static Dict) -> R<()> {
    let none = cx.vm.empty_tuple.get();
    let ast = AST.class().namespace();
    for name in ["_fields", "__match_args__", "_attributes"] {
        let name = cx.vm.intern(cx, name)?;
        dict::set_str(cx, ast, name, none)?;
    }
    enter(cx, table, "AST", AST.value())?;
    for kind in KINDS {
        let class = kind_class(cx, kind)?;
        enter(cx, table, kind.name, Value::from(class))?;
        for node in kind.alternatives {
            let doc = described(node.name, node.fields);
            let namespace = namespace(cx, node.fields, &doc)?;
            let node_class = make(cx, node.name, class, namespace)?;
            enter(cx, table, node.name, Value::from(node_class))?;
            if node.fields.is_empty() && kind.places == Places::None {
                let symbol = Instance::new(cx, node_class)?;
                enter(cx, table, &format!("{}()", node.name), Value::from(symbol))?;
            }
        }
    }
    for kind in KINDS {
        if kind.alternatives.is_empty() {
            add_field_types(cx, table, kind.name, kind.fields)?;
        }
        for node in kind.alternatives {
            add_field_types(cx, table, node.name, node.fields)?;
        }
    }
    Ok(())
}

fn enter(cx: &mut Cx, table: &'static Dict, name: &str, value: Value) -> R<()> {
    let name = cx.vm.intern(cx, name)?;
    dict::set_str(cx, table, name, value)
}

/// Enters the classes in the module.
pub(super) fn add_all(cx: &mut Cx, module: &'static Module) -> R<()> {
    let table = table(cx)?;
    let mut position = 0;
    while let Some((name, value)) = dict::next_entry(cx, table, &mut position)? {
        if value.is::<Type>() {
            dict::set_str(cx, module.namespace(), name, value)?;
        }
    }
    Ok(())
}

fn kind_class(cx: &mut Cx, kind: &'static Kind) -> R<&'static Type> {
    let namespace = namespace(cx, kind.fields, &kind_doc(kind))?;
    let places = match kind.places {
        Places::None => &[][..],
        Places::Whole | Places::OptionalEnd => &PLACE,
    };
    let places = names(cx, places)?;
    let name = cx.vm.intern(cx, "_attributes")?;
    dict::set_str(cx, namespace, name, places)?;
    if kind.places == Places::OptionalEnd {
        for name in &PLACE[2..] {
            let name = cx.vm.intern(cx, name)?;
            dict::set_str(cx, namespace, name, Value::NONE)?;
        }
    }
    make(cx, kind.name, AST.class(), namespace)
}

/// `Name(identifier id, expr_context ctx)`
fn described(name: &str, fields: &str) -> String {
    match fields {
        "" => name.to_owned(),
        _ => format!("{name}({fields})"),
    }
}

fn kind_doc(kind: &Kind) -> String {
    if kind.alternatives.is_empty() {
        return described(kind.name, kind.fields);
    }
    let alternatives: Vec<String> = kind
        .alternatives
        .iter()
        .map(|node| described(node.name, node.fields))
        .collect();
    // Alternatives that are mere names stand on one line.
    let separator = match alternatives.iter().any(|text| text.contains('(')) {
        true => format!("\n{:width$}| ", "", width = kind.name.len() + 1),
        false => " | ".to_owned(),
    };
    format!("{} = {}", kind.name, alternatives.join(&separator))
}

fn names(cx: &mut Cx, names: &[&str]) -> R {
    let mut values = Vec::with_capacity(names.len());
    for name in names {
        values.push(cx.vm.intern(cx, name)?);
    }
    cx.tuple(&values)
}

/// The namespace of a class with these fields.
fn namespace(cx: &mut Cx, text: &'static str, doc: &str) -> R<&'static Dict> {
    let namespace = dict::new(cx)?;
    let all: Vec<&str> = fields(text).map(|field| field.name).collect();
    let all = names(cx, &all)?;
    let (module, doc) = (cx.vm.intern(cx, "ast")?, cx.str(doc)?);
    for (name, value) in [
        ("_fields", all),
        ("__match_args__", all),
        ("__module__", module),
        ("__doc__", doc),
    ] {
        let name = cx.vm.intern(cx, name)?;
        dict::set_str(cx, namespace, name, value)?;
    }
    for field in fields(text).filter(|field| field.count == Count::Optional) {
        let name = cx.vm.intern(cx, field.name)?;
        dict::set_str(cx, namespace, name, Value::NONE)?;
    }
    Ok(namespace)
}

fn make(
    cx: &mut Cx,
    name: &str,
    base: &'static Type,
    namespace: &'static Dict,
) -> R<&'static Type> {
    let name = cx.vm.intern(cx, name)?;
    let bases = tuple::new(cx, &[Value::from(base)])?;
    let request = Request {
        metaclass: TYPE.class(),
        name,
        bases,
        namespace,
        keywords: Args::positional(&[]),
    };
    type_object::create(cx, request)
}

/// `_field_types`: what values the fields have.
fn add_field_types(cx: &mut Cx, table: &'static Dict, name: &str, text: &'static str) -> R<()> {
    let types = dict::new(cx)?;
    for field in fields(text) {
        let one = match field.kind {
            "identifier" | "string" => STR.value(),
            "int" => INT.value(),
            "constant" => OBJECT.value(),
            kind => named(cx, table, kind)?,
        };
        let all = match field.count {
            Count::One => one,
            Count::Optional => union::of(cx, one, Value::NONE)?,
            Count::Many => generic_alias::new(cx, LIST.value(), one)?,
        };
        let name = cx.vm.intern(cx, field.name)?;
        dict::set_str(cx, types, name, all)?;
    }
    let class = named(cx, table, name)?;
    let Some(class) = class.cast::<Type>() else {
        return Ok(());
    };
    for name in ["_field_types", "__annotations_cache__"] {
        let name = cx.vm.intern(cx, name)?;
        dict::set_str(cx, class.namespace(), name, Value::from(types))?;
    }
    Ok(())
}

/// What the table has under a name.
pub(super) fn named(cx: &mut Cx, table: &'static Dict, name: &str) -> R {
    let key = cx.vm.intern(cx, name)?;
    match dict::get_str(cx, table, key)? {
        Some(found) => Ok(found),
        None => Err(cx.system_error(format_args!("the grammar has no {name}"))),
    }
}
