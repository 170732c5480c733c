//! Wrong calls, and CPython's words for them.

use super::{def, int, outcome};
use crate::cx::Cx;
use crate::native::wording::{Keywords, check};
use crate::native::{Kwargs, NATIVES, NativeDef, class_signature, native};
use crate::objects::int::INT;
use crate::objects::tuple::TUPLE;
use crate::objects::type_object::Type;
use crate::types::{TypeCell, TypeDef};
use crate::value::Value;

/// A call and the message of its TypeError. `this` is a tuple.
const CALLS: &str = "
    t_count(this): tuple.t_count() takes exactly one argument (0 given)
    t_count(this, 1, 1): tuple.t_count() takes exactly one argument (2 given)
    t_count(this, x=1): tuple.t_count() takes no keyword arguments
    t_count(): unbound method tuple.t_count() needs an argument
    t_count(x=1): unbound method tuple.t_count() needs an argument
    t_count(1, 1): descriptor 't_count' for 'tuple' objects doesn't apply to a 'int' object
    t_count(1, 1, 1): descriptor 't_count' for 'tuple' objects doesn't apply to a 'int' object
    t_clear(this, 1): tuple.t_clear() takes no arguments (1 given)
    t_insert(this, 1): t_insert expected 2 arguments, got 1
    t_insert(this, this, 1): 'tuple' object cannot be interpreted as an integer
    t_pop(this, 1, 1): t_pop expected at most 1 argument, got 2
    t_find(this): t_find expected at least 1 argument, got 0
    t_find(this, 1, 1, 1, 1): t_find expected at most 3 arguments, got 4
    t_find(this, 1, this): slice indices must be integers or None or have an __index__ method
    t_split(this, 1, 1, 1): t_split() takes at most 2 arguments (3 given)
    t_split(this, sep=1, maxsplit=1, x=1): t_split() takes at most 2 keyword arguments (3 given)
    t_split(this, max_split=1): t_split() got an unexpected keyword argument 'max_split'. Did you mean 'maxsplit'?
    t_split(this, this, sep=1): argument for t_split() given by name ('sep') and position (1)
    t_split(this, 1): t_split() argument 'sep' must be tuple or None, not int
    t_replace(this, this): t_replace() takes at least 2 positional arguments (1 given)
    t_replace(this, this, new=this): t_replace() takes at least 2 positional arguments (1 given)
    t_replace(this, 1, this): t_replace() argument 1 must be tuple, not int
    t_replace(this, this, None): t_replace() argument 2 must be tuple, not None
    t_fromkeys(tuple): t_fromkeys expected at least 1 argument, got 0
    t_fromkeys(): descriptor 't_fromkeys' of 'tuple' object needs an argument
    t_fromkeys(int, 1): descriptor 't_fromkeys' requires a subtype of 'tuple' but received 'int'
    t_fromkeys(1, 1): descriptor 't_fromkeys' for type 'tuple' needs a type, not a 'int' as arg 2
    t_maketrans(): t_maketrans expected at least 1 argument, got 0
    t_maketrans(x=1): tuple.t_maketrans() takes no keyword arguments
    __t_add__(this): expected 1 argument, got 0
    __t_add__(this, 1, 1): expected 1 argument, got 2
    __t_add__(this, x=1): wrapper __t_add__() takes no keyword arguments
    __t_add__(): descriptor '__t_add__' of 'tuple' object needs an argument
    __t_add__(1, 1): descriptor '__t_add__' requires a 'tuple' object but received a 'int'
    __new__(): tuple.__new__(): not enough arguments
    __new__(1): tuple.__new__(X): X is not a type object (int)
    __new__(int): tuple.__new__(int): int is not a subtype of tuple
    __new__(tuple, 1, 1): tuple expected at most 1 argument, got 2
    __new__(tuple, x=1): tuple() takes no keyword arguments
    t_bits(this): descriptor 't_bits' for 'int' objects doesn't apply to a 'tuple' object
    isclose(1): isclose() missing required argument 'b' (pos 2)
    isclose(1, a=1): isclose() missing required argument 'b' (pos 2)
    isclose(1, 1, 1): isclose() takes exactly 2 positional arguments (3 given)
    isclose(this, 1): must be real number, not tuple
    print(foo=1): print() got an unexpected keyword argument 'foo'
    call(): call expected at least 1 argument, got 0
    required(): required() missing required argument 'a' (pos 1)
    required(1): required() takes no positional arguments
";

/// Makes all of [`CALLS`].
pub(super) fn calls(cx: &mut Cx) {
    let this = cx.tuple(&[]).expect("memory");
    for line in CALLS.trim().lines() {
        let (name, args, names, message) = parse(line);
        let value = |arg: &&str| match *arg {
            "this" => this,
            "tuple" => TUPLE.value(),
            "int" => INT.value(),
            "None" => Value::NONE,
            _ => int(1),
        };
        let values: Vec<Value> = args.iter().map(value).collect();
        let expected = Err(format!("TypeError: {message}"));
        assert_eq!(outcome(cx, name, &values, &names), expected, "{line}");
    }
}

/// Name, arguments, the names of the last ones, message.
fn parse(line: &str) -> (&str, Vec<&str>, Vec<&str>, &str) {
    let (call, message) = line.trim().split_once("): ").expect(line);
    let (name, args) = call.split_once('(').expect(line);
    let args = args.split(", ").filter(|arg| !arg.is_empty());
    let names = args.clone().filter_map(|arg| Some(arg.split_once('=')?.0));
    let values = args.clone().map(|arg| arg.rsplit('=').next().expect(line));
    (name, values.collect(), names.collect(), message)
}

/// A class that never exists: its functions are only asked about.
static POINT: TypeCell = TypeCell::new(TypeDef {
    name: "Point",
    module: "geometry",
    ..TypeDef::NEW
});

#[native(POINT, "__new__(cls, /, *args, **kwargs)", new)]
fn new(_: &mut Cx, _: &'static Type, _args: &[Value], _kwargs: Kwargs<'_>) {}

#[native(POINT, "__init__(self, x, y=0, /)", slot)]
fn init(_: &mut Cx, _: Value, _x: Value, _y: i64) {}

#[native(POINT, "__call__(self, x, /)", slot)]
fn call(_: &mut Cx, _: Value, _x: Value) {}

#[native(POINT, "__setitem__(self, key, value, /)", slot)]
fn set_item(_: &mut Cx, _: Value, _key: Value, _value: Value) {}

#[native(POINT, "__get__(self, instance, owner=None, /)", slot)]
fn get(_: &mut Cx, _: Value, _instance: Value, _owner: Value) {}

#[native(POINT, "__pow__(self, value, mod=None, /)", slot)]
fn pow(_: &mut Cx, _: Value, _value: Value, _mod: Value) {}

#[native(POINT, "__len__(self, /)", slot)]
fn len(_: &mut Cx, _: Value) {}

/// As above, without the receivers.
const SPECIAL: &str = "
    __init__(): Point expected at least 1 argument, got 0
    __init__(1, 1, 1): Point expected at most 2 arguments, got 3
    __init__(1, x=1): Point() takes no keyword arguments
    __call__(): Point expected 1 argument, got 0
    __setitem__(1): __setitem__ expected 2 arguments, got 1
    __get__(): __get__ expected at least 1 argument, got 0
    __get__(1, 1, 1): __get__ expected at most 2 arguments, got 3
    __pow__(): expected 1 or 2 arguments, got 0
    __len__(1): expected 0 arguments, got 1
    __len__(x=1): wrapper __len__() takes no keyword arguments
";

impl Keywords for Vec<&str> {
    fn count(&self) -> usize {
        self.len()
    }

    fn has(&self, name: &str) -> bool {
        self.contains(&name)
    }

    fn text(&self, index: usize) -> String {
        self[index].to_owned()
    }
}

#[test]
fn special_methods() {
    let of_point = |def: &&NativeDef| def.class().is_some_and(|cell| std::ptr::eq(cell, &POINT));
    for line in SPECIAL.trim().lines() {
        let (name, args, names, message) = parse(line);
        let mut defs = NATIVES.iter().filter(of_point);
        let def = defs.find(|def| def.name == name).expect(name);
        let given = args.len() - names.len();
        assert_eq!(check(def, given, &names), Err(message.to_owned()), "{line}");
    }
    assert_eq!(class_signature(&POINT).as_deref(), Some("(x, y=0, /)"));
    assert_eq!(def("t_count").class_name(), "tuple");
    let mut defs = NATIVES.iter().filter(of_point);
    assert_eq!(
        defs.next().map(NativeDef::class_name).as_deref(),
        Some("geometry.Point")
    );
}
