//! The values that variables are given, and which of them counts.
//!
//! <https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence>

use std::path::Path;

use super::sources::is_json;
use super::words::{TerraformWords, VariableWord};
use crate::aws::{Environment, Origin};
use crate::project::ProjectQuestion;
use crate::project::hcl::body::{HclBody, HclPiece};
use crate::project::literal::TextFile;

/// Where values come from: words, files and the environment.
pub(super) struct GivenVariables<'a> {
    environment: &'a Environment,
    /// The last one counts most.
    sources: Vec<ValueSource>,
    /// What the environment takes precedence over, in the same order.
    inputs: Vec<ValueSource>,
}

/// What may have values.
pub(super) enum ValueSource {
    Word(String, String),
    File(TextFile),
    /// A value that Terragrunt gives: its name, and where it is; it may not be known.
    Input(String, Option<String>, Origin),
    /// A file or word that was not read, where it is, and why.
    Unread(Origin, String),
}

/// The value that a variable is given.
pub(super) enum GivenValue<'t> {
    /// It is text, or an expression if the variable is not of a simple type.
    Text(String, Origin),
    Expression(&'t str, Origin),
    Unread(Origin, String),
}

impl<'a> GivenVariables<'a> {
    pub(super) fn of(
        question: &'a ProjectQuestion<'_, '_, '_>,
        words: &TerraformWords<'_>,
    ) -> Self {
        let environment = &question.facts.world.environment;
        let mut given = Self { environment, sources: Vec::new(), inputs: Vec::new() };
        let names = question.files.names(question.directory).unwrap_or_default();
        let names: Vec<_> = names.iter().filter_map(|name| name.to_str()).collect();
        let fixed = ["terraform.tfvars", "terraform.tfvars.json"];
        let automatic = names
            .iter()
            .filter(|name| name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json"));
        for name in fixed.iter().filter(|name| names.contains(name)).chain(automatic) {
            given.add_file(question, name, false);
        }
        for word in &words.variables {
            match word {
                VariableWord::File(path) => given.add_file(question, path, true),
                VariableWord::Value(name, text) => {
                    given.sources.push(ValueSource::Word(name.clone(), text.clone()));
                }
                VariableWord::Unread => {
                    let why = "has no name".to_owned();
                    given.sources.push(ValueSource::Unread(Origin::Flag("-var"), why));
                }
            }
        }
        given
    }

    /// Adds what Terragrunt gives, and where it may give more, which takes precedence.
    pub(super) fn with_inputs(mut self, inputs: Vec<ValueSource>, more: Option<Origin>) -> Self {
        self.inputs = inputs;
        let why = "gives more values".to_owned();
        self.sources.extend(more.map(|place| ValueSource::Unread(place, why)));
        self
    }

    fn add_file(&mut self, question: &ProjectQuestion<'_, '_, '_>, name: &str, is_named: bool) {
        let path = question.directory.join(Path::new(name));
        self.sources.push(match question.files.text(&path) {
            Ok(Some(file)) => ValueSource::File(file),
            Ok(None) if !is_named => return,
            Ok(None) => ValueSource::Unread(Origin::file(&path), "does not exist".to_owned()),
            Err(why) => ValueSource::Unread(Origin::file(&path), why),
        });
    }

    /// Returns the value of a variable, if it is given any.
    pub(super) fn value(&self, name: &str) -> Option<GivenValue<'_>> {
        let variable = format!("TF_VAR_{name}");
        let of_environment = || {
            let value = self.environment.get(&variable)?;
            let place = Origin::Environment(variable.clone());
            Some(match value.to_str() {
                Some(value) => GivenValue::Text(value.to_owned(), place),
                None => GivenValue::Unread(place, "is not UTF-8".to_owned()),
            })
        };
        let of_line = given(&self.sources, name);
        of_line.or_else(of_environment).or_else(|| given(&self.inputs, name))
    }
}

/// Finds the value of a variable: that of the last source that has any.
fn given<'s>(sources: &'s [ValueSource], name: &str) -> Option<GivenValue<'s>> {
    for source in sources.iter().rev() {
        match source {
            ValueSource::Input(of, text, place) if of == name => {
                return Some(match text {
                    Some(text) => GivenValue::Text(text.clone(), place.clone()),
                    None => GivenValue::Unread(place.clone(), "works it out".to_owned()),
                });
            }
            ValueSource::Word(of, text) if of == name => {
                return Some(GivenValue::Text(text.clone(), Origin::Flag("-var")));
            }
            ValueSource::Word(..) | ValueSource::Input(..) => {}
            ValueSource::Unread(place, why) => {
                return Some(GivenValue::Unread(place.clone(), why.clone()));
            }
            ValueSource::File(file) => {
                let text = file.text();
                // Most files have no value for it.
                if !text.contains(name) && !text.contains('\\') {
                    continue;
                }
                let body = if is_json(&file.path) {
                    HclPiece::of_text(text).and_then(|whole| HclBody::of_object(&whole))
                } else {
                    HclBody::of_text(text)
                };
                let Ok(body) = body else {
                    let place = Origin::file(&file.path);
                    return Some(GivenValue::Unread(place, "is malformed".to_owned()));
                };
                if let Some(attribute) = body.attribute(name) {
                    let place = file.place(attribute.value.at);
                    return Some(GivenValue::Expression(attribute.value.text, place));
                }
            }
        }
    }
    None
}
