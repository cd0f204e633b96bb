//! The files of a module, and the blocks in them that say something of an account.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::aws::Origin;
use crate::project::hcl::Malformed;
use crate::project::hcl::body::{HclAttribute, HclBody, HclPiece};
use crate::project::literal::TextFile;
use crate::project::{ProjectQuestion, Tool};

/// The kinds of blocks that are looked into.
const KINDS: [&str; 4] = ["locals", "provider", "terraform", "variable"];

/// The files of a module.
#[derive(Default)]
pub(super) struct Sources {
    files: Vec<TextFile>,
    /// Files and directories that were not read, and why, after the word "it".
    unread: Vec<(PathBuf, String)>,
}

/// Tells whether a file is read after all others, and takes precedence over them.
fn is_override(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    stem == "override" || stem.ends_with("_override")
}

/// Tells whether a file is in the syntax of JSON.
pub(super) fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json")
}

/// A part of a file.
#[derive(Clone, Copy)]
pub(super) struct InFile<'t, T> {
    pub(super) file: &'t TextFile,
    pub(super) it: T,
}

/// A provider, with what override files make of it.
pub(super) struct ProviderBlock<'t> {
    pub(super) name: &'t str,
    pub(super) alias: Option<&'t str>,
    /// The last one counts most.
    pub(super) bodies: Vec<InFile<'t, HclBody<'t>>>,
}

/// What the files of a module say.
#[derive(Default)]
pub(super) struct Module<'t> {
    pub(super) variables: BTreeMap<&'t str, Vec<InFile<'t, HclBody<'t>>>>,
    pub(super) locals: BTreeMap<&'t str, InFile<'t, HclPiece<'t>>>,
    pub(super) providers: Vec<ProviderBlock<'t>>,
    /// The backend: its type, and what is configured.
    pub(super) backend: Option<(&'t str, InFile<'t, HclBody<'t>>)>,
    /// Where it says that a run is elsewhere.
    pub(super) cloud: Option<Origin>,
    /// The local names of the providers of AWS.
    pub(super) names_of_aws: Vec<&'t str>,
    /// What was not read, and may say anything.
    pub(super) unread: Vec<(Origin, String)>,
}

impl Sources {
    /// Reads the files of a directory.
    ///
    /// <https://developer.hashicorp.com/terraform/language/files>,
    /// <https://opentofu.org/docs/language/files/>
    pub(super) fn of(question: &ProjectQuestion<'_, '_, '_>, directory: &Path) -> Self {
        let mut sources = Self { files: Vec::new(), unread: Vec::new() };
        let names = match question.files.names(directory) {
            Ok(names) => names,
            Err(why) => {
                sources.unread.push((directory.to_owned(), why.to_owned()));
                return sources;
            }
        };
        let names: Vec<_> = names.iter().filter_map(|name| name.to_str()).collect();
        let mut overrides = Vec::new();
        for name in &names {
            if !is_configuration(name, question.tool, &names) {
                continue;
            }
            let path = directory.join(name);
            match question.files.text(&path) {
                Ok(Some(file)) if is_override(&path) => overrides.push(file),
                Ok(Some(file)) => sources.files.push(file),
                Ok(None) => {}
                Err(why) => sources.unread.push((path, why)),
            }
        }
        sources.files.extend(overrides);
        sources
    }

    /// Adds the files of another directory, which take the place of those of their names.
    pub(super) fn overlay(&mut self, other: Self) {
        self.unread.extend(other.unread);
        for file in other.files {
            let name = file.path.file_name().unwrap_or_default().to_owned();
            self.put(&name, file);
        }
    }

    /// Adds a file in the place of that of its name.
    pub(super) fn put(&mut self, name: &OsStr, file: TextFile) {
        self.files.retain(|known| known.path.file_name() != Some(name));
        self.files.push(file);
    }

    /// Tells whether there are tests with providers of their own.
    pub(super) fn has_tests(question: &ProjectQuestion<'_, '_, '_>) -> bool {
        let directories = [question.directory.to_owned(), question.directory.join("tests")];
        directories.iter().any(|directory| {
            let names = question.files.names(directory).unwrap_or_default();
            names.iter().any(|name| {
                let name = name.to_string_lossy();
                [".tftest.hcl", ".tftest.json", ".tofutest.hcl", ".tofutest.json"]
                    .iter()
                    .any(|end| name.ends_with(end))
            })
        })
    }

    /// Finds what the files say.
    pub(super) fn module(&self) -> Module<'_> {
        let mut module = Module::default();
        let place = |path: &Path| Origin::file(path);
        module.unread.extend(self.unread.iter().map(|(path, why)| (place(path), why.clone())));
        for file in &self.files {
            // Most files have none of the blocks that matter, and are not looked into.
            let text = file.text();
            let has_kind = KINDS.iter().any(|kind| contains(text, kind));
            // A name in JSON may be written otherwise.
            if !(has_kind || is_json(&file.path) && text.contains("\\u")) {
                continue;
            }
            if Self::add(file, &mut module).is_err() {
                module.unread.push((place(&file.path), "is malformed".to_owned()));
            }
        }
        module
    }

    fn add<'t>(file: &'t TextFile, module: &mut Module<'t>) -> Result<(), Malformed> {
        if is_json(&file.path) {
            return add_json(file, module);
        }
        let body = HclBody::of_file(file.text(), &KINDS)?;
        for block in body.blocks {
            match (block.kind, &block.labels[..]) {
                ("locals", []) => module.add_locals(file, &block.body),
                ("provider", [name]) => module.add_provider(file, name, block.body)?,
                ("variable", [name]) => {
                    let variables = module.variables.entry(name).or_default();
                    variables.push(InFile { file, it: block.body });
                }
                ("terraform", []) => module.add_settings(file, block.body)?,
                _ => return Err(Malformed),
            }
        }
        Ok(())
    }
}

impl<'t> Module<'t> {
    pub(super) fn add_locals(&mut self, file: &'t TextFile, body: &HclBody<'t>) {
        for HclAttribute { name, value } in &body.attributes {
            self.locals.insert(name, InFile { file, it: *value });
        }
    }

    fn add_provider(
        &mut self,
        file: &'t TextFile,
        name: &'t str,
        body: HclBody<'t>,
    ) -> Result<(), Malformed> {
        let alias = body.attribute("alias").map(|alias| alias.value.text.trim_matches('"'));
        let known =
            self.providers.iter_mut().find(|known| (known.name, known.alias) == (name, alias));
        let body = InFile { file, it: body };
        match known {
            Some(known) if is_override(&file.path) => known.bodies.push(body),
            // Terraform refuses to have it twice.
            Some(_) => return Err(Malformed),
            None => self.providers.push(ProviderBlock { name, alias, bodies: vec![body] }),
        }
        Ok(())
    }

    fn add_settings(&mut self, file: &'t TextFile, body: HclBody<'t>) -> Result<(), Malformed> {
        for block in body.blocks {
            match (block.kind, &block.labels[..]) {
                ("backend", [kind]) => self.backend = Some((kind, InFile { file, it: block.body })),
                ("cloud", []) => self.cloud = Some(file.place(block.at)),
                ("required_providers", []) => self.add_names(&block.body.attributes)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Takes the local names that a module gives to providers of AWS.
    ///
    /// <https://developer.hashicorp.com/terraform/language/providers/requirements>
    fn add_names(&mut self, attributes: &[HclAttribute<'t>]) -> Result<(), Malformed> {
        for HclAttribute { name, value } in attributes {
            let Some(members) = value.members() else { continue };
            let source =
                members?.into_iter().find(|(key, _)| key.text.trim_matches('"') == "source");
            let source = source.map(|(_, source)| source.text.trim_matches('"'));
            let is_aws = |source: &str| matches!(source.rsplit('/').next(), Some("aws" | "awscc"));
            if source.is_some_and(is_aws) {
                self.names_of_aws.push(name);
            }
        }
        Ok(())
    }
}

/// Takes what a file of JSON says, in which blocks are objects, or lists of them.
///
/// <https://developer.hashicorp.com/terraform/language/syntax/json>
fn add_json<'t>(file: &'t TextFile, module: &mut Module<'t>) -> Result<(), Malformed> {
    let whole = HclPiece::of_text(file.text())?;
    for HclAttribute { name: kind, value } in HclBody::of_object(&whole)?.attributes {
        let labels = usize::from(matches!(kind, "provider" | "variable"));
        if !KINDS.contains(&kind) {
            continue;
        }
        for (names, object) in objects(&value, labels)? {
            let body = HclBody::of_object(&object)?;
            match (kind, &names[..]) {
                ("locals", _) => module.add_locals(file, &body),
                ("provider", [name]) => module.add_provider(file, name, body)?,
                ("variable", [name]) => {
                    module.variables.entry(name).or_default().push(InFile { file, it: body });
                }
                _ => add_json_settings(file, &body, module)?,
            }
        }
    }
    Ok(())
}

fn add_json_settings<'t>(
    file: &'t TextFile,
    body: &HclBody<'t>,
    module: &mut Module<'t>,
) -> Result<(), Malformed> {
    for HclAttribute { name, value } in &body.attributes {
        match *name {
            "backend" => {
                for (names, object) in objects(value, 1)? {
                    let it = HclBody::of_object(&object)?;
                    module.backend = names.first().map(|kind| (*kind, InFile { file, it }));
                }
            }
            "cloud" => module.cloud = Some(file.place(value.at)),
            "required_providers" => {
                for (_, object) in objects(value, 0)? {
                    module.add_names(&HclBody::of_object(&object)?.attributes)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Labels, and what has them.
type Labelled<'t> = (Vec<&'t str>, HclPiece<'t>);

/// Returns the objects of a kind, below as many labels.
fn objects<'t>(value: &HclPiece<'t>, labels: usize) -> Result<Vec<Labelled<'t>>, Malformed> {
    if let Some(elements) = value.elements() {
        let all = elements?
            .iter()
            .map(|element| objects(element, labels))
            .collect::<Result<Vec<_>, _>>()?;
        return Ok(all.into_iter().flatten().collect());
    }
    if labels == 0 {
        return Ok(vec![(Vec::new(), *value)]);
    }
    let mut found = Vec::new();
    for HclAttribute { name, value } in HclBody::of_object(value)?.attributes {
        for (names, object) in objects(&value, labels - 1)? {
            found.push(([&[name], &names[..]].concat(), object));
        }
    }
    Ok(found)
}

/// Tells whether a file of a directory is read by a tool. What an editor may have made is left out.
fn is_configuration(name: &str, tool: Tool, names: &[&str]) -> bool {
    let is_of_editor = name.starts_with('.')
        || name.ends_with('~')
        || name.starts_with('#') && name.ends_with('#');
    let has = |end: &str| name.strip_suffix(end);
    if is_of_editor {
        return false;
    }
    if tool == Tool::Tofu {
        // A file of OpenTofu's own takes the place of that of Terraform.
        let replaced = |stem: &str, end: &str| names.contains(&&*format!("{stem}{end}"));
        return has(".tofu").is_some()
            || has(".tofu.json").is_some()
            || has(".tf").is_some_and(|stem| !replaced(stem, ".tofu"))
            || has(".tf.json").is_some_and(|stem| !replaced(stem, ".tofu.json"));
    }
    // Terragrunt runs either of the two.
    let ends = [".tf", ".tf.json", ".tofu", ".tofu.json"];
    let count = if tool == Tool::Terragrunt { 4 } else { 2 };
    ends[..count].iter().any(|end| has(end).is_some())
}

fn contains(text: &str, word: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some()
}
