//! Room for attributes in the first instance of a class, which is often the only one.
//!
//! How much the later ones get is learnt (`Instance::add`). But what did not fit stays outside of the first one, for as long as it
//! lives, and is found more slowly there.

use super::{Flags, Type};
use crate::cx::{Cx, R};
use crate::name;
use crate::objects::dict;
use crate::objects::tuple::Tuple;
use crate::shape::Shape;
use crate::value::Value;

/// Attributes that the first instance of a class gets room for at most, if none of its methods has run yet.
const EXPECTED: usize = 30;

/// What the methods of a new class and of its base assign to is what its instances are going to have.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn expect(cx: &mut Cx, class: &'static Type, base: &'static Type) -> R<()> {
    let [own, inherited] = [static_attributes(cx, class)?, static_attributes(cx, base)?];
    let new = own.iter().filter(|name| !inherited.contains(name)).count();
    let reserved = |class: &Type| Shape::of(class.instance_shape()).reserved as usize;
    let of_base = match base.flags().has(Flags::HAS_DICT) {
        true => base.room().saturating_sub(reserved(base)),
        false => 0,
    };
    let expected = of_base.max(inherited.len()) + new;
    let room = reserved(class) + expected.min(EXPECTED);
    if room > class.room() {
        class.learn_room(room);
    }
    Ok(())
}

/// The names that the body of a class statement says its methods assign to.
fn static_attributes(cx: &mut Cx, class: &'static Type) -> R<&'static [Value]> {
    let name = name!(cx, "__static_attributes__")?;
    let found = dict::get_str(cx, class.namespace(), name)?;
    Ok(found
        .and_then(|found| found.cast::<Tuple>())
        .map_or(&[], Tuple::as_slice))
}
