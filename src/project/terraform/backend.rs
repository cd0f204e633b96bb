//! Where Terraform keeps its state, and whether it runs elsewhere.
//!
//! Once it is initialised, what counts is what Terraform has noted of it, with the values that only
//! the command line had.
//!
//! <https://developer.hashicorp.com/terraform/language/backend/s3>

use std::path::Path;

use serde_json::Value as Json;

use super::data;
use super::provider::{Configured, OTHER_CREDENTIALS};
use super::scope::ModuleScope;
use super::sources::{InFile, Module};
use super::words::TerraformWords;
use crate::aws::Origin;
use crate::project::ProjectQuestion;
use crate::project::hcl::body::HclBody;
use crate::project::literal::UNREAD;
use crate::project::said::{ProjectTarget, Purpose, Said};

const NAME: &str = "backend \"s3\"";

/// What is known of the backend.
pub(super) struct Backend {
    target: Option<ProjectTarget>,
    elsewhere: Option<Origin>,
}

impl Backend {
    pub(super) fn of(
        question: &ProjectQuestion<'_, '_, '_>,
        words: &TerraformWords<'_>,
        module: &Module<'_>,
        scope: &ModuleScope<'_>,
    ) -> Self {
        let configured = Self::configured(module, scope);
        // It is about to be noted anew.
        if words.command == Some("init") {
            return configured.with_words(question, words, scope);
        }
        let path = data(question, "terraform.tfstate");
        let noted = question.files.json(&path);
        Self::noted(&path, noted).unwrap_or(configured)
    }

    pub(super) fn target(&self) -> Option<ProjectTarget> {
        self.target.clone()
    }

    /// Returns what says that the tool runs elsewhere, with credentials that are there.
    ///
    /// <https://developer.hashicorp.com/terraform/cli/cloud/settings>
    pub(super) fn runs_elsewhere(&self) -> Option<&Origin> {
        self.elsewhere.as_ref()
    }

    pub(super) fn configured(module: &Module<'_>, scope: &ModuleScope<'_>) -> Self {
        let mut backend = Self { target: None, elsewhere: module.cloud.clone() };
        match &module.backend {
            Some(("s3", body)) => {
                let configured = Configured { scope, bodies: vec![body] };
                backend.target = Some(target(&configured));
            }
            Some(("remote", InFile { file, .. })) => {
                backend.elsewhere = Some(Origin::file(&file.path));
            }
            _ => {}
        }
        backend
    }

    /// Adds what `terraform init -backend-config` says.
    fn with_words(
        mut self,
        question: &ProjectQuestion<'_, '_, '_>,
        words: &TerraformWords<'_>,
        scope: &ModuleScope<'_>,
    ) -> Self {
        let Some(target) = &mut self.target else { return self };
        for word in &words.backend {
            let place = Origin::Flag("-backend-config");
            if let Some((key, value)) = word.split_once('=') {
                let said = Said::Certain(value.to_owned(), place.clone());
                match key.trim() {
                    "profile" => target.profile = said,
                    "region" => target.region = said,
                    "role_arn" => target.role = said,
                    "assume_role" => {
                        target.role = Said::Unknown("is given on the line".to_owned(), place);
                    }
                    _ => {}
                }
                continue;
            }
            let path = question.directory.join(word);
            let source = question.files.text(&path).ok().flatten();
            let body = source.as_ref().and_then(|source| {
                let it = HclBody::of_text(source.text()).ok()?;
                Some(InFile { file: source, it })
            });
            let Some(body) = body else {
                return Self { target: Some(unread(Origin::file(&path))), ..self };
            };
            let configured = Configured { scope, bodies: vec![&body] };
            let given = [
                (&mut target.profile, configured.text("profile")),
                (&mut target.region, configured.text("region")),
                (&mut target.role, configured.role_of_backend()),
            ];
            for (said, given) in given {
                if !given.is_environment() {
                    *said = given;
                }
            }
        }
        self
    }

    /// Takes what Terraform has noted of the backend; nothing if that is none.
    fn noted(path: &Path, noted: Result<Option<Json>, ()>) -> Option<Self> {
        let place = Origin::file(path);
        let Ok(noted) = noted else {
            return Some(Self { target: Some(unread(place)), elsewhere: None });
        };
        let noted = noted?;
        let backend = &noted["backend"];
        let config = &backend["config"];
        let text = |value: &Json| match value.as_str().filter(|text| !text.is_empty()) {
            Some(text) => Said::Certain(text.to_owned(), place.clone()),
            None => Said::Environment,
        };
        let role = |value: &Json| text(value).of_role();
        match backend["type"].as_str()? {
            "s3" => {
                let has = |name: &&&str| !matches!(config[**name], Json::Null);
                let own_credentials = OTHER_CREDENTIALS.iter().find(has);
                let own = [&config["assume_role"], &config["assume_role"][0]]
                    .map(|assumed| role(&assumed["role_arn"]))
                    .into_iter()
                    .find(|role| !role.is_environment());
                let target = ProjectTarget {
                    region: text(&config["region"]),
                    profile: text(&config["profile"]),
                    role: own.unwrap_or_else(|| role(&config["role_arn"])),
                    account: own_credentials.map_or(Said::Environment, |name| {
                        Said::Unknown(format!("is that of {name}"), place.clone())
                    }),
                    ..ProjectTarget::new(NAME, Purpose::State)
                };
                Some(Self { target: Some(target), elsewhere: None })
            }
            "remote" | "cloud" => Some(Self { target: None, elsewhere: Some(place) }),
            _ => None,
        }
    }
}

/// Returns what the arguments of a backend say.
pub(super) fn target(configured: &Configured<'_, '_>) -> ProjectTarget {
    let role = configured.role_of_backend();
    ProjectTarget {
        region: configured.text("region"),
        profile: configured.text("profile"),
        account: configured.account(&role),
        role,
        ..ProjectTarget::new(NAME, Purpose::State)
    }
}

/// Returns a backend that may be any.
pub(super) fn unread(place: Origin) -> ProjectTarget {
    ProjectTarget { purpose: Purpose::State, ..ProjectTarget::unknown(NAME, UNREAD, place) }
}
