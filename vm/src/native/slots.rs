//! What CPython says of special methods, whatever class they belong to.

/// The signature and the documentation of the special method with this name, as a
/// `wrapper_descriptor` shows them.
pub(super) fn standard(name: &str) -> Option<(&'static str, &'static str)> {
    let row = STANDARD.iter().find(|row| row.0 == name)?;
    Some((row.1, row.2))
}

const NONE: &str = "($self, /)";
const VALUE: &str = "($self, value, /)";
const KEY: &str = "($self, key, /)";

const STANDARD: &[(&str, &str, &str)] = &[
    ("__abs__", NONE, "abs(self)"),
    ("__add__", VALUE, "Return self+value."),
    (
        "__aiter__",
        NONE,
        "Return an awaitable, that resolves in asynchronous iterator.",
    ),
    ("__and__", VALUE, "Return self&value."),
    (
        "__anext__",
        NONE,
        "Return a value or raise StopAsyncIteration.",
    ),
    (
        "__await__",
        NONE,
        "Return an iterator to be used in await expression.",
    ),
    ("__bool__", NONE, "True if self else False"),
    (
        "__buffer__",
        "($self, flags, /)",
        "Return a buffer object that exposes the underlying memory of the object.",
    ),
    (
        "__call__",
        "($self, /, *args, **kwargs)",
        "Call self as a function.",
    ),
    ("__contains__", KEY, "Return bool(key in self)."),
    (
        "__del__",
        NONE,
        "Called when the instance is about to be destroyed.",
    ),
    (
        "__delattr__",
        "($self, name, /)",
        "Implement delattr(self, name).",
    ),
    (
        "__delete__",
        "($self, instance, /)",
        "Delete an attribute of instance.",
    ),
    ("__delitem__", KEY, "Delete self[key]."),
    ("__divmod__", VALUE, "Return divmod(self, value)."),
    ("__eq__", VALUE, "Return self==value."),
    ("__float__", NONE, "float(self)"),
    ("__floordiv__", VALUE, "Return self//value."),
    ("__ge__", VALUE, "Return self>=value."),
    (
        "__get__",
        "($self, instance, owner=None, /)",
        "Return an attribute of instance, which is of type owner.",
    ),
    (
        "__getattribute__",
        "($self, name, /)",
        "Return getattr(self, name).",
    ),
    ("__getitem__", KEY, "Return self[key]."),
    ("__gt__", VALUE, "Return self>value."),
    ("__hash__", NONE, "Return hash(self)."),
    ("__iadd__", VALUE, "Implement self+=value."),
    ("__iand__", VALUE, "Return self&=value."),
    ("__ifloordiv__", VALUE, "Return self//=value."),
    ("__ilshift__", VALUE, "Return self<<=value."),
    ("__imatmul__", VALUE, "Return self@=value."),
    ("__imod__", VALUE, "Return self%=value."),
    ("__imul__", VALUE, "Implement self*=value."),
    (
        "__index__",
        NONE,
        "Return self converted to an integer, if self is suitable for use as an index into a list.",
    ),
    (
        "__init__",
        "($self, /, *args, **kwargs)",
        "Initialize self.  See help(type(self)) for accurate signature.",
    ),
    ("__int__", NONE, "int(self)"),
    ("__invert__", NONE, "~self"),
    ("__ior__", VALUE, "Return self|=value."),
    ("__ipow__", VALUE, "Return self**=value."),
    ("__irshift__", VALUE, "Return self>>=value."),
    ("__isub__", VALUE, "Return self-=value."),
    ("__iter__", NONE, "Implement iter(self)."),
    ("__itruediv__", VALUE, "Return self/=value."),
    ("__ixor__", VALUE, "Return self^=value."),
    ("__le__", VALUE, "Return self<=value."),
    ("__len__", NONE, "Return len(self)."),
    ("__lshift__", VALUE, "Return self<<value."),
    ("__lt__", VALUE, "Return self<value."),
    ("__matmul__", VALUE, "Return self@value."),
    ("__mod__", VALUE, "Return self%value."),
    ("__mul__", VALUE, "Return self*value."),
    ("__ne__", VALUE, "Return self!=value."),
    ("__neg__", NONE, "-self"),
    ("__next__", NONE, "Implement next(self)."),
    ("__or__", VALUE, "Return self|value."),
    ("__pos__", NONE, "+self"),
    (
        "__pow__",
        "($self, value, mod=None, /)",
        "Return pow(self, value, mod).",
    ),
    ("__radd__", VALUE, "Return value+self."),
    ("__rand__", VALUE, "Return value&self."),
    ("__rdivmod__", VALUE, "Return divmod(value, self)."),
    (
        "__release_buffer__",
        "($self, buffer, /)",
        "Release the buffer object that exposes the underlying memory of the object.",
    ),
    ("__repr__", NONE, "Return repr(self)."),
    ("__rfloordiv__", VALUE, "Return value//self."),
    ("__rlshift__", VALUE, "Return value<<self."),
    ("__rmatmul__", VALUE, "Return value@self."),
    ("__rmod__", VALUE, "Return value%self."),
    ("__rmul__", VALUE, "Return value*self."),
    ("__ror__", VALUE, "Return value|self."),
    (
        "__rpow__",
        "($self, value, mod=None, /)",
        "Return pow(value, self, mod).",
    ),
    ("__rrshift__", VALUE, "Return value>>self."),
    ("__rshift__", VALUE, "Return self>>value."),
    ("__rsub__", VALUE, "Return value-self."),
    ("__rtruediv__", VALUE, "Return value/self."),
    ("__rxor__", VALUE, "Return value^self."),
    (
        "__set__",
        "($self, instance, value, /)",
        "Set an attribute of instance to value.",
    ),
    (
        "__setattr__",
        "($self, name, value, /)",
        "Implement setattr(self, name, value).",
    ),
    (
        "__setitem__",
        "($self, key, value, /)",
        "Set self[key] to value.",
    ),
    ("__str__", NONE, "Return str(self)."),
    ("__sub__", VALUE, "Return self-value."),
    ("__truediv__", VALUE, "Return self/value."),
    ("__xor__", VALUE, "Return self^value."),
];
