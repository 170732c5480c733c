//! Registers while code is generated.
//!
//! The number of variables is known only at the end, so each kind of variable, and the temporaries,
//! have a space of their own; [`Registers::number`] puts the spaces one behind the other.

use rustc_hash::FxHashMap;

use crate::code::{Local, LocalKind, Name};

/// A register, in one of the spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Reg(u32);

/// What a register is for; the order is the order of the spaces in the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// Parameters and local variables.
    Local,
    /// Cells that are not parameters.
    Cell,
    /// Free variables.
    Free,
    /// Variables of inlined comprehensions.
    Hidden,
    /// Temporaries.
    Temp,
}

const SPACE_SHIFT: u32 = 28;
const INDEX_MASK: u32 = (1 << SPACE_SHIFT) - 1;

impl Reg {
    fn new(space: Space, index: u32) -> Self {
        Self((space as u32) << SPACE_SHIFT | index)
    }

    /// The parameter or local variable of that number.
    pub(super) fn local(index: u32) -> Self {
        Self::new(Space::Local, index)
    }

    /// The temporary of that number.
    pub(super) fn temp(index: u32) -> Self {
        Self::new(Space::Temp, index)
    }

    /// The register `distance` places further in a window.
    pub(super) fn offset(self, distance: u32) -> Self {
        Self(self.0 + distance)
    }

    pub(super) fn is_temp(self) -> bool {
        self.0 >> SPACE_SHIFT == Space::Temp as u32
    }

    pub(super) fn index(self) -> u32 {
        self.0 & INDEX_MASK
    }

    pub(super) fn space(self) -> Space {
        match self.0 >> SPACE_SHIFT {
            0 => Space::Local,
            1 => Space::Cell,
            2 => Space::Free,
            3 => Space::Hidden,
            _ => Space::Temp,
        }
    }

    /// The bits, to be kept in an operand.
    pub(super) fn bits(self) -> u32 {
        self.0
    }

    /// The register of such bits.
    pub(super) fn from_bits(bits: u32) -> Self {
        Self(bits)
    }
}

/// The registers of a code object: named variables and a stack of temporaries.
#[derive(Default)]
pub(super) struct Registers {
    variables: [Vec<Local>; 4],
    by_name: FxHashMap<Name, Reg>,
    live_temps: u32,
    max_temps: u32,
}

impl Registers {
    /// Adds a variable that is found by its name.
    pub(super) fn add(&mut self, space: Space, name: &Name, kind: LocalKind) -> Reg {
        let reg = self.add_unnamed(space, name, kind);
        self.by_name.insert(name.clone(), reg);
        reg
    }

    /// Adds a variable that is not found by its name.
    pub(super) fn add_unnamed(&mut self, space: Space, name: &Name, kind: LocalKind) -> Reg {
        let variables = &mut self.variables[space as usize];
        let reg = Reg::new(space, variables.len() as u32);
        variables.push(Local {
            name: name.clone(),
            kind,
        });
        reg
    }

    /// Takes all variables back.
    pub(super) fn forget_variables(&mut self) {
        *self = Self::default();
    }

    /// The register of a variable.
    pub(super) fn find(&self, name: &str) -> Option<Reg> {
        self.by_name.get(name).copied()
    }

    /// The variables that are cells of this code object's own.
    pub(super) fn cells(&self) -> Vec<Reg> {
        let spaces = [Space::Local, Space::Cell];
        let all = spaces.into_iter().flat_map(|space| {
            let variables = self.variables[space as usize].iter();
            (0..)
                .zip(variables)
                .map(move |(index, variable)| (Reg::new(space, index), variable))
        });
        all.filter(|(_, variable)| variable.kind.is(LocalKind::CELL))
            .map(|(reg, _)| reg)
            .collect()
    }

    /// The variables of a space.
    pub(super) fn variables_in(&self, space: Space) -> &[Local] {
        self.variables
            .get(space as usize)
            .map_or(&[], Vec::as_slice)
    }

    /// Takes `count` temporaries in a row.
    pub(super) fn take(&mut self, count: u32) -> Reg {
        let first = self.live_temps;
        self.live_temps += count;
        self.max_temps = self.max_temps.max(self.live_temps);
        Reg::temp(first)
    }

    /// The height of the stack of temporaries.
    pub(super) fn mark(&self) -> u32 {
        self.live_temps
    }

    /// Gives back the temporaries above the mark.
    pub(super) fn release(&mut self, mark: u32) {
        self.live_temps = mark;
    }

    /// The number of all registers.
    pub(super) fn count(&self) -> u32 {
        self.first_temp() + self.max_temps
    }

    fn first_temp(&self) -> u32 {
        self.variables.iter().map(|space| space.len() as u32).sum()
    }

    /// The final number of a register.
    pub(super) fn number(&self, reg: Reg) -> u32 {
        let spaces = &self.variables[..reg.space() as usize];
        let before: usize = spaces.iter().map(Vec::len).sum();
        before as u32 + reg.index()
    }

    /// The variables, in the order of their final numbers.
    pub(super) fn into_locals(self) -> Vec<Local> {
        self.variables.into_iter().flatten().collect()
    }
}
