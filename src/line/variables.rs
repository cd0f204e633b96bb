//! The variables of a shell while it runs a line.

use super::HOLE;
use super::state::{ShellVariable, VariableValue};
use super::syntax::{AssignedValue, Assignment};
use super::walk::Walk;
use super::word::{Word, has_command};

impl Walk<'_> {
    pub(super) fn assign(&mut self, assignment: &Assignment) {
        let Assignment { name, appends, value } = assignment;
        let value = match value {
            AssignedValue::Text(word) => VariableValue::Text(self.text(word)),
            AssignedValue::Array(words) => {
                let words = self.words(words);
                // What has an index is no list.
                let is_known =
                    words.iter().all(|word| !word.is_open && !word.text.starts_with('['));
                let texts = words.into_iter().map(|word| word.text).collect();
                if is_known {
                    VariableValue::List(texts)
                } else {
                    VariableValue::Text(HOLE.to_string())
                }
            }
            AssignedValue::Element(index, word) => {
                let text = self.text(word);
                let index = if index.is_empty() { text.split("]=").next() } else { None }
                    .map_or(index.clone(), str::to_owned);
                self.evaluate(&index);
                VariableValue::Text(HOLE.to_string())
            }
        };
        let text = value.text();
        // What it has in it is run at each prompt, or before each command.
        let is_prompt = matches!(&**name, "PS0" | "PS1" | "PS2" | "PS4") && has_command(&text);
        if is_prompt || name == "PROMPT_COMMAND" {
            self.record(vec![Word::known("eval"), Word::known(text)]);
        } else if self.state.frozen.contains(name) {
            self.evaluate(&text);
        }
        let value = if *appends { self.appended(name, value) } else { value };
        self.set(name, value, None);
    }

    pub(super) fn appended(&self, name: &str, value: VariableValue) -> VariableValue {
        let before = self.state.variables.get(name).and_then(|variable| variable.value.clone());
        match (before, value) {
            (Some(VariableValue::List(mut before)), VariableValue::List(value)) => {
                before.extend(value);
                VariableValue::List(before)
            }
            (None, value @ VariableValue::List(_)) if !self.state.is_lost => value,
            (_, VariableValue::Text(text)) => {
                VariableValue::Text(self.variable(name).unwrap_or_default() + &text)
            }
            _ => VariableValue::Text(HOLE.to_string()),
        }
    }

    /// Sets a variable, which stays exported or not unless that is said.
    pub(super) fn set(&mut self, name: &str, value: VariableValue, is_exported: Option<bool>) {
        let is_exported = is_exported.unwrap_or_else(|| {
            let own = self.state.variables.get(name).map(|variable| variable.is_exported);
            let of_start = || self.state.is_lost || (self.start.variable)(name).is_some();
            self.state.exports_all || own.unwrap_or_else(of_start)
        });
        let is_frozen = self.state.frozen.contains(name);
        let value = if is_frozen { VariableValue::Text(HOLE.to_string()) } else { value };
        let variable = ShellVariable { value: Some(value), is_exported };
        self.state.variables.insert(name.to_owned(), variable);
    }

    /// Returns the value of a variable; nothing if it is unset for certain.
    pub(super) fn variable(&self, name: &str) -> Option<String> {
        self.elements(name, false)
            .map_or(Some(HOLE.to_string()), |values| values.into_iter().next())
    }

    /// Returns the elements of a variable, or none if they are not known.
    pub(super) fn elements(&self, name: &str, is_whole: bool) -> Option<Vec<String>> {
        if self.state.is_adrift {
            return None;
        }
        if name == "0" {
            return self.start.name.clone().map(|name| vec![name]);
        }
        let parameters = self.state.parameters.as_ref();
        if let Ok(number) = name.parse::<usize>() {
            let before = &parameters?[..number.min(parameters?.len())];
            // What stands for any number of words moves those after it.
            if before.iter().any(|word| word.chars().eq([HOLE])) {
                return None;
            }
            return Some(vec![parameters?.get(number - 1).cloned().unwrap_or_default()]);
        }
        if matches!(name, "@" | "*") {
            return parameters.cloned();
        }
        if let Some(variable) = self.state.variables.get(name) {
            return Some(match &variable.value {
                None => Vec::new(),
                Some(VariableValue::Text(text)) => vec![text.clone()],
                Some(VariableValue::List(values)) if is_whole => values.clone(),
                Some(VariableValue::List(values)) => {
                    vec![values.first().cloned().unwrap_or_default()]
                }
            });
        }
        let own = if self.state.is_lost { None } else { (self.start.variable)(name) };
        own.map(|value| vec![value])
    }

    /// Tells whether a variable is in the environment for certain, or set by the line.
    pub(super) fn has(&self, name: &str) -> bool {
        self.state.variables.contains_key(name) || (self.start.variable)(name).is_some()
    }

    /// Tells whether `IFS`, at which words are split, is as it was.
    pub(super) fn splits_at_blanks(&self) -> bool {
        !self.state.is_lost && !self.state.variables.contains_key("IFS")
    }
}
