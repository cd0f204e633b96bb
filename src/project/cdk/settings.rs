//! The settings of the CDK: options, variables, `cdk.json` and `~/.cdk.json`, in this order.
//!
//! <https://docs.aws.amazon.com/cdk/v2/guide/cli.html#cli-config>,
//! <https://github.com/aws/aws-cdk-cli/blob/main/packages/aws-cdk/lib/cli/user-configuration.ts>

use serde_json::Value as Json;

use crate::aws::Origin;
use crate::project::said::Said;
use crate::project::{ProjectQuestion, words};

/// The settings of the project, and then those of the user.
pub(super) struct CdkSettings(Vec<(Json, Origin)>);

impl CdkSettings {
    /// Reads the files; fails with the one that cannot be read.
    pub(super) fn of(question: &ProjectQuestion<'_, '_, '_>) -> Result<Self, Origin> {
        let of_project = Some(question.directory.join("cdk.json"));
        let home = question.facts.world.locations.home.as_deref();
        let of_user = home.map(|home| home.join(".cdk.json"));
        let mut files = Vec::new();
        for path in [of_project, of_user].into_iter().flatten() {
            let read = question.files.json(&path);
            if let Some(settings) = read.map_err(|()| Origin::file(&path))? {
                files.push((settings, Origin::file(&path)));
            }
        }
        Ok(Self(files))
    }

    /// Returns a setting that is a text. Of each option there is a variable that begins with `CDK_`.
    ///
    /// <https://github.com/aws/aws-cdk/pull/1447>
    pub(super) fn text(
        &self,
        question: &ProjectQuestion<'_, '_, '_>,
        key: &str,
        options: &[&'static str],
    ) -> Said<String> {
        let of_line = words::said(question.words, options);
        if !of_line.is_environment() {
            return of_line;
        }
        let variable = format!("CDK_{}", key.to_ascii_uppercase());
        if let Some(value) = question.facts.world.environment.non_empty(&variable) {
            let value = value.to_string_lossy().into_owned();
            return Said::Certain(value, Origin::Environment(variable));
        }
        let given = self.0.iter().find(|(settings, _)| !settings[key].is_null());
        match given.map(|(settings, place)| (&settings[key], place.clone())) {
            None => Said::Environment,
            Some((Json::String(text), place)) => Said::Certain(text.clone(), place),
            // An app may be a list of words.
            Some((_, place)) => Said::Unknown("is not a text".to_owned(), place),
        }
    }
}
