//! Start-up: the heap, the transactions, and the builtin classes out of their tables.
//!
//! The first classes need each other: a class is an instance of `type`, its namespace is a `dict`, its
//! names are strings. So first all class objects are made empty, in memory alone, and their shapes
//! with them; when every shape is known, names, namespaces and bases are filled in.

use crate::chaos;
use crate::cx::{Cx, Exit, R};
use crate::heap::{Fixed, Graph, HeapType, Meta, layout};
use crate::native::{Kind, of_class};
use crate::objects::dict::{self, DICT};
use crate::objects::exception::{self, classes};
use crate::objects::list::LIST;
use crate::objects::mapping_proxy::MAPPING_PROXY;
use crate::objects::memoryview::MEMORYVIEW;
use crate::objects::native_function;
use crate::objects::object::OBJECT;
use crate::objects::range::RANGE;
use crate::objects::struct_sequence;
use crate::objects::tuple;
use crate::objects::type_object::{Flags, Parts, TYPE, Type, remember_subclass};
use crate::objects::wrapper::{self, STATICMETHOD};
use crate::runtime::{signals, threads};
use crate::shape::Shape;
use crate::types::{TYPES, TypeCell};
use crate::value::Value;
use crate::vm::{Roots, Vm};
use stm_core::{Config, Stm};
use tython_text::hash::HashKey;

/// Words of the largest object that is logged whole: a small dict's table, a card of a list.
const SMALL_WORDS: usize = 40;

/// Rollbacks after which a transaction takes the irrevocable turn.
const IRREVOCABLE_AFTER: u32 = 12;

/// Makes the virtual machine of this process, and the context of the calling thread, which has
/// `stack_bytes` of native stack. A transaction is running afterwards.
///
/// # Errors
/// What went wrong, for a person.
pub fn start(stack_bytes: usize, hash_key: HashKey, heap: tython_gc::Config) -> Result<Cx, String> {
    let heap = tython_gc::Heap::create(heap, layout::layouts())
        .map_err(|_| "no memory for the heap".to_owned())?;
    let mut config = Config {
        small_words: SMALL_WORDS,
        solo: true,
        irrevocable_after: IRREVOCABLE_AFTER,
        ..Config::default()
    };
    chaos::configure(&mut config);
    let stm = Stm::new(Graph(heap), config);
    let tx = stm.attach().map_err(|error| error.to_string())?;
    let vm = Vm::new(heap, stm, hash_key).install();
    heap.set_client(Box::new(Roots(vm)));
    let mut cx = Cx::new(vm, tx, stack_bytes);
    signals::start(&mut cx);
    cx.begin();
    match fill(&mut cx).and_then(|()| cx.between(threads::prepare)?) {
        Ok(()) => Ok(cx),
        Err(exit) => {
            let raised = cx.take_exception();
            Err(match exit {
                Exit::Raise if raised != cx.vm.memory_error.get() => format!(
                    "the builtin classes cannot be made: {}",
                    exception::describe(&mut cx, raised)
                ),
                _ => "no memory for the builtin classes".to_owned(),
            })
        }
    }
}

fn fill(cx: &mut Cx) -> R<()> {
    let order = in_order();
    let mut made = Vec::with_capacity(order.len());
    for cell in order {
        made.push((cell, class_object(cx, cell)?));
    }
    for (cell, class) in &made {
        name_class(cx, cell, class)?;
    }
    for (cell, class) in &made {
        link_class(cx, cell, class)?;
    }
    let empty = cx.alloc_raw(layout::TUPLE, 1, tuple::TUPLE.shape())?;
    cx.vm.empty_tuple.set(Value::from_bits(empty.to_value()));
    let empty = crate::objects::str::from_utf8(cx, "")?;
    cx.vm.empty_str.set(cx.vm.interned.string(empty));
    let characters = crate::objects::str::characters(cx)?;
    cx.vm.characters.set(characters);
    for (cell, _) in &made {
        install_natives(cx, cell)?;
    }
    crate::objects::exception::groups::start(cx)?;
    crate::objects::type_params::start(cx)?;
    crate::objects::template::start(cx)?;
    crate::objects::generator::consume::start(cx)?;
    struct_sequence::start(cx)?;
    find_defaults(cx)?;
    cx.prepare_for_exhaustion()?;
    crate::protocol::codec::registry::start(cx)?;
    crate::stdlib::start(cx)?;
    crate::stdlib::_ast::start(cx)?;
    crate::stdlib::gc::start(cx)?;
    crate::stdlib::sys::start(cx)
}

/// The classes, each after its base.
fn in_order() -> Vec<&'static TypeCell> {
    fn depth(cell: &TypeCell) -> usize {
        cell.def.base.map_or(0, |base| 1 + depth(base))
    }
    let mut cells: Vec<&'static TypeCell> = TYPES.iter().copied().collect();
    cells.sort_by_key(|cell| depth(cell));
    cells
}

/// The layout of the instances of a class: its own, or its base's.
fn layout_of(cell: &'static TypeCell) -> tython_gc::LayoutId {
    let mut cell = Some(cell);
    while let Some(some) = cell {
        if some.def.payload {
            return layout::INSTANCE;
        }
        if let Some(layout) = some.def.layout {
            return layout;
        }
        cell = some.def.base;
    }
    layout::INSTANCE
}

fn is_below(cell: &'static TypeCell, other: &'static TypeCell) -> bool {
    std::ptr::eq(cell, other) || cell.def.base.is_some_and(|base| is_below(base, other))
}

/// The classes that sequence patterns match.
const SEQUENCES: [&TypeCell; 6] = [
    &LIST,
    &tuple::TUPLE,
    &RANGE,
    &MEMORYVIEW,
    &crate::stdlib::array::ARRAY,
    &crate::stdlib::_collections::DEQUE,
];

fn flags_of(cell: &'static TypeCell) -> Flags {
    let mut flags = Flags::BUILTIN;
    let mut add = |condition: bool, flag: Flags| {
        if condition {
            flags = flags.with(flag);
        }
    };
    add(cell.def.subclassable, Flags::SUBCLASSABLE);
    add(cell.def.attributes, Flags::HAS_DICT);
    add(cell.def.attributes || cell.def.weakrefs, Flags::WEAKREFABLE);
    add(cell.def.payload, Flags::PAYLOAD);
    add(cell.def.finalizer, Flags::FINALIZER);
    add(is_below(cell, &classes::BASE_EXCEPTION), Flags::EXCEPTION);
    add(is_below(cell, &TYPE), Flags::METACLASS);
    add(layout_of(cell) == layout::INSTANCE, Flags::INSTANCE_LAYOUT);
    let is_mapping = [&DICT, &MAPPING_PROXY]
        .into_iter()
        .any(|mapping| is_below(cell, mapping));
    add(is_mapping, Flags::MAPPING);
    let is_sequence = SEQUENCES.iter().any(|sequence| is_below(cell, sequence));
    add(is_sequence, Flags::SEQUENCE);
    flags
}

/// The class object, with nothing in it that needs another class.
fn class_object(cx: &mut Cx, cell: &'static TypeCell) -> R<&'static Type> {
    // The memory of an instance is that of the class where its layout was said.
    let own_layout = cell.def.layout.is_some() || cell.def.base.is_none();
    let storage = match cell.def.base {
        Some(base) if !own_layout => base.class().storage.get(),
        _ => Value::UNBOUND,
    };
    let class = Type::create(
        cx,
        &Parts {
            shape: 0,
            name: Value::NONE,
            qualname: Value::NONE,
            bases: Value::NONE,
            base: cell.def.base.map_or(Value::NONE, TypeCell::value),
            dict: Value::NONE,
            storage,
            reserved: cell.def.reserved,
            flags: flags_of(cell),
        },
    )?;
    cell.fill(class, Shape::of(class.instance_shape()));
    Ok(class)
}

/// The metaclass, the name and the namespace.
fn name_class(cx: &mut Cx, cell: &'static TypeCell, class: &'static Type) -> R<()> {
    let metaclass = cell.def.metaclass.unwrap_or(&TYPE);
    let meta = Meta::from_bits(class.header().meta.load()).with_shape(metaclass.shape());
    class.header().meta.store(meta.bits());
    let name = cx.vm.intern(cx, cell.def.name)?;
    cx.store(class, &class.name, name)?;
    cx.store(class, &class.qualname, name)?;
    let namespace = dict::new(cx)?;
    // SAFETY: the class has never been looked at without its namespace yet.
    unsafe {
        let field = std::ptr::from_ref(&class.dict).cast_mut();
        field.write(Fixed::new(namespace.value()));
    }
    Ok(())
}

/// The bases, the method resolution order, the documentation.
fn link_class(cx: &mut Cx, cell: &'static TypeCell, class: &'static Type) -> R<()> {
    let bases: Vec<Value> = cell.def.base.iter().map(|base| base.value()).collect();
    let bases = cx.tuple(&bases)?;
    cx.store(class, &class.bases, bases)?;
    if let Some(base) = cell.def.base {
        remember_subclass(cx, base.class(), class)?;
    }
    let mut mro = vec![cell.value()];
    let mut base = cell.def.base;
    while let Some(some) = base {
        mro.push(some.value());
        base = some.def.base;
    }
    let mro = cx.tuple(&mro)?;
    cx.store(class, &class.mro, mro)?;
    let name = cx.vm.intern(cx, "__doc__")?;
    let doc = if cell.def.doc.is_empty() {
        Value::NONE
    } else {
        cx.str(cell.def.doc)?
    };
    dict::set_str(cx, class.namespace(), name, doc)?;
    // Of those in `builtins` only `type` knows the module: their instances have no `__module__`.
    if cell.def.module == "builtins" {
        return Ok(());
    }
    let (name, module) = (
        cx.vm.intern(cx, "__module__")?,
        cx.vm.intern(cx, cell.def.module)?,
    );
    dict::set_str(cx, class.namespace(), name, module)
}

/// Puts the native functions of classes into their namespaces.
fn install_natives(cx: &mut Cx, cell: &'static TypeCell) -> R<()> {
    native_function::class_attributes(cx, cell, |cx, def, object| {
        let value = match def.kind {
            Kind::StaticMethod => wrapper::new(cx, &STATICMETHOD, object.value())?,
            _ => object.value(),
        };
        let name = cx.vm.intern(cx, def.name)?;
        dict::set_str(cx, cell.class().namespace(), name, value)
    })?;
    // What says itself what it equals has no hash, unless it says that too.
    let own = |name: &str| of_class(cell).any(|def| def.name == name);
    if own("__eq__") && !own("__hash__") {
        let name = cx.vm.intern(cx, "__hash__")?;
        dict::set_str(cx, cell.class().namespace(), name, Value::NONE)?;
    }
    crate::objects::instance_attributes::install(cx, cell.class())
}

/// Remembers the methods that the fast paths compare with.
fn find_defaults(cx: &mut Cx) -> R<()> {
    let vm = cx.vm;
    let module = &crate::objects::module::MODULE;
    let exception = &crate::objects::exception::classes::BASE_EXCEPTION;
    let wanted: [(&TypeCell, &str, &crate::vm::Global); 13] = [
        (&OBJECT, "__getattribute__", &vm.object_getattribute),
        (&OBJECT, "__setattr__", &vm.object_setattr),
        (&OBJECT, "__delattr__", &vm.object_delattr),
        (&OBJECT, "__eq__", &vm.object_eq),
        (&OBJECT, "__ne__", &vm.object_ne),
        (&OBJECT, "__new__", &vm.object_new),
        (&OBJECT, "__init__", &vm.object_init),
        (exception, "__new__", &vm.exception_new),
        (exception, "__init__", &vm.exception_init),
        (&TYPE, "__getattribute__", &vm.type_getattribute),
        (&TYPE, "__instancecheck__", &vm.type_instancecheck),
        (&TYPE, "__call__", &vm.type_call),
        (module, "__getattribute__", &vm.module_getattribute),
    ];
    for (cell, name, global) in wanted {
        let name = cx.vm.intern(cx, name)?;
        if let Some(found) = dict::get_str(cx, cell.class().namespace(), name)? {
            global.set(found);
        }
    }
    Ok(())
}
