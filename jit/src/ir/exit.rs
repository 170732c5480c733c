//! Exits: how the interpreter's frames are put together when a trace is left.
//!
//! While a trace runs, the frame that it was entered from stays in memory as it was then: all that
//! the trace computes lives in values. An exit lists, frame by frame, which registers have changed.
//! The first frame is the one that was there at entry, and its list is sparse: what it does not name
//! is as it was. The others were called by the trace and exist nowhere; they are built by the exit,
//! so their lists have every live register. Objects that the trace did not allocate, because nobody
//! would have seen them, are built here as well.

use super::arena::{Arena, FieldId, LayoutId, PointId, Value, VirtualId};
use super::declare::Register;

/// What a register, or a field of a virtual object, holds at an exit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Content {
    /// A value of the trace. The exit converts it to what the interpreter stores, by its type.
    Value(Value),
    /// An object that the exit builds.
    Virtual(VirtualId),
}

/// A frame at an exit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FrameState {
    /// Where the interpreter goes on in it, once control is there.
    pub point: PointId,
    /// The registers that the exit writes.
    pub registers: Vec<(Register, Content)>,
}

/// An object that exists only if the trace is left here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Virtual {
    /// What is allocated.
    pub layout: LayoutId,
    /// What its fields hold: all of the layout's. Virtual objects may refer to each other in a circle.
    pub fields: Vec<(FieldId, Content)>,
}

/// A way out of a trace: a snapshot of the interpreter's state.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Exit {
    /// Objects to build.
    pub virtuals: Arena<VirtualId, Virtual>,
    /// The frames, outermost first.
    pub frames: Vec<FrameState>,
}

impl Exit {
    /// All contents, of frames and of virtual objects.
    pub fn contents(&self) -> impl Iterator<Item = Content> {
        let fields = self
            .virtuals
            .iter()
            .flat_map(|(_, virtual_)| virtual_.fields.iter().map(|field| field.1));
        let registers = self
            .frames
            .iter()
            .flat_map(|frame| frame.registers.iter().map(|register| register.1));
        fields.chain(registers)
    }

    /// The values of the trace that the exit needs.
    pub fn values(&self) -> impl Iterator<Item = Value> {
        self.contents().filter_map(|content| match content {
            Content::Value(value) => Some(value),
            Content::Virtual(_) => None,
        })
    }
}
