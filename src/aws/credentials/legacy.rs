//! Access keys in the files of older tools (rule 7A, place 9).

use std::path::Path;

use super::{Chain, Credentials, LoadedCredentials};
use crate::aws::cause::Cause;
use crate::aws::failure::{FailureKind, Stop};
use crate::aws::provider::{Provider, Source};
use crate::aws::reader::{AwsFile, python};
use crate::aws::sourced::Origin;
use crate::aws::world::FileState;

impl Chain<'_, '_> {
    /// Loads the file of the original EC2 tools, or one of boto 2.
    pub(super) fn legacy_files(&self) -> LoadedCredentials {
        let locations = &self.world.locations;
        let ec2 = locations.ec2_credentials.iter().map(|path| self.ec2_file(path));
        let boto = locations.boto.iter().map(|path| self.boto_file(path));
        ec2.chain(boto).find_map(Result::transpose).transpose()
    }

    fn ec2_file(&self, path: &Path) -> LoadedCredentials {
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
        Ok(Some(self.legacy_keys(path, None, key_id)))
    }

    fn boto_file(&self, path: &Path) -> LoadedCredentials {
        let file = self.content(path);
        let document = python::read(file.visible(), AwsFile::Credentials).map_err(|error| {
            let cause = Cause::Syntax { path: path.to_owned(), error };
            Provider::LegacyFiles.failure(FailureKind::InvalidConfig, cause)
        })?;
        let key = |name| document.get(document.headed("Credentials")?, name);
        let Some(key_id) = key("aws_access_key_id") else { return Ok(None) };
        key("aws_secret_access_key").ok_or_else(|| half_keys(path))?;
        Ok(Some(self.legacy_keys(path, Some(key_id.line), &key_id.value)))
    }

    fn legacy_keys(&self, path: &Path, line: Option<u32>, key_id: &str) -> Credentials {
        let origin = Origin::File { path: path.into(), line };
        self.with_key(Provider::LegacyFiles, Source::Static, origin, key_id, None)
    }
}

fn half_keys(path: &Path) -> Stop {
    let cause = Cause::HalfLegacyKeys(path.to_owned());
    Provider::LegacyFiles.failure(FailureKind::PartialCredentials, cause)
}
