//! What an object costs: allocation, beside the system's allocator, and a collection.
//!
//! Times are those that the thread itself was on a processor, so that other processes disturb little.
//!
//! `cargo bench -p tython-gc --bench alloc`, followed by `-- --quick` for a smoke test that writes no
//! result.

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;
use std::{fs, io};
use stm_core::TokenWord;
use tython_gc::{
    Aftermath, Client, Config, Extent, Heap, Layout, LayoutId, Layouts, Mutator, Words,
};

const NODE: LayoutId = LayoutId::new(1);
/// Payload words of an object of 32 bytes.
const SMALL: usize = 2;

/// Nothing is a global, and nobody else has to be asked to stop.
struct Nobody;

impl Client for Nobody {
    fn request(&self, _: usize) {}
    fn roots(&self, _: &mut dyn FnMut(u64)) {}
    fn after_mark(&self, _: &mut Aftermath<'_, '_>) {}
}

fn heap() -> &'static Heap {
    let mut layouts = Layouts::new();
    let node = Layout {
        words: Words::All,
        ..Layout::raw("node")
    };
    // SAFETY: nothing but references and integers is stored below.
    unsafe { layouts.register(NODE, node) };
    let config = Config {
        min_allocation: 1 << 40,
        ..Config::default()
    };
    let heap = Heap::create(config, layouts).expect("addresses");
    heap.set_client(Box::new(Nobody));
    heap
}

/// The time that the calling thread has been on a processor.
fn cpu_time() -> Duration {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: writes the time there.
    let failed = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    assert_eq!(failed, 0, "the system has no such clock");
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn nanoseconds(time: Duration, count: usize) -> f64 {
    time.as_secs_f64() * 1e9 / count as f64
}

fn alloc(mutator: &mut Mutator, words: usize) -> u64 {
    let object = mutator.alloc(NODE, words, 1, TokenWord::version(0));
    object.expect("memory").to_value()
}

/// `count` objects that die at once, in a heap that has been collected.
fn short_lived(mutator: &mut Mutator, count: usize, words: usize) -> f64 {
    mutator.collect(Extent::All, |_| ());
    let begin = cpu_time();
    for _ in 0..count {
        black_box(alloc(mutator, words));
    }
    nanoseconds(cpu_time() - begin, count)
}

/// The same with the system's allocator, which gets each back at once.
fn boxes(count: usize) -> f64 {
    let begin = cpu_time();
    for _ in 0..count {
        black_box(Box::new([1u64; 4]));
    }
    nanoseconds(cpu_time() - begin, count)
}

/// As many boxes at a time as the heap has objects between two collections, in a list.
fn boxes_in_a_list(count: usize) -> f64 {
    struct Link {
        next: Option<Box<Link>>,
        _rest: [u64; 3],
    }
    let begin = cpu_time();
    let mut list = None;
    for _ in 0..count {
        let next = list.take();
        list = Some(Box::new(Link {
            next,
            _rest: [1; 3],
        }));
    }
    let mut link = black_box(list);
    while let Some(mut head) = link {
        link = head.next.take();
    }
    nanoseconds(cpu_time() - begin, count)
}

/// A list of `count` objects; the time of building it, and of a collection that finds it alive.
fn list(mutator: &mut Mutator, count: usize) -> (f64, f64) {
    mutator.collect(Extent::All, |_| ());
    let begin = cpu_time();
    let mut list = 0;
    for _ in 0..count {
        let next = list;
        list = alloc(mutator, SMALL);
        // SAFETY: an object of two words, allocated just now.
        unsafe { tython_gc::Object::from_value(list).word(0) }.store(next);
    }
    let built = cpu_time() - begin;
    let begin = cpu_time();
    mutator.collect(Extent::All, |_| ());
    let collected = cpu_time() - begin;
    black_box(list);
    (nanoseconds(built, count), nanoseconds(collected, count))
}

/// Two threads at once: the mean of what an object costs each.
fn on_two_threads(heap: &'static Heap, count: usize) -> f64 {
    let work = |tag| {
        let mut mutator = heap.attach(tag);
        let begin = cpu_time();
        for _ in 0..count {
            black_box(alloc(&mut mutator, SMALL));
        }
        nanoseconds(cpu_time() - begin, count)
    };
    std::thread::scope(|scope| {
        let threads = [1, 2].map(|tag| scope.spawn(move || work(tag)));
        let times = threads.map(|thread| thread.join().expect("no panic"));
        times.iter().sum::<f64>() / 2.0
    })
}

fn report(rounds: usize, count: usize) -> String {
    let heap = heap();
    let mut mutator = heap.attach(0);
    let mut columns: [Vec<f64>; 7] = Default::default();
    for _ in 0..rounds {
        let (built, marked) = list(&mut mutator, count);
        let values = [
            short_lived(&mut mutator, count, SMALL),
            short_lived(&mut mutator, count / 4, 14),
            built,
            marked,
            boxes(count),
            boxes_in_a_list(count),
        ];
        mutator.collect(Extent::All, |_| ());
        let two = mutator.blocked(|_| (), || on_two_threads(heap, count));
        let values = values.into_iter().chain([two]);
        for (column, value) in columns.iter_mut().zip(values) {
            column.push(value);
        }
    }
    let names = [
        "an object of 32 bytes that dies (with its share of sweeping)",
        "an object of 128 bytes that dies",
        "a link of a list: 32 bytes, one store",
        "its share of a collection that finds it alive",
        "`Box::new` of 32 bytes, freed at once",
        "a link of a list of boxes of 32 bytes, built and freed",
        "an object of 32 bytes that dies, on each of two threads",
    ];
    let rows = names
        .iter()
        .zip(columns)
        .map(|(name, column)| format!("| {name} | {:.2} |\n", median(column)));
    format!(
        "# What an object costs\n\n```\ncargo bench -p tython-gc --bench alloc\n```\n\n\
         Medians of {rounds} rounds of {count} objects, in nanoseconds of processor time per object, on {} cores.\n\n\
         | what | ns |\n| --- | --: |\n{}",
        std::thread::available_parallelism().map_or(0, usize::from),
        rows.collect::<String>()
    )
}

fn main() -> io::Result<()> {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let text = if quick {
        report(3, 10_000)
    } else {
        report(101, 200_000)
    };
    println!("{text}");
    if !quick {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/results");
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("alloc.md"), text)?;
    }
    Ok(())
}
