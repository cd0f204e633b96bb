//! `awsprompt init` without a shell: the one that calls gets its hook, and a person the lines.

use crate::home::{DEFAULT, Home};
use crate::in_every_shell;
use crate::session::Setup;
use crate::shell::{Line, Shell};

/// Loads the hook that is made for the shell that asks, whatever `SHELL` says.
const LOAD: Line = Line {
    zsh: "export SHELL=/bin/fish; eval \"$(awsprompt init --cmd p)\"",
    bash: "export SHELL=/bin/zsh; eval \"$(awsprompt init --cmd p)\"",
    fish: "set -gx SHELL /bin/bash; awsprompt init --cmd p | source",
    nu: "$env.SHELL = '/bin/zsh'
         mkdir $\"($nu.data-dir)/vendor/autoload\"
         awsprompt init --cmd p | save -f $\"($nu.data-dir)/vendor/autoload/awsprompt.nu\"",
};

in_every_shell! {
    the_shell_that_calls_gets_its_hook,
    a_person_reads_the_lines_of_all_shells,
}

fn the_shell_that_calls_gets_its_hook(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).hook(shell.pick(LOAD)).open(&home);
    session.expect_segment(DEFAULT);
    assert_eq!(session.run("p work").len(), 1);
    if shell == Shell::Nushell {
        return;
    }
    let script = shell.pick(LOAD).to_owned() + "; p work; printenv AWS_PROFILE";
    let output = shell.run_script(&home, &[], &script);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "work\n", "{output:?}");
}

fn a_person_reads_the_lines_of_all_shells(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).open(&home);
    let rows = session.run("awsprompt init --guard");
    for line in Shell::ALL.map(|shell| shell.load(" --guard")) {
        assert!(rows.iter().any(|row| row.ends_with(&line)), "{line}: {session}");
    }
}

#[test]
fn another_program_that_calls_gets_nothing() {
    let home = Home::new();
    home.script("wrap", "#!/bin/bash\nawsprompt init\nstatus=$?\nexit $status\n");
    for script in ["~/../bin/wrap", "sh -c 'awsprompt init; exit $?'"] {
        let output = Shell::Zsh.run_script(&home, &[], &format!("export SHELL=zsh; {script}"));
        assert_eq!((output.stdout.as_slice(), output.status.code()), (&b""[..], Some(2)));
        let told = String::from_utf8_lossy(&output.stderr);
        let caller = if script.starts_with("sh") { "sh" } else { "wrap" };
        let said = format!("\"{caller}\", which called init, is not zsh, bash, fish or nu: name");
        assert!(told.contains(&said), "{told}");
        assert!(told.contains("\nhint: awsprompt init zsh "), "{told}");
    }
}
