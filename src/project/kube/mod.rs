//! What a kubeconfig says of the cluster that `kubectl`, Helm and k9s reach.
//!
//! The account of a cluster of EKS is in its ARN, by which the AWS CLI names clusters. By the name that
//! eksctl gives, it is that of the credentials with which eksctl described the cluster, and which it
//! gives to the program in `exec`. By any other name it is not known: a token for a cluster may be
//! that of a role in another account, which the cluster knows.
//!
//! <https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html>,
//! <https://github.com/eksctl-io/eksctl/blob/main/pkg/utils/kubeconfig/kubeconfig.go>,
//! <https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/>,
//! <https://docs.aws.amazon.com/eks/latest/userguide/create-kubeconfig.html>

mod config;
mod exec;
#[cfg(test)]
mod kube_tests;

use self::config::{KubeFiles, Unreadable};
use std::path::Path;

use super::said::{ProjectTarget, Purpose, Said};
use super::{Certainty, ProjectBounds, ProjectFiles, ProjectQuestion, Tool, targets};
use crate::aws::{AccountId, Client, Facts, Flags, Origin};

/// The options that choose a context, its parts, or the files.
#[derive(Default)]
struct KubeWords<'a> {
    context: Option<&'a str>,
    file: Option<&'a str>,
    cluster: Option<&'a str>,
    user: Option<&'a str>,
    /// One that takes precedence over what the kubeconfig says.
    other: Option<&'static str>,
}

const OTHER_OPTIONS: [&str; 5] = ["--server", "-s", "--token", "--kube-apiserver", "--kube-token"];

impl<'a> KubeWords<'a> {
    fn of(question: &ProjectQuestion<'a, '_, '_>) -> Self {
        let is_helm = question.tool == Tool::Helm;
        let context = if is_helm { "--kube-context" } else { "--context" };
        let mut found = Self::default();
        if is_helm {
            let variable = question.facts.world.environment.non_empty("HELM_KUBECONTEXT");
            found.context = variable.and_then(|name| name.to_str());
        }
        let mut left = question.words.iter().take_while(|word| **word != "--");
        while let Some(word) = left.next() {
            let (option, value) = match word.split_once('=') {
                Some((option, value)) => (option, Some(value)),
                None => (*word, None),
            };
            // To Helm, -s is the name of a template.
            let is_other = |other: &&&str| **other == option && !(is_helm && option == "-s");
            if let Some(other) = OTHER_OPTIONS.iter().find(is_other) {
                found.other = Some(other);
            }
            let place = match option {
                "--kubeconfig" => &mut found.file,
                "--cluster" => &mut found.cluster,
                "--user" => &mut found.user,
                _ if option == context => &mut found.context,
                _ => continue,
            };
            // An empty value is none.
            *place = value.or_else(|| left.next().copied()).filter(|value| !value.is_empty());
        }
        found
    }
}

/// Reads the kubeconfig: one target, which is the cluster. Helm pushes to a registry instead.
pub(super) fn read(question: &ProjectQuestion<'_, '_, '_>) -> Vec<ProjectTarget> {
    if question.tool == Tool::Helm && question.words.contains(&"push") {
        return super::docker::read(question);
    }
    vec![
        target(question, &KubeWords::of(question)).unwrap_or_else(|(why, place)| {
            ProjectTarget::unknown("the current context", why, place)
        }),
    ]
}

/// The context that is in force, as a prompt shows it.
pub(crate) struct CurrentCluster {
    /// Empty if there is none.
    pub(crate) name: String,
    /// The account that the cluster is certainly in.
    pub(crate) account: Option<AccountId>,
}

/// Finds out which cluster the next `kubectl` reaches.
pub(crate) fn current_cluster(facts: &Facts<'_, '_>, flags: &Flags) -> CurrentCluster {
    facts.lookup.depends_on_variables("KUBECONFIG");
    let question = ProjectQuestion {
        tool: Tool::Kubectl,
        directory: Path::new(""),
        words: &["apply"],
        facts,
        files: ProjectFiles::new(facts.lookup, ProjectBounds::OF_PROMPT),
    };
    let name = KubeFiles::of(&question, None).and_then(|files| Ok(files.config()?.current()));
    let name = match name {
        Ok(Said::Environment) => return CurrentCluster { name: String::new(), account: None },
        Ok(Said::Certain(name, _)) => name,
        Ok(Said::Unknown(..)) | Err(_) => {
            return CurrentCluster { name: "?".to_owned(), account: None };
        }
    };
    let target = targets(&question, Client::AwsCliV2, flags).pop();
    let account = target.filter(|target| target.account_certainty == Certainty::Certain);
    // The AWS CLI names a context as it does the cluster.
    let is_arn = of_arn(&name).is_some();
    let short = name.split_once('/').filter(|_| is_arn).map(|(_, short)| short.to_owned());
    CurrentCluster { name: short.unwrap_or(name), account: account.and_then(|it| it.account) }
}

fn target(
    question: &ProjectQuestion<'_, '_, '_>,
    words: &KubeWords<'_>,
) -> Result<ProjectTarget, Unreadable> {
    if let Some(option) = words.other {
        return Err(("is said by the line itself".to_owned(), Origin::Flag(option)));
    }
    let files = KubeFiles::of(question, words.file)?;
    let config = files.config()?;
    let context = match words.context {
        Some(name) => Said::Certain(name.to_owned(), Origin::Flag("--context")),
        None => config.current(),
    };
    let (name, place) = match context {
        Said::Certain(name, place) => (name, place),
        Said::Unknown(why, place) => return Err((why, place)),
        Said::Environment => return Err(("is not chosen".to_owned(), Origin::Default)),
    };
    let missing = |what: &str, name: &str| (format!("has no {what} {name}"), place.clone());
    let found = config.named("contexts", "context", &name)?;
    let context = found.ok_or_else(|| missing("context", &name))?;
    let part = |given: Option<&str>, option, key| match given {
        Some(name) => Ok((name.to_owned(), Origin::Flag(option))),
        None => match context.text(key) {
            Said::Certain(name, place) => Ok((name, place)),
            Said::Unknown(why, place) => Err((why, place)),
            Said::Environment => Err(missing(key, "of its own")),
        },
    };
    let (cluster_name, cluster_place) = part(words.cluster, "--cluster", "cluster")?;
    let (user_name, _) = part(words.user, "--user", "user")?;
    let cluster = config.named("clusters", "cluster", &cluster_name)?;
    let cluster = cluster.ok_or_else(|| missing("cluster", &cluster_name))?;
    let user = config.named("users", "user", &user_name)?;
    let user = user.ok_or_else(|| missing("user", &user_name))?;

    let mut target = ProjectTarget::new(format!("context {name}"), Purpose::Deploys);
    exec::fill(&mut target, user, &question.facts.world.environment);
    if let Some((account, region)) = of_arn(&cluster_name) {
        target.account = Said::Certain(account, cluster_place.clone());
        target.region = Said::Certain(region.to_owned(), cluster_place);
    } else if let Said::Certain(server, place) = cluster.text("server") {
        if let Some(region) = region_of_host(&server) {
            target.region = Said::Certain(region.to_owned(), place);
        } else {
            // A proxy, a tunnel, or no cluster of AWS.
            let why = "is not said: the server is not one of EKS".to_owned();
            target.account = Said::Unknown(why, place);
        }
        let is_said = cluster_name.ends_with(".eksctl.io") && target.role.is_environment();
        if target.account.is_environment() && !is_said {
            let why = "is not said: the name of the cluster is not its ARN".to_owned();
            target.account = Said::Unknown(why, cluster_place);
        }
    }
    Ok(target)
}

/// Returns the account and region of the ARN of a cluster, which is the name that the AWS CLI gives.
fn of_arn(name: &str) -> Option<(AccountId, &str)> {
    let mut fields = name.split(':');
    let is_cluster = name.contains(":cluster/") && fields.nth(2) == Some("eks");
    let region = fields.next().filter(|region| is_cluster && !region.is_empty())?;
    Some((AccountId::of_arn(name)?, region))
}

/// Returns the region of the server of a cluster, such as `https://X.gr7.eu-west-1.eks.amazonaws.com`.
fn region_of_host(server: &str) -> Option<&str> {
    let host = server.strip_prefix("https://")?.split(['/', ':']).next()?;
    let host = host.strip_suffix(".cn").unwrap_or(host);
    host.strip_suffix(".eks.amazonaws.com")?.rsplit('.').next()
}
