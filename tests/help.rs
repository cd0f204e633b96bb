//! What a person reads who asks for help.

mod common;

use common::Home;

/// Returns the words that name the commands, from the help of the whole program.
fn commands() -> Vec<String> {
    let help = Home::new().answer(&["help"]);
    let list = help.split("\nCommands:\n").nth(1).and_then(|rest| rest.split("\n\n").next());
    // The second line of a description is indented further.
    let lines = list.unwrap_or_default().lines().filter_map(|line| line.strip_prefix("  "));
    let names = lines.filter(|line| !line.starts_with(' '));
    names.filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn every_help_has_an_example() {
    let commands = commands();
    assert!(commands.len() > 10, "{commands:?}");
    for flag in ["-h", "--help"] {
        assert!(Home::new().answer(&[flag]).contains("\nExamples:\n  awsprompt "), "{flag}");
        for command in commands.iter().map(String::as_str) {
            let help = Home::new().answer(&[command, flag]);
            let is_named = |line: &str| {
                line.contains(&format!("awsprompt {command}")) || line.starts_with("  awsp ")
            };
            // They are the end of it.
            let (_, examples) = help.split_once("\nExamples:\n").unwrap_or_default();
            assert!(examples.lines().any(is_named), "{command} {flag}: {help}");
            assert!(examples.lines().all(|line| line.starts_with("  ")), "{command}: {help}");
        }
    }
}

#[test]
fn help_is_asked_for_in_two_ways() {
    let home = Home::new();
    assert_eq!(home.answer(&["help"]), home.answer(&["--help"]));
    for command in commands() {
        assert_eq!(home.answer(&["help", &command]), home.answer(&[&command, "--help"]));
    }
}

#[test]
fn there_is_no_help_of_what_is_not_there() {
    for command in ["help", "man"] {
        let output = Home::new().run(&[command, "exek"]);
        assert_eq!((output.stdout.as_str(), output.code), ("", Some(2)));
        assert!(output.stderr.contains("a similar subcommand exists: 'exec'"), "{output:?}");
    }
}

#[test]
fn the_function_that_switches_is_called_by_its_own_name() {
    for (name, shown) in [(&["--as", "p"][..], "p"), (&["--as", ""], "awsp"), (&[], "awsp")] {
        let run = |flag| Home::new().run(&[&["switch", "--shell", "bash"], name, &[flag]].concat());
        for flag in ["--help", "-h", "--nope"] {
            let output = run(flag);
            assert_eq!(output.stdout, "", "{flag}");
            assert!(output.stderr.contains(&format!("\nUsage: {shown} [")), "{output:?}");
            assert!(!output.stderr.contains("awsprompt"), "{output:?}");
        }
        assert!(run("-h").stderr.contains(&format!("\n  {shown} work --for 15m ")));
        // What it prints is not evaluated.
        assert!(run("-h").stderr.contains("\n  -l, --list  "), "{:?}", run("-h"));
        assert_eq!((run("-l").stdout.as_str(), run("-l").code), ("", Some(0)));
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the pages were written by the program under test")]
fn every_command_has_a_manual_page() {
    let home = Home::new();
    let wrote = home.run(&["man", "--dir", "pages/man1"]);
    let commands = commands();
    let expected = format!("wrote {} pages to pages/man1\n", commands.len() + 1);
    assert_eq!((wrote.stderr.as_str(), wrote.stdout.as_str()), (expected.as_str(), ""));
    assert!(home.answer(&["man"]).contains(".TH awsprompt 1 "));
    for command in commands {
        let page = home.answer(&["man", &command]);
        for part in [&*format!(".TH awsprompt-{command} 1 "), "\n.SH EXAMPLES\n", "\\-\\-help"] {
            assert!(page.contains(part), "{part} in {page}");
        }
        let file = home.path().join(format!("pages/man1/awsprompt-{command}.1"));
        assert_eq!(std::fs::read_to_string(file).ok(), Some(page));
    }
}
