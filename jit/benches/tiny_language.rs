//! How much faster the small language of `tests/tiny` is compiled:
//! `cargo bench -p tython-jit --bench tiny_language`.

#[path = "../tests/tiny/mod.rs"]
mod tiny;

use std::time::{Duration, Instant};
use tiny::{Program, Vm, alternating, nested, short_lived, summing};
use tython_jit::hooks::Thresholds;

const REPEATS: usize = 5;

/// The shortest of some runs, after one that nobody counts.
fn time(vm: &mut Vm, argument: i64) -> Duration {
    vm.run(argument).expect("a program without mistakes");
    let run = |_| {
        let start = Instant::now();
        vm.run(argument).expect("a program without mistakes");
        start.elapsed()
    };
    (0..REPEATS).map(run).min().unwrap_or_default()
}

fn main() {
    let programs: [(&str, Program, i64, usize); 4] = [
        ("summing", summing, 1_000_000, 100),
        ("nested", nested, 1000, 0),
        ("alternating", alternating, 1000, 0),
        ("short_lived", short_lived, 100_000, 2_000_000),
    ];
    println!("program        interpreted       compiled   ratio");
    for (name, program, argument, cells) in programs {
        let interpreted = time(&mut Vm::new(program(), Thresholds::NEVER, cells), argument);
        let compiled = time(
            &mut Vm::new(program(), Thresholds::default(), cells),
            argument,
        );
        let ratio = interpreted.as_secs_f64() / compiled.as_secs_f64();
        println!("{name:<12} {interpreted:>13.1?} {compiled:>14.1?} {ratio:>7.1}");
    }
}
