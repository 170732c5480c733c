//! The verifier finds each kind of mistake: one trace that satisfies every rule, and for each rule an
//! edit that breaks that rule and no other.

#![allow(clippy::unwrap_used, reason = "what is not there fails the test")]

use std::collections::HashSet;
use tython_jit::ir::{Field, Immediate, Index, Op, Trace, Type};
use tython_jit::verify::{Rule, verify};

const SOUND: &str = r#"
trace 7 root shared "sound"

code main 4
code callee 2
field shape: word mutable 8
field count: i64 mutable 16
field name: ref immutable 24
field items: i64 mutable 32 stride 8
layout cell 32 { shape, count, name }
helper hash(word) -> i64: pure
helper next(): ends
point head = main:12 live r0 r1
point tail = main:20 live r1
point inside = callee:3 live r0 r1

enter head(v0: word = r0)
    v1: ref = word_as_ref v0
    v2: word = open_read.shared v1 -> e0
    v3: i64 = load count, v1
    v4: word = load shape, v1
    check_open v1, v2 -> e0
    v5: i64 = call hash, v4
    v6: ref = alloc cell -> e0
    store name, v6, v1
    store count, v6, v5
    loop(v7: i64 = v3)
    v8: i64 = add_ovf v7, v5 -> e1
    v9: bool = lt v8, v7
    guard_true v9 -> e2
    poll -> e2
    jump v8

exit e0
    frame head {}
exit e1
    o0 = cell { shape: v2, count: v7, name: v1 }
    frame head { r1: o0 }
    frame inside { r0: v7, r1: v0 }
exit e2
    frame tail { r1: v8 }
"#;

/// The rules that a trace breaks.
fn broken(trace: &Trace) -> Vec<Rule> {
    let errors = verify(trace).err().unwrap_or_default();
    let rules: HashSet<Rule> = errors.iter().map(|error| error.rule).collect();
    let of_all = Rule::ALL.iter().copied();
    of_all.filter(|rule| rules.contains(rule)).collect()
}

fn sound() -> Trace {
    SOUND.parse().unwrap()
}

/// The sound trace with other text in one place.
fn edit(from: &str, to: &str) -> Trace {
    assert_eq!(SOUND.matches(from).count(), 1, "{from:?}");
    let text = SOUND.replace(from, to);
    text.parse()
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The same with other text in two places.
fn edit_both(edits: [(&str, &str); 2]) -> Trace {
    let text = edits.iter().fold(SOUND.to_owned(), |text, (from, to)| {
        assert_eq!(SOUND.matches(from).count(), 1, "{from:?}");
        text.replace(from, to)
    });
    text.parse()
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// What cannot be written as text: the sound trace, changed by hand.
fn change(change: impl FnOnce(&mut Trace)) -> Trace {
    let mut trace = sound();
    change(&mut trace);
    trace
}

/// A trace of what `build` emits, which then leaves.
fn small(build: impl FnOnce(&mut Trace)) -> Trace {
    let sound = sound();
    let mut trace = Trace::new(sound.origin, sound.declared, sound.entry);
    let exit = sound.exits.get(Index::new(0)).cloned();
    let exit = trace.exits.push(exit.unwrap());
    build(&mut trace);
    trace.emit(Op::Leave, Immediate::None, &[], Some(exit), None);
    trace
}

macro_rules! mistakes {
    ($($name:ident $rule:ident: $trace:expr;)*) => {
        $(
            #[test]
            fn $name() {
                assert_eq!(broken(&$trace), [Rule::$rule]);
            }
        )*

        #[test]
        fn there_is_a_mistake_for_each_rule() {
            let tried = HashSet::from([$(Rule::$rule),*]);
            let untried: Vec<_> = Rule::ALL.iter().filter(|rule| !tried.contains(rule)).collect();
            assert!(untried.is_empty(), "{untried:?}");
        }
    };
}

mistakes! {
    two_fields_of_one_name UniqueName: change(|trace| {
        let field = Field { name: "count".into(), ty: Type::Ref, mutable: true, own: false, offset: 0, stride: None };
        trace.declared.fields.push(field);
    });
    a_point_in_no_code Declared: change(|trace| {
        let mut point = trace.declared.points.get(Index::new(0)).unwrap().clone();
        (point.name, point.place.code) = ("nowhere".into(), Index::new(9));
        trace.declared.points.push(point);
    });
    a_frame_at_no_point Declared: change(|trace| {
        trace.exits.get_mut(Index::new(1)).unwrap().frames[1].point = Index::new(9);
    });
    a_field_beyond_its_layout FieldFits: edit("layout cell 32", "layout cell 31");
    a_live_register_that_the_code_lacks LiveRegister: edit("live r1\n", "live r1 r4\n");

    a_parameter_that_is_no_word RootParameter: edit("(v0: word = r0)", "(v0: word = r0, v20: i64 = r1)");
    a_parameter_in_no_register RootParameter: edit("v0: word = r0", "v0: word");
    a_parameter_in_a_dead_register RootParameter: edit("v0: word = r0", "v0: word = r2");
    a_bridge_with_registers BridgeParameter: edit("7 root", "7 bridge 3 e1");
    a_trace_without_end End: edit("    jump v8\n", "");
    a_trace_that_goes_on_behind_its_end End: edit("    poll -> e2\n", "    leave -> e2\n");
    a_trace_without_instructions End: Trace::new(sound().origin, sound().declared, sound().entry);
    a_second_loop OneLoop: small(|trace| {
        trace.emit(Op::Loop, Immediate::None, &[], None, None);
        trace.emit(Op::Loop, Immediate::None, &[], None, None);
    });
    a_loop_parameter_without_loop OneLoop: small(|trace| {
        trace.loop_param(Type::I64);
    });
    a_jump_without_loop JumpToLoop: edit_both([
        ("    loop(v7: i64 = v3)\n", "    v7: i64 = int 3\n"), ("jump v8", "jump")]);
    another_frame_in_the_middle ReframeAtEnd: edit("    poll -> e2\n", "    reframe v6\n    poll -> e2\n");
    another_frame_with_an_exit_of_the_first ReframeAtEnd: edit("    jump v8", "    reframe v6\n    leave -> e2");
    an_immediate_of_another_kind Immediate: small(|trace| {
        trace.emit(Op::Int, Immediate::Bool(true), &[], None, None);
    });
    an_array_that_is_read_like_a_field Immediate: edit("load count, v1", "load items, v1");
    a_field_that_is_written_like_an_array Immediate: edit(
        "    store count, v6, v5\n", "    store_at count, v6, v3, v5\n");
    an_exit_that_is_missing ExitPresent: edit("guard_true v9 -> e2", "guard_true v9");
    an_exit_that_is_not_there ExitPresent: edit("guard_true v9 -> e2", "guard_true v9 -> e3");
    a_call_without_exit ExitPresent: edit("    poll -> e2\n", "    call next\n");
    an_exit_too_many ExitAbsent: edit("v9: bool = lt v8, v7", "v9: bool = lt v8, v7 -> e2");
    an_exit_of_a_pure_call ExitAbsent: edit("call hash, v4", "call hash, v4 -> e0");

    a_value_that_nothing_defines Defined: edit("lt v8, v7", "lt v8, v30");
    a_value_before_its_definition Defined: edit_both([("call hash, v4", "call hash, v21"),
        ("    poll -> e2\n", "    v21: word = word 0x0\n    poll -> e2\n")]);
    a_value_that_is_defined_twice DefinedOnce: edit("    poll -> e2\n", "    v5: i64 = int 3\n    poll -> e2\n");
    a_parameter_that_is_defined_twice DefinedOnce: edit("(v0: word = r0)", "(v0: word = r0, v0: word = r1)");
    an_operand_too_few OperandCount: edit("lt v8, v7", "lt v8");
    an_argument_too_many OperandCount: edit("call hash, v4", "call hash, v4, v2");
    an_operand_of_another_type OperandType: edit("lt v8, v7", "lt v8, v1");
    a_stored_value_of_another_type OperandType: edit("store count, v6, v5", "store count, v6, v1");
    an_argument_of_another_type OperandType: edit("call hash, v4", "call hash, v3");
    a_result_of_another_type Result: edit("    poll -> e2\n", "    v20: word = int 3\n    poll -> e2\n");
    a_result_of_nothing Result: edit("    poll -> e2\n", "    v20: word = poll -> e2\n");
    a_result_that_is_missing Result: edit("    poll -> e2\n", "    int 3\n    poll -> e2\n");
    an_argument_that_the_loop_lacks LoopArguments: edit("jump v8", "jump v8, v7");
    a_loop_argument_of_another_type LoopArguments: edit("jump v8", "jump v9");
    a_first_loop_argument_of_another_type LoopArguments: edit("loop(v7: i64 = v3)", "loop(v7: i64 = v2)");

    an_exit_that_needs_a_later_value ExitDefined: edit("add_ovf v7, v5 -> e1", "add_ovf v7, v5 -> e2");
    an_exit_without_frames EntryFrame: edit("    frame head {}\n", "");
    an_exit_of_another_function EntryFrame: edit("    frame head {}\n", "    frame inside {}\n");
    a_dead_register_at_an_exit LiveAtExit: edit("tail { r1: v8 }", "tail { r1: v8, r0: v8 }");
    a_register_with_two_values LiveAtExit: edit("tail { r1: v8 }", "tail { r1: v8, r1: v7 }");
    a_frame_that_lacks_a_register FrameComplete: edit("inside { r0: v7, r1: v0 }", "inside { r0: v7 }");
    a_virtual_object_that_is_not_there VirtualDeclared: edit("head { r1: o0 }", "head { r1: o1 }");
    a_virtual_object_that_lacks_a_field VirtualComplete: edit("count: v7, ", "");
    a_virtual_field_with_two_values VirtualComplete: edit("count: v7, ", "count: v7, count: v7, ");
    a_virtual_field_of_another_type VirtualType: edit("count: v7, ", "count: v1, ");
    a_virtual_object_for_an_integer VirtualType: edit("count: v7, ", "count: o0, ");

    a_barrier_of_the_other_form Form: edit("    poll -> e2\n", "    open_write.solo v1\n    poll -> e2\n");
    a_load_without_barrier OpenBeforeAccess: edit("    poll -> e2\n",
        "    v20: ref = word_as_ref v0\n    v21: i64 = load count, v20\n    poll -> e2\n");
    a_store_behind_a_read_barrier OpenBeforeAccess: edit("    poll -> e2\n",
        "    store count, v1, v5\n    poll -> e2\n");
    a_store_after_the_transaction OpenBeforeAccess: edit("    store count, v6, v5\n",
        "    commit -> e0\n    store count, v6, v5\n");
    a_store_after_a_call_that_ends_the_transaction OpenBeforeAccess: edit("    store count, v6, v5\n",
        "    call next -> e0\n    store count, v6, v5\n");
    a_store_in_a_nested_part OpenBeforeAccess: edit("    store count, v6, v5\n",
        "    nest\n    v20: i64 = load count, v6\n    store count, v6, v20\n");
    a_store_in_a_loop_that_commits OpenBeforeAccess: edit("    poll -> e2\n",
        "    store count, v6, v8\n    commit -> e2\n");
    a_use_before_the_second_look SecondLook: edit("    check_open v1, v2 -> e0\n", "");
    a_snapshot_before_the_second_look SecondLook: edit_both([("    poll -> e2\n",
        "    v20: i64 = load count, v1\n    poll -> e3\n    check_open v1, v2 -> e2\n"),
        ("tail { r1: v8 }\n", "tail { r1: v8 }\nexit e3\n    frame tail { r1: v20 }\n")]);
    a_second_look_with_a_token_from_after_the_load SecondLook: edit("    poll -> e2\n",
        "    v20: i64 = load count, v1\n    v21: word = open_read.shared v1 -> e0\n    check_open v1, v21 -> e2\n    v22: i64 = add v20, v20\n    poll -> e2\n");
    a_token_of_another_object Token: edit("    poll -> e2\n",
        "    v20: word = open_read.shared v6 -> e0\n    check_open v1, v20 -> e2\n    poll -> e2\n");
    a_token_of_another_transaction Token: edit("    poll -> e2\n",
        "    commit -> e2\n    check_open v1, v2 -> e2\n    poll -> e2\n");
    an_immutable_field_of_an_old_object Immutable: edit("    poll -> e2\n",
        "    open_write.shared v1 -> e0\n    store name, v1, v6\n    poll -> e2\n");
    an_immutable_field_of_an_object_of_an_earlier_transaction Immutable: edit("    store name, v6, v1\n",
        "    commit -> e0\n    open_write.shared v6 -> e0\n    store name, v6, v1\n");
}

#[test]
fn the_sound_trace_breaks_no_rule() {
    assert_eq!(verify(&sound()), Ok(()));
}

#[test]
fn what_a_nested_part_owns_can_be_read_and_opened_again() {
    let nested = "    nest\n    v20: i64 = load count, v6\n    open_write.shared v6 -> e0\n    store count, v6, v20\n";
    assert_eq!(verify(&edit("    store count, v6, v5\n", nested)), Ok(()));
}

#[test]
fn facts_survive_a_poll() {
    let later = "    poll -> e2\n    v20: i64 = load count, v1\n    check_open v1, v2 -> e2\n    v21: i64 = add v20, v8\n";
    assert_eq!(verify(&edit("    poll -> e2\n", later)), Ok(()));
}

#[test]
fn a_solo_trace_needs_no_second_look() {
    let text = SOUND
        .replace(".shared v1 -> e0", ".solo v1")
        .replace("shared", "solo")
        .replace("v2: word = open_read", "v2: word = word 0x0\n    open_read")
        .replace("    check_open v1, v2 -> e0\n", "");
    assert_eq!(verify(&text.parse().unwrap()), Ok(()));
}

#[test]
fn a_complaint_says_where_what_and_why() {
    let errors = verify(&edit("lt v8, v7", "lt v8, v1")).unwrap_err();
    let lines: Vec<_> = errors.iter().map(ToString::to_string).collect();
    let line = "`v9: bool = lt v8, v1`: v1 is of type ref, where i64 belongs \
                (an operand has the type that the operation wants)";
    assert_eq!(lines, [line]);
}
