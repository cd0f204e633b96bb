//! What `read`, `mapfile` and `printf -v` give variables.

use super::state::VariableValue;
use super::walk::{Stdin, Walk, all_known};
use super::word::Word;
use super::{HOLE, is_known, parser};

impl Walk<'_> {
    /// Gives a variable the one line that a command reads.
    pub(super) fn read_line(&mut self, arguments: &[Word]) {
        let rest: Vec<&Word> = arguments.iter().filter(|word| word.text != "-r").collect();
        if let (true, Stdin::Text(text), [.., last]) = (self.has_own_stdin, &self.stdin, &rest[..])
            && let Some(line) = text.strip_suffix('\n').filter(|line| !line.contains(['\n', '\\']))
            && rest.iter().all(|name| name.as_known().is_some_and(parser::is_name))
            && (is_known(line) && self.splits_at_blanks() || rest.len() == 1)
        {
            let mut line = line.trim().to_owned();
            for name in &rest[..rest.len() - 1] {
                let (first, after) = line.split_once([' ', '\t']).unwrap_or((&line, ""));
                let (first, after) = (first.to_owned(), after.trim_start().to_owned());
                self.set(&name.text, VariableValue::Text(first), None);
                line = after;
            }
            return self.set(&last.text, VariableValue::Text(line), None);
        }
        self.read(arguments);
    }

    /// Gives a variable the lines that a command reads, if they are known.
    pub(super) fn read_list(&mut self, arguments: &[Word]) -> bool {
        let [option, name] = arguments else { return false };
        let is_plain = option.text == "-t" && name.as_known().is_some_and(parser::is_name);
        let lines: Vec<String> = match &self.stdin {
            Stdin::Text(text) if self.has_own_stdin && is_plain && is_known(text) => {
                text.lines().map(str::to_owned).collect()
            }
            _ => return false,
        };
        self.set(&name.text, VariableValue::List(lines), None);
        true
    }

    /// Gives variables values that are not known.
    pub(super) fn read(&mut self, names: &[Word]) {
        for word in names {
            if word.is_open {
                self.state.lose_variables();
            } else if parser::is_name(&word.text) {
                self.set(&word.text, VariableValue::Text(HOLE.to_string()), None);
            }
        }
    }

    /// Gives a variable what `printf -v` writes.
    pub(super) fn print_into(&mut self, arguments: &[Word]) {
        let [option, name, rest @ ..] = arguments else { return };
        if option.text != "-v" {
            return;
        }
        match (name.as_known(), rest) {
            (Some(name), [format, value]) if format.text == "%s" && all_known(rest) => {
                self.set(name, VariableValue::Text(value.text.clone()), None);
            }
            _ => self.read(std::slice::from_ref(name)),
        }
    }
}
