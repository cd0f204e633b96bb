//! `awsprompt init starship`: the custom module for starship, printed or added to starship's file.

use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, Table, TomlError, value};

use super::{Edit, EditStep, Outcome, Person};
use crate::aws::{Environment, Lookup};
use crate::error::{Error, Status};
use crate::printable::{printable, short_path};

/// Returns the module. It starts no shell: `when` is not a command, and awsprompt takes the place
/// of the shell, which gets the command as its last argument.
///
/// <https://starship.rs/config/#custom-commands>
pub(super) fn module(binary: &str) -> String {
    // A JSON string is a TOML basic string.
    let binary = serde_json::Value::from(binary);
    format!(
        "[custom.awsprompt]\n\
         description = \"The AWS profile, account and region of the next command\"\n\
         when = true\n\
         shell = [{binary}, \"prompt\", \"--shell\"]\n\
         command = \"starship\"\n\
         use_stdin = false\n\
         format = \"($output )\"\n"
    )
}

/// Returns where starship looks for its file.
pub(super) fn file(environment: &Environment, home: Option<&Path>) -> Option<PathBuf> {
    let named = environment.non_empty("STARSHIP_CONFIG").map(PathBuf::from);
    named.or_else(|| Some(home?.join(".config/starship.toml")))
}

/// Adds the module to starship's file, once, and offers to turn off starship's own module.
pub(super) fn install(
    binary: &str,
    agrees: bool,
    (environment, home): (&Environment, Option<&Path>),
    lookup: &dyn Lookup,
    person: Person,
) -> Result<Outcome, Error> {
    let path = file(environment, home);
    let path = path.ok_or_else(|| Error::failed("there is no home directory"))?;
    let shown = short_path(&path, home);
    let state = lookup.content(&path);
    let refused = |why: &str| Error::failed(format!("{shown}: {why}; nothing changed"));
    if let Some(why) = state.obstacle() {
        return Err(refused(&format!("it {why}")));
    }
    let text = std::str::from_utf8(state.visible()).map_err(|_| refused("it is not UTF-8"))?;
    let mut document = read(text).map_err(|why| refused(&why))?;
    let mut steps = Vec::new();
    let module = module(binary);
    if !has_module(&document) {
        add_module(&mut document, &module).map_err(refused)?;
        let lines: Vec<_> = module.lines().map(printable).collect();
        steps.push(EditStep {
            shown: format!("This module shows the segment:\n\n{}\n\n", lines.join("\n")),
            question: format!("Add it to {shown}? [y/N] "),
            content: Some(document.to_string()),
        });
    }
    if shows(&document, "aws") && turn_own_off(&mut document) {
        steps.push(EditStep {
            shown: "starship's own module shows AWS_PROFILE, whatever is in use. This turns it off:\n\n\
                    [aws]\ndisabled = true\n\n"
                .into(),
            question: format!("Write that to {shown} too? [y/N] "),
            content: Some(document.to_string()),
        });
    }
    let note = if shows(&document, "custom") || shows(&document, "custom.awsprompt") {
        String::new()
    } else {
        format!("hint: the format in {shown} decides where it stands: add ${{custom.awsprompt}}\n")
    };
    if steps.is_empty() {
        let answer = format!("{shown} already has the module; there is nothing to add.\n");
        return Ok(Outcome::Report { answer, note, status: Status::Done });
    }
    if !agrees && !person.can_choose {
        let answer = steps.into_iter().map(|step| step.shown).collect();
        return Ok(Outcome::unconfirmed(answer, "awsprompt init starship --install --yes"));
    }
    let before = state.is_content().then(|| text.to_owned());
    Ok(Outcome::Edit(Edit { path, before, steps, asks: !agrees, is_kept: true, note }))
}

fn read(text: &str) -> Result<DocumentMut, String> {
    text.parse().map_err(|error: TomlError| {
        let start = error.span().map_or(0, |span| span.start).min(text.len());
        let line = text.bytes().take(start).fold(1, |line, byte| line + usize::from(byte == b'\n'));
        format!("line {line} is not TOML: {}", printable(error.message()))
    })
}

fn has_module(document: &DocumentMut) -> bool {
    document.get("custom").and_then(|custom| custom.get("awsprompt")).is_some()
}

fn add_module(document: &mut DocumentMut, module: &str) -> Result<(), &'static str> {
    let is_empty = document.is_empty();
    let mut parsed: DocumentMut = module.parse().map_err(|_| "the module is not TOML")?;
    let module = parsed.get_mut("custom").and_then(|custom| custom.get_mut("awsprompt"));
    let table = module.and_then(Item::as_table_mut).ok_or("the module is no table")?;
    // It comes after what is there.
    table.set_position(None);
    table.decor_mut().set_prefix(if is_empty { "" } else { "\n" });
    let mut custom = Table::new();
    custom.set_implicit(true);
    let custom = document.entry("custom").or_insert(Item::Table(custom));
    let custom = custom.as_table_like_mut().ok_or("its custom is not a table")?;
    custom.insert("awsprompt", Item::Table(table.clone()));
    Ok(())
}

/// Turns starship's own module off, and tells whether it was on.
fn turn_own_off(document: &mut DocumentMut) -> bool {
    let own = document.entry("aws").or_insert_with(|| {
        let mut table = Table::new();
        table.decor_mut().set_prefix("\n");
        Item::Table(table)
    });
    let is_off = own.get("disabled").and_then(Item::as_bool) == Some(true);
    let Some(table) = own.as_table_like_mut().filter(|_| !is_off) else { return false };
    table.insert("disabled", value(true));
    true
}

/// Tells whether the formats name a module, or all modules, as they do by default.
fn shows(document: &DocumentMut, module: &str) -> bool {
    let format = |name: &str| document.get(name).and_then(Item::as_str);
    let Some(left) = format("format").filter(|format| !format.is_empty()) else { return true };
    let formats = format!("{left} {}", format("right_format").unwrap_or_default());
    let mut variables = formats.split('$').skip(1);
    variables.any(|text| {
        let (text, is_end): (&str, fn(char) -> bool) = match text.strip_prefix('{') {
            Some(text) => (text, |c| c == '}'),
            None => (text, |c| !(c.is_alphanumeric() || c == '_')),
        };
        let name = text.split(is_end).next().unwrap_or_default();
        name == "all" || name == module
    })
}
