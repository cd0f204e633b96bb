//! What the blocks of a provider say of one target.
//!
//! <https://registry.terraform.io/providers/hashicorp/aws/latest/docs#argument-reference>

use super::scope::{ModuleScope, named_place};
use super::sources::{InFile, Module, ProviderBlock};
use crate::aws::{AccountId, Origin};
use crate::project::hcl::body::{HclBody, HclPiece};
use crate::project::hcl::value::HclValue;
use crate::project::said::{AccountLimits, ProjectTarget, Purpose, Said};

/// What has credentials of its own, or reads profiles from elsewhere.
pub(super) const OTHER_CREDENTIALS: [&str; 6] = [
    "access_key",
    "secret_key",
    "shared_config_files",
    "shared_credentials_file",
    "shared_credentials_files",
    "token",
];

/// The blocks that assume a role. The first one is assumed with the credentials of the second.
const ROLES: [&str; 2] = ["assume_role", "assume_role_with_web_identity"];

/// Returns a target for each provider of AWS. Those of a module that cannot be read may be any.
pub(super) fn provider_targets(
    module: &Module<'_>,
    scope: &ModuleScope<'_>,
    runs_elsewhere: Option<&Origin>,
) -> Vec<ProjectTarget> {
    let is_of_aws = |provider: &&ProviderBlock<'_>| {
        matches!(provider.name, "aws" | "awscc") || module.names_of_aws.contains(&provider.name)
    };
    let providers = module.providers.iter().filter(is_of_aws);
    let mut targets: Vec<_> = providers
        .map(|provider| {
            Configured { scope, bodies: provider.bodies.iter().collect() }.provider(provider)
        })
        .collect();
    for (place, why) in &module.unread {
        let why = format!("may be in {}, which {why}", named_place(place));
        targets.push(ProjectTarget::unknown("provider \"aws\"", why, place.clone()));
    }
    if let Some(place) = runs_elsewhere {
        if targets.is_empty() {
            targets.push(ProjectTarget::new("provider \"aws\"", Purpose::Deploys));
        }
        for target in &mut targets {
            let has_own = target.role.certain().is_some() || !target.account.is_environment();
            if !has_own {
                let why = "is that of the workspace in which it runs".to_owned();
                target.account = Said::Unknown(why, place.clone());
            }
        }
    }
    targets
}

/// A provider or backend with its arguments.
pub(super) struct Configured<'s, 't> {
    pub(super) scope: &'s ModuleScope<'s>,
    /// The last one counts most.
    pub(super) bodies: Vec<&'s InFile<'t, HclBody<'t>>>,
}

impl<'t> Configured<'_, 't> {
    fn provider(&self, block: &ProviderBlock<'_>) -> ProjectTarget {
        let name = match block.alias {
            Some(alias) => format!("provider \"{}\" with the alias {alias}", block.name),
            None => format!("provider \"{}\"", block.name),
        };
        let role = ROLES.iter().map(|kind| self.role(kind)).find(|role| !role.is_environment());
        let mut target = ProjectTarget {
            region: self.text("region"),
            profile: self.text("profile"),
            role: role.unwrap_or_default(),
            ..ProjectTarget::new(name, Purpose::Deploys)
        };
        target.account = self.account(&target.role);
        target.limits = self.limits();
        target
    }

    fn limits(&self) -> Option<AccountLimits> {
        let ids = |name| {
            let argument = self.argument(name)?;
            let HclValue::List(ids) = self.scope.value(&argument.it) else { return None };
            ids.iter().map(|id| AccountId::new(&id.text()?)).collect::<Option<Vec<_>>>()
        };
        let lists = ["allowed_account_ids", "forbidden_account_ids"];
        Some(AccountLimits {
            place: Origin::file(&self.bodies.first()?.file.path),
            is_limited: lists.iter().any(|list| self.argument(list).is_some()),
            // An empty list is none.
            allowed: ids(lists[0]).filter(|allowed| !allowed.is_empty()),
            forbidden: ids(lists[1]).unwrap_or_default(),
        })
    }

    /// Returns the account that a provider has whatever its profile and role are.
    pub(super) fn account(&self, role: &Said<String>) -> Said<AccountId> {
        if let Some(place) = self.block("endpoints").or_else(|| self.dynamic("endpoints")) {
            return Said::Unknown("is that of other endpoints".to_owned(), place);
        }
        let is_asked = self.argument("skip_requesting_account_id").is_none();
        if let (Some(allowed), true) = (self.argument("allowed_account_ids"), is_asked) {
            // The provider refuses to run for any other.
            let ids = match self.scope.value(&allowed.it) {
                HclValue::List(ids) => ids,
                _ => Vec::new(),
            };
            if let [id] = &ids[..]
                && let Some(account) = id.text().as_deref().and_then(AccountId::new)
            {
                return Said::Certain(account, self.scope.origin(&allowed));
            }
        }
        if role.certain().is_some() {
            return Said::Environment;
        }
        for name in OTHER_CREDENTIALS {
            let Some(argument) = self.argument(name) else { continue };
            if !matches!(self.scope.value(&argument.it), HclValue::Null) {
                let why = format!("is that of {name}");
                return Said::Unknown(why, argument.file.place(argument.it.at));
            }
        }
        Said::Environment
    }

    /// Returns an argument, of which an override file has the last word.
    fn argument(&self, name: &str) -> Option<InFile<'t, HclPiece<'t>>> {
        self.bodies.iter().rev().find_map(|body| {
            let attribute = body.it.attribute(name)?;
            Some(InFile { file: body.file, it: attribute.value })
        })
    }

    /// Returns an argument that is text; one that is empty is not there.
    pub(super) fn text(&self, name: &str) -> Said<String> {
        let Some(argument) = self.argument(name) else { return Said::Environment };
        match self.scope.value(&argument.it) {
            HclValue::Null => Said::Environment,
            HclValue::Text(text) if text.is_empty() => Said::Environment,
            value => self.said(value, &argument),
        }
    }

    fn said(&self, value: HclValue, argument: &InFile<'_, HclPiece<'_>>) -> Said<String> {
        let place = || argument.file.place(argument.it.at);
        match (value.text(), value) {
            (Some(text), _) => Said::Certain(text, self.scope.origin(argument)),
            (None, HclValue::Unknown(why)) => Said::Unknown(why, place()),
            (None, _) => Said::Unknown("is not a text".to_owned(), place()),
        }
    }

    /// Returns the place of a block that a condition may leave out.
    fn dynamic(&self, kind: &str) -> Option<Origin> {
        self.bodies.iter().find_map(|body| {
            let mut blocks = body.it.blocks.iter();
            let block = blocks.find(|block| block.kind == "dynamic" && block.labels == [kind])?;
            Some(body.file.place(block.at))
        })
    }

    /// Returns the place of a block or argument.
    fn block(&self, kind: &str) -> Option<Origin> {
        let argument = self.argument(kind).map(|argument| argument.file.place(argument.it.at));
        argument.or_else(|| {
            self.bodies.iter().find_map(|body| {
                let block = body.it.blocks.iter().find(|block| block.kind == kind)?;
                Some(body.file.place(block.at))
            })
        })
    }

    /// Returns the role that is assumed last.
    fn role(&self, kind: &str) -> Said<String> {
        if let Some(place) = self.dynamic(kind) {
            return Said::Unknown("is in a dynamic block".to_owned(), place);
        }
        let of_kind = |body: &&&InFile<'t, HclBody<'t>>| {
            body.it.blocks.iter().any(|block| block.kind == kind)
        };
        // The blocks of an override file take the place of all others.
        if let Some(body) = self.bodies.iter().rev().find(of_kind) {
            let Some(block) = body.it.blocks.iter().rfind(|block| block.kind == kind) else {
                return Said::Environment;
            };
            let arn = block.body.attribute("role_arn").map(|attribute| attribute.value);
            return match arn {
                Some(it) => self.arn(self.scope.value(&it), &InFile { file: body.file, it }),
                None => Said::Unknown("is not named".to_owned(), body.file.place(block.at)),
            };
        }
        let Some(argument) = self.argument(kind) else { return Said::Environment };
        let value = match self.scope.value(&argument.it) {
            HclValue::List(roles) => roles.into_iter().next_back().unwrap_or(HclValue::Null),
            value => value,
        };
        match value {
            HclValue::Null => Said::Environment,
            HclValue::Object(members) => {
                let arn = members.into_iter().rfind(|(name, _)| name == "role_arn");
                let arn = arn.map_or(HclValue::Null, |(_, arn)| arn);
                self.arn(arn, &argument)
            }
            value => self.said(value, &argument),
        }
    }

    /// Returns the role of a backend, in the form of today or as one argument.
    pub(super) fn role_of_backend(&self) -> Said<String> {
        let role = self.role("assume_role");
        match self.argument("role_arn") {
            Some(old) if role.is_environment() => match self.scope.value(&old.it) {
                HclValue::Null => Said::Environment,
                value => self.arn(value, &old),
            },
            _ => role,
        }
    }

    /// Takes the value of a role, which has to have one.
    fn arn(&self, value: HclValue, argument: &InFile<'_, HclPiece<'_>>) -> Said<String> {
        match value {
            HclValue::Null => self.said(HclValue::unknown("is empty"), argument),
            value => self.said(value, argument).of_role(),
        }
    }
}
