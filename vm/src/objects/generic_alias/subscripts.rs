//! `list[int]` and its like: what subscripting the builtin generic classes gives.

use super::new;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::dict::DICT;
use crate::objects::exception::classes::BASE_EXCEPTION_GROUP;
use crate::objects::generator::{ASYNC_GENERATOR, COROUTINE, GENERATOR};
use crate::objects::iterators::ENUMERATE;
use crate::objects::list::LIST;
use crate::objects::mapping_proxy::MAPPING_PROXY;
use crate::objects::set::{FROZENSET, SET};
use crate::objects::tuple::TUPLE;
use crate::objects::type_object::Type;
use crate::objects::wrapper::{CLASSMETHOD, STATICMETHOD};
use crate::value::Value;

macro_rules! generic {
    ($($class:ident $($doc:literal)?;)*) => {
        $(
            const _: () = {
                $(#[doc = $doc])?
                #[native($class, "__class_getitem__(cls, object, /)", classmethod, effect = writes)]
                fn class_getitem(cx: &mut Cx, cls: &'static Type, object: Value) -> R {
                    new(cx, cls.value(), object)
                }
            };
        )*
    };
}

generic! {
    ASYNC_GENERATOR "async generators are generic over the types of their yield and send values";
    BASE_EXCEPTION_GROUP "Exception groups are generic over the type of their contained exceptions";
    CLASSMETHOD;
    COROUTINE "coroutines are generic over the types of their yield, send, and return values";
    DICT "dicts are generic over two types, signifying (respectively) the types of their keys and values";
    ENUMERATE "'enumerate' objects are generic over the type of their values";
    FROZENSET "frozensets are generic over the type of their elements";
    GENERATOR "generators are generic over the types of their yield, send, and return values";
    LIST "lists are generic over the type of their contents";
    MAPPING_PROXY "mappingproxy objects are generic over two types, signifying (respectively) the types of their keys and values";
    SET "sets are generic over the type of their elements";
    STATICMETHOD;
    TUPLE "Tuples are generic over the types of their contents.\n\nFor example, use ``tuple[int, str]`` for a pair whose first element\nis an int and second element is a string.\n\nTuples also support the form ``tuple[T, ...]`` to indicate\nan arbitrary length tuple of elements of type T.";
}
