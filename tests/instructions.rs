//! How many instructions the prompt takes, beside the empty program (`examples/empty.rs`), and a Tab:
//! numbers that do not depend on what else the machine is doing.
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
    ("no files", 89_439, 100_000),
    ("2 profiles", 222_761, 234_000),
    ("2 profiles, SSO", 271_803, 280_000),
    ("5,000 profiles", 13_873_238, 15_000_000),
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

/// What `check --line` may take above `check` for a script of many commands, in each situation.
const MOST_FOR_LINE: u64 = 10_000_000;

const SCRIPT: &str = "set -euo pipefail
cd src
export AWS_PROFILE=work
for f in a b c; do aws s3 cp \"$f\" s3://bucket/; done
aws sts get-caller-identity --query Account --output text | tee out.txt
if [ -f x ]; then timeout 5 aws ec2 describe-instances --region eu-west-1; fi
terraform plan -out=plan
kubectl get pods
jq -r '.a' out.txt | sort | head -3
git commit -m \"it's done\"
sudo aws s3 ls
aws s3 rm s3://bucket/key";

#[test]
#[ignore = "needs the release build and valgrind: ci/check instructions"]
fn a_script_takes_little_more_than_one_check() {
    let programs = env::var_os("AWSPROMPT_DIST").expect("run ci/check instructions");
    let program = fs::canonicalize(programs).unwrap().join("awsprompt");
    let mut wrong = Vec::new();
    for situation in situations() {
        let count = |arguments: &[&str]| {
            let mut command = situation.home.program(&program);
            instructions(command.arg("check").args(arguments))
        };
        let above = count(&["--line", SCRIPT]).saturating_sub(count(&[]));
        println!("{}: a script takes {above} instructions more", situation.name);
        if above > MOST_FOR_LINE {
            wrong.push(format!("{}: {above}", situation.name));
        }
    }
    assert!(wrong.is_empty(), "more than {MOST_FOR_LINE}: {}", wrong.join("; "));
}

/// What a Tab with 5,000 names may take, all in all. Ten million are about a millisecond, and five
/// milliseconds are the aim.
const MOST_FOR_TAB: u64 = 47_000_000;

#[test]
#[ignore = "needs the release build and valgrind: ci/check instructions"]
fn a_tab_with_thousands_of_names_takes_no_more_instructions_than_there_may_be() {
    let programs = env::var_os("AWSPROMPT_DIST").expect("run ci/check instructions");
    let program = fs::canonicalize(programs).unwrap().join("awsprompt");
    let [.., mut thousands] = situations();
    // The numbers of accounts that are this far apart.
    let accounts = |step| {
        (0..5_000).step_by(step).map(|number: u64| (100_000_000_000 + number * 7_919).to_string())
    };
    let labels: String = accounts(50).map(|id| format!("{id} = label-{id}\n")).collect();
    let of_labels = format!("[accounts]\n{labels}");
    let of_accounts = accounts(50).collect::<Vec<_>>().join(" ");
    let of_accounts = format!("[class audited]\naccounts = {of_accounts}\n");
    let mut wrong = Vec::new();
    for (word, settings) in [
        ("acme-team-2", ""),
        ("none", ""),
        ("deploy", ""),
        ("10001", ""),
        ("audited", "[class audited]\nprofiles = acme-*\n"),
        ("audited", "[class audited]\nroles = *\n"),
        ("audited", "[class audited]\nregions = *\n"),
        ("audited", "[class audited]\nroles = Dev* *ment\nregions = eu-*\n"),
        ("audited", "[class first]\nroles = *\n[class audited]\nregions = *\n"),
        ("audited", &of_accounts),
        ("label", &of_labels),
    ] {
        thousands.home = thousands.home.file(".config/awsprompt/config.ini", settings);
        for shell in ["zsh", "bash", "fish", "nushell"] {
            let mut command = thousands.home.program(&program);
            command.args(["complete", "profiles", "--shell", shell, "--word", word]);
            let taken = instructions(&command);
            let begin: String = settings.chars().take(60).collect();
            let what = format!("Tab on {word} in {shell}, {begin:?}: {taken}");
            println!("{what}");
            if taken > MOST_FOR_TAB {
                wrong.push(what);
            }
        }
    }
    assert!(wrong.is_empty(), "more than {MOST_FOR_TAB}:\n{}", wrong.join("\n"));
}
