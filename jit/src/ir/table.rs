//! The declaration table of the operations: [`for_each_op!`](crate::for_each_op).
//!
//! Operations come in families (the variants of [`Family`](super::Family)); one row for each:
//!
//! ```text
//! /// What it does, exactly.
//! Name "mnemonic" Immediate (Operand ...) -> Outcome, Exits;
//! ```
//!
//! `Immediate` says what stands before the operands ([`ImmediateKind`](super::ImmediateKind)), each `Operand` is a type or a rule ([`Operand`](super::Operand)), and so is the `Outcome`
//! ([`Outcome`](super::Outcome)). `Exits` is `Never`, `Always`, or `Helper`: when the helper may
//! leave. "Leaves" in the sentences means: through the operation's exit.
//!
//! Every operation is total: what it does is defined for all operands, save that the memory of an
//! access has to be there.

/// Calls the macro `$callback` with all rows of the operation table (see `ir/table.rs`).
#[macro_export]
macro_rules! for_each_op {
    ($callback:ident) => {
        $callback! {
            Constant {
                /// An integer.
                Int "int" Int () -> I64, Never;
                /// A float.
                Float "float" Float () -> F64, Never;
                /// A truth value.
                Bool "bool" Bool () -> Bool, Never;
                /// A raw word.
                Word "word" Word () -> Word, Never;
                /// A declared object.
                Object "object" Object () -> Ref, Never;
                /// The memory of the interpreter's frame that the trace was entered from.
                Frame "frame" None () -> Ref, Never;
                /// The memory of the thread's context.
                Context "context" None () -> Ref, Never;
            }
            Integer {
                /// `left + right`, modulo 2^64.
                Add "add" None (I64 I64) -> I64, Never;
                /// `left - right`, modulo 2^64.
                Sub "sub" None (I64 I64) -> I64, Never;
                /// `left * right`, modulo 2^64.
                Mul "mul" None (I64 I64) -> I64, Never;
                /// Bitwise and.
                And "and" None (I64 I64) -> I64, Never;
                /// Bitwise or.
                Or "or" None (I64 I64) -> I64, Never;
                /// Bitwise exclusive or.
                Xor "xor" None (I64 I64) -> I64, Never;
                /// Shifts left by `right` modulo 64.
                Shl "shl" None (I64 I64) -> I64, Never;
                /// Shifts right by `right` modulo 64, copies of the sign coming in.
                Sar "sar" None (I64 I64) -> I64, Never;
                /// Shifts right by `right` modulo 64, zeros coming in.
                Shr "shr" None (I64 I64) -> I64, Never;
            }
            Checked {
                /// `left + right`; leaves if that overflows.
                AddOvf "add_ovf" None (I64 I64) -> I64, Always;
                /// `left - right`; leaves if that overflows.
                SubOvf "sub_ovf" None (I64 I64) -> I64, Always;
                /// `left * right`; leaves if that overflows.
                MulOvf "mul_ovf" None (I64 I64) -> I64, Always;
                /// `left` times 2 to the power of `right`; leaves if that overflows, or if `right` is not in 0..64.
                ShlOvf "shl_ovf" None (I64 I64) -> I64, Always;
                /// `left / right`, rounded towards zero; leaves if that overflows or `right` is 0.
                Div "div" None (I64 I64) -> I64, Always;
                /// What `div` leaves over, with the sign of `left`; leaves as `div` does.
                Rem "rem" None (I64 I64) -> I64, Always;
                /// The word of a self-tagged float ([`compute`](crate::eval::compute) says which); leaves if its exponent does not allow that.
                TagFloat "tag_float" None (F64) -> Word, Always;
                /// The number without its fraction; leaves if it is not between -2^63 and 2^63.
                FloatToInt "float_to_int" None (F64) -> I64, Always;
                /// The float of a self-tagged word; leaves if it is no such word.
                UntagFloat "untag_float" None (Word) -> F64, Always;
            }
            Float {
                /// `left + right`.
                AddFloat "fadd" None (F64 F64) -> F64, Never;
                /// `left - right`.
                SubFloat "fsub" None (F64 F64) -> F64, Never;
                /// `left * right`.
                MulFloat "fmul" None (F64 F64) -> F64, Never;
                /// `left / right`, as IEEE 754 has it: division by zero too.
                DivFloat "fdiv" None (F64 F64) -> F64, Never;
                /// The operand with its sign changed.
                NegFloat "fneg" None (F64) -> F64, Never;
                /// The operand without its sign.
                AbsFloat "fabs" None (F64) -> F64, Never;
                /// The square root; NaN for what is below zero.
                Sqrt "fsqrt" None (F64) -> F64, Never;
                /// The next whole number that is not greater.
                Floor "ffloor" None (F64) -> F64, Never;
                /// The next whole number that is not less.
                Ceil "fceil" None (F64) -> F64, Never;
                /// The next whole number towards zero.
                Trunc "ftrunc" None (F64) -> F64, Never;
            }
            Convert {
                /// The nearest float, halves to even.
                IntToFloat "int_to_float" None (I64) -> F64, Never;
                /// 1 for true, 0 for false.
                BoolToInt "bool_to_int" None (Bool) -> I64, Never;
                /// The same bits.
                IntAsWord "int_as_word" None (I64) -> Word, Never;
                /// The same bits.
                WordAsInt "word_as_int" None (Word) -> I64, Never;
                /// The same bits.
                FloatAsWord "float_as_word" None (F64) -> Word, Never;
                /// The same bits.
                WordAsFloat "word_as_float" None (Word) -> F64, Never;
                /// The address.
                RefAsWord "ref_as_word" None (Ref) -> Word, Never;
                /// The object at an address that a guard has made sure of.
                WordAsRef "word_as_ref" None (Word) -> Ref, Never;
            }
            Compare {
                /// `left == right`.
                Eq "eq" None (I64 I64) -> Bool, Never;
                /// `left != right`.
                Ne "ne" None (I64 I64) -> Bool, Never;
                /// `left < right`.
                Lt "lt" None (I64 I64) -> Bool, Never;
                /// `left <= right`.
                Le "le" None (I64 I64) -> Bool, Never;
                /// `left > right`.
                Gt "gt" None (I64 I64) -> Bool, Never;
                /// `left >= right`.
                Ge "ge" None (I64 I64) -> Bool, Never;
                /// `left < right` as unsigned numbers: the bounds check of an index.
                Below "below" None (I64 I64) -> Bool, Never;
                /// `left == right`; false for NaN, and so with the next five, save `fne`.
                EqFloat "feq" None (F64 F64) -> Bool, Never;
                /// `left != right`.
                NeFloat "fne" None (F64 F64) -> Bool, Never;
                /// `left < right`.
                LtFloat "flt" None (F64 F64) -> Bool, Never;
                /// `left <= right`.
                LeFloat "fle" None (F64 F64) -> Bool, Never;
                /// `left > right`.
                GtFloat "fgt" None (F64 F64) -> Bool, Never;
                /// `left >= right`.
                GeFloat "fge" None (F64 F64) -> Bool, Never;
                /// Whether both are the same object.
                Same "same" None (Ref Ref) -> Bool, Never;
                /// Whether both have the same bits.
                SameWord "same_word" None (Word Word) -> Bool, Never;
                /// Whether the operand is false.
                Not "not" None (Bool) -> Bool, Never;
            }
            Guard {
                /// Leaves unless the operand is true.
                GuardTrue "guard_true" None (Bool) -> None, Always;
                /// Leaves unless the operand is false.
                GuardFalse "guard_false" None (Bool) -> None, Always;
                /// Leaves unless the operand is true. It is seldom false, and what is to be done then is the host's: its exit gets no bridge.
                GuardHost "guard_host" None (Bool) -> None, Always;
                /// Leaves unless the object's token still is what `open_read` saw: the second look, after loads and before any use of what they loaded.
                CheckOpen "check_open" None (Ref Word) -> None, Always;
                /// Leaves if something has changed that the whole trace relies on: what it takes for granted, or whether there is one thread.
                GuardValid "guard_valid" None () -> None, Always;
            }
            Heap {
                /// The object's field.
                Load "load" Field (Ref) -> Field, Never;
                /// Stores into the object's field.
                Store "store" Field (Ref Field) -> None, Never;
                /// An element of the object's array, whose bounds have been checked.
                LoadAt "load_at" Array (Ref I64) -> Field, Never;
                /// Stores into an element of the object's array, whose bounds have been checked.
                StoreAt "store_at" Array (Ref I64 Field) -> None, Never;
            }
            Barrier {
                /// The object may be read from here on. Makes no code: with one thread there is nothing to log.
                OpenReadSolo "open_read.solo" None (Ref) -> None, Never;
                /// Logs that the transaction reads the object, and gives the token that `check_open` compares with; leaves if the thread had to wait for another one, for then nothing is open any more.
                OpenReadShared "open_read.shared" None (Ref) -> Word, Always;
                /// The object may be written from here on. Keeps its pre-image, if the thread is in an atomic block.
                OpenWriteSolo "open_write.solo" None (Ref) -> None, Never;
                /// Acquires the object for the transaction, which keeps its pre-image: it may be read and written from here on; leaves as `open_read.shared` does.
                OpenWriteShared "open_write.shared" None (Ref) -> None, Always;
            }
            Transaction {
                /// Looks at the thread's poll word; leaves if anything is asked for.
                Poll "poll" None () -> None, Always;
                /// Enters an atomic block, which becomes part of the running transaction.
                AtomicEnter "atomic_enter" None () -> None, Never;
                /// Leaves the innermost atomic block; what it did is committed with the transaction.
                AtomicLeave "atomic_leave" None () -> None, Never;
                /// Begins a part of the transaction that can be undone by itself: what is written is logged once more.
                Nest "nest" None () -> None, Never;
                /// Ends the transaction and begins the next one, which resumes at the exit's state if it rolls back.
                Commit "commit" None () -> None, Always;
                /// The transaction takes the irrevocable turn, and never rolls back from here on.
                Irrevocable "irrevocable" None () -> None, Never;
            }
            Call {
                /// Calls a helper with its arguments; leaves if it gives no result.
                Call "call" Helper (Params) -> Helper, Helper;
            }
            Allocation {
                /// A new object, private to the transaction, its words 0; leaves if there is no memory.
                Alloc "alloc" Layout () -> Ref, Always;
                /// The same with room for so many array elements; leaves if that is negative, or too much.
                AllocArray "alloc_array" Layout (I64) -> Ref, Always;
            }
            Control {
                /// The loop header: its parameters are the operands at first, and those of `jump` later.
                Loop "loop" None (Params) -> None, Never;
                /// Jumps back to the loop header.
                Jump "jump" None (Params) -> None, Never;
                /// Goes to the entry of another trace, whose parameters are the operands.
                Link "link" Trace (Any) -> None, Never;
                /// The frame that the trace runs in is this one from here on, which the end of the trace follows: it has been returned to, or called.
                Reframe "reframe" None (Ref) -> None, Never;
                /// Leaves.
                Leave "leave" None () -> None, Always;
            }
        }
    };
}
