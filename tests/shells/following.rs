//! The segment follows what is typed and what happens to the files, at the very next prompt.

use crate::home::{DEFAULT, Home};
use crate::in_every_shell;
use crate::session::Setup;
use crate::shell::Shell;

/// What happens between two prompts.
enum Step {
    Export(&'static str, &'static str),
    /// Sets a variable without exporting it.
    Set(&'static str, &'static str),
    Unset(&'static str),
    Write(&'static str, &'static str),
    Remove(&'static str),
    RemoveProgram,
}

use Step::{Export, Remove, RemoveProgram, Set, Unset, Write};

/// Takes each step and compares the segment after it.
fn follow(shell: Shell, home: &Home, first: &str, steps: &[(Step, &str)]) {
    let mut session = Setup::new(shell).open(home);
    session.expect_segment(first);
    for (step, segment) in steps {
        let mut line = String::new();
        match step {
            Export(name, value) => line = shell.export(name, value),
            // nushell exports every variable.
            Set(..) if shell == Shell::Nushell => continue,
            Set(name, value) => line = shell.set(name, value),
            Unset(name) => line = shell.unset(name),
            Write(path, text) => home.write(path, text),
            Remove(path) => home.remove(path),
            RemoveProgram => home.remove_program(),
        }
        session.run_silently(&line);
        session.expect_segment(segment);
    }
}

in_every_shell! {
    the_segment_follows_the_variables,
    exported_keys_beat_the_profile,
    the_segment_follows_the_files,
    without_files_there_is_no_segment,
    off_hides_the_segment,
    a_program_that_is_gone_is_no_old_segment,
}

fn the_segment_follows_the_variables(shell: Shell) {
    let steps = [
        (Export("AWS_PROFILE", "work"), "[AWS:work 111122223333 us-east-1]"),
        (Export("AWS_PROFILE", "play"), "[AWS:play 333344445555 eu-west-1]"),
        (Export("AWS_REGION", "us-west-2"), "[AWS:play 333344445555 us-west-2 !split:boto3]"),
        (Unset("AWS_REGION"), "[AWS:play 333344445555 eu-west-1]"),
        (Export("AWS_PROFILE", "wrok"), "[AWS:wrok !not-found]"),
        (Unset("AWS_PROFILE"), DEFAULT),
        (Set("AWS_PROFILE", "work"), "[AWS:default 123456789012 eu-central-1 !unexported:work]"),
        (Unset("AWS_PROFILE"), DEFAULT),
    ];
    follow(shell, &Home::new(), DEFAULT, &steps);
}

fn exported_keys_beat_the_profile(shell: Shell) {
    let steps = [
        (
            Export("AWS_ACCESS_KEY_ID", "AKIARTX3GSDSQAAQEAYE"),
            "[AWS:env-keys eu-central-1 !half-keys]",
        ),
        (Export("AWS_SECRET_ACCESS_KEY", "s"), "[AWS:env-keys 111122223333 eu-central-1]"),
        (Export("AWS_PROFILE", "play"), "[AWS:env-keys 111122223333 eu-west-1 !not:play]"),
        (Unset("AWS_ACCESS_KEY_ID"), "[AWS:play 333344445555 eu-west-1]"),
    ];
    follow(shell, &Home::new(), DEFAULT, &steps);
}

fn the_segment_follows_the_files(shell: Shell) {
    const OSAKA: &str = "[default]\nregion = ap-northeast-3\n";
    let steps = [
        (Write(".aws/config", OSAKA), "[AWS:default 123456789012 ap-northeast-3]"),
        (Write(".aws/config", "[default]\n[profile x\n"), "[AWS:!config:2]"),
        (Write(".aws/config", OSAKA), "[AWS:default 123456789012 ap-northeast-3]"),
        (Remove(".aws/config"), "[AWS:default 123456789012]"),
        (Write(".aws/credentials", "oops\n"), "[AWS:!credentials:1]"),
        (Remove(".aws/credentials"), ""),
    ];
    follow(shell, &Home::new(), DEFAULT, &steps);
}

fn without_files_there_is_no_segment(shell: Shell) {
    let steps =
        [(Export("AWS_PROFILE", "work"), "[AWS:work !not-found]"), (Unset("AWS_PROFILE"), "")];
    follow(shell, &Home::without_aws_files(), "", &steps);
}

fn off_hides_the_segment(shell: Shell) {
    let steps = [(Export("AWSPROMPT", "off"), ""), (Unset("AWSPROMPT"), DEFAULT)];
    follow(shell, &Home::new(), DEFAULT, &steps);
}

fn a_program_that_is_gone_is_no_old_segment(shell: Shell) {
    follow(shell, &Home::new(), DEFAULT, &[(RemoveProgram, "[AWS:?]")]);
}
