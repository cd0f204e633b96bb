//! Access keys in the files of older tools (rule 7A, place 9).

use std::path::Path;

use super::{Chain, Credentials, end_of_key_id};
use crate::aws::{
    cause::Cause,
    failure::{FailureKind, Stop},
    provider::{Provider, Source},
    reader::{AwsFile, Heading, python},
    sourced::Origin,
    world::FileState,
};

impl Chain<'_, '_> {
    /// Loads the file of the original EC2 tools, or one of boto 2.
    pub(super) fn legacy_files(&self) -> Result<Option<Credentials>, Stop> {
        let locations = &self.world.locations;
        if let Some(path) = &locations.ec2_credentials
            && let Some(credentials) = self.ec2_file(path)?
        {
            return Ok(Some(credentials));
        }
        for path in &locations.boto {
            if let Some(credentials) = self.boto_file(path)? {
                return Ok(Some(credentials));
            }
        }
        Ok(None)
    }

    fn ec2_file(&self, path: &Path) -> Result<Option<Credentials>, Stop> {
        let file = self.content(path);
        let FileState::Content(bytes) = &*file else {
            let cause = Cause::NoLegacyFile(path.to_owned());
            return Err(Provider::LegacyFiles.failure(FailureKind::InvalidConfig, cause));
        };
        let text = String::from_utf8_lossy(bytes);
        let value = |wanted| {
            let pairs = text.lines().filter_map(|line| line.split_once('='));
            pairs.rev().find(|(key, _)| key.trim() == wanted).map(|(_, value)| value.trim())
        };
        let Some(key_id) = value("AWSAccessKeyId") else { return Ok(None) };
        value("AWSSecretKey").ok_or_else(|| half_keys(path))?;
        Ok(Some(self.keys(key_id, Origin::File { path: path.to_owned(), line: None })))
    }

    fn boto_file(&self, path: &Path) -> Result<Option<Credentials>, Stop> {
        let file = self.content(path);
        let document = python::read(file.visible(), AwsFile::Credentials).map_err(|error| {
            let cause = Cause::Syntax { path: path.to_owned(), error };
            Provider::LegacyFiles.failure(FailureKind::InvalidConfig, cause)
        })?;
        let section = document
            .sections
            .iter()
            .find(|section| section.heading == Heading::Python("Credentials"));
        let key = |name| section.and_then(|section| document.get(section, name));
        let Some(key_id) = key("aws_access_key_id") else { return Ok(None) };
        key("aws_secret_access_key").ok_or_else(|| half_keys(path))?;
        let origin = Origin::File { path: path.to_owned(), line: Some(key_id.line) };
        Ok(Some(self.keys(&key_id.value, origin)))
    }

    fn keys(&self, key_id: &str, origin: Origin) -> Credentials {
        let provider = Provider::LegacyFiles;
        let mut credentials = Credentials::new(provider, Source::Static, origin.clone());
        credentials.identity = end_of_key_id(key_id);
        self.name_account(&mut credentials, key_id, origin, None);
        credentials
    }
}

fn half_keys(path: &Path) -> Stop {
    let cause = Cause::HalfLegacyKeys(path.to_owned());
    Provider::LegacyFiles.failure(FailureKind::PartialCredentials, cause)
}
