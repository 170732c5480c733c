//! Statements of random programs.

use super::{BUDGET, Maker};

impl Maker {
    /// A statement, with others in it.
    pub(super) fn statement(&mut self, depth: u32) {
        if depth == 0 {
            return self.simple();
        }
        match self.dice.below(16) {
            0..=4 => self.repeat(depth),
            5 => self.guarded(depth),
            6 | 7 => self.branch(depth),
            8 => self.block(depth),
            _ => self.simple(),
        }
    }

    fn several(&mut self, depth: u32) {
        for _ in 0..1 + self.dice.below(3) {
            self.statement(depth - 1);
        }
        if let Some(may_continue) = self.loops.last()
            && self.dice.one_in(6)
        {
            let way = match *may_continue && self.dice.one_in(2) {
                true => "continue",
                false => "break",
            };
            let condition = self.condition(1);
            self.within(&format!("if {condition}:"), |maker| maker.line(way));
        }
    }

    /// A loop.
    fn repeat(&mut self, depth: u32) {
        let most = BUDGET.saturating_sub(self.cost) / self.turns;
        let turns = (4 + self.dice.below(60)).min(most / 4);
        if turns < 2 {
            return self.simple();
        }
        let before = self.turns;
        let name = self.name("k");
        let mut turns = turns;
        let mut first = None;
        let header = match self.dice.below(9) {
            0 => {
                self.line(&format!("{name} = 0"));
                first = Some(format!("{name} += 1"));
                let condition = self.condition(0);
                match self.dice.one_in(2) {
                    true => format!("while {name} < {turns}:"),
                    false => format!("while {name} < {turns} and ({condition} or {name} & 3):"),
                }
            }
            1 => {
                turns = turns.min(8);
                first = Some(format!("i1 = {name}"));
                let list = self.dice.pick(&["l0", "l1"]);
                format!("for {name} in {list}[:{turns}]:")
            }
            2 if !self.generators.is_empty() => {
                let number = self.dice.below(self.generators.len() as u64) as usize;
                let cost = self.generators[number].max(1) * self.turns;
                if self.cost + cost > BUDGET {
                    return self.simple();
                }
                self.cost += cost;
                turns = turns.min(self.generators[number].max(1));
                format!("for {name} in first(gen{number}(i0 % 20), {turns}):")
            }
            3 => {
                turns = turns.min(9);
                first = Some(format!("i2 = {name}[0] + {name}[1]"));
                format!("for {name} in list(d0.items())[:{turns}]:")
            }
            4 => {
                turns = turns.min(8);
                format!("for {name}, j{name} in enumerate(l1[:{turns}]):")
            }
            5 => {
                turns = turns.min(8);
                format!("for {name}, j{name} in zip(l0[:{turns}], range({turns})):")
            }
            6 => format!("for {name} in range({turns}, 0, -1):"),
            _ => format!("for {name} in range({turns}):"),
        };
        self.turns *= turns;
        self.cost += self.turns;
        self.loops.push(true);
        self.within(&header, |maker| {
            if let Some(first) = first {
                maker.line(&first);
            }
            if maker.dice.one_in(3) {
                maker.line(&format!(
                    "i3 = i3 + ({name} if isinstance({name}, int) else 1)"
                ));
                maker.squash("i3");
            }
            maker.several(depth);
            if maker.yields && maker.dice.one_in(2) {
                let value = maker.int(1);
                maker.line(&format!("yield {value}"));
            }
        });
        self.loops.pop();
        self.turns = before;
    }

    /// Exceptions.
    fn guarded(&mut self, depth: u32) {
        self.within("try:", |maker| {
            maker.several(depth);
            maker.failing();
        });
        let kinds = self.dice.pick(&[
            "Exception",
            "(ValueError, LookupError)",
            "ZeroDivisionError",
        ]);
        let finally = self.dice.one_in(3);
        if !finally || self.dice.one_in(2) {
            self.within(&format!("except {kinds} as error:"), |maker| {
                maker.line("note(type(error).__name__, str(error), lines(error))");
                maker.simple();
            });
            if self.dice.one_in(4) {
                self.within("else:", Maker::simple);
            }
        }
        if finally {
            // No `break` here: it would swallow exceptions.
            self.within("finally:", Maker::simple);
        }
    }

    /// What may raise.
    fn failing(&mut self) {
        let (a, b) = (self.int(1), self.int(0));
        let text = match self.dice.below(6) {
            0 => format!("i0 = d0[{a} % 5]"),
            1 => format!("i1 = l0[{a} % 9]"),
            2 => format!("i2 = {b} // ({a} % 4)"),
            3 => format!("if {}: raise ValueError(i0 % 5)", self.condition(0)),
            4 => "i0 = l1.index(i2)".to_owned(),
            _ => format!("i2 = o0[{a} % 70]"),
        };
        self.line(&text);
    }

    fn branch(&mut self, depth: u32) {
        let condition = self.condition(2);
        self.within(&format!("if {condition}:"), |maker| maker.several(depth));
        if self.dice.one_in(3) {
            let condition = self.condition(1);
            self.within(&format!("elif {condition}:"), |maker| maker.several(depth));
        }
        if self.dice.one_in(2) {
            self.within("else:", |maker| maker.several(depth));
        }
    }

    fn block(&mut self, depth: u32) {
        let manager = self.dice.pick(&["lock0", "o0", "o1"]);
        // A lock is not taken again inside of its block.
        let depth = if manager == "lock0" { 1 } else { depth };
        self.within(&format!("with {manager}:"), |maker| {
            maker.several(depth);
            if manager != "lock0" && maker.dice.one_in(2) {
                maker.failing();
            }
        });
    }

    /// Keeps an int from growing without end.
    pub(super) fn squash(&mut self, name: &str) {
        let bound = self
            .dice
            .pick(&["1 << 40", "1 << 62", "1 << 63", "1 << 70"]);
        self.line(&format!(
            "if not -({bound}) < {name} < {bound}: {name} %= 1000000007"
        ));
    }

    /// A statement with none in it.
    pub(super) fn simple(&mut self) {
        match self.dice.below(23) {
            0..=4 => {
                let (name, value) = (self.int_variable(), self.int(2));
                self.line(&format!("{name} = {value}"));
                self.squash(&name);
            }
            5 => {
                let (name, value) = (self.int_variable(), self.int(1));
                let op = self.dice.pick(&["+=", "-=", "^=", "|=", "&="]);
                self.line(&format!("{name} {op} {value}"));
                self.squash(&name);
            }
            6 | 7 => {
                let name = self.dice.pick(&["f0", "f1"]);
                let value = self.float(2);
                self.line(&format!("{name} = {value}"));
            }
            8 => {
                let value = self.any();
                self.line(&format!("u0 = {value}"));
                self.line("if not -1e18 < u0 < 1e18: u0 = 1");
            }
            9 => {
                let (list, value) = (self.dice.pick(&["l0", "l1"]), self.int(1));
                self.line(&format!(
                    "if len({list}) < 12: {list}.append({value} % 1000)"
                ));
            }
            10 => {
                let (list, value) = (self.dice.pick(&["l0", "l1"]), self.int(1));
                self.line(&format!(
                    "if {list}: {list}[i0 % len({list})] = {value} % 4611686018427387905"
                ));
            }
            11 => {
                let text = self.dice.pick(&[
                    "if l0: l0.pop()",
                    "if len(l1) > 2: del l1[1]",
                    "l0, l1 = l1, l0",
                    "l0 = [q + 1 for q in l1 if q != i2][:8]",
                    "l1 = sorted(l0)[:6] + [i1 % 7]",
                    "i0, i1 = i1, i0",
                    "l0 = l1[1:] or [3]",
                    "l1 = [*l0[:4], *l1[:3]]",
                    "i2, *l0 = l0[:5] + [1]",
                ]);
                self.line(text);
            }
            12 => {
                let (key, value) = (self.int(1), self.int(1));
                self.line(&format!("d0[{key} % 9] = {value} % 9223372036854775837"));
            }
            13 => {
                let text = self.dice.pick(&[
                    "d0.pop(i0 % 9, None)",
                    "d0[i1 % 9] = d0.get(i1 % 9, 0) + 1",
                    "i2 += sum(d0.values()) % 1009",
                    "d0 = {q: q + i0 % 5 for q in l0[:5]}",
                    "i0 = d0.setdefault(i2 % 9, 4) % 1000003",
                ]);
                self.line(text);
            }
            14 => {
                let (object, value) = (self.dice.pick(&["o0", "o1"]), self.int(1));
                self.line(&format!("{object}.x = {value} % 4611686018427387905"));
            }
            15 => {
                let value = self.any();
                self.line(&format!("o0.y = {value}"));
                self.line("if not -1e18 < o0.y < 1e18: o0.y = 0.5");
            }
            16 => {
                let text = self.dice.pick(&[
                    "o0 = o0 + o1",
                    "o0, o1 = o1, o0",
                    "o0.late = i0 % 8",
                    "i1 += getattr(o0, 'late', 1)",
                    "o1 = Thing(i0, 1) if i1 & 1 else Other(i1, f0)",
                ]);
                self.line(text);
            }
            17 => {
                let text = self.dice.pick(&[
                    "s0 = s0[-5:] + str(i0 % 10)",
                    "s0 = f'{i1 % 100}{u0}'[:7]",
                    "i2 += len(s0)",
                    "i0 += s0.count('1')",
                    "s0 = s0.replace('1', 'x')",
                ]);
                self.line(text);
            }
            20 if !self.is_method => {
                let value = self.int(1);
                self.line(&format!("g0 = {value} % 2305843009213693967"));
            }
            21 if self.dice.one_in(3) => {
                let text = self.dice.pick(&[
                    "Thing.kind = i0 % 3",
                    "Other.kind = len(l0)",
                    "if hasattr(o0, 'late'): del o0.late",
                    "Other.__len__ = lambda self: 1",
                    "Thing.__lt__ = lambda self, other: self.x > other.x",
                ]);
                self.line(text);
            }
            22 if !self.is_method && self.dice.one_in(3) => {
                self.line("note('locals', numbers(locals()))");
            }
            18 if self.loops.is_empty() || self.dice.one_in(3) => {
                self.line("note(i0, i1, i2, i3, f0, f1, u0, l0, l1, d0, o0, s0)");
            }
            19 if !self.loops.is_empty() && !self.yields && self.dice.one_in(4) => {
                let (condition, value) = (self.condition(1), self.int(1));
                self.line(&format!("if {condition} and {condition}: return {value}"));
            }
            _ => {
                let (name, value) = (self.int_variable(), self.int(1));
                self.line(&format!("{name} = {value}"));
                self.squash(&name);
            }
        }
    }
}
