//! The name of a replacement field: `first.attribute[item]`.

use super::Message;
use crate::Text;
use crate::unicodedata::{Version, number};
use std::ops::Range;

/// What a field begins with, and a parser of the rest.
#[derive(Clone, Debug)]
pub struct Field<'a> {
    /// The first part: an argument.
    pub first: FieldPart,
    text: Text<'a>,
    at: usize,
    end: usize,
}

/// A name, which may be a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPart {
    /// The name.
    pub name: Range<usize>,
    /// The number that it is, in decimal digits of whatever script.
    pub index: Option<usize>,
}

/// A step from an object to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// `.name`
    Attribute(Range<usize>),
    /// `[name]`, or `[number]`
    Item(FieldPart),
}

impl<'a> Field<'a> {
    /// Parses the first part of the field's name that is at `range`.
    pub fn new(text: Text<'a>, range: Range<usize>) -> Result<Self, Message> {
        let end = range.end.min(text.len());
        let name = range.start..name_end(text, range.start, end);
        Ok(Field {
            at: name.end,
            first: FieldPart::new(text, name)?,
            text,
            end,
        })
    }

    /// A parser of the steps alone, which are at `range`.
    pub fn steps(text: Text<'a>, range: Range<usize>) -> Self {
        Field {
            at: range.start,
            first: FieldPart {
                name: range.start..range.start,
                index: None,
            },
            text,
            end: range.end.min(text.len()),
        }
    }

    /// Where the next step begins.
    pub fn position(&self) -> usize {
        self.at
    }

    /// The next step, if there is one.
    pub fn next_step(&mut self) -> Result<Option<Step>, Message> {
        if self.at >= self.end {
            return Ok(None);
        }
        let start = self.at + 1;
        let is_item = match self.text.get(self.at).and_then(char::from_u32) {
            Some('.') => false,
            Some('[') => true,
            _ => return Err("Only '.' or '[' may follow ']' in format field specifier"),
        };
        let end = if is_item {
            let close = (start..self.end).find(|&at| self.text.get(at) == Some(']'.into()));
            let close = close.ok_or("Missing ']' in format string")?;
            self.at = close + 1;
            close
        } else {
            self.at = name_end(self.text, start, self.end);
            self.at
        };
        let name = start..end;
        Ok(Some(match (name.is_empty(), is_item) {
            (true, _) => return Err("Empty attribute in format string"),
            (_, true) => Step::Item(FieldPart::new(self.text, name)?),
            (_, false) => Step::Attribute(name),
        }))
    }
}

/// Where a name ends that brackets and dots end.
fn name_end(text: Text<'_>, start: usize, end: usize) -> usize {
    let ends = |&at: &usize| [Some('.'.into()), Some('['.into())].contains(&text.get(at));
    (start..end).find(ends).unwrap_or(end)
}

impl FieldPart {
    fn new(text: Text<'_>, name: Range<usize>) -> Result<FieldPart, Message> {
        let index = index(text.part(name.clone()))?;
        Ok(FieldPart { name, index })
    }
}

/// The number that `name` is, if it is one.
fn index(name: Text<'_>) -> Result<Option<usize>, Message> {
    let mut index = None;
    for code in name.codes() {
        let Some(digit) = number(Version::Current, code).decimal else {
            return Ok(None);
        };
        let tens = index.unwrap_or(0usize).checked_mul(10);
        let sum = tens.and_then(|tens| tens.checked_add(digit.into()));
        let sum = sum.filter(|&sum| isize::try_from(sum).is_ok());
        index = Some(sum.ok_or("Too many decimal digits in format string")?);
    }
    Ok(index)
}

/// How fields say which argument they are of. All of a template do it the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbering {
    /// `{}`
    Automatic,
    /// `{0}`
    Manual,
}

/// Gives numbers to the fields of a template that have none.
#[derive(Clone, Debug, Default)]
pub struct AutoNumber {
    numbering: Option<Numbering>,
    next: usize,
}

impl AutoNumber {
    /// The number of the argument that a field begins with, if it is not a name.
    pub fn index(&mut self, first: &FieldPart) -> Result<Option<usize>, Message> {
        let numbering = match first {
            first if first.name.is_empty() => Numbering::Automatic,
            FieldPart { index: Some(_), .. } => Numbering::Manual,
            _ => return Ok(None),
        };
        match (*self.numbering.get_or_insert(numbering), numbering) {
            (Numbering::Manual, Numbering::Automatic) => {
                Err("cannot switch from manual field specification to automatic field numbering")
            }
            (Numbering::Automatic, Numbering::Manual) => {
                Err("cannot switch from automatic field numbering to manual field specification")
            }
            (_, Numbering::Manual) => Ok(first.index),
            (_, Numbering::Automatic) => {
                self.next += 1;
                Ok(Some(self.next - 1))
            }
        }
    }
}
