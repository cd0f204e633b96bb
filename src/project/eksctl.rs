//! What a file of eksctl says: the region. The account is always that of the environment.
//!
//! <https://docs.aws.amazon.com/eks/latest/eksctl/schema.html>,
//! <https://github.com/eksctl-io/eksctl/blob/main/pkg/ctl/cmdutils/configfile.go>

use super::literal::{UNREAD, YamlFile};
use super::said::{ProjectTarget, Purpose, Said};
use super::{ProjectQuestion, words};
use crate::aws::Origin;

/// Reads the file that the line names.
pub(super) fn read(question: &ProjectQuestion<'_, '_, '_>) -> Vec<ProjectTarget> {
    let words = question.words;
    let mut target = ProjectTarget {
        profile: words::said(words, &["--profile", "-p"]),
        region: words::said(words, &["--region", "-r"]),
        ..ProjectTarget::new("eksctl", Purpose::Deploys)
    };
    if let Some((name, _)) = words::option(words, &["--config-file", "-f"]) {
        let path = question.directory.join(name);
        let text = question.files.text(&path).ok().flatten();
        let unread = || Said::Unknown(UNREAD.to_owned(), Origin::file(&path));
        let file = text.as_ref().and_then(YamlFile::of);
        target.region = file.map_or_else(unread, |file| file.said(&["metadata", "region"]));
    }
    vec![target]
}
