//! Expressions of random programs.

use super::{BUDGET, Maker};

/// Numbers at whose like something changes.
const EDGES: &[&str] = &[
    "0",
    "1",
    "-1",
    "255",
    "2147483647",
    "-2147483648",
    "2305843009213693951",
    "-2305843009213693952",
    "4611686018427387903",
    "-4611686018427387904",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551616",
];

const FLOATS: &[&str] = &[
    "0.0", "-0.0", "1.0", "0.1", "-2.5", "1e300", "1e-300", "3.0",
];

impl Maker {
    pub(super) fn small(&mut self) -> String {
        let number = self.dice.below(20) as i64 - 5;
        number.to_string()
    }

    pub(super) fn constant(&mut self) -> String {
        match self.dice.below(3) {
            0 => self.dice.pick(EDGES).to_owned(),
            _ => self.small(),
        }
    }

    pub(super) fn float_constant(&mut self) -> String {
        self.dice.pick(FLOATS).to_owned()
    }

    pub(super) fn int_variable(&mut self) -> String {
        self.dice.pick(&["i0", "i1", "i2", "i3"]).to_owned()
    }

    fn list(&mut self) -> &'static str {
        self.dice.pick(&["l0", "l1"])
    }

    fn object(&mut self) -> &'static str {
        self.dice.pick(&["o0", "o1"])
    }

    /// An int.
    pub(super) fn int(&mut self, depth: u32) -> String {
        if depth == 0 {
            return match self.dice.below(9) {
                0 => self.constant(),
                8 => "g0".to_owned(),
                1 => format!("{}.x", self.object()),
                2 => format!("len({})", self.list()),
                3 => self
                    .dice
                    .pick(&["len(d0)", "len(s0)", "o0.kind", "o1.twice"])
                    .to_owned(),
                _ => self.int_variable(),
            };
        }
        let a = self.int(depth - 1);
        let b = self.int(depth - 1);
        match self.dice.below(25) {
            0..=2 => format!("({a} + {b})"),
            3 | 4 => format!("({a} - {b})"),
            5 => format!("({a} * {b}) % {}", self.modulus()),
            6 => format!("({a} // ({b} or 3))"),
            7 => format!("({a} % ({b} or 7))"),
            8 => format!("({a} {} {b})", self.dice.pick(&["&", "|", "^"])),
            9 => format!("(({a} << ({b} & 7)) % {})", self.modulus()),
            10 => format!("({a} >> ({b} & 15))"),
            11 => format!("{}({a}, {b})", self.dice.pick(&["min", "max"])),
            12 => format!("{}({a})", self.dice.pick(&["abs", "-", "~", "int"])),
            13 => format!("d0.get({a} % 9, {b})"),
            14 => {
                let list = self.list();
                format!("({list}[{a} % len({list})] if {list} else {b})")
            }
            15 => {
                let condition = self.condition(1);
                format!("({a} if {condition} else {b})")
            }
            16 => self.call(&a, &b),
            17 if !self.is_method => {
                let object = self.object();
                format!("{object}.step({a} % 100)")
            }
            18 => {
                let list = self.list();
                let test = match self.dice.below(12) {
                    0 => " if q > i0",
                    1..=4 => " if q & 1",
                    _ => "",
                };
                format!("sum(q + {} for q in {list}{test})", self.dice.below(4))
            }
            19 => format!("int({})", self.condition(0)),
            20 => format!("{}[{a} % 60]", self.object()),
            21 => format!("again({a} % 14, {b})"),
            22 => format!("c0({a})"),
            23 => format!("e0.send({a})"),
            _ => format!("(lambda q: q + {})({a})", self.small()),
        }
    }

    fn modulus(&mut self) -> &'static str {
        self.dice.pick(&[
            "1009",
            "2147483659",
            "4611686018427387905",
            "9223372036854775837",
            "-97",
        ])
    }

    /// A call of a function that is there, if there are turns left for it.
    fn call(&mut self, a: &str, b: &str) -> String {
        let end = self.functions.len() as u64;
        if end == 0 {
            return format!("divmod({a}, {b} or 1)[1]");
        }
        let number = self.dice.below(end) as usize;
        let cost = self.turns * self.functions[number].max(1);
        if self.cost + cost > BUDGET {
            return a.to_owned();
        }
        self.cost += cost;
        match self.dice.below(4) {
            0 => format!("fun{number}({a} % 50)"),
            1 => format!("fun{number}({a} % 50, i4={b} % 3)"),
            2 => format!("fun{number}(i1={a} % 50, i0={b} % 9)"),
            _ => format!("fun{number}({a} % 50, {b} % 50)"),
        }
    }

    /// A float.
    pub(super) fn float(&mut self, depth: u32) -> String {
        if depth == 0 {
            return match self.dice.below(4) {
                0 => self.float_constant(),
                1 => "o0.y * 1.0".to_owned(),
                _ => self.dice.pick(&["f0", "f1"]).to_owned(),
            };
        }
        let a = self.float(depth - 1);
        let b = self.float(depth - 1);
        match self.dice.below(11) {
            0 | 1 => format!("({a} + {b})"),
            2 => format!("({a} - {b})"),
            3 => format!("({a} * {b})"),
            4 => format!("({a} / ({b} or 1.5))"),
            5 => format!("({a} + {} % 1000)", self.int(1)),
            6 => format!("{} % 4096 / 3", self.int_variable()),
            7 => format!("abs({a})"),
            8 => format!("(-{a})"),
            9 => format!("({a} // ({b} or 2.0))"),
            _ => format!("{}({a}, {b})", self.dice.pick(&["min", "max"])),
        }
    }

    /// A number of any kind.
    pub(super) fn any(&mut self) -> String {
        match self.dice.below(7) {
            0 => self.float(1),
            1 => format!("(u0 + {})", self.int(0)),
            2 => format!("(u0 * {})", self.dice.pick(&["2", "0.5", "-1", "True"])),
            3 => self.condition(1),
            4 => format!(
                "({} if {} else {})",
                self.float(0),
                self.condition(0),
                self.int(0)
            ),
            5 => format!("{}({}, u0)", self.dice.pick(&["min", "max"]), self.int(0)),
            _ => self.int(1),
        }
    }

    /// What is true or false.
    pub(super) fn condition(&mut self, depth: u32) -> String {
        let compare = self.dice.pick(&["<", "<=", "==", "!=", ">", ">="]);
        match self.dice.below(13) {
            0 if depth > 0 => {
                let (a, b) = (self.condition(depth - 1), self.condition(depth - 1));
                format!("({a} {} {b})", self.dice.pick(&["and", "or"]))
            }
            1 if depth > 0 => format!("(not {})", self.condition(depth - 1)),
            2 => format!("({} {compare} {})", self.float(0), self.float(0)),
            3 => format!("({} {compare} {})", self.float(0), self.int(0)),
            4 => format!(
                "({} in {})",
                self.int(0),
                self.dice.pick(&["l0", "d0", "l1", "(1, 2, 3)"])
            ),
            5 => format!(
                "isinstance(u0, {})",
                self.dice.pick(&["int", "float", "bool"])
            ),
            6 => self
                .dice
                .pick(&[
                    "(o0 == o1)",
                    "(o0 < o1)",
                    "bool(o0)",
                    "bool(l0)",
                    "(o0 is o1)",
                ])
                .to_owned(),
            7 => format!("(u0 {compare} {})", self.int(0)),
            8 | 9 => format!("({} & {} == 0)", self.int(0), 1 + self.dice.below(7)),
            _ => format!("({} {compare} {})", self.int(1), self.int(0)),
        }
    }
}
