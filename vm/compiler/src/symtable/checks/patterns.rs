//! `match` statements: patterns that hide later ones, and names that patterns bind.

use ruff_python_ast::name::Name;
use ruff_python_ast::{self as ast, Identifier, Pattern};
use ruff_text_size::{Ranged, TextRange};
use rustc_hash::FxHashSet;

use super::keys::Key;
use super::{Checker, Result};

/// The names that a pattern binds so far.
type Bound = Vec<Name>;

impl Checker<'_> {
    pub(super) fn match_(&mut self, it: &ast::StmtMatch) -> Result {
        self.expression(&it.subject)?;
        let last = it.cases.len().saturating_sub(1);
        it.cases.iter().enumerate().try_for_each(|(index, case)| {
            let irrefutable = case.guard.is_some() || index == last;
            self.pattern(&case.pattern, irrefutable, &mut Bound::new())?;
            self.optional(case.guard.as_deref())?;
            self.body(&case.body)
        })
    }

    /// `irrefutable`: whether the pattern may match anything.
    fn pattern(&mut self, pattern: &Pattern, irrefutable: bool, bound: &mut Bound) -> Result {
        match pattern {
            Pattern::MatchValue(it)
                if it.value.is_f_string_expr() || it.value.is_t_string_expr() =>
            {
                let message = "patterns may only match literals and attribute lookups";
                self.error(it.value.range(), message)
            }
            Pattern::MatchValue(it) => self.expression(&it.value),
            Pattern::MatchSingleton(_) => Ok(()),
            Pattern::MatchSequence(it) => self.sequence(it, bound),
            Pattern::MatchMapping(it) => self.mapping(it, bound),
            Pattern::MatchClass(it) => self.class_pattern(it, bound),
            Pattern::MatchStar(it) => self.capture(it.name.as_ref(), it.range, bound),
            Pattern::MatchAs(it) => self.as_pattern(it, irrefutable, bound),
            Pattern::MatchOr(it) => self.alternatives(it, irrefutable, bound),
        }
    }

    fn subpatterns(&mut self, patterns: &[Pattern], bound: &mut Bound) -> Result {
        let mut patterns = patterns.iter();
        patterns.try_for_each(|pattern| self.pattern(pattern, true, bound))
    }

    fn sequence(&mut self, it: &ast::PatternMatchSequence, bound: &mut Bound) -> Result {
        let stars = it.patterns.iter().filter(|pattern| pattern.is_match_star());
        if stars.count() > 1 {
            let message = "multiple starred expressions in sequence pattern";
            return self.error(it.range, message);
        }
        self.subpatterns(&it.patterns, bound)
    }

    fn mapping(&mut self, it: &ast::PatternMatchMapping, bound: &mut Bound) -> Result {
        let mut seen = Vec::new();
        for (key, pattern) in it.keys.iter().zip(&it.patterns) {
            if let Some(key) = Key::of(key, self.program) {
                if seen.contains(&key) {
                    let range = pattern.range();
                    let text = key.repr();
                    let message = format!("mapping pattern checks duplicate key ({text})");
                    return self.error(range, message);
                }
                seen.push(key);
            }
            self.expression(key)?;
        }
        self.subpatterns(&it.patterns, bound)?;
        self.capture(it.rest.as_ref(), it.range, bound)
    }

    fn class_pattern(&mut self, it: &ast::PatternMatchClass, bound: &mut Bound) -> Result {
        let mut seen = FxHashSet::default();
        for keyword in &it.arguments.keywords {
            if !seen.insert(&keyword.attr.id) {
                let message = format!("attribute name repeated in class pattern: {}", keyword.attr);
                return self.error(keyword.pattern.range(), message);
            }
        }
        self.expression(&it.cls)?;
        self.subpatterns(&it.arguments.patterns, bound)?;
        let mut keywords = it.arguments.keywords.iter();
        keywords.try_for_each(|keyword| self.pattern(&keyword.pattern, true, bound))
    }

    fn as_pattern(
        &mut self,
        it: &ast::PatternMatchAs,
        irrefutable: bool,
        bound: &mut Bound,
    ) -> Result {
        if let Some(pattern) = &it.pattern {
            self.pattern(pattern, irrefutable, bound)?;
        } else if !irrefutable {
            let message = match &it.name {
                Some(name) => {
                    format!("name capture '{name}' makes remaining patterns unreachable")
                }
                None => "wildcard makes remaining patterns unreachable".to_owned(),
            };
            return self.error(it.range, message);
        }
        self.capture(it.name.as_ref(), it.range, bound)
    }

    fn alternatives(
        &mut self,
        it: &ast::PatternMatchOr,
        irrefutable: bool,
        bound: &mut Bound,
    ) -> Result {
        let last = it.patterns.len().saturating_sub(1);
        let mut first: Option<Bound> = None;
        for (index, pattern) in it.patterns.iter().enumerate() {
            let mut names = Bound::new();
            self.pattern(pattern, irrefutable && index == last, &mut names)?;
            match &first {
                None => first = Some(names),
                Some(first) => {
                    let same =
                        first.len() == names.len() && first.iter().all(|name| names.contains(name));
                    if !same {
                        return self.error(it.range, "alternative patterns bind different names");
                    }
                }
            }
        }
        for name in first.unwrap_or_default() {
            self.bind(&name, it.range, bound)?;
        }
        Ok(())
    }

    fn capture(
        &mut self,
        name: Option<&Identifier>,
        range: TextRange,
        bound: &mut Bound,
    ) -> Result {
        name.map_or(Ok(()), |name| self.bind(&name.id, range, bound))
    }

    fn bind(&mut self, name: &Name, range: TextRange, bound: &mut Bound) -> Result {
        if bound.contains(name) {
            let message = format!("multiple assignments to name '{name}' in pattern");
            return self.error(range, message);
        }
        bound.push(name.clone());
        Ok(())
    }
}
