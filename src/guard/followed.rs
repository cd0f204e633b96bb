//! What each kind of wrapper starts.

use super::command::{GuardedProgram, program_name_of};
use super::mention::mentions_guarded;
use super::reached::LineSearch;
use super::reached_command::{
    EnvironmentStep, ReachedCommand, reads_a_file_first, take_assignments,
};
use super::wrappers::{Wrapper, WrapperArguments, WrapperKind};
use crate::line::{Changes, HOLE, Stdin, Word, WorkingDirectory};
use crate::project::Tool;

impl LineSearch<'_> {
    /// Follows what the options of a program give it to start, such as `ProxyCommand` of `ssh`.
    pub(super) fn commands_of_options(
        &mut self,
        wrapper: &Wrapper,
        command: &ReachedCommand,
        arguments: &WrapperArguments<'_>,
    ) {
        if !matches!(wrapper.kind, WrapperKind::Command | WrapperKind::Line) {
            return;
        }
        for value in arguments.options.iter().filter_map(|(_, value)| value.as_ref()) {
            let line = value.text.split_once('=').map_or(&*value.text, |(_, line)| line);
            self.started_beside(command, line);
        }
    }

    /// Follows a line of shell that a program runs besides what it does itself.
    pub(super) fn started_beside(&mut self, command: &ReachedCommand, line: &str) {
        if line.contains(char::is_whitespace) && mentions_guarded(line) {
            let beside = self.code(command.clone(), command.clone(), line, (None, None));
            if let Err(command) = beside {
                self.found.push(ReachedCommand { words: vec![Word::open(line)], ..command });
            }
        }
    }

    /// Follows the commands that a program starts; it comes back if there are none.
    pub(super) fn each(
        &mut self,
        inner: Vec<Vec<Word>>,
        command: ReachedCommand,
    ) -> Result<(), ReachedCommand> {
        if inner.is_empty() {
            return Err(command);
        }
        for words in inner {
            self.command(ReachedCommand { words, ..command.clone() });
        }
        Ok(())
    }

    /// Follows a command that gets the environment of a profile.
    pub(super) fn switch(
        &mut self,
        command: ReachedCommand,
        mut next: ReachedCommand,
        arguments: &WrapperArguments<'_>,
    ) -> Result<(), ReachedCommand> {
        let Some(profile) = arguments.skipped.first() else { return Err(command) };
        let region = arguments.value(&["-r", "--region"]).cloned();
        next.steps.push(EnvironmentStep::Switch { profile: profile.clone(), region });
        if next.words.is_empty() {
            // A shell, which can run anything.
            next.words = vec![Word::open(&*command.words[0].source)];
            self.found.push(next);
        } else {
            self.command(next);
        }
        Ok(())
    }

    /// Follows the commands that `find` starts.
    pub(super) fn find(
        &mut self,
        wrapper: &Wrapper,
        command: ReachedCommand,
    ) -> Result<(), ReachedCommand> {
        let places = executed(wrapper, &command.words);
        let name = found_by(&command.words);
        let replaced = |word: &Word| Word { text: word.text.replace("{}", &name), ..word.clone() };
        for at in &places {
            let rest = command.words[at + 1..].iter();
            let rest = rest.take_while(|word| !matches!(&*word.text, ";" | "+"));
            let mut next =
                ReachedCommand { words: rest.map(replaced).collect(), ..command.clone() };
            // `fd` adds the file where nothing stands for it.
            if !wrapper.takes_value("-exec") && !next.words.iter().any(|it| it.text.contains(&name))
            {
                next.words.push(Word { text: name.clone(), ..Word::open("…") });
            }
            // It is where the file is.
            if matches!(&*command.words[*at].text, "-execdir" | "-okdir") {
                next.directory = WorkingDirectory::Unknown;
            }
            if !next.words.is_empty() {
                self.command(next);
            }
        }
        // What it finds may matter too.
        Err(command)
    }

    pub(super) fn env(
        &mut self,
        command: ReachedCommand,
        mut next: ReachedCommand,
        arguments: &WrapperArguments<'_>,
    ) -> Result<(), ReachedCommand> {
        let is_cleared = arguments.has(&["-i", "--ignore-environment", "-"]);
        let mut changes = Changes { is_cleared, ..Changes::default() };
        for (name, value) in &arguments.options {
            match (&**name, value) {
                ("-u" | "--unset", Some(value)) => match value.as_known() {
                    Some(name) => drop(changes.variables.insert(name.to_owned(), None)),
                    None => changes.is_lost = true,
                },
                ("-C" | "--chdir", Some(to)) => next.move_to(to),
                _ => {}
            }
        }
        if changes != Changes::default() {
            next.steps.push(EnvironmentStep::Changes(changes));
        }
        let split = arguments.value(&["-S", "--split-string"]);
        if let Some(split) = split {
            let rest: Vec<&str> = arguments.rest.iter().map(|word| &*word.text).collect();
            let line = format!("{} {}", split.text, rest.join(" "));
            return self.code(command, next, &line, (None, None));
        }
        take_assignments(&mut next);
        if next.words.is_empty() {
            return Err(command);
        }
        self.command(next);
        Ok(())
    }

    /// Follows words of which a shell makes a line.
    pub(super) fn words_of_line(
        &mut self,
        command: ReachedCommand,
        mut next: ReachedCommand,
    ) -> Result<(), ReachedCommand> {
        let line: Vec<String> = next.words.iter().map(|word| word.text.clone()).collect();
        if line.is_empty() {
            return match &next.stdin {
                // Commands for another machine, or jobs.
                Stdin::Text(text) => {
                    let text = text.clone();
                    next.stdin = Stdin::Other;
                    self.code(command, next, &text, (None, None))
                }
                _ => Err(command),
            };
        }
        let line = line.join(" ");
        self.code(command, next, &line, (None, None))
    }

    pub(super) fn shell(
        &mut self,
        command: ReachedCommand,
        mut next: ReachedCommand,
        arguments: &WrapperArguments<'_>,
    ) -> Result<(), ReachedCommand> {
        if reads_a_file_first(&next.steps) || arguments.has(&["--rcfile", "--init-file"]) {
            let why = "the shell runs a file before";
            next.steps.push(EnvironmentStep::Lost(why));
        }
        let rest = next.words.clone();
        let texts = |words: &[Word]| words.iter().map(Word::as_parameter).collect::<Vec<_>>();
        if arguments.has(&["-c"]) {
            let Some((code, parameters)) = rest.split_first() else { return Err(command) };
            let name = parameters.first().and_then(Word::as_known).map(str::to_owned);
            let parameters = texts(parameters.get(1..).unwrap_or_default());
            return self.code(command, next, &code.text, (name, Some(parameters)));
        }
        let reads = rest.is_empty() || arguments.has(&["-s"]);
        match &next.stdin {
            Stdin::Text(text) if reads => {
                let text = text.clone();
                next.stdin = Stdin::Other;
                self.code(command, next, &text, (None, Some(texts(&rest))))
            }
            _ => Err(command),
        }
    }

    /// Follows the line of shell after an option.
    pub(super) fn flag(
        &mut self,
        wrapper: &Wrapper,
        command: ReachedCommand,
        mut next: ReachedCommand,
        arguments: &WrapperArguments<'_>,
    ) -> Result<(), ReachedCommand> {
        let words = command.words.clone();
        let names = wrapper.first_option();
        let mut rest = words.iter().skip_while(|word| !names.contains(&word.text));
        // It may be glued to the option.
        let line = rest.nth(1).or_else(|| wrapper.first_value(arguments));
        let Some(line) = line else {
            // The shell of another user reads the line.
            next.words.clear();
            return self.words_of_line(command, next);
        };
        self.code(command, next, &line.text, (None, None))
    }

    /// Follows what the CDK starts to make its templates.
    pub(super) fn makers_of_templates(&mut self, command: &ReachedCommand) {
        if GuardedProgram::of_words(&command.words) != Some(GuardedProgram::Tool(Tool::Cdk)) {
            return;
        }
        for word in &command.words[1..] {
            let line = word.text.strip_prefix("--app=").unwrap_or(&word.text);
            self.started_beside(command, line.strip_prefix("--build=").unwrap_or(line));
        }
    }
}

/// Returns the places of the options after which `find` has a command.
fn executed(wrapper: &Wrapper, words: &[Word]) -> Vec<usize> {
    let places = words.iter().enumerate().skip(1);
    places.filter(|(_, word)| wrapper.takes_value(&word.text)).map(|(at, _)| at).collect()
}

/// Returns what stands for the files that `find` or `fd` finds. It begins with a directory, so that it
/// is no option.
pub(super) fn found_by(words: &[Word]) -> String {
    let Some((program, arguments)) = words.split_first() else { return String::new() };
    let begins_expression = |word: &&Word| !word.text.starts_with(['-', '(', '!']);
    let roots: Vec<_> = arguments.iter().take_while(begins_expression).collect();
    let is_fd = program_name_of(&program.text).starts_with("fd");
    let root = match &roots[..] {
        [root] if !is_fd && !root.text.starts_with(HOLE) => &*root.text,
        _ => ".",
    };
    let is_name = |word: &Word| {
        matches!(&*word.text, "-name" | "-iname" | "-path" | "-ipath" | "-wholename" | "-regex")
    };
    let mut names =
        arguments.windows(2).filter(|pair| is_name(&pair[0])).map(|pair| &*pair[1].text);
    let pattern = arguments.iter().map(|word| &*word.text).find(|word| word.contains("awsprompt"));
    let name = match (pattern, names.next(), names.next()) {
        (Some(_), ..) => ".awsprompt".to_owned(),
        (None, Some(name), None) => name.replace(['*', '?', '[', '\\'], &HOLE.to_string()),
        _ => return format!("{root}/{HOLE}"),
    };
    format!("{root}/{HOLE}/{name}")
}
