//! The declaration table of the instruction set: [`for_each_op!`](crate::for_each_op).
//!
//! One row for each operation:
//!
//! ```text
//! /// What it does, exactly.
//! Name(operand: Kind, ...) [EFFECT ...];
//! ```
//!
//! The operand kinds are the variants of [`Kind`](super::Kind), the effects are the constants of
//! [`Effects`](super::Effects). Operands take the fields `a`, `b`, `c` of the instruction word in
//! order; a 32-bit kind lies in `b` and `c` together, even where `a` is unused.
//!
//! In the sentences an operand's name stands for the value in its register; `base[i]` is the
//! register `i` places after the window's first.

/// Calls the macro `$callback` with all rows of the instruction table (see `isa/table.rs`).
///
/// A row reads `#[doc = "..."] Name(operand: Kind, ...) [EFFECT ...];`. An interpreter that builds
/// its dispatch table from this macro does not compile while a handler is missing.
#[macro_export]
macro_rules! for_each_op {
    ($callback:ident) => {
        $callback! {
            // ---- moves and constants ----

            /// Does nothing.
            Nop() [];
            /// `dst = src`.
            Move(dst: W, src: R) [];
            /// `dst = UNBOUND`.
            Clear(dst: W) [];
            /// `dst = consts[value]`.
            LoadConst(dst: W, value: Const32) [];
            /// `dst = value`, a small integer.
            LoadInt(dst: W, value: Imm32) [];
            /// `dst =` the builtin object that [`CommonConstant`](crate::isa::CommonConstant) numbers, whatever the globals say.
            LoadCommon(dst: W, which: Flags) [];

            // ---- local variables ----

            /// Raises UnboundLocalError for the variable of register `local` if it is UNBOUND.
            CheckBound(local: U) [RAISES];
            /// As `CheckBound`, then `local = UNBOUND`.
            DeleteLocal(local: XU) [RAISES];

            // ---- cells (closure variables) ----

            /// `var =` a new cell that holds what `var` held, a parameter's value or UNBOUND.
            MakeCell(var: XU) [];
            /// `dst =` the content of the cell; if it is empty: UnboundLocalError for a cell of this function, NameError for a free variable.
            LoadCell(dst: W, cell: R) [RAISES];
            /// Stores `value` in the cell.
            StoreCell(cell: R, value: R) [];
            /// Empties the cell; raises as `LoadCell` if it is empty already.
            DeleteCell(cell: R) [RAISES];
            /// `dict =` the value that the mapping `dict` has for the variable of register `cell`, else the cell's content; raises as `LoadCell` if both lack it.
            LoadFromDictOrCell(dict: X, cell: R) [RAISES CALLS];

            // ---- global variables and names ----

            /// `dst =` the global, else the builtin, of that name; NameError if there is none.
            LoadGlobal(dst: W, name: Name32) [CACHE RAISES CALLS];
            /// Stores `value` in the globals.
            StoreGlobal(value: R, name: Name32) [CACHE RAISES CALLS];
            /// Deletes the name from the globals; NameError if it is not there.
            DeleteGlobal(name: Name32) [RAISES CALLS];
            /// `dst =` the value of the name in the frame's locals mapping, else in the globals, else in the builtins; NameError.
            LoadName(dst: W, name: Name32) [RAISES CALLS];
            /// Stores `value` in the frame's locals mapping.
            StoreName(value: R, name: Name32) [RAISES CALLS];
            /// Deletes the name from the frame's locals mapping; NameError if it is not there.
            DeleteName(name: Name32) [RAISES CALLS];
            /// `dst =` the frame's locals mapping (a class body's namespace).
            LoadLocals(dst: W) [RAISES];
            /// `dict =` the value of the name in the mapping `dict`, else in the globals, else in the builtins; NameError.
            LoadFromDictOrGlobals(dict: X, name: Name32) [RAISES CALLS];

            // ---- arithmetic ----

            /// `dst = left + right`.
            Add(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = left - right`.
            Sub(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = left * right`.
            Mul(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = left @ right`.
            MatMul(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = left / right`.
            TrueDiv(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = left // right`.
            FloorDiv(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = left % right`.
            Mod(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = left ** right`.
            Pow(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = left << right`.
            LShift(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = left >> right`.
            RShift(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = left & right`.
            And(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = left | right`.
            Or(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = left ^ right`.
            Xor(dst: W, left: R, right: R) [RAISES CALLS];

            /// `dst = (left += right)`: `__iadd__`, else as `Add`.
            IAdd(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = (left -= right)`.
            ISub(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = (left *= right)`.
            IMul(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = (left @= right)`.
            IMatMul(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = (left /= right)`.
            ITrueDiv(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = (left //= right)`.
            IFloorDiv(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = (left %= right)`.
            IMod(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = (left **= right)`.
            IPow(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = (left <<= right)`.
            ILShift(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = (left >>= right)`.
            IRShift(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = (left &= right)`.
            IAnd(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = (left |= right)`.
            IOr(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = (left ^= right)`.
            IXor(dst: W, left: R, right: R) [RAISES CALLS];

            /// `dst = left + right`, an immediate int.
            AddInt(dst: W, left: R, right: Imm) [RAISES CALLS];
            /// `dst = left - right`, an immediate int.
            SubInt(dst: W, left: R, right: Imm) [RAISES CALLS];
            /// `dst = left * right`, an immediate int.
            MulInt(dst: W, left: R, right: Imm) [RAISES CALLS];
            /// `dst = left // right`, an immediate int.
            FloorDivInt(dst: W, left: R, right: Imm) [RAISES CALLS];
            /// `dst = left % right`, an immediate int.
            ModInt(dst: W, left: R, right: Imm) [RAISES CALLS];
            /// `dst = left & right`, an immediate int.
            AndInt(dst: W, left: R, right: Imm) [RAISES CALLS];
            /// `dst = left << right`, an immediate int.
            LShiftInt(dst: W, left: R, right: Imm) [RAISES CALLS];
            /// `dst = left >> right`, an immediate int.
            RShiftInt(dst: W, left: R, right: Imm) [RAISES CALLS];
            /// `dst = (left += right)`, an immediate int.
            IAddInt(dst: W, left: R, right: Imm) [RAISES CALLS];
            /// `dst = (left -= right)`, an immediate int.
            ISubInt(dst: W, left: R, right: Imm) [RAISES CALLS];

            /// `dst = -value`.
            Neg(dst: W, value: R) [RAISES CALLS];
            /// `dst = +value`.
            Pos(dst: W, value: R) [RAISES CALLS];
            /// `dst = ~value`.
            Invert(dst: W, value: R) [RAISES CALLS];
            /// `dst = not value`.
            Not(dst: W, value: R) [RAISES CALLS];

            // ---- comparisons as values ----

            /// `dst = left < right`.
            Lt(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = left <= right`.
            Le(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = left == right`.
            Eq(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = left != right`.
            Ne(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = left > right`.
            Gt(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = left >= right`.
            Ge(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = left < right`, an immediate int.
            LtInt(dst: W, left: R, right: Imm) [RAISES CALLS];
            /// `dst = left <= right`, an immediate int.
            LeInt(dst: W, left: R, right: Imm) [RAISES CALLS];
            /// `dst = left == right`, an immediate int.
            EqInt(dst: W, left: R, right: Imm) [RAISES CALLS];
            /// `dst = left != right`, an immediate int.
            NeInt(dst: W, left: R, right: Imm) [RAISES CALLS];
            /// `dst = left > right`, an immediate int.
            GtInt(dst: W, left: R, right: Imm) [RAISES CALLS];
            /// `dst = left >= right`, an immediate int.
            GeInt(dst: W, left: R, right: Imm) [RAISES CALLS];
            /// `dst = left is right`.
            Is(dst: W, left: R, right: R) [];
            /// `dst = left is not right`.
            IsNot(dst: W, left: R, right: R) [];
            /// `dst = left in right`.
            In(dst: W, left: R, right: R) [RAISES CALLS];
            /// `dst = left not in right`.
            NotIn(dst: W, left: R, right: R) [RAISES CALLS];

            // ---- jumps ----

            /// Jumps.
            Jump(target: Jump32) [ENDS];
            /// Jumps backwards at a loop's end, after a poll; the cache word is the loop's.
            JumpBack(target: Jump32) [CACHE TWIN RAISES CALLS ENDS];
            /// Jumps if the value is true.
            JumpIfTrue(value: R, target: Jump32) [RAISES CALLS];
            /// Jumps if the value is false.
            JumpIfFalse(value: R, target: Jump32) [RAISES CALLS];
            /// Jumps if the value is None.
            JumpIfNone(value: R, target: Jump32) [];
            /// Jumps if the value is not None.
            JumpIfNotNone(value: R, target: Jump32) [];
            /// Jumps if `left is right`.
            JumpIfIs(left: R, right: R, target: Jump) [];
            /// Jumps if `left is not right`.
            JumpIfIsNot(left: R, right: R, target: Jump) [];
            /// Jumps if `left < right` is true.
            JumpIfLt(left: R, right: R, target: Jump) [RAISES CALLS];
            /// Jumps if `left <= right` is true.
            JumpIfLe(left: R, right: R, target: Jump) [RAISES CALLS];
            /// Jumps if `left == right` is true.
            JumpIfEq(left: R, right: R, target: Jump) [RAISES CALLS];
            /// Jumps if `left != right` is true.
            JumpIfNe(left: R, right: R, target: Jump) [RAISES CALLS];
            /// Jumps if `left > right` is true.
            JumpIfGt(left: R, right: R, target: Jump) [RAISES CALLS];
            /// Jumps if `left >= right` is true.
            JumpIfGe(left: R, right: R, target: Jump) [RAISES CALLS];
            /// Jumps if `left < right` is false.
            JumpIfNotLt(left: R, right: R, target: Jump) [RAISES CALLS];
            /// Jumps if `left <= right` is false.
            JumpIfNotLe(left: R, right: R, target: Jump) [RAISES CALLS];
            /// Jumps if `left == right` is false.
            JumpIfNotEq(left: R, right: R, target: Jump) [RAISES CALLS];
            /// Jumps if `left != right` is false.
            JumpIfNotNe(left: R, right: R, target: Jump) [RAISES CALLS];
            /// Jumps if `left > right` is false.
            JumpIfNotGt(left: R, right: R, target: Jump) [RAISES CALLS];
            /// Jumps if `left >= right` is false.
            JumpIfNotGe(left: R, right: R, target: Jump) [RAISES CALLS];
            /// Jumps if `left < right`, an immediate int, is true.
            JumpIfLtInt(left: R, right: Imm, target: Jump) [RAISES CALLS];
            /// Jumps if `left <= right`, an immediate int, is true.
            JumpIfLeInt(left: R, right: Imm, target: Jump) [RAISES CALLS];
            /// Jumps if `left == right`, an immediate int, is true.
            JumpIfEqInt(left: R, right: Imm, target: Jump) [RAISES CALLS];
            /// Jumps if `left != right`, an immediate int, is true.
            JumpIfNeInt(left: R, right: Imm, target: Jump) [RAISES CALLS];
            /// Jumps if `left > right`, an immediate int, is true.
            JumpIfGtInt(left: R, right: Imm, target: Jump) [RAISES CALLS];
            /// Jumps if `left >= right`, an immediate int, is true.
            JumpIfGeInt(left: R, right: Imm, target: Jump) [RAISES CALLS];
            /// Jumps if `left < right`, an immediate int, is false.
            JumpIfNotLtInt(left: R, right: Imm, target: Jump) [RAISES CALLS];
            /// Jumps if `left <= right`, an immediate int, is false.
            JumpIfNotLeInt(left: R, right: Imm, target: Jump) [RAISES CALLS];
            /// Jumps if `left == right`, an immediate int, is false.
            JumpIfNotEqInt(left: R, right: Imm, target: Jump) [RAISES CALLS];
            /// Jumps if `left != right`, an immediate int, is false.
            JumpIfNotNeInt(left: R, right: Imm, target: Jump) [RAISES CALLS];
            /// Jumps if `left > right`, an immediate int, is false.
            JumpIfNotGtInt(left: R, right: Imm, target: Jump) [RAISES CALLS];
            /// Jumps if `left >= right`, an immediate int, is false.
            JumpIfNotGeInt(left: R, right: Imm, target: Jump) [RAISES CALLS];

            // ---- attributes ----

            /// `dst = object.name`.
            LoadAttr(dst: W, object: R, name: Name) [CACHE RAISES CALLS];
            /// `object.name = value`.
            StoreAttr(object: R, name: Name, value: R) [CACHE RAISES CALLS];
            /// `del object.name`.
            DeleteAttr(object: R, name: Name) [RAISES CALLS];
            /// Prepares `object.name(...)`: `base[0] =` the function and `base[1] = object` if the type has a plain method of that name, else `base[0] = object.name` and `base[1] = UNBOUND`.
            LoadMethod(base: W2, object: R, name: Name) [CACHE RAISES CALLS];
            /// `super(base[1], base[2]).name` where `base[0]` is what the name `super` means; result in `base[0]`. Flags: [`SUPER_EXPLICIT`](crate::isa::SUPER_EXPLICIT) for `super` written with two arguments, [`SUPER_METHOD`](crate::isa::SUPER_METHOD) to prepare a call as `LoadMethod`: the result in `base[0]` and `base[1]`. If `base[0]` is not the builtin, calls it (with two arguments, or with none) and takes the attribute.
            LoadSuper(base: R3W2, name: Name, flags: Flags) [CACHE RAISES CALLS];
            /// `dst = object.name`, for a name beyond the operand's range: `name` is a string.
            LoadAttrWide(dst: W, object: R, name: R) [RAISES CALLS];
            /// `object.name = value`; `name` is a string.
            StoreAttrWide(object: R, name: R, value: R) [RAISES CALLS];
            /// `del object.name`; `name` is a string.
            DeleteAttrWide(object: R, name: R) [RAISES CALLS];

            // ---- subscripts and slices ----

            /// `dst = object[key]`.
            GetItem(dst: W, object: R, key: R) [RAISES CALLS];
            /// `dst = object[key]`, an immediate int.
            GetItemInt(dst: W, object: R, key: Imm) [RAISES CALLS];
            /// `object[key] = value`.
            SetItem(object: R, key: R, value: R) [RAISES CALLS];
            /// `del object[key]`.
            DelItem(object: R, key: R) [RAISES CALLS];
            /// `dst = object[bounds[0]:bounds[1]]`.
            GetSlice(dst: W, object: R, bounds: R2) [RAISES CALLS];
            /// `object[bounds[0]:bounds[1]] = value`.
            SetSlice(object: R, bounds: R2, value: R) [RAISES CALLS];
            /// `dst = slice(base[0], base[1], base[2])`.
            BuildSlice(dst: W, base: R3) [];

            // ---- containers ----

            /// `dst = (base[0], ..., base[count-1])`.
            BuildTuple(dst: W, base: Window, count: Count) [];
            /// `dst = (base[0], ..., base[count-2], *base[count-1])`; errors as of `ListExtend`.
            BuildTupleWith(dst: W, base: Window, count: Count) [RAISES CALLS];
            /// `dst = [base[0], ..., base[count-1]]`.
            BuildList(dst: W, base: Window, count: Count) [];
            /// `dst = {base[0], ..., base[count-1]}`.
            BuildSet(dst: W, base: Window, count: Count) [RAISES CALLS];
            /// `dst = {base[0]: base[1], ...}`; `count` registers, two for each pair.
            BuildMap(dst: W, base: Window, count: Count) [RAISES CALLS];
            /// Appends to a list that the code built.
            ListAppend(list: R, value: R) [];
            /// Adds to a set that the code built.
            SetAdd(set: R, value: R) [RAISES CALLS];
            /// `map[key] = value` for a dict that the code built.
            MapAdd(map: R, key: R, value: R) [RAISES CALLS];
            /// Extends a list that the code built (`*values`); TypeError "Value after * must be an iterable, not ...".
            ListExtend(list: R, values: R) [RAISES CALLS];
            /// Adds all values to a set that the code built.
            SetUpdate(set: R, values: R) [RAISES CALLS];
            /// Updates a dict that the code built (`**mapping` in a display); TypeError "'...' object is not a mapping".
            DictUpdate(map: R, mapping: R) [RAISES CALLS];
            /// As `DictUpdate` for keyword arguments of `callee`, which the errors name; a key that is there already is a TypeError.
            DictMerge(map: R, mapping: R, callee: R) [RAISES CALLS];
            /// `dst` is what `CallEx` takes of a lone `**mapping` for its `base[3]`: the mapping itself, if that cannot be told from a copy of it, else a dict made of it. Errors are those of `DictMerge`.
            SpreadKeywords(dst: W, mapping: R, base: R3U) [RAISES CALLS];
            /// `dst = tuple(list)` for a list that the code built.
            ListToTuple(dst: W, list: R) [];

            // ---- text ----

            /// `dst = format(convert(value), "")`, a string as itself; conversion by [`Conversion`](crate::isa::Conversion).
            FormatValue(dst: W, value: R, conversion: Flags) [RAISES CALLS];
            /// `dst = format(convert(base[0]), base[1])`.
            FormatSpec(dst: W, base: R2, conversion: Flags) [RAISES CALLS];
            /// `dst =` the strings joined.
            BuildString(dst: W, base: Window, count: Count) [];
            /// `dst = Interpolation(base[0], base[1], conversion, base[2])`: value, source text, format specification.
            BuildInterpolation(dst: W, base: R3, conversion: Flags) [];
            /// `dst =` the template of a tuple of strings and a tuple of interpolations.
            BuildTemplate(dst: W, strings: R, interpolations: R) [];

            // ---- iteration and unpacking ----

            /// `dst = iter(iterable)`.
            GetIter(dst: W, iterable: R) [RAISES CALLS];
            /// `dst = next(iterator)`; jumps if it is exhausted, and leaves `dst` as it was.
            ForIter(dst: W, iterator: R, exhausted: Jump) [RAISES CALLS];
            /// `base[0], ..., base[count-1] = values`.
            UnpackSequence(values: R, base: WindowW, count: Count) [RAISES CALLS];
            /// `base[0], ..., *base[before], ... = values`; the operand word holds `before` in its low and `after` in its high half.
            UnpackEx(values: R, base: WindowEx) [EXTRA RAISES CALLS];
            /// `dst = len(object)`.
            GetLen(dst: W, object: R) [RAISES CALLS];

            // ---- calls ----

            /// `dst = base[0](base[2], ..., base[count+1])`; what `base[1]` holds does not matter.
            Call(dst: W, base: CallWindow, count: Count) [CACHE RAISES CALLS];
            /// As `Call` after `LoadMethod`: `base[1]` is one more argument in front, unless it is UNBOUND.
            CallMethod(dst: W, base: MethodWindow, count: Count) [CACHE RAISES CALLS];
            /// As `CallMethod`, with keyword arguments: the operand word is the number of a constant, the tuple of the names of the last arguments.
            CallKw(dst: W, base: MethodWindow, count: Count) [EXTRA CACHE RAISES CALLS];
            /// `dst = base[0](*base[2], **base[3])`, with `base[1]` as in `CallMethod`; `base[2]` is a tuple or any iterable, `base[3]` a dict that the code built or that `SpreadKeywords` gave, or UNBOUND.
            CallEx(dst: W, base: R4U) [CACHE RAISES CALLS];

            // ---- functions and classes ----

            /// `dst =` a new function of the code constant, with the frame's globals.
            MakeFunction(dst: W, code: Const32) [];
            /// `dst = f(base[0])`, where `f` is a new function of the code constant whose number is the operand word, with the frame's globals and the cells `base[1], ..., base[count-1]`: a generator expression, which needs no function.
            MakeGenerator(dst: W, base: Window, count: Count) [EXTRA RAISES CALLS];
            /// Sets the attribute of a function just made that [`FunctionAttribute`](crate::isa::FunctionAttribute) numbers.
            SetFunctionAttribute(function: R, value: R, which: Flags) [];
            /// `dst = __build_class__`.
            LoadBuildClass(dst: W) [RAISES CALLS];
            /// `dst =` the TypeVar of that name.
            MakeTypeVar(dst: W, name: R) [];
            /// `dst =` the TypeVar of name `base[0]` whose bound is evaluated by the function `base[1]`.
            MakeTypeVarBound(dst: W, base: R2) [];
            /// `dst =` the TypeVar of name `base[0]` whose constraints are evaluated by the function `base[1]`.
            MakeTypeVarConstraints(dst: W, base: R2) [];
            /// `dst =` the ParamSpec of that name.
            MakeParamSpec(dst: W, name: R) [];
            /// `dst =` the TypeVarTuple of that name.
            MakeTypeVarTuple(dst: W, name: R) [];
            /// Sets the function that evaluates the type parameter's default.
            SetTypeParamDefault(param: R, evaluate: R) [];
            /// `dst = Generic[params]`.
            SubscriptGeneric(dst: W, params: R) [RAISES CALLS];
            /// Sets the function's `__type_params__`.
            SetTypeParams(function: R, params: R) [];
            /// `dst =` the type alias of name `base[0]`, type parameters `base[1]` (a tuple or None) and evaluating function `base[2]`.
            MakeTypeAlias(dst: W, base: R3) [];
            /// Makes `__annotations__` in the frame's locals mapping if it is not there (future annotations only).
            SetupAnnotations() [RAISES CALLS];

            // ---- exceptions ----

            /// `raise`, without operands.
            RaiseAgain() [RAISES CALLS ENDS];
            /// `raise exc`.
            Raise(exc: R) [RAISES CALLS ENDS];
            /// `raise exc from cause`.
            RaiseFrom(exc: R, cause: R) [RAISES CALLS ENDS];
            /// Raises the exception again as it is; this frame is not added to its traceback once more.
            Reraise(exc: R) [RAISES ENDS];
            /// `saved =` the exception that the thread is handling; `exc` is handled now.
            PushExcInfo(saved: W, exc: R) [];
            /// The exception that is being handled is `saved` again.
            PopExcInfo(saved: R) [];
            /// Jumps if the exception does not match the class or tuple of classes; TypeError if it is none.
            JumpIfNoMatch(exc: R, class: R, target: Jump) [RAISES CALLS];
            /// Splits an exception or group, or None, for `except*`: `base[0] =` the part that matches, as a group, or None, `base[1] =` the rest or None. A part that is not None is what is being handled now.
            MatchGroup(base: W2, group: R, class: R) [RAISES CALLS];
            /// `dst =` what is to be raised after all `except*` clauses, or None: `original` is the group caught, `list` what the clauses raised and the unmatched rest.
            PrepReraiseStar(dst: W, original: R, list: R) [RAISES CALLS];
            /// Prepares a call of a special method found on the type: `base[0] =` the function, `base[1] =` self or UNBOUND; [`SpecialMethod`](crate::isa::SpecialMethod) numbers it and names the TypeError.
            LoadSpecial(base: W2, object: R, which: Flags) [RAISES CALLS];
            /// `dst = exit[0](type(exc), exc, exc.__traceback__)`, with `exit[1]` as in `CallMethod`.
            WithExceptStart(dst: W, exit: R2U, exc: R) [RAISES CALLS];

            // ---- generators and coroutines ----

            /// Makes the generator, coroutine or asynchronous generator of this frame and returns it to the caller; the first resumption goes on with the next instruction, or raises here what was thrown in.
            ReturnGenerator() [RAISES];
            /// Returns the value to the caller.
            Return(value: R) [ENDS];
            /// Returns a constant to the caller.
            ReturnConst(value: Const32) [ENDS];
            /// Suspends the frame with the value; on resumption `sent =` what was sent, or the exception thrown in is raised here.
            Yield(sent: W, value: R) [RAISES CALLS];
            /// As `Yield`, while `delegate` is what the frame awaits or yields from: `throw` and `close` go to it first.
            YieldFrom(sent: W, value: R, delegate: R) [RAISES CALLS];
            /// Sends `base[1]` to the iterator `base[0]`: `dst =` what it yields; if it ends, `dst =` its return value, and jumps.
            Send(dst: W, base: R2, done: Jump) [RAISES CALLS];
            /// After an exception at a delegating yield: if `exc` is StopIteration, `dst =` its value, else reraises it.
            CleanupThrow(dst: W, exc: R) [RAISES];
            /// `dst =` the iterator that `yield from` delegates to.
            GetYieldFromIter(dst: W, iterable: R) [RAISES CALLS];
            /// `dst =` the iterator of an awaitable; [`AwaitContext`](crate::isa::AwaitContext) selects the TypeError's wording.
            GetAwaitable(dst: W, object: R, context: Flags) [RAISES CALLS];
            /// `dst = iterable.__aiter__()`.
            GetAiter(dst: W, iterable: R) [RAISES CALLS];
            /// `dst =` the iterator of the awaitable `iterator.__anext__()`.
            GetAnext(dst: W, iterator: R) [RAISES CALLS];
            /// Goes on if `exc` is StopAsyncIteration, else reraises it.
            EndAsyncFor(exc: R) [RAISES];
            /// `exc =` RuntimeError("generator raised StopIteration") with `exc` as its cause if it is StopIteration (or StopAsyncIteration in an asynchronous generator), else leaves it.
            StopIterationError(exc: X) [];
            /// `dst =` the value wrapped as one that an asynchronous generator yields.
            AsyncGenWrap(dst: W, value: R) [];

            // ---- loops of native functions over generators (no compiled program has them) ----

            /// `total += item` if both and the sum are small integers (`item` may be a `bool`); else jumps.
            AddInts(total: X, item: R, other: Jump) [];
            /// Adds the float `base[2]` to the sum `base[0]`, whose error is `base[1]`, as `sum` does; jumps if it is no float.
            AddFloats(base: R3W2, other: Jump32) [];

            // ---- match statements ----

            /// `dst =` whether the subject is a mapping pattern's subject.
            MatchMapping(dst: W, subject: R) [];
            /// `dst =` whether the subject is a sequence pattern's subject.
            MatchSequence(dst: W, subject: R) [];
            /// `dst =` the tuple of the subject's values for the tuple of keys, or None if one is missing.
            MatchKeys(dst: W, subject: R, keys: R) [RAISES CALLS];
            /// `dst =` the tuple of attributes that the class pattern takes from subject `base[0]` of class `base[1]`, or None: `count` positional ones by `__match_args__`, then those of the operand word's constant, a tuple of names.
            MatchClass(dst: W, base: R2, count: Flags) [EXTRA RAISES CALLS];

            // ---- imports and the rest ----

            /// `dst =` the module that `__import__` returns for level `base[0]` and fromlist `base[1]`.
            ImportName(dst: W, base: R2, name: Name) [RAISES CALLS];
            /// As `ImportName`; `base[2]` is the name.
            ImportNameWide(dst: W, base: R3) [RAISES CALLS];
            /// `dst = module.name`, or the submodule in `sys.modules`; ImportError.
            ImportFrom(dst: W, module: R, name: Name) [RAISES CALLS];
            /// As `ImportFrom`; `name` is a string.
            ImportFromWide(dst: W, module: R, name: R) [RAISES CALLS];
            /// Binds all public names of the module in the frame's locals mapping.
            ImportStar(module: R) [RAISES CALLS];
            /// Shows the value by `sys.displayhook`, at the prompt.
            PrintExpr(value: R) [RAISES CALLS];
        }
    };
}
