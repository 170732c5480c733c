//! The rules: one table for the enum and its sentences.

use std::fmt;

macro_rules! rules {
    ($($name:ident = $sentence:literal,)*) => {
        /// A rule for traces.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        pub enum Rule {
            $(#[doc = $sentence] $name,)*
        }

        impl Rule {
            /// All rules.
            pub const ALL: &[Rule] = &[$(Rule::$name),*];

            /// What it demands.
            #[must_use]
            pub fn sentence(self) -> &'static str {
                match self {
                    $(Rule::$name => $sentence,)*
                }
            }
        }
    };
}

rules! {
    // Declarations.
    UniqueName = "a name is declared once",
    Declared = "what is named by an index is declared",
    FieldFits = "the fields of a layout lie within its size",
    LiveRegister = "the live registers of a point are registers of its code",

    // Structure.
    RootParameter = "the parameters of a root are words, each in a register that is live at the entry",
    BridgeParameter = "the parameters of a bridge are in no registers",
    End = "a trace ends with its only jump, link or leave",
    OneLoop = "a trace has at most one loop header, and parameters for it only with it",
    JumpToLoop = "a jump needs a loop header before it",
    ReframeAtEnd = "only the end of a trace follows `reframe`: a link, or a `leave` with an exit of its own",
    Immediate = "an operation has the immediate that its row in the table says",
    ExitPresent = "an operation that may leave has an exit",
    ExitAbsent = "an operation that never leaves has no exit",

    // Values.
    Defined = "a value is defined before it is used",
    DefinedOnce = "a value is defined once",
    OperandCount = "an operation has as many operands as its row in the table says",
    OperandType = "an operand has the type that the operation wants",
    Result = "an operation has a result of the type that it gives, or none if it gives none",
    LoopArguments = "what is passed to the loop header fits its parameters",

    // Exits.
    ExitDefined = "what an exit needs is defined where the trace is left",
    EntryFrame = "the first frame of an exit is the one that the trace was entered from, unless it is behind `reframe`",
    LiveAtExit = "an exit writes only registers that are live at its point, each once",
    FrameComplete = "a frame that an exit builds has a value for each live register",
    VirtualDeclared = "a virtual object that an exit refers to is described by that exit",
    VirtualComplete = "a virtual object has one value for each field of its layout",
    VirtualType = "a field of a virtual object holds what has the field's type",

    // Barriers.
    Form = "a solo trace has the solo form of barriers, and a shared trace the shared form",
    OpenBeforeAccess = "a mutable field is accessed after a barrier for its object, in the same transaction",
    SecondLook = "what was loaded from an object that others may write is used after `check_open`",
    Token = "`check_open` compares with a token of the same object, from the same transaction",
    Immutable = "an immutable field is written only in an object that the trace has just allocated",
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}
