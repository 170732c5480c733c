//! `typing.Generic`.

use super::alias::with_unpack;
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::{Args, Kwargs, native};
use crate::objects::type_object::Type;
use crate::protocol::{attribute, call};
use crate::stdlib::_typing::{call_typing, typing};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(super) static GENERIC = TypeDef {
        name: "Generic",
        module: "typing",
        subclassable: true,
        doc: "Abstract base class for generic types\n\nOn Python 3.12 and newer, generic classes implicitly inherit from\nGeneric when they declare a parameter list after the class's name::\n\n    class Mapping[KT, VT]:\n        def __getitem__(self, key: KT) -> VT:\n            ...\n            # Etc.\n\nOn older versions of Python, however, generic classes have to\nexplicitly inherit from Generic.\n\nAfter a class has been declared to be generic, it can then be used as\nfollows::\n\n    def lookup_name[KT, VT](mapping: Mapping[KT, VT], key: KT, default: VT) -> VT:\n        try:\n            return mapping[key]\n        except KeyError:\n            return default\n",
        ..TypeDef::NEW
    };
}

/// The base that `class C[T]` gets: `Generic[T]`.
///
/// # Errors
/// What importing `typing` raises.
pub fn subscript_generic(cx: &mut Cx, params: Value) -> R {
    let params = with_unpack(cx, params)?;
    call_typing(
        cx,
        "_GenericAlias",
        &[GENERIC.value(), params.value()],
        None,
    )
}

/// Calls a function of `typing` with the class and all arguments.
fn pass_on(cx: &mut Cx, function: &str, class: &'static Type, args: Args<'_>) -> R {
    let typing = typing(cx)?;
    let name = cx.vm.intern(cx, function)?;
    let function = attribute::get(cx, typing, name)?;
    call::prepend(cx, class.value(), args, |cx, args| {
        call::call(cx, function, args)
    })
}

/// Parameterizes a generic class.
///
/// At least, parameterizing a generic class is the *main* thing this
/// method does. For example, for some generic class `Foo`, this is called
/// when we do `Foo[int]` - there, with `cls=Foo` and `params=int`.
///
/// However, note that this method is also called when defining generic
/// classes in the first place with `class Foo[T]: ...`.
#[native(GENERIC, "__class_getitem__(cls, /, *args, **kwargs)", classmethod)]
fn class_getitem(cx: &mut Cx, cls: &'static Type, _args: &[Value], kwargs: Kwargs<'_>) -> R {
    pass_on(cx, "_generic_class_getitem", cls, kwargs.forward(1))
}

/// Function to initialize subclasses.
#[native(GENERIC, "__init_subclass__(cls, /, *args, **kwargs)", classmethod)]
fn init_subclass(cx: &mut Cx, cls: &'static Type, _args: &[Value], kwargs: Kwargs<'_>) -> R {
    pass_on(cx, "_generic_init_subclass", cls, kwargs.forward(1))
}
