//! Containers and texts that the code builds, and loops over what only the interpreter knows.

use super::comparison::{is_plain, is_scalar};
use super::held::Held;
use super::{After, Recorder, Res, unsupported};
use crate::cx::{Cx, HANDED_OVER};
use crate::interp::Fr;
use crate::objects::dict::{self, DICT, Dict};
use crate::objects::instance::Instance;
use crate::objects::list::LIST;
use crate::objects::str::Str;
use crate::objects::tuple::TUPLE;
use crate::protocol::class_of;
use crate::value::Value;
use tython_compiler::isa::{Instr, Op};
use tython_jit::ir::{self, Op as Ir};

/// Items of a tuple that is allocated in line at most.
pub(super) const INLINE: u16 = 8;
/// Values that are handed to a helper at most.
pub(super) const MOST: u16 = HANDED_OVER as u16;

impl Recorder {
    pub(super) fn containers(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        op: Op,
        i: Instr,
    ) -> Res<Option<After>> {
        Ok(Some(match op {
            Op::BuildTuple if (1..=INLINE).contains(&i.c()) => {
                let items: Vec<Held> = (i.b()..i.b() + i.c()).map(|item| self.get(item)).collect();
                After::Set(i.a(), self.new_tuple(&items)?)
            }
            Op::BuildTuple => self.build(i, "build_tuple")?,
            Op::BuildTupleWith => self.tuple_with(fr, i)?,
            Op::BuildList => self.build(i, "build_list")?,
            Op::BuildString => self.build(i, "build_string")?,
            Op::BuildMap if i.c() == 0 => self.build(i, "build_map")?,
            Op::ListAppend => {
                self.append(fr, i.a(), i.b())?;
                After::Nothing
            }
            Op::ListExtend => self.list_extend(fr, i)?,
            Op::DictUpdate if self.is_copy(cx, fr, i) => {
                let words = [i.a(), i.b()].map(|register| self.get_word(register));
                self.call_helper("dict_copy", &words)?;
                After::Opaque(None)
            }
            Op::DictMerge => self.merge(cx, fr, i)?,
            Op::SpreadKeywords => self.spread_keywords(cx, fr, i)?,
            Op::ListToTuple => {
                let word = self.get_word(i.b());
                let word = self.helper_value("list_to_tuple", &[word])?;
                After::Opaque(Some((i.a(), word)))
            }
            Op::MapAdd if let Some(key) = self.plain_key(fr, i.b())? => {
                let words = [self.get_word(i.a()), key, self.get_word(i.c())];
                self.call_helper("set_dict_item", &words)?;
                After::Nothing
            }
            Op::SetAdd if let Some(element) = self.plain_key(fr, i.b())? => {
                let words = [self.get_word(i.a()), element];
                self.call_helper("add_to_set", &words)?;
                After::Nothing
            }
            Op::BuildSet if self.are_plain(fr, i) => self.build(i, "build_set")?,
            Op::FormatValue => {
                let value = fr.get(i.b());
                if value.is::<Instance>() {
                    return unsupported("the text of an instance");
                }
                let operand = self.operand(fr, i.b());
                let conversion = self.int(i64::from(i.c()));
                if is_scalar(value) {
                    self.guard_scalar(operand)?;
                    let word = self.get_word(i.b());
                    let word = self.helper_value("format_value", &[word, conversion])?;
                    return Ok(Some(After::Opaque(Some((i.a(), word)))));
                }
                let word = self.get_word(i.b());
                let word = self.wild_value("format_any", &[word, conversion])?;
                After::Wild(Some((i.a(), word)))
            }
            Op::FormatSpec if is_scalar(fr.get(i.b())) && fr.get(i.b() + 1).is::<Str>() => {
                for register in [i.b(), i.b() + 1] {
                    let operand = self.operand(fr, register);
                    self.guard_scalar(operand)?;
                }
                let conversion = self.int(i64::from(i.c()));
                let [value, spec] = [i.b(), i.b() + 1].map(|register| self.get_word(register));
                let word = self.helper_value("format_scalar", &[value, conversion, spec])?;
                After::Opaque(Some((i.a(), word)))
            }
            Op::GetLen => {
                let word = self.get_word(i.b());
                let word = self.wild_value("get_len", &[word])?;
                After::Wild(Some((i.a(), word)))
            }
            _ => return Ok(None),
        }))
    }

    /// Whether the first of a display's dicts is put into the new one: then no keys are compared.
    fn is_copy(&mut self, cx: &mut Cx, fr: Fr, i: Instr) -> bool {
        let target = fr.get(i.a()).cast::<Dict>();
        let is_empty = target.is_some_and(|target| matches!(dict::len(cx, target), Ok(0)));
        is_empty && DICT.is(class_of(fr.get(i.b()))) && self.get_kind(fr, i.b()).is_some()
    }

    /// `[*list, *values]`
    fn list_extend(&mut self, fr: Fr, i: Instr) -> Res<After> {
        if !is_list_or_tuple(fr.get(i.b())) || self.get_kind(fr, i.b()).is_none() {
            return self.interpreted(fr, Op::ListExtend, i);
        }
        let words = [i.a(), i.b()].map(|register| self.get_word(register));
        self.call_helper("list_extend", &words)?;
        Ok(After::Opaque(None))
    }

    /// `(a, b, *values)`
    fn tuple_with(&mut self, fr: Fr, i: Instr) -> Res<After> {
        let last = i.b() + i.c() - 1;
        if !is_list_or_tuple(fr.get(last)) || self.get_kind(fr, last).is_none() {
            return self.interpreted(fr, Op::BuildTupleWith, i);
        }
        self.build(i, "build_tuple_with")
    }

    /// Whether what is in a window can come into a set and runs no Python code.
    fn are_plain(&self, fr: Fr, i: Instr) -> bool {
        i.c() <= MOST && (i.b()..i.b() + i.c()).all(|item| is_plain(fr.get(item)))
    }

    /// A helper makes something of a window.
    fn build(&mut self, i: Instr, helper: &'static str) -> Res<After> {
        if i.c() > MOST {
            return unsupported("a large display");
        }
        let items: Vec<Held> = (i.b()..i.b() + i.c()).map(|item| self.get(item)).collect();
        self.hand_over(&items)?;
        let count = self.int(i64::from(i.c()));
        let word = self.helper_value(helper, &[count])?;
        Ok(After::Opaque(Some((i.a(), word))))
    }

    /// Puts values where the next helper finds them.
    pub(super) fn hand_over(&mut self, items: &[Held]) -> Res<()> {
        let words: Vec<ir::Value> = items.iter().map(|item| self.word(*item)).collect();
        for (index, word) in words.into_iter().enumerate() {
            let index = self.int(index as i64);
            self.call_helper("hand_over", &[index, word])?;
        }
        Ok(())
    }

    /// A helper has made a step of an iterator: that is done, whichever way the loop goes.
    pub(super) fn next_value(
        &mut self,
        fr: Fr,
        next: *const u64,
        register: u16,
        word: ir::Value,
        is_wild: bool,
    ) -> Res<()> {
        let went = fr.frame().pc;
        let at = self.level().word;
        // SAFETY: the loop's instruction is in the code; its jump leads to an instruction.
        let instr = Instr(unsafe { *fr.code().words.as_ptr().cast::<u64>().add(at as usize) });
        let behind = fr.word_of(next) as u32;
        let end = (i64::from(behind) + i64::from(instr.c() as i16)) as u32;
        let is_end = fr.word_of(went) as u32 == end;
        // The handler unpacks a pair by itself.
        let unpacks = !is_end && went != next;
        let before = self.level().registers[usize::from(register)];
        let place = self.place();
        // The other way.
        if is_end {
            self.level().word = behind;
            self.set(register, Held::Word(word));
        } else {
            self.level().word = end;
        }
        let exit = self.exit_now();
        let unbound = self.constant(Value::UNBOUND);
        let same = self.emit(Ir::SameWord, &[word, unbound]);
        let guard = if is_end {
            Ir::GuardTrue
        } else {
            Ir::GuardFalse
        };
        self.trace
            .emit(guard, ir::Immediate::None, &[same], Some(exit), Some(place));
        *self.level().register(register) = before;
        if !is_end {
            self.set(register, Held::Word(word));
        }
        self.level().word = if unpacks {
            behind
        } else {
            fr.word_of(went) as u32
        };
        self.here = None;
        if is_wild {
            self.guard_valid_here();
        }
        if unpacks {
            // SAFETY: `next` is at the instruction that has been executed as well.
            self.unpack_pair(Instr(unsafe { *next }), word);
        }
        Ok(())
    }

    /// The two items of a pair.
    fn unpack_pair(&mut self, i: Instr, word: ir::Value) {
        let pair = self.untagged(word);
        for index in 0..2 {
            let item = self.tuple_item(pair, index);
            self.set(i.b() + index as u16, Held::Word(item));
        }
    }
}

/// Whether it is a list or a tuple, and no instance of a subclass.
pub(super) fn is_list_or_tuple(values: Value) -> bool {
    let class = class_of(values);
    LIST.is(class) || TUPLE.is(class)
}
