//! What a unit of Terragrunt says: the providers and the backend that it generates, and its role.
//!
//! Terragrunt runs Terraform in a copy of a module to which it adds files. What is read is in
//! `terragrunt.hcl` and in the files that it includes; what is worked out there by a function, or
//! comes from another unit, is unknown.
//!
//! <https://docs.terragrunt.com/reference/hcl/blocks/>,
//! <https://docs.terragrunt.com/reference/hcl/attributes/>

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::PROVIDER;
use super::backend::{self, Backend};
use super::provider::{Configured, provider_targets};
use super::scope::ModuleScope;
use super::sources::{InFile, Module, Sources};
use super::variables::{GivenVariables, ValueSource};
use super::words::TerraformWords;
use crate::aws::Origin;
use crate::project::ProjectQuestion;
use crate::project::files::plain;
use crate::project::hcl::body::{HclAttribute, HclBlock, HclBody};
use crate::project::hcl::expression::{evaluate, heredoc_text};
use crate::project::literal::{TextFile, UNREAD};
use crate::project::said::{ProjectTarget, Purpose, Said};

const FILE: &str = "terragrunt.hcl";
const JSON_FILE: &str = "terragrunt.hcl.json";
const KINDS: [&str; 5] = ["generate", "include", "locals", "remote_state", "terraform"];

/// How far up an included file is looked for.
const MOST_PARENTS: usize = 32;

/// What chooses another file, module or role, as an option or a variable.
const DECIDING: [&str; 7] = [
    "auth-provider-cmd",
    "config",
    "filter",
    "iam-assume-role",
    "iam-role",
    "source",
    "source-map",
];

/// The words by which a command runs for each unit below the directory.
const ALL: [&str; 5] = ["run-all", "--all", "-a", "stack", "--graph"];

/// Why a target is not known, as the end of a sentence, and where.
type WhyUnknown = (String, Origin);

/// A file of a unit, of which names are those of its own locals.
struct UnitFile<'t> {
    file: &'t TextFile,
    body: HclBody<'t>,
    locals: Module<'t>,
}

/// Reads a unit. Without a file of Terragrunt's there is only what Terraform finds.
pub(in crate::project) fn read(question: &ProjectQuestion<'_, '_, '_>) -> Vec<ProjectTarget> {
    let own = question.directory.join(FILE);
    if let Some(place) = deciding(question) {
        return vec![ProjectTarget::unknown(PROVIDER, "is that of other units or roles", place)];
    }
    let unread = |file: &Path| vec![ProjectTarget::unknown(PROVIDER, UNREAD, Origin::file(file))];
    let json = question.directory.join(JSON_FILE);
    match question.files.text(&own) {
        Ok(None) if !matches!(question.files.text(&json), Ok(None)) => unread(&json),
        Ok(None) => super::read(question),
        Ok(Some(file)) => targets(question, file)
            .unwrap_or_else(|(why, place)| vec![ProjectTarget::unknown(PROVIDER, why, place)]),
        Err(_) => unread(&own),
    }
}

/// Returns the word or variable by which the file of the directory is not all that counts.
fn deciding(question: &ProjectQuestion<'_, '_, '_>) -> Option<Origin> {
    let is_deciding = |word: &&&str| {
        let name = word.trim_start_matches('-').split('=').next().unwrap_or_default();
        let name = name.strip_prefix("terragrunt-").unwrap_or(name);
        ALL.contains(word) || word.starts_with('-') && DECIDING.contains(&name)
    };
    if question.words.iter().any(|word| is_deciding(&word) || word.ends_with("-all")) {
        return Some(Origin::Flag("the command line"));
    }
    let environment = &question.facts.world.environment;
    DECIDING
        .iter()
        .chain(&["working-dir"])
        .find_map(|name| {
            let name = name.replace('-', "_").to_uppercase();
            let names = ["TG", "TERRAGRUNT"].map(|prefix| format!("{prefix}_{name}"));
            names.into_iter().find(|name| environment.non_empty(name).is_some())
        })
        .map(Origin::Environment)
}

fn targets(
    question: &ProjectQuestion<'_, '_, '_>,
    own: TextFile,
) -> Result<Vec<ProjectTarget>, WhyUnknown> {
    let mut files = vec![own];
    let parents = UnitFile::of(&files[0])?.parents(question)?;
    for path in parents {
        let unread = || (UNREAD.to_owned(), Origin::file(&path));
        let file = question.files.text(&path).ok().flatten().ok_or_else(unread)?;
        // Of several, the last one counts most.
        files.insert(1, file);
    }
    let units = files.iter().map(UnitFile::of).collect::<Result<Vec<_>, _>>()?;
    if let Some((unit, block)) = units[1..].iter().find_map(|unit| unit.block("include")) {
        return Err(("is in too many files".to_owned(), unit.file.place(block.at)));
    }
    let generated = generated(&units)?;
    let source = units.iter().find_map(|unit| {
        let (_, block) = unit.block("terraform")?;
        let source = block.body.attribute("source")?;
        // What a path in an included file starts at is not worked out.
        let is_own = std::ptr::eq(unit, &raw const units[0]);
        let path = unit.text(block, "source").filter(|path| is_own && path.starts_with(['.', '/']));
        Some((path, unit.file.place(source.value.at)))
    });
    // The files of the unit are copied over those of the module, and what is generated over both.
    let (mut elsewhere, mut beside) = (None, None);
    let mut sources = Sources::default();
    match source {
        None => {}
        Some((Some(path), _)) => {
            let path = plain(&question.directory.join(path.replace("//", "/")));
            sources = Sources::of(question, &path);
            beside = Some(path);
        }
        Some((None, place)) => elsewhere = Some(place),
    }
    sources.overlay(Sources::of(question, question.directory));
    for (name, file) in generated {
        sources.put(OsStr::new(&name), file);
    }
    let module = sources.module();
    let given = given(question, &units, beside)?;
    let scope = ModuleScope::root(&module, &given, None);
    let backend = Backend::configured(&module, &scope);
    let mut targets = provider_targets(&module, &scope, backend.runs_elsewhere());
    if !targets.iter().any(|target| target.name == PROVIDER) {
        targets.push(match elsewhere {
            Some(place) => ProjectTarget::unknown(PROVIDER, "is what its source says", place),
            None => ProjectTarget::new(PROVIDER, Purpose::Deploys),
        });
    }
    let state = units.iter().find_map(|unit| unit.block("remote_state"));
    targets.extend(match state {
        Some((unit, block)) => unit.state(block),
        None => backend.target(),
    });
    let role = units.iter().map(UnitFile::role).find(|role| !role.is_environment());
    assume(&role.unwrap_or_default(), &mut targets);
    Ok(targets)
}

/// Returns the values that the variables of the module get. `beside` is where the module is, if that is
/// not the directory of the unit.
///
/// <https://docs.terragrunt.com/reference/hcl/attributes/#inputs>
fn given<'q>(
    question: &'q ProjectQuestion<'_, '_, '_>,
    units: &[UnitFile<'_>],
    beside: Option<PathBuf>,
) -> Result<GivenVariables<'q>, WhyUnknown> {
    let start = question.words.iter().position(|word| *word == "apply");
    let words = TerraformWords::of(question, &question.words[start.unwrap_or(0)..]);
    let words = words.map_err(|variable| {
        ("has words that awsprompt does not part".to_owned(), Origin::Environment(variable))
    })?;
    if let Some(plan) = &words.saved_plan {
        let place = Origin::file(&question.directory.join(plan));
        return Err(("is that of a saved plan".to_owned(), place));
    }
    let mut inputs = Vec::new();
    for unit in units.iter().rev() {
        let Some(attribute) = unit.body.attribute("inputs") else { continue };
        let place = unit.file.place(attribute.value.at);
        let Ok(object) = HclBody::of_object(&attribute.value) else {
            inputs.push(ValueSource::Unread(place, "works it out".to_owned()));
            continue;
        };
        let scope = ModuleScope::of_module(&unit.locals, None);
        inputs.extend(object.attributes.iter().map(|HclAttribute { name, value }| {
            let text = scope.value(value).text();
            ValueSource::Input((*name).to_owned(), text, unit.file.place(value.at))
        }));
    }
    // What a module has beside it is read too.
    let has_values = |path: &PathBuf| {
        let names = question.files.names(path).unwrap_or_default();
        names.iter().any(|name| name.to_string_lossy().contains(".tfvars"))
    };
    let more = units.iter().find_map(UnitFile::more_arguments);
    let more = more.or_else(|| Some(Origin::file(&beside.filter(has_values)?)));
    Ok(GivenVariables::of(question, &words).with_inputs(inputs, more))
}

/// Puts into a text what the names of the unit stand for. The rest is not known to Terraform either;
/// nothing is what has directives.
fn filled(text: &str, scope: &ModuleScope<'_>) -> Option<String> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        rest = after;
        if let Some(before) = before.strip_suffix('$') {
            filled = filled + before + "${";
            continue;
        }
        filled += before;
        let end = after.find('}')?;
        let value = evaluate(&after[..end], scope).text();
        match value.filter(|value| !value.contains(['"', '\\', '\n', '$', '%'])) {
            Some(value) => {
                filled += &value;
                rest = &after[end + 1..];
            }
            None => filled += "${terragrunt.",
        }
    }
    (!text.contains("%{")).then(|| filled + rest)
}

/// Returns the files of Terraform that are generated, each with its name.
fn generated(units: &[UnitFile<'_>]) -> Result<Vec<(String, TextFile)>, WhyUnknown> {
    let mut labels = Vec::new();
    let mut files = Vec::new();
    for unit in units {
        for block in unit.body.blocks.iter().filter(|block| block.kind == "generate") {
            if labels.contains(&&block.labels) {
                continue;
            }
            labels.push(&block.labels);
            let unread = |why: &str| (why.to_owned(), unit.file.place(block.at));
            let name = unit.text(block, "path").ok_or_else(|| unread("is in an unknown file"))?;
            match name.rsplit_once(".t") {
                Some((stem, "f")) if !stem.contains('/') => {}
                Some(_) => return Err(unread("may be in another kind of file")),
                // It is for another program.
                None => continue,
            }
            if files.iter().any(|(known, _)| *known == name) {
                return Err(unread("is in a file that is generated twice"));
            }
            let replaces = unit.text(block, "if_exists").is_some_and(|it| it != "skip");
            let contents = block.body.attribute("contents").filter(|_| replaces);
            let is_whole = block.body.attribute("disable").is_none();
            let text = contents.filter(|_| is_whole).and_then(|contents| {
                let (inner, start) = heredoc_text(contents.value.text)?;
                let text = filled(inner, &ModuleScope::of_module(&unit.locals, None))?;
                Some(unit.file.generated(contents.value.at + start, &text))
            });
            files.push((name, text.ok_or_else(|| unread("is in a text that is worked out"))?));
        }
    }
    Ok(files)
}

impl<'t> UnitFile<'t> {
    fn of(file: &'t TextFile) -> Result<Self, WhyUnknown> {
        let unread = || (UNREAD.to_owned(), Origin::file(&file.path));
        let body = HclBody::of_file(file.text(), &KINDS).map_err(|_| unread())?;
        // They may be written as values, too.
        if KINDS.iter().any(|kind| body.attribute(kind).is_some()) {
            return Err(unread());
        }
        let mut locals = Module::default();
        for block in body.blocks.iter().filter(|block| block.kind == "locals") {
            locals.add_locals(file, &block.body);
        }
        for block in body.blocks.iter().filter(|block| block.kind == "terraform") {
            let mut inner = block.body.blocks.iter();
            if let Some(block) = inner.find(|inner| inner.body.attribute("env_vars").is_some()) {
                let why = "may be that of its variables".to_owned();
                return Err((why, file.place(block.at)));
            }
        }
        Ok(Self { file, body, locals })
    }

    /// Returns where Terraform is given further words, which may have values.
    fn more_arguments(&self) -> Option<Origin> {
        let (_, block) = self.block("terraform")?;
        let keys = ["arguments", "required_var_files", "optional_var_files"];
        let has_more =
            |inner: &&HclBlock<'t>| keys.iter().any(|key| inner.body.attribute(key).is_some());
        Some(self.file.place(block.body.blocks.iter().find(has_more)?.at))
    }

    /// Returns the last block of a kind.
    fn block(&self, kind: &str) -> Option<(&Self, &HclBlock<'t>)> {
        Some((self, self.body.blocks.iter().rfind(|block| block.kind == kind)?))
    }

    /// Returns an argument that is a text, if it is known.
    fn text(&self, block: &HclBlock<'t>, name: &str) -> Option<String> {
        let value = block.body.attribute(name)?.value;
        ModuleScope::of_module(&self.locals, None).value(&value).text()
    }

    /// Returns the paths of the files that are included.
    fn parents(&self, question: &ProjectQuestion<'_, '_, '_>) -> Result<Vec<PathBuf>, WhyUnknown> {
        let includes = self.body.blocks.iter().filter(|block| block.kind == "include");
        includes
            .map(|block| {
                let unread = || ("may be in an unknown file".to_owned(), self.file.place(block.at));
                let path = block.body.attribute("path").ok_or_else(unread)?.value;
                let is_merged = block.body.attribute("merge_strategy").is_none();
                let found = if let Some(argument) = path.text.strip_prefix("find_in_parent_folders")
                {
                    let name = argument.trim_matches(['(', ')', ' ', '"']);
                    let is_plain = !name.contains(['"', '(', '$', ',', '\\']);
                    let name = if name.is_empty() { FILE } else { name };
                    Some(name).filter(|_| is_plain).and_then(|name| above(question, name))
                } else {
                    let path = self.text(block, "path");
                    path.map(|path| plain(&question.directory.join(path)))
                };
                found.filter(|_| is_merged).ok_or_else(unread)
            })
            .collect()
    }

    /// Returns the place of the state.
    fn state(&self, block: &HclBlock<'t>) -> Option<ProjectTarget> {
        let backend = self.text(block, "backend");
        if backend.is_some_and(|backend| backend != "s3") {
            return None;
        }
        let scope = ModuleScope::of_module(&self.locals, None);
        let config = block.body.attribute("config");
        let body = config.and_then(|config| HclBody::of_object(&config.value).ok());
        let Some(it) = body else {
            return Some(backend::unread(self.file.place(block.at)));
        };
        let body = InFile { file: self.file, it };
        Some(backend::target(&Configured { scope: &scope, bodies: vec![&body] }))
    }

    /// Returns the role with which Terraform is run.
    fn role(&self) -> Said<String> {
        let scope = ModuleScope::of_module(&self.locals, None);
        let body = InFile { file: self.file, it: self.body.clone() };
        Configured { scope: &scope, bodies: vec![&body] }.text("iam_role").of_role()
    }
}

/// Finds a file in the directories above.
fn above(question: &ProjectQuestion<'_, '_, '_>, name: &str) -> Option<PathBuf> {
    let mut directory = question.directory.to_owned();
    for _ in 0..MOST_PARENTS {
        directory.push("..");
        let path = plain(&directory).join(name);
        if question.facts.lookup.is_present(&path) {
            return Some(path);
        }
    }
    None
}

/// Gives targets the role that Terragrunt assumes for all that say no other.
fn assume(role: &Said<String>, targets: &mut [ProjectTarget]) {
    if let Said::Certain(_, place) | Said::Unknown(_, place) = role {
        for target in targets.iter_mut().filter(|target| target.role.is_environment()) {
            if target.profile.is_environment() {
                target.role = role.clone();
            } else if target.account.is_environment() {
                let why = "is that of iam_role, or of the profile".to_owned();
                target.account = Said::Unknown(why, place.clone());
            }
        }
    }
}
