//! Where awsprompt's own files are on each platform.

#[cfg(target_os = "linux")]
pub(super) use base_directories::{settings, state};
#[cfg(not(target_os = "linux"))]
pub(super) use platform::{settings, state};

/// Does without the C library's account database, which would bring along all that it needs to ask
/// other machines: a twentieth of a static program.
#[cfg(target_os = "linux")]
mod base_directories {
    use std::path::{Path, PathBuf};

    use crate::aws::environment::Environment;

    /// Returns the directory of the settings.
    pub(in crate::edge) fn settings(
        environment: &Environment,
        home: Option<&Path>,
    ) -> Option<PathBuf> {
        own(environment, "XDG_CONFIG_HOME", home, ".config")
    }

    /// Returns the directory of what is remembered and neither settings nor cache.
    pub(in crate::edge) fn state(
        environment: &Environment,
        home: Option<&Path>,
    ) -> Option<PathBuf> {
        own(environment, "XDG_STATE_HOME", home, ".local/state")
    }

    /// Follows <https://specifications.freedesktop.org/basedir-spec/latest/>.
    fn own(
        environment: &Environment,
        variable: &str,
        home: Option<&Path>,
        otherwise: &str,
    ) -> Option<PathBuf> {
        let chosen = environment.get(variable).map(Path::new).filter(|path| path.is_absolute());
        let base = chosen.map(Path::to_owned).or_else(|| Some(home?.join(otherwise)))?;
        Some(base.join("awsprompt"))
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use crate::aws::environment::Platform;

        fn in_environment(variable: &str, value: &str, home: Option<&str>) -> Option<String> {
            let variables = [(variable.into(), value.into())];
            let environment = Environment::new(Platform::Posix, variables);
            let path = settings(&environment, home.map(Path::new))?;
            Some(path.into_os_string().into_string().unwrap())
        }

        #[test]
        fn a_base_directory_must_be_absolute() {
            let cases = [
                ("XDG_CONFIG_HOME", "/c", Some("/h"), Some("/c/awsprompt")),
                ("XDG_CONFIG_HOME", "/c", None, Some("/c/awsprompt")),
                ("XDG_CONFIG_HOME", "c", Some("/h"), Some("/h/.config/awsprompt")),
                ("XDG_CONFIG_HOME", "", Some("/h"), Some("/h/.config/awsprompt")),
                ("XDG_STATE_HOME", "/s", Some("/h"), Some("/h/.config/awsprompt")),
                ("XDG_CONFIG_HOME", "", None, None),
            ];
            for (variable, value, home, expected) in cases {
                let found = in_environment(variable, value, home);
                assert_eq!(found.as_deref(), expected, "{variable}={value} {home:?}");
            }
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod platform {
    use std::path::{Path, PathBuf};

    use directories::ProjectDirs;

    use crate::aws::environment::Environment;

    /// Returns the directory of the settings.
    pub(in crate::edge) fn settings(_: &Environment, _: Option<&Path>) -> Option<PathBuf> {
        Some(directories()?.config_dir().to_owned())
    }

    /// Returns the directory of what is remembered and neither settings nor cache; not every
    /// platform has a place for that.
    pub(in crate::edge) fn state(_: &Environment, _: Option<&Path>) -> Option<PathBuf> {
        let directories = directories()?;
        Some(directories.state_dir().unwrap_or(directories.data_local_dir()).to_owned())
    }

    fn directories() -> Option<ProjectDirs> {
        ProjectDirs::from("", "", "awsprompt")
    }
}
