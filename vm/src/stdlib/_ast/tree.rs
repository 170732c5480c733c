//! Trees of source text: the compiler's plain nodes become instances.

use super::classes;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::code::value_of;
use crate::objects::dict::Dict;
use crate::objects::instance::Instance;
use crate::objects::list;
use crate::objects::type_object::Type;
use crate::value::Value;
use tython_compiler::parse::{CompileError, Options};
use tython_compiler::tree::{Field, Node, parse_tree};

/// The tree of a program's text; outside, what the parser says; inside, what making nodes raises.
pub(crate) fn of_text(
    cx: &mut Cx,
    text: String,
    filename: &str,
    options: Options,
) -> Result<R, CompileError> {
    parse_tree(text, filename, options, |root| {
        let table = classes::table(cx)?;
        instance(cx, table, &root)
    })
}

fn instance(cx: &mut Cx, table: &'static Dict, node: &Node) -> R {
    if node.fields.is_empty() && node.place.is_none() {
        return classes::named(cx, table, &format!("{}()", node.class));
    }
    let class = classes::named(cx, table, node.class)?;
    let Some(class) = class.cast::<Type>() else {
        return Err(cx.system_error(format_args!("{} is no class", node.class)));
    };
    let instance = Instance::new(cx, class)?;
    for (name, field) in &node.fields {
        let value = value(cx, table, field)?;
        add(cx, instance, name, value)?;
    }
    if let Some(place) = node.place {
        let numbers = [place.line, place.column, place.end_line, place.end_column];
        for (name, number) in classes::PLACE.into_iter().zip(numbers) {
            add(cx, instance, name, Value::index(number as usize))?;
        }
    }
    Ok(instance.value())
}

fn add(cx: &mut Cx, instance: &'static Instance, name: &str, value: Value) -> R<()> {
    let name = cx.vm.intern(cx, name)?;
    let shape = instance.shape(cx)?;
    instance.add(cx, shape, name, value)
}

fn value(cx: &mut Cx, table: &'static Dict, field: &Field) -> R {
    match field {
        Field::Node(node) => instance(cx, table, node),
        Field::Name(name) => cx.vm.intern(cx, name),
        Field::Constant(constant) => value_of(cx, constant),
        Field::List(fields) => {
            let list = list::with_room(cx, fields.len())?;
            for field in fields {
                let value = value(cx, table, field)?;
                list::append(cx, list, value)?;
            }
            Ok(list.value())
        }
    }
}
