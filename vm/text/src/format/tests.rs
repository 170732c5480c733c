//! What is expected is what CPython 3.14 gives.

use super::*;
use crate::{Text, TextBuf};
use std::ops::Range;

fn show(text: &TextBuf, range: Range<usize>) -> String {
    text.as_text()
        .slice(range)
        .unwrap()
        .as_text()
        .to_string()
        .unwrap()
}

/// A template's pieces as `literal|name|conversion|spec`, up to an error.
fn pieces(template: &str) -> Vec<String> {
    let text = TextBuf::from(template);
    let mut parser = Template::new(text.as_text());
    let mut pieces = Vec::new();
    loop {
        match parser.next_piece() {
            Err(message) => {
                pieces.push(message.to_owned());
                return pieces;
            }
            Ok(None) => return pieces,
            Ok(Some(Piece { literal, field })) => {
                let mut piece = show(&text, literal);
                if let Some(field) = field {
                    let conversion = field.conversion.and_then(char::from_u32);
                    let conversion = conversion.map(String::from).unwrap_or_default();
                    let (name, spec) = (show(&text, field.name), show(&text, field.spec));
                    piece += &format!("|{name}|{conversion}|{spec}");
                    piece += if field.nested { "+" } else { "" };
                }
                pieces.push(piece);
            }
        }
    }
}

#[test]
fn templates_have_pieces() {
    assert_eq!(pieces(""), [""; 0]);
    assert_eq!(pieces("abc"), ["abc"]);
    assert_eq!(pieces("a{}b{x!r:>{w}}c"), ["a|||", "b|x|r|>{w}+", "c"]);
    assert_eq!(pieces("{{a}}{b}"), ["{", "a}", "|b||"]);
    assert_eq!(pieces("{a[}:!]}"), ["|a[}:!]||"]);
    assert_eq!(pieces("{:}"), ["|||"]);
    assert_eq!(pieces("{0!s}"), ["|0|s|"]);
}

#[test]
fn wrong_templates_have_messages() {
    for (template, message) in [
        ("a}", "Single '}' encountered in format string"),
        ("a{", "Single '{' encountered in format string"),
        ("{a", "expected '}' before end of string"),
        ("{a[", "expected '}' before end of string"),
        ("{a{", "unexpected '{' in field name"),
        (
            "{a!",
            "end of string while looking for conversion specifier",
        ),
        ("{a!r", "unmatched '{' in format spec"),
        ("{a!rx}", "expected ':' after conversion specifier"),
        ("{a:{}", "unmatched '{' in format spec"),
    ] {
        assert_eq!(
            pieces(template).last().map(String::as_str),
            Some(message),
            "{template}"
        );
    }
}

fn field(name: &str) -> Result<(FieldPart, Vec<Step>), Message> {
    let text = TextBuf::from(name);
    let mut field = Field::new(text.as_text(), 0..text.as_text().len())?;
    let mut steps = Vec::new();
    while let Some(step) = field.next_step()? {
        steps.push(step);
    }
    Ok((field.first, steps))
}

#[test]
fn fields_have_steps() {
    let part = |name, index| FieldPart { name, index };
    let steps = [
        Step::Attribute(2..3),
        Step::Item(part(4..6, None)),
        Step::Item(part(8..10, Some(12))),
    ];
    assert_eq!(
        field("0.a[b.][12]"),
        Ok((part(0..1, Some(0)), steps.to_vec()))
    );
    assert_eq!(field("٣"), Ok((part(0..1, Some(3)), vec![])));
    assert_eq!(field(""), Ok((part(0..0, None), vec![])));
    assert_eq!(field("-1"), Ok((part(0..2, None), vec![])));
    for (name, message) in [
        ("a.", "Empty attribute in format string"),
        ("a[]", "Empty attribute in format string"),
        ("a[0", "Missing ']' in format string"),
        (
            "a[0]b",
            "Only '.' or '[' may follow ']' in format field specifier",
        ),
        (
            "9223372036854775808",
            "Too many decimal digits in format string",
        ),
        (
            "a[9223372036854775808]",
            "Too many decimal digits in format string",
        ),
    ] {
        assert_eq!(field(name), Err(message), "{name}");
    }
    assert!(field("9223372036854775807").is_ok());
}

#[test]
fn numbering_is_of_one_sort() {
    let numbers = |names: &[&str]| {
        let mut auto = AutoNumber::default();
        let numbers = names.iter().map(|name| auto.index(&field(name)?.0));
        numbers.collect::<Result<Vec<_>, _>>()
    };
    assert_eq!(
        numbers(&["", "x", ".a", "[0]"]),
        Ok(vec![Some(0), None, Some(1), Some(2)])
    );
    assert_eq!(numbers(&["1", "x", "0"]), Ok(vec![Some(1), None, Some(0)]));
    let to_manual = "cannot switch from automatic field numbering to manual field specification";
    assert_eq!(numbers(&["", "0"]), Err(to_manual));
    let to_automatic = "cannot switch from manual field specification to automatic field numbering";
    assert_eq!(numbers(&["0", ""]), Err(to_automatic));
}

fn conversion(template: &str) -> Conversion {
    let text = TextBuf::from(template);
    match PercentTemplate::new(text.as_text()).next_piece() {
        Some(PercentPiece::Conversion(conversion)) => conversion,
        other => panic!("{other:?}"),
    }
}

#[test]
fn percent_templates_have_pieces() {
    let text = Text::ascii("a%%b%(k(e)y)-#0*.3ldc");
    let mut parser = PercentTemplate::new(text);
    assert_eq!(parser.next_piece(), Some(PercentPiece::Literal(0..1)));
    assert_eq!(parser.next_piece(), Some(PercentPiece::Literal(2..3)));
    assert_eq!(parser.next_piece(), Some(PercentPiece::Literal(3..4)));
    let expected = Conversion {
        key: Some(6..11),
        flags: Flags {
            left: true,
            alternate: true,
            zero: true,
            ..Flags::default()
        },
        width: Some(Amount::Argument),
        precision: Some(Amount::Fixed(3)),
        kind: Ok(Kind {
            code: 'd'.into(),
            at: 19,
        }),
    };
    assert_eq!(
        parser.next_piece(),
        Some(PercentPiece::Conversion(expected))
    );
    assert_eq!(parser.next_piece(), Some(PercentPiece::Literal(20..21)));
    assert_eq!(parser.next_piece(), None);
    assert_eq!(conversion("%.d").precision, Some(Amount::Fixed(0)));
    assert_eq!(conversion("%.*d").precision, Some(Amount::Argument));
}

#[test]
fn wrong_percent_templates_have_messages() {
    let message = |template| {
        conversion(template)
            .kind
            .map_err(|error| error.message(false))
    };
    assert_eq!(message("%"), Err("incomplete format"));
    assert_eq!(message("%-5.3l"), Err("incomplete format"));
    assert_eq!(message("%(a(b)"), Err("incomplete format key"));
    assert_eq!(message("%9223372036854775808d"), Err("width too big"));
    assert_eq!(message("%.2147483648d"), Err("precision too big"));
    assert_eq!(PercentError::PrecisionTooBig.message(true), "prec too big");
    // What comes before an error still counts.
    assert_eq!(conversion("%*.").width, Some(Amount::Argument));
    let kind = conversion("%5%").kind.unwrap();
    assert_eq!(
        kind.unsupported(),
        "unsupported format character '%' (0x25) at index 2"
    );
    let kind = conversion("%é").kind.unwrap();
    assert_eq!(
        kind.unsupported(),
        "unsupported format character '?' (0xe9) at index 1"
    );
}
