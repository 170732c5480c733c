//! Patterns of `match` statements.

use ruff_python_ast::{self as ast, Pattern, Singleton};
use ruff_text_size::Ranged;

use super::{Field, Maker, Node, STACK, maybe_name, name, node, optional};
use crate::code::Const;

impl Maker<'_> {
    pub(super) fn match_case(&self, case: &ast::MatchCase) -> Node {
        let fields = [
            ("pattern", self.pattern(&case.pattern).into()),
            ("guard", self.maybe(case.guard.as_deref())),
            ("body", self.body(&case.body)),
        ];
        node("match_case", fields)
    }

    fn patterns<'e>(&self, patterns: impl IntoIterator<Item = &'e Pattern>) -> Field {
        let nodes = patterns.into_iter().map(|it| self.pattern(it).into());
        Field::List(nodes.collect())
    }

    fn pattern(&self, pattern: &Pattern) -> Node {
        stacker::maybe_grow(STACK[0], STACK[1], || self.pattern_here(pattern))
    }

    fn pattern_here(&self, pattern: &Pattern) -> Node {
        let range = pattern.range();
        match pattern {
            Pattern::MatchValue(it) => {
                let value = self.expression(&it.value);
                self.at(range, "MatchValue", [("value", value.into())])
            }
            Pattern::MatchSingleton(it) => {
                let value = match it.value {
                    Singleton::None => Const::None,
                    Singleton::True => Const::True,
                    Singleton::False => Const::False,
                };
                self.at(range, "MatchSingleton", [("value", Field::Constant(value))])
            }
            Pattern::MatchSequence(it) => self.at(
                range,
                "MatchSequence",
                [("patterns", self.patterns(&it.patterns))],
            ),
            Pattern::MatchMapping(it) => {
                let fields = [
                    ("keys", self.expressions(&it.keys)),
                    ("patterns", self.patterns(&it.patterns)),
                    ("rest", maybe_name(it.rest.as_ref())),
                ];
                self.at(range, "MatchMapping", fields)
            }
            Pattern::MatchClass(it) => self.class_pattern(it),
            Pattern::MatchStar(it) => {
                self.at(range, "MatchStar", [("name", maybe_name(it.name.as_ref()))])
            }
            Pattern::MatchAs(it) => {
                let inner = it.pattern.as_deref().map(|inner| self.pattern(inner));
                let fields = [
                    ("pattern", optional(inner)),
                    ("name", maybe_name(it.name.as_ref())),
                ];
                self.at(range, "MatchAs", fields)
            }
            Pattern::MatchOr(it) => self.at(
                range,
                "MatchOr",
                [("patterns", self.patterns(&it.patterns))],
            ),
        }
    }

    fn class_pattern(&self, class: &ast::PatternMatchClass) -> Node {
        let keywords = &class.arguments.keywords;
        let attributes = keywords.iter().map(|keyword| name(&keyword.attr));
        let values = keywords.iter().map(|keyword| &keyword.pattern);
        let fields = [
            ("cls", self.expression(&class.cls).into()),
            ("patterns", self.patterns(&class.arguments.patterns)),
            ("kwd_attrs", Field::List(attributes.collect())),
            ("kwd_patterns", self.patterns(values)),
        ];
        self.at(class.range, "MatchClass", fields)
    }
}
