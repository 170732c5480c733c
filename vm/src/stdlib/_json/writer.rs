//! Writing JSON.

use super::encoder::{Quoting, Settings};
use super::output::Output;
use super::string;
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::objects::dict::{self, Dict};
use crate::objects::list::{self, List};
use crate::objects::str::{self, Str};
use crate::objects::tuple::Tuple;
use crate::objects::{float, int};
use crate::protocol::{call::call_method, call_values, full_type_name, iter, repr, type_name};
use crate::value::Value;
use rustc_hash::FxHashSet;

/// A document that is being written.
pub(super) struct Writer<'a, O> {
    settings: &'a Settings,
    output: &'a mut O,
    /// The addresses of the objects that are being written.
    open: FxHashSet<u64>,
}

impl<'a, O: Output> Writer<'a, O> {
    pub(super) fn new(settings: &'a Settings, output: &'a mut O) -> Self {
        Writer {
            settings,
            output,
            open: FxHashSet::default(),
        }
    }

    /// Writes a value at a depth of indentation.
    pub(super) fn value(&mut self, cx: &mut Cx, value: Value, level: usize) -> R<()> {
        if self.simple(cx, value)? {
            return Ok(());
        }
        if let Some(list) = cx.payload::<List>(value)? {
            return cx.deeper(|cx| self.list(cx, value, list, level));
        }
        if let Some(tuple) = cx.payload::<Tuple>(value)? {
            return cx.deeper(|cx| self.tuple(cx, value, tuple, level));
        }
        match cx.payload::<Dict>(value)? {
            Some(dict) => cx.deeper(|cx| self.dict(cx, value, dict, level)),
            None => cx.deeper(|cx| self.other(cx, value, level)),
        }
    }

    /// Writes what has no parts; false if it is something else.
    fn simple(&mut self, cx: &mut Cx, value: Value) -> R<bool> {
        if let Some(constant) = constant(value) {
            self.output.ascii(constant.as_bytes());
        } else if let Some(small) = value.as_small_int() {
            self.small_int(small);
        } else if let Some(string) = cx.payload::<Str>(value)? {
            self.string(cx, string)?;
        } else if let Some(number) = int::operand(cx, value)? {
            let text = tython_num::int::to_decimal(number, int::digit_limit(cx));
            let text = text.map_err(|error| cx.number_error(error))?;
            self.output.ascii(text.as_bytes());
        } else if let Some(number) = float::float(cx, value)? {
            let text = self.float(cx, number, value)?;
            self.output.ascii(text.as_bytes());
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    fn small_int(&mut self, number: i64) {
        let mut digits = itoa::Buffer::new();
        self.output.ascii(digits.format(number).as_bytes());
    }

    fn float(&mut self, cx: &mut Cx, number: f64, value: Value) -> R<String> {
        if number.is_finite() {
            return Ok(tython_num::float::repr(number));
        }
        if !self.settings.allow_nan {
            let shown = repr(cx, value)?;
            let shown = str::to_string(shown);
            return Err(cx.value_error(format_args!(
                "Out of range float values are not JSON compliant: {shown}"
            )));
        }
        Ok(match number {
            _ if number.is_nan() => "NaN",
            _ if number > 0.0 => "Infinity",
            _ => "-Infinity",
        }
        .to_owned())
    }

    fn string(&mut self, cx: &mut Cx, string: &'static Str) -> R<()> {
        match self.settings.quoting {
            Quoting::Ascii => string::write(self.output, string.text(), true),
            Quoting::Plain => string::write(self.output, string.text(), false),
            Quoting::Custom(function) => {
                let quoted = call_values(cx, function, &[string.value()])?;
                match cx.payload::<Str>(quoted)? {
                    Some(quoted) => self.output.text(quoted.text()),
                    None => {
                        let class = type_name(cx, quoted)?;
                        return Err(cx.type_error(format_args!(
                            "encoder() must return a string, not {class}"
                        )));
                    }
                }
            }
        }
        Ok(())
    }

    /// Runs `body`, which writes the parts of `value`.
    fn inside(
        &mut self,
        cx: &mut Cx,
        value: Value,
        body: impl FnOnce(&mut Self, &mut Cx) -> R<()>,
    ) -> R<()> {
        if !self.settings.check_circular {
            return body(self, cx);
        }
        if !self.open.insert(value.bits()) {
            return Err(cx.value_error(format_args!("Circular reference detected")));
        }
        let result = body(self, cx);
        self.open.remove(&value.bits());
        result
    }

    /// Begins a new line of indentation, if there is one.
    fn line(&mut self, level: usize) {
        if let Some(indent) = self.settings.indent {
            self.output.ascii(b"\n");
            for _ in 0..level {
                self.output.text(indent);
            }
        }
    }

    /// What comes before an item.
    fn before_item(&mut self, first: bool, level: usize) {
        if !first {
            self.output.text(self.settings.item_separator);
        }
        self.line(level);
    }

    fn list(&mut self, cx: &mut Cx, value: Value, list: &'static List, level: usize) -> R<()> {
        if list::len(cx, list)? == 0 {
            self.output.ascii(b"[]");
            return Ok(());
        }
        self.inside(cx, value, |this, cx| {
            this.output.ascii(b"[");
            let mut index = 0;
            while let Some(item) = list::get(cx, list, index)? {
                this.item(cx, value, index, item, level + 1)?;
                index += 1;
            }
            this.line(level);
            this.output.ascii(b"]");
            Ok(())
        })
    }

    fn tuple(&mut self, cx: &mut Cx, value: Value, tuple: &'static Tuple, level: usize) -> R<()> {
        if tuple.is_empty() {
            self.output.ascii(b"[]");
            return Ok(());
        }
        self.inside(cx, value, |this, cx| {
            this.output.ascii(b"[");
            for (index, item) in tuple.as_slice().iter().enumerate() {
                this.item(cx, value, index, *item, level + 1)?;
            }
            this.line(level);
            this.output.ascii(b"]");
            Ok(())
        })
    }

    /// Item number `index` of a list or tuple.
    fn item(
        &mut self,
        cx: &mut Cx,
        whole: Value,
        index: usize,
        item: Value,
        level: usize,
    ) -> R<()> {
        self.before_item(index == 0, level);
        let written = self.value(cx, item, level);
        noted(cx, written, |cx| {
            let class = full_type_name(cx, whole)?;
            Ok(format!("when serializing {class} item {index}"))
        })
    }

    fn dict(&mut self, cx: &mut Cx, value: Value, dict: &'static Dict, level: usize) -> R<()> {
        if dict::len(cx, dict)? == 0 {
            self.output.ascii(b"{}");
            return Ok(());
        }
        self.inside(cx, value, |this, cx| {
            this.output.ascii(b"{");
            let is_exact = value.is::<Dict>();
            let any = match is_exact && !this.settings.sort_keys {
                true => this.entries(cx, value, dict, level + 1)?,
                false => this.sorted_entries(cx, value, level + 1)?,
            };
            if any {
                this.line(level);
            }
            this.output.ascii(b"}");
            Ok(())
        })
    }

    fn entries(&mut self, cx: &mut Cx, whole: Value, dict: &'static Dict, level: usize) -> R<bool> {
        let mut any = false;
        let mut position = 0;
        while let Some((key, value)) = dict::next_entry(cx, dict, &mut position)? {
            any |= self.entry(cx, whole, (key, value), !any, level)?;
        }
        Ok(any)
    }

    /// The entries that `items()` gives, in the order of their keys if that is wanted.
    fn sorted_entries(&mut self, cx: &mut Cx, whole: Value, level: usize) -> R<bool> {
        let name = name!(cx, "items")?;
        let items = call_method(cx, whole, name, &[])?;
        let entries = list::new(cx)?;
        let items = iter(cx, items)?;
        list::append_all(cx, entries, items)?;
        if self.settings.sort_keys {
            list::sort(cx, entries, Value::NONE, false)?;
        }
        let (mut any, mut index) = (false, 0);
        while let Some(entry) = list::get(cx, entries, index)? {
            match entry.cast::<Tuple>().map(Tuple::as_slice) {
                Some([key, value]) => {
                    any |= self.entry(cx, whole, (*key, *value), !any, level)?;
                }
                _ => return Err(cx.value_error(format_args!("items must return 2-tuples"))),
            }
            index += 1;
        }
        Ok(any)
    }

    /// One entry; false if it is left out.
    fn entry(
        &mut self,
        cx: &mut Cx,
        whole: Value,
        (key, value): (Value, Value),
        first: bool,
        level: usize,
    ) -> R<bool> {
        let Some(text) = self.key(cx, key)? else {
            return Ok(false);
        };
        self.before_item(first, level);
        self.string(cx, text)?;
        self.output.text(self.settings.key_separator);
        let written = self.value(cx, value, level);
        noted(cx, written, |cx| {
            let class = full_type_name(cx, whole)?;
            let key = repr(cx, key)?;
            let key = str::to_string(key);
            Ok(format!("when serializing {class} item {key}"))
        })?;
        Ok(true)
    }

    /// A key as text; `None` if it is to be left out.
    fn key(&mut self, cx: &mut Cx, key: Value) -> R<Option<&'static Str>> {
        if let Some(string) = cx.payload::<Str>(key)? {
            return Ok(Some(string));
        }
        let text = if let Some(number) = float::float(cx, key)? {
            self.float(cx, number, key)?
        } else if let Some(constant) = constant(key) {
            constant.to_owned()
        } else if let Some(number) = int::operand(cx, key)? {
            let text = tython_num::int::to_decimal(number, int::digit_limit(cx));
            text.map_err(|error| cx.number_error(error))?
        } else if self.settings.skip_keys {
            return Ok(None);
        } else {
            let class = type_name(cx, key)?;
            return Err(cx.type_error(format_args!(
                "keys must be str, int, float, bool or None, not {class}"
            )));
        };
        Ok(Some(str::from_utf8(cx, &text)?))
    }

    /// Any other object: what `default` makes of it.
    fn other(&mut self, cx: &mut Cx, value: Value, level: usize) -> R<()> {
        self.inside(cx, value, |this, cx| {
            let made = call_values(cx, this.settings.default, &[value])?;
            let written = this.value(cx, made, level);
            noted(cx, written, |cx| {
                let class = full_type_name(cx, value)?;
                Ok(format!("when serializing {class} object"))
            })
        })
    }
}

/// How a constant is written.
fn constant(value: Value) -> Option<&'static str> {
    match value.as_bool() {
        Some(true) => Some("true"),
        Some(false) => Some("false"),
        None => value.is_none().then_some("null"),
    }
}

/// Adds a note to an exception.
fn noted(cx: &mut Cx, written: R<()>, note: impl FnOnce(&mut Cx) -> R<String>) -> R<()> {
    match written {
        Err(Exit::Raise) => {
            let exception = cx.take_exception();
            let note = note(cx)?;
            let note = cx.str(&note)?;
            let name = name!(cx, "add_note")?;
            call_method(cx, exception, name, &[note])?;
            Err(cx.raise(exception))
        }
        written => written,
    }
}
