//! How many instructions the prompt takes, beside the empty program (`examples/empty.rs`): a number
//! that does not depend on what else the machine is doing.
//!
//! It is counted on the program as people download it, so `ci/check instructions` builds that
//! first.
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "the test asks where the programs are, and its findings are for people"
)]

mod common;

use std::{env, fs};

use common::workload::{instructions, prompt, situations};

/// The situations; the instructions above the empty program's as last counted, with Rust 1.95 and
/// musl; and how many there may ever be.
const RECORDED: [(&str, u64, u64); 4] = [
    ("no files", 87_156, 100_000),
    ("2 profiles", 212_218, 234_000),
    ("2 profiles, SSO", 254_055, 280_000),
    ("5,000 profiles", 13_900_463, 15_000_000),
];

/// How far a count may be from the recorded one, in percent: another compiler or C library.
const TOLERANCE: u64 = 15;

#[test]
#[ignore = "needs the release build and valgrind: ci/check instructions"]
fn the_prompt_takes_no_more_instructions_than_recorded() {
    let programs = env::var_os("AWSPROMPT_DIST").expect("run ci/check instructions");
    let programs = fs::canonicalize(programs).unwrap();
    let mut wrong = Vec::new();
    for (situation, (name, recorded, limit)) in situations().into_iter().zip(RECORDED) {
        assert_eq!(situation.name, name);
        let prompt = || prompt(&situation.home, &programs.join("awsprompt"));
        let answer = situation.home.output_of(&mut prompt()).stdout;
        assert!(answer.contains(situation.segment), "{name}: {answer}");
        let empty = instructions(&situation.home.program(programs.join("empty")));
        let above = instructions(&prompt()).saturating_sub(empty);
        println!("{name}: {above} above the {empty} of the empty program; recorded {recorded}");
        if above > limit {
            wrong.push(format!("{name}: {above} is more than the {limit} that there may be"));
        }
        if above * 100 > recorded * (100 + TOLERANCE) {
            wrong.push(format!("{name}: {above} is far more than the recorded {recorded}"));
        }
        if above * 100 < recorded * (100 - TOLERANCE) {
            wrong.push(format!("{name}: {above} is far less than {recorded}: record it"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
