//! Checks of the hook in the shell that doctor was called from.

use super::{CallingShell, Check, Finding};
use crate::aws::{Environment, Facts, Origin, Remedy, remedy};
use crate::cmd::mark::{MARK, Mark};
use crate::cmd::{remedies, starship};
use crate::shell::Shell;
use crate::shell::init::start_up;

pub(super) fn findings(facts: &Facts<'_, '_>, shell: Option<&CallingShell>) -> Vec<Finding> {
    let Some(shell) = shell else { return Vec::new() };
    // A script or another program has no prompt.
    let Some(kind) = Shell::named(&shell.name) else { return Vec::new() };
    let environment = &facts.world.environment;
    let list = match kind {
        Shell::Zsh => "print -l $precmd_functions",
        Shell::Bash => "declare -p PROMPT_COMMAND",
        Shell::Fish => "functions --handlers",
        Shell::Nushell => "$env.config.hooks.pre_prompt",
    };
    let found =
        |check, what: &str| Finding::new(check, Origin::Default, format!("{}: {what}", shell.name));
    let not_loaded = |why| {
        // starship starts the program itself, and needs no hook.
        if environment.non_empty("STARSHIP_SHELL").is_some() {
            return Vec::new();
        }
        let (file, line) = start_up(kind, "");
        let remedy = remedy!("add this line at the end of {file}, and open a new shell: {line}");
        vec![found(Check::HookNotLoaded, why).with_remedy(remedy)]
    };
    let mark = match mark(environment, shell) {
        Ok(mark) => mark,
        Err(why) => return not_loaded(why),
    };
    let mut findings = Vec::new();
    if mark.place == "early" {
        let what = "another hook moves itself behind it at every prompt";
        let remedy = remedy!("find it with {list}, and load it before awsprompt");
        findings.push(found(Check::HookNotLast, what).with_remedy(remedy));
    }
    if mark.loads > 1 {
        let what = format!("the hook is loaded {} times", mark.loads);
        findings.push(found(Check::HookLoadedTwice, &what));
    }
    if let Some(theme) = mark.theme.filter(|theme| !is_told_elsewhere(facts, theme)) {
        let what = format!("{theme} draws the prompt, and the segment is not in it");
        let finding = found(Check::SegmentNowhere, &what);
        findings.push(finding.with_remedy(remedy_in(theme, kind)));
    }
    let is_hidden = |name: &&str| !name.is_empty() && environment.get(name).is_none();
    for name in mark.variables.split(',').filter(is_hidden) {
        let what = format!("{} has {name}, and does not export it", shell.name);
        let remedy = remedies::export(Some(&shell.name), name);
        let finding = Finding::of_variable(Check::VariableNotExported, name, what);
        findings.push(finding.with_remedy(remedy));
    }
    findings
}

/// Returns the mark of the hook that is loaded in a shell, or why none is.
fn mark<'e>(environment: &'e Environment, shell: &CallingShell) -> Result<Mark<'e>, &'static str> {
    let mark = environment.get(MARK).and_then(Mark::parse).ok_or("the hook is not loaded")?;
    let inherited = shell.inherited_mark.as_deref().and_then(Mark::parse);
    let is_inherited = inherited.is_some_and(|inherited| inherited.shell == mark.shell);
    if is_inherited || mark.pid != shell.pid || mark.name != shell.name {
        return Err("the hook is loaded in an outer shell, and not in this one");
    }
    if mark.place == "new" {
        return Err(
            "the hook was loaded and never ran, as when a later line of the start-up file replaces the shell's list of hooks",
        );
    }
    Ok(mark)
}

/// Returns the mark of the hook that is loaded in the shell that called.
pub(super) fn loaded<'e>(
    environment: &'e Environment,
    shell: Option<&CallingShell>,
) -> Option<Mark<'e>> {
    mark(environment, shell?).ok()
}

/// Returns whether the theme itself is told to show the segment: oh-my-posh, by a variable for it, or
/// starship, in its own file.
fn is_told_elsewhere(facts: &Facts<'_, '_>, theme: &str) -> bool {
    let world = facts.world;
    if theme == "oh-my-posh" {
        return world.environment.get("POSH_AWS_SEGMENT").is_some();
    }
    let file = starship::file(&world.environment, world.locations.home.as_deref());
    let Some(file) = file.filter(|_| theme == "starship") else { return false };
    let content = facts.lookup.content(&file);
    let text = String::from_utf8_lossy(content.visible());
    text.contains("awsprompt") || text.contains("AWS_SEGMENT")
}

/// Returns how to make a theme show the segment.
fn remedy_in(theme: &str, shell: Shell) -> Remedy {
    match theme {
        "powerlevel10k" => {
            remedy!("add awsprompt to POWERLEVEL9K_LEFT_PROMPT_ELEMENTS in ~/.p10k.zsh")
        }
        "starship" => remedy!("awsprompt init starship --install"),
        "tide" => {
            remedy!("set -U tide_left_prompt_items awsprompt $tide_left_prompt_items; tide reload")
        }
        _ => {
            let (_, line) = start_up(shell, " --prompt left");
            remedy!("write this line in the start-up file: {line}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::sample::SampleMachine;

    /// The ids of what is found in a zsh of process 7 that has this mark.
    fn found(mark: &str, inherited: Option<&str>, files: &[(&str, &str)]) -> Vec<&'static str> {
        found_with(("AWS_REGION", "x"), mark, inherited, files)
    }

    fn found_with(
        variable: (&'static str, &str),
        mark: &str,
        inherited: Option<&str>,
        files: &[(&str, &str)],
    ) -> Vec<&'static str> {
        let machine = SampleMachine {
            variables: vec![(MARK, mark), variable],
            files: files.iter().map(|(path, text)| (path.into(), *text)).collect(),
            ..SampleMachine::default()
        };
        let inherited_mark = inherited.map(Into::into);
        let shell = CallingShell { pid: 7, name: "zsh".into(), inherited_mark };
        let findings = machine.ask(|facts| findings(facts, Some(&shell)));
        findings.iter().map(|finding| finding.check.row().id).collect()
    }

    #[test]
    fn a_theme_that_shows_the_segment_nowhere_is_named_unless_its_own_file_says_otherwise() {
        let mark = |theme| format!("7:zsh:1:1:last/{theme}:");
        let variable = ("POSH_AWS_SEGMENT", "");
        assert_eq!(found_with(variable, &mark("oh-my-posh"), None, &[]), [""; 0]);
        for theme in ["pure", "powerlevel10k", "oh-my-posh", "starship"] {
            assert_eq!(found(&mark(theme), None, &[]), ["segment-nowhere"], "{theme}");
        }
        let files = |text| [(".config/starship.toml", text)];
        let told = files("[custom.awsprompt]\n");
        assert_eq!(found(&mark("starship"), None, &told), [""; 0]);
        assert_eq!(found(&mark("pure"), None, &told), ["segment-nowhere"]);
        assert_eq!(found(&mark("starship"), None, &files("")), ["segment-nowhere"]);
    }

    #[test]
    fn a_mark_counts_in_the_shell_that_made_it() {
        let cases = [
            ("7:zsh:1:1:last:", None, &[][..]),
            ("7:zsh:1:1:last:,AWS_REGION", None, &[]),
            ("7:zsh:2:1:last:", Some("7:zsh:1:1:last:"), &[]),
            ("7:zsh:1:1:last:", Some("6:zsh:1:1:last:"), &[]),
            ("", None, &["hook-not-loaded"]),
            ("rubbish", None, &["hook-not-loaded"]),
            ("6:zsh:1:1:last:", None, &["hook-not-loaded"]),
            ("7:bash:1:1:last:", None, &["hook-not-loaded"]),
            ("7:zsh:1:1:last:", Some("7:zsh:1:1:last:"), &["hook-not-loaded"]),
            ("7:zsh:1:1:new:", None, &["hook-not-loaded"]),
            ("7:zsh:1:1:early:", None, &["hook-not-last"]),
            ("7:zsh:1:2:last:", None, &["hook-loaded-twice"]),
            ("7:zsh:1:1:last:,AWS_REGION,AWS_PROFILE", None, &["variable-not-exported"]),
        ];
        for (mark, inherited, expected) in cases {
            assert_eq!(found(mark, inherited, &[]), expected, "{mark} {inherited:?}");
        }
    }

    #[test]
    fn nothing_is_said_where_no_shell_was_seen() {
        let machine = SampleMachine::default();
        assert_eq!(machine.ask(|facts| findings(facts, None)), []);
        let shell = CallingShell { pid: 7, name: "dash".into(), inherited_mark: None };
        assert_eq!(machine.ask(|facts| findings(facts, Some(&shell))), []);
    }
}
