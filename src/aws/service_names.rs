//! Names that are taken for the id of a service where its endpoint is set, and are none (rule
//! 7.39).
//!
//! The ids are those of botocore's models and of its `EVENT_ALIASES`. A name that is neither an id
//! nor in this table may belong to a newer service.
//!
//! <https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html>

/// Each line has the name of a command, of a client or of a host, and the id of the service.
const NAMES: &str = include_str!("service_names.txt");

/// Returns the id of the service that is meant, if no client knows the service by this name.
pub(crate) fn meant_service(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let plain = name.replace('-', "_");
    let mut pairs = NAMES.lines().filter_map(|line| line.split_once(' '));
    let meant = pairs.find(|(known, _)| *known == plain).map(|(_, id)| id.to_owned());
    meant.or_else(|| (plain != name).then_some(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_id_of_a_service_has_one() {
        let cases = [
            ("S3API", Some("s3")),
            ("LOGS", Some("cloudwatch_logs")),
            ("DYNAMO_DB", Some("dynamodb")),
            ("monitoring", Some("cloudwatch")),
            ("stepfunctions", Some("sfn")),
            ("elb", Some("elastic_load_balancing")),
            ("cognito-idp", Some("cognito_identity_provider")),
            ("cognito-identity", Some("cognito_identity")),
            ("S3", None),
            ("s3control", None),
            ("S3_CONTROL", None),
            ("CLOUDWATCH_LOGS", None),
            ("SOMETHING_NEW", None),
        ];
        for (name, meant) in cases {
            assert_eq!(meant_service(name).as_deref(), meant, "{name}");
        }
    }

    #[test]
    fn a_name_stands_once_and_leads_to_no_other() {
        let pairs: Vec<_> = NAMES.lines().map(|line| line.split_once(' ').unwrap()).collect();
        assert!(pairs.is_sorted_by(|(a, _), (b, _)| a < b));
        for (_, id) in &pairs {
            assert_eq!(meant_service(id), None, "{id}");
        }
    }
}
