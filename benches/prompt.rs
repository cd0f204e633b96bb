//! What a prompt costs: one table, of programs and hooks that all ran in the same minute.
//!
//! `ci/bench` runs this. In each round every program runs once, so that whatever else the machine
//! does hits all of them alike; medians are compared with that of the empty program beside them, and
//! that of the prompt also with a program that only reads the same files (`examples/reads.rs`). The
//! hooks of bash and fish, which start a program at each prompt, are compared with `$(empty)` in the
//! same shell, which is the shell's own fork and one program. That of zsh, and what a shell takes to
//! load a hook, start none or are rare, and are compared with the empty program itself.
#![allow(clippy::unwrap_used, reason = "what cannot be prepared cannot be measured")]
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "this measures programs by running them, for people"
)]

#[path = "../tests/common/mod.rs"]
mod common;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use std::{env, fs};

use common::Home;
use common::workload::{Situation, instructions, prompt, situations};

/// How often everything runs. What takes long runs in fewer rounds, each costing as much as this.
const ROUNDS: usize = 300;
const LONG: Duration = Duration::from_millis(5);

/// How often a hook takes its turn, and how often it runs in one.
const TURNS: usize = 15;
const PROMPTS: u32 = 50;

/// How often a shell starts.
const STARTS: usize = 60;

fn main() {
    let directory = env::args().skip(1).find(|argument| argument != "--bench");
    let directory = directory.expect("the directory of the programs; ci/bench gives it");
    let installed = Home::new();
    let install_all = || {
        ["awsprompt", "empty", "reads"]
            .map(|name| install(&Path::new(&directory).join(name), &installed))
    };
    let [awsprompt, empty, reads] = install_all();
    let situations = situations();

    println!("| what | files | median µs | least µs | times | instructions | above | at most |");
    println!("|---|---|--:|--:|--:|--:|--:|---|");
    for situation in &situations {
        let mut contestants = contestants(situation, &awsprompt, &empty, &reads);
        race(&mut contestants);
        let measured: Vec<_> = contestants.iter().map(Measured::of).collect();
        for (contestant, measurement) in contestants.iter().zip(&measured) {
            let limit = limit(contestant.name, situation.name);
            print(contestant.name, situation.name, measurement, &measured[0], limit);
        }
        let limit = if situation.name == "2 profiles" { "1.7 times" } else { "" };
        print("prompt, beside what only reads", situation.name, &measured[2], &measured[1], limit);
    }
    for shell in ["zsh", "bash", "fish"].map(find).into_iter().flatten() {
        let name = shell.file_name().unwrap().to_string_lossy().into_owned();
        let [awsprompt, empty, _] = install_all();
        // Until it is that old a hook does not trust what it remembers of a file.
        sleep(Duration::from_secs(3));
        for situation in &situations {
            let [hook, yardstick] = hook(&shell, &name, situation, &awsprompt, &empty);
            let row = format!("hook in {name}");
            print(&row, situation.name, &hook, &yardstick, limit(&row, situation.name));
            if name != "zsh" {
                let above = hook.median.saturating_sub(yardstick.median);
                println!("| {row}, µs above the empty program | {} | {above} |", situation.name);
            }
        }
        let [start, yardstick] = start(&shell, &name, &situations[0], &awsprompt, &empty);
        let row = format!("init in {name}");
        print(&row, situations[0].name, &start, &yardstick, limit(&row, situations[0].name));
    }
    println!("\n{}", surroundings(&awsprompt));
}

/// What the project has promised of a row.
fn limit(what: &str, situation: &str) -> &'static str {
    match (what, situation) {
        ("prompt", "2 profiles") => "234,000 above",
        ("prompt", "5,000 profiles") => "3,000 µs, 15,000,000 above",
        ("doctor", "5,000 profiles") => "50,000 µs",
        ("hook in zsh", "2 profiles") => "150 µs",
        // Where the empty program takes 200 µs.
        ("hook in bash", "2 profiles") => "400 µs above $(empty)",
        ("hook in fish", "2 profiles") => "600 µs above (empty)",
        ("init in zsh", _) => "3,000 µs",
        _ => "",
    }
}

/// Copies a program, as installing it would. How a file came into memory, and how long ago, decides
/// how much of it each page fault maps, and so a fifth of the time that its start takes: let it be
/// the same for all.
fn install(program: &Path, home: &Home) -> PathBuf {
    let installed = home.path().join(program.file_name().unwrap());
    // Not over the file that is there, whose pages would stay as they are.
    _ = fs::remove_file(&installed);
    fs::copy(program, &installed).unwrap();
    installed
}

/// A program in a situation.
struct Contestant {
    name: &'static str,
    command: Command,
    counts_instructions: bool,
    times: Vec<Duration>,
}

/// Returns the two yardsticks, the prompt, and then all others that are compared with them.
fn contestants(
    situation: &Situation,
    awsprompt: &Path,
    empty: &Path,
    reads: &Path,
) -> Vec<Contestant> {
    let program = |program: &Path, arguments: &[&str]| {
        let mut command = situation.home.program(program);
        command.args(arguments);
        command
    };
    let answer = situation.home.output_of(&mut prompt(&situation.home, awsprompt));
    assert!(answer.stdout.contains(situation.segment), "{answer:?}");
    let complete = ["complete", "profiles", "--shell", "zsh", "--word=acme-team-25"];
    let mut contestants = vec![
        ("empty program", program(empty, &[]), true),
        ("only reads", program(reads, &[]), true),
        ("prompt", prompt(&situation.home, awsprompt), true),
        ("complete profiles", program(awsprompt, &complete), true),
        ("explain", program(awsprompt, &["explain"]), true),
        ("doctor", program(awsprompt, &["doctor"]), true),
    ];
    if let Some(starship) = find("starship") {
        contestants.push(("starship module aws", program(&starship, &["module", "aws"]), true));
    }
    if let Some(aws) = aws_cli() {
        let list = program(&aws, &["configure", "list-profiles"]);
        contestants.push(("aws configure list-profiles", list, false));
    }
    let contestants = contestants.into_iter().map(|(name, mut command, counts_instructions)| {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Contestant { name, command, counts_instructions, times: Vec::new() }
    });
    contestants.collect()
}

/// Finds the AWS CLI if it is one that lists profiles: version 1 has no such command, and how long
/// it takes to say so is of no interest.
fn aws_cli() -> Option<PathBuf> {
    let aws = find("aws")?;
    let mut list = Command::new(&aws);
    list.args(["configure", "list-profiles"]).stdout(Stdio::null()).stderr(Stdio::null());
    list.status().is_ok_and(|status| status.success()).then_some(aws)
}

/// Runs all of them round by round, each time beginning with another.
fn race(contestants: &mut [Contestant]) {
    for round in 0..ROUNDS {
        for place in 0..contestants.len() {
            let contestant = &mut contestants[(round + place) % contestants.len()];
            let first = contestant.times.first().map_or(0, Duration::as_micros);
            let every = 1 + usize::try_from(first / LONG.as_micros()).unwrap();
            if round % every == 0 {
                contestant.times.push(time_of(&mut contestant.command));
            }
        }
    }
}

/// The middle and the least of some times, in microseconds, and a count.
struct Measured {
    median: u64,
    least: u64,
    instructions: Option<u64>,
}

impl Measured {
    fn of(contestant: &Contestant) -> Self {
        let can_count = contestant.counts_instructions && find("valgrind").is_some();
        let instructions = can_count.then(|| instructions(&contestant.command));
        Self { instructions, ..Self::of_times(contestant.times.clone()) }
    }

    fn of_times(mut times: Vec<Duration>) -> Self {
        times.sort();
        let microseconds = |time: Duration| u64::try_from(time.as_micros()).unwrap();
        let median = microseconds(times[times.len() / 2]);
        Self { median, least: microseconds(times[0]), instructions: None }
    }
}

fn print(what: &str, situation: &str, measured: &Measured, yardstick: &Measured, limit: &str) {
    let hundredths = measured.median * 100 / yardstick.median;
    let times = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    let count = measured.instructions.map(grouped).unwrap_or_default();
    let above = measured.instructions.zip(yardstick.instructions);
    let above = above.map(|(count, empty)| grouped(count.saturating_sub(empty)));
    let above = above.unwrap_or_default();
    let (median, least) = (grouped(measured.median), grouped(measured.least));
    println!(
        "| {what} | {situation} | {median} | {least} | {times} | {count} | {above} | {limit} |"
    );
}

/// Writes a number with a comma between thousands.
fn grouped(number: u64) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{},{:03}", grouped(number / 1_000), number % 1_000),
    }
}

/// Measures a prompt of a shell that has the hook, and `$(empty)` in it, by turns.
///
/// The shell ends each turn with a line, and the clock is here: not all shells have one.
fn hook(
    shell: &Path,
    name: &str,
    situation: &Situation,
    awsprompt: &Path,
    empty: &Path,
) -> [Measured; 2] {
    let script = match name {
        "zsh" => {
            r#"eval "$("$1" init zsh)"
            repeat $3; do
                echo; repeat $4; do for hook in $precmd_functions; do $hook; done; done
                echo; repeat $4; do nothing=$("$2"); done
            done; echo"#
        }
        "bash" => {
            r#"eval "$("$1" init bash)"
            for ((round = 0; round < $3; round++)); do
                echo; for ((n = 0; n < $4; n++)); do
                    for hook in "${PROMPT_COMMAND[@]}"; do eval "$hook"; done
                done
                echo; for ((n = 0; n < $4; n++)); do nothing=$("$2"); done
            done; echo"#
        }
        _ => {
            r"function fish_prompt; end
            $argv[2] init fish | source
            for round in (seq $argv[4])
                echo; for n in (seq $argv[5]); emit fish_prompt; fish_prompt >/dev/null; end
                echo; for n in (seq $argv[5]); set nothing ($argv[3]); end
            end; echo"
        }
    };
    let mut command = sealed(shell, name, script, situation);
    command.args([awsprompt, empty]).args([TURNS.to_string(), PROMPTS.to_string()]);
    let times = between_lines(&mut command);
    assert_eq!(times.len(), 2 * TURNS, "the turns of {name}");
    let [hook, empty_inside] = [0, 1].map(|turn| {
        let turns = times.iter().skip(turn).step_by(2);
        Measured::of_times(turns.map(|time| *time / PROMPTS).collect())
    });
    if name == "zsh" {
        let alone = (0..STARTS).map(|_| time_of(&mut situation.home.program(empty)));
        return [hook, Measured::of_times(alone.collect())];
    }
    [hook, empty_inside]
}

/// Measures what the line in a start-up file adds to the start of a shell, and the empty program by
/// turns with it.
fn start(
    shell: &Path,
    name: &str,
    situation: &Situation,
    awsprompt: &Path,
    empty: &Path,
) -> [Measured; 2] {
    let script = match name {
        "zsh" => r#"echo; eval "$("$1" init zsh)"; echo"#,
        "bash" => r#"echo; eval "$("$1" init bash)"; echo"#,
        _ => "echo; $argv[2] init fish | source; echo",
    };
    let start = || between_lines(sealed(shell, name, script, situation).arg(awsprompt))[0];
    let times = (0..STARTS).map(|_| (start(), time_of(&mut situation.home.program(empty))));
    let (starts, empties) = times.unzip();
    [Measured::of_times(starts), Measured::of_times(empties)]
}

fn time_of(command: &mut Command) -> Duration {
    let begun = Instant::now();
    command.status().unwrap();
    begun.elapsed()
}

/// Returns a shell that has read nothing of its own, ready to run a script.
fn sealed(shell: &Path, name: &str, script: &str, situation: &Situation) -> Command {
    let mut command = situation.home.program(shell);
    match name {
        "zsh" => command.args(["-f", "-c", script, name]),
        "bash" => command.args(["--norc", "-c", script, name]),
        _ => command.args(["--no-config", "-c", script, name]),
    };
    command
}

/// Returns the times that pass between the lines that a program writes.
fn between_lines(command: &mut Command) -> Vec<Duration> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let times: Vec<Instant> = lines.map(|line| line.map(|_| Instant::now()).unwrap()).collect();
    assert!(child.wait().unwrap().success(), "{command:?}");
    times.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

/// Says what was measured on what, and how to get what is missing.
fn surroundings(awsprompt: &Path) -> String {
    let first_line = |program: &str, argument: &str| {
        let found = if program == "aws" { aws_cli() } else { find(program) };
        let output = Command::new(found?).arg(argument).output().ok()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        text.lines().next().map(str::to_owned)
    };
    let size = grouped(fs::metadata(awsprompt).unwrap().len());
    let mut said = vec![format!("The program has {size} bytes.")];
    let tools = [
        ("uname", "-sm", ""),
        ("nproc", "--all", ""),
        ("rustc", "--version", ""),
        ("zsh", "--version", ""),
        ("bash", "--version", ""),
        ("fish", "--version", ""),
        ("starship", "--version", "cargo install starship --locked"),
        (
            "aws",
            "--version",
            "version 2, https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
        ),
        ("valgrind", "--version", "apt-get install valgrind"),
    ];
    said.extend(tools.map(|(tool, argument, remedy)| match first_line(tool, argument) {
        Some(line) => format!("{tool}: {line}"),
        None if remedy.is_empty() => format!("{tool}: not here"),
        None => format!("{tool}: not here; to compare with it, install it: {remedy}"),
    }));
    said.join("\n")
}

/// Finds a program as a shell does.
fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|directory| directory.join(program)).find(|file| file.is_file())
}
