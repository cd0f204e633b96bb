//! The commands of the shell itself that change what it knows.
//!
//! <https://www.gnu.org/software/bash/manual/bash.html#Shell-Builtin-Commands>

use super::state::{ShellVariable, VariableValue, WorkingDirectory};
use super::walk::{Walk, all_known};
use super::word::Word;
use super::{HOLE, is_known, parser};

impl Walk<'_> {
    /// Runs a command that is no function.
    pub(super) fn builtin(&mut self, name: &str, words: Vec<Word>) {
        let arguments = words[1..].to_vec();
        match name {
            // They run the command in this shell.
            "builtin" | "command" | "exec" | "noglob" | "nocorrect" | "-" => {
                let options = arguments.iter().take_while(|word| word.text.starts_with('-'));
                let rest = &arguments[options.count()..];
                if let Some(inner) = rest.first().and_then(Word::as_known)
                    && is_own(inner)
                    && !self.is_deep()
                {
                    let inner = inner.to_owned();
                    return self.builtin(&inner, rest.to_vec());
                }
                self.record(words);
            }
            "eval" => self.eval(words),
            _ => {
                self.record(words);
                self.apply(name, &arguments);
            }
        }
    }

    fn eval(&mut self, words: Vec<Word>) {
        let code: Vec<&str> = words[1..].iter().map(|word| &*word.text).collect();
        let code = code.join(" ");
        if all_known(&words[1..]) && self.code(&code).is_ok() {
            return;
        }
        self.record(words);
        self.state.lose();
    }

    /// Changes what is known as a command of the shell does.
    fn apply(&mut self, name: &str, arguments: &[Word]) {
        self.evaluate_names(name, arguments);
        match name {
            "cd" | "chdir" => self.change_directory(arguments),
            "pushd" => {
                let before = self.state.directory.clone();
                self.change_directory(arguments);
                self.state.earlier.push(before);
            }
            "popd" => {
                let before = self.state.earlier.pop();
                self.state.directory = before.unwrap_or(WorkingDirectory::Unknown);
            }
            "." | "source" => self.state.lose(),
            _ if self.is_losing(name) => self.state.lose(),
            "export" => self.declare(arguments, true, false),
            "declare" | "typeset" | "local" | "readonly" | "integer" => {
                let exports =
                    |word: &Word| word.text.starts_with(['-', '+']) && word.text.contains('x');
                let is_global = |word: &Word| word.text.starts_with('-') && word.text.contains('g');
                let is_local = name != "readonly" && !arguments.iter().any(is_global);
                let exports = arguments.iter().any(exports);
                match name {
                    "readonly" => self.declare(&with_flag("-r", arguments), exports, is_local),
                    "integer" => self.declare(&with_flag("-i", arguments), exports, is_local),
                    _ => self.declare(arguments, exports, is_local),
                }
            }
            "unset" => self.unset(arguments),
            // The second is of csh.
            "set" | "setenv" => self.set_options(arguments),
            "shift" => self.shift(arguments),
            "alias" => {
                for word in arguments {
                    if let Some((name, value)) = word.text.split_once('=') {
                        self.state.aliases.insert(name.to_owned(), value.to_owned());
                    }
                }
            }
            "unalias" => self.state.aliases.clear(),
            "read" => self.read_line(arguments),
            "mapfile" | "readarray" if self.read_list(arguments) => {}
            "mapfile" | "readarray" | "getopts" | "vared" | "wait" => {
                if arguments.iter().any(|word| word.text.starts_with("-C")) {
                    // A command for each line.
                    self.record([&[Word::open(name)], arguments].concat());
                    self.state.lose();
                }
                self.read(arguments);
            }
            "printf" => self.print_into(arguments),
            "let" => {
                for word in arguments {
                    self.set_unknown_variables_of(&word.text);
                }
            }
            "return" | "break" | "continue" => self.leave(name, arguments),
            "trap" => self.trap(arguments),
            _ => {}
        }
    }

    /// Goes through the indices of elements, where a command takes the name of a variable.
    fn evaluate_names(&mut self, name: &str, arguments: &[Word]) {
        let takes_names = match name {
            "declare" | "export" | "getopts" | "integer" | "let" | "local" | "mapfile" | "read"
            | "readarray" | "readonly" | "typeset" | "unset" | "wait" => true,
            "[" | "printf" | "test" => arguments.iter().any(|word| word.text == "-v"),
            _ => false,
        };
        let is_integer = |word: &Word| word.text.starts_with('-') && word.text.contains('i');
        let is_number = matches!(name, "integer" | "let") || arguments.iter().any(is_integer);
        for word in arguments.iter().filter(|_| takes_names) {
            let variable = word.text.split('=').next().unwrap_or_default();
            if is_number {
                self.evaluate(&word.text);
            } else if variable.contains('[') {
                self.evaluate(variable);
            }
        }
    }

    /// Goes through what a signal runs, of which only the end is in its place.
    fn trap(&mut self, arguments: &[Word]) {
        let is_option = |word: &&Word| matches!(&*word.text, "--" | "-p" | "-l" | "-P");
        let arguments = &arguments[arguments.iter().take_while(is_option).count()..];
        let Some(code) = arguments.first().map(|word| word.text.clone()) else { return };
        if code.is_empty() || code == "-" {
            return;
        }
        let before = self.state.clone();
        if self.code(&code).is_err() {
            self.record(vec![Word::open(code)]);
        }
        let is_at_end = |word: &Word| matches!(&*word.text, "EXIT" | "0" | "--");
        let is_other = !arguments[1..].iter().all(is_at_end);
        let has_changed = !self.state.is_as(&before);
        self.state = before;
        self.state.is_adrift |= is_other && has_changed;
    }

    fn change_directory(&mut self, arguments: &[Word]) {
        let before = self.state.directory.clone();
        let options = ["-L", "-P", "-e", "-@", "-q", "--"];
        let is_option = |word: &&Word| options.contains(&&*word.text);
        let rest = &arguments[arguments.iter().take_while(is_option).count()..];
        let next = match rest {
            [] => {
                self.variable("HOME").map_or(WorkingDirectory::Unknown, |home| before.moved(&home))
            }
            // Where it goes is a variable's to say.
            [word] if word.text == "-" && self.state.variables.contains_key("OLDPWD") => {
                WorkingDirectory::Unknown
            }
            [word] if !word.text.starts_with(['/', '.']) && self.has("CDPATH") => {
                WorkingDirectory::Unknown
            }
            [word] if word.text == "-" => {
                self.state.earlier.pop().unwrap_or(WorkingDirectory::Unknown)
            }
            [word] if !word.is_open && !word.text.starts_with(['-', '+']) => {
                before.moved(&word.text)
            }
            _ => WorkingDirectory::Unknown,
        };
        self.may_stay = match &next {
            WorkingDirectory::Known(directory) => !(self.start.is_directory)(directory),
            WorkingDirectory::Unknown => true,
        };
        self.state.earlier = vec![before];
        self.state.directory = next;
    }

    fn declare(&mut self, arguments: &[Word], exports: bool, is_local: bool) {
        if arguments.iter().any(|word| word.text == "-f") {
            if exports {
                self.export_functions(arguments);
            }
            return;
        }
        let is_taken_back = exports && arguments.iter().any(takes_back);
        let flags = arguments.iter().filter(|word| word.text.starts_with(['-', '+']));
        let flags: String = flags.map(|word| &*word.text).collect();
        // The variable stands for another.
        self.state.is_adrift |= flags.contains('n') && !exports;
        // Its values are changed, or kept as they are.
        let freezes = flags.contains(['r', 'i', 'u', 'l', 'c']);
        let (is_list, hole) = (flags.contains(['a', 'A']), HOLE.to_string());
        for word in arguments {
            if word.text.starts_with(['-', '+']) && !word.is_open {
                continue;
            }
            let (name, value) = match word.text.split_once('=') {
                // It is read as the elements of an array.
                Some((name, value)) if is_list && value.starts_with('(') => (name, Some(&*hole)),
                Some((name, value)) => (name, Some(value)),
                None => (&*word.text, None),
            };
            let (name, appends) = match name.strip_suffix('+') {
                Some(name) => (name, true),
                None => (name, false),
            };
            if word.is_open || !is_known(name) || !parser::is_name(name) {
                // Any variable may have got any value.
                self.state.lose_variables();
                self.state.is_adrift |= freezes;
                continue;
            }
            if let Some(scope) = self.scopes.last_mut().filter(|_| is_local) {
                let before = self.state.variables.get(name).cloned();
                scope.entry(name.to_owned()).or_insert(before);
            }
            if is_taken_back {
                // It stays a variable of the shell.
                self.set(name, VariableValue::Text(HOLE.to_string()), Some(true));
                continue;
            }
            let is_exported = exports.then_some(true);
            match value {
                Some(value) if appends => {
                    let before = self.variable(name).unwrap_or_default();
                    self.set(name, VariableValue::Text(before + value), is_exported);
                }
                Some(value) => self.set(name, VariableValue::Text(value.to_owned()), is_exported),
                None if exports => {
                    if let Some(variable) = self.state.variables.get_mut(name) {
                        variable.is_exported = true;
                    } else if self.elements(name, false).is_none() {
                        // A variable of the shell that was not exported.
                        self.set(name, VariableValue::Text(HOLE.to_string()), Some(true));
                    }
                }
                None => {}
            }
            if freezes {
                self.state.frozen.insert(name.to_owned());
            }
        }
    }

    /// Goes through functions that a shell which is started can call.
    fn export_functions(&mut self, names: &[Word]) {
        let before = self.state.clone();
        for name in names.iter().filter_map(Word::as_known) {
            if let Some(body) = self.state.functions.get(name).cloned().flatten() {
                self.function(&body, &[Word::open("\"$@\"")]);
            }
        }
        self.state = before;
    }

    fn shift(&mut self, arguments: &[Word]) {
        let count = arguments.first().map_or(Some(1), |word| word.as_known()?.parse().ok());
        let left = count.zip(self.state.parameters.take()).and_then(|(count, parameters)| {
            let (gone, left) = parameters.split_at_checked(count)?;
            gone.iter().all(|word| !word.chars().eq([HOLE])).then(|| left.to_vec())
        });
        self.state.parameters = left;
    }

    fn unset(&mut self, arguments: &[Word]) {
        for word in arguments {
            match word.as_known() {
                Some("-f") => return self.state.functions.clear(),
                Some(name) if name.starts_with('-') => {}
                Some(name) if name.contains('[') => {
                    let array = name.split('[').next().unwrap_or(name).to_owned();
                    self.set(&array, VariableValue::Text(HOLE.to_string()), None);
                }
                Some(name) => {
                    self.remove(name);
                    self.state.functions.remove(name);
                }
                None => self.state.lose_variables(),
            }
        }
    }

    fn remove(&mut self, name: &str) {
        let variable = ShellVariable { value: None, is_exported: true };
        self.state.variables.insert(name.to_owned(), variable);
    }

    fn set_options(&mut self, arguments: &[Word]) {
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let is_on = word.text.starts_with('-');
            let has = |letter| word.text.contains(letter);
            match &*word.text {
                "--" => {
                    self.state.parameters = Some(words.map(Word::as_parameter).collect());
                    return;
                }
                // Of fish.
                text if text.starts_with("--") => {}
                "-o" | "+o" => {
                    if words.next().is_some_and(|word| word.text == "allexport") {
                        self.state.exports_all = is_on;
                    }
                }
                text if text.starts_with(['-', '+']) && !word.is_open => {
                    if has('a') {
                        self.state.exports_all = is_on;
                    }
                    if has('o') && words.next().is_some_and(|word| word.text == "allexport") {
                        self.state.exports_all = is_on;
                    }
                }
                text => {
                    // In fish, and in the shell of Windows, it is a variable.
                    let name = text.split('=').next().filter(|name| parser::is_name(name));
                    if let Some(name) = name.map(str::to_owned) {
                        self.set(&name, VariableValue::Text(HOLE.to_string()), Some(true));
                    }
                    self.state.parameters = None;
                    return;
                }
            }
        }
    }
}

/// Tells whether an option takes a variable out of the environment.
fn takes_back(option: &Word) -> bool {
    option.text == "-n" || option.text.starts_with('+') && option.text.contains('x')
}

/// Returns the arguments with a flag before them.
fn with_flag(flag: &str, arguments: &[Word]) -> Vec<Word> {
    [&[Word::known(flag)], arguments].concat()
}

/// Tells whether a command is one that changes what the shell knows.
fn is_own(name: &str) -> bool {
    const NAMES: [&str; 29] = [
        "-",
        ".",
        "alias",
        "builtin",
        "cd",
        "chdir",
        "command",
        "declare",
        "eval",
        "exec",
        "export",
        "getopts",
        "integer",
        "let",
        "local",
        "mapfile",
        "nocorrect",
        "noglob",
        "popd",
        "printf",
        "pushd",
        "read",
        "readarray",
        "readonly",
        "set",
        "shift",
        "source",
        "typeset",
        "unset",
    ];
    NAMES.contains(&name)
}
