//! `_types`: the classes that have no names in `builtins`.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::objects::generic_alias::GENERIC_ALIAS;
use crate::objects::module::Module;
use crate::objects::simple_namespace::SIMPLE_NAMESPACE;
use crate::objects::union::UNION;
use crate::types::{TYPES, TypeDef};

crate::native_module!("_types", fill);

builtin_type! {
    /// The class of pointers that extension modules hand to each other. There are none here.
    static CAPSULE = TypeDef {
        name: "PyCapsule",
        doc: "Capsule objects let you wrap a C \"void *\" pointer in a Python\nobject.  They're a way of passing data through the Python interpreter\nwithout creating your own custom type.\n\nCapsules are used for communication between extension modules.\nThey provide a way for an extension module to export a C interface\nto other extension modules, so that extension modules can use the\nPython import mechanism to link to one another.",
        ..TypeDef::NEW
    };
}

/// The names in the module, and those of the classes.
const NAMES: &[(&str, &str)] = &[
    ("AsyncGeneratorType", "async_generator"),
    ("BuiltinFunctionType", "builtin_function_or_method"),
    ("BuiltinMethodType", "builtin_function_or_method"),
    ("CapsuleType", "PyCapsule"),
    ("CellType", "cell"),
    ("ClassMethodDescriptorType", "classmethod_descriptor"),
    ("CodeType", "code"),
    ("CoroutineType", "coroutine"),
    ("EllipsisType", "ellipsis"),
    ("FrameType", "frame"),
    ("FunctionType", "function"),
    ("GeneratorType", "generator"),
    ("GetSetDescriptorType", "getset_descriptor"),
    ("LambdaType", "function"),
    ("MappingProxyType", "mappingproxy"),
    ("MemberDescriptorType", "member_descriptor"),
    ("MethodDescriptorType", "method_descriptor"),
    ("MethodType", "method"),
    ("MethodWrapperType", "method-wrapper"),
    ("ModuleType", "module"),
    ("NoneType", "NoneType"),
    ("NotImplementedType", "NotImplementedType"),
    ("TracebackType", "traceback"),
    ("WrapperDescriptorType", "wrapper_descriptor"),
];

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    for (name, class) in NAMES {
        let is_it = |def: &TypeDef| def.module == "builtins" && def.name == *class;
        if let Some(cell) = TYPES.iter().find(|cell| is_it(&cell.def)) {
            super::set(cx, module, name, cell.value())?;
        }
    }
    for (name, cell) in [
        ("GenericAlias", &GENERIC_ALIAS),
        ("SimpleNamespace", &SIMPLE_NAMESPACE),
        ("UnionType", &UNION),
    ] {
        super::set(cx, module, name, cell.value())?;
    }
    Ok(())
}
