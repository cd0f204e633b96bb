//! Starts the program, and hands over to the library.
//!
//! Rust's own start prepares a message for a stack that overflows, for which it reads the memory map
//! of the process: an eighth of the time that an empty program takes, at every prompt. With glibc,
//! which gives the arguments to the standard library before that, the C library's start is enough;
//! what else Rust's does, and this program relies on, is done here.
#![cfg_attr(all(target_os = "linux", target_env = "gnu", not(test)), no_main)]

#[cfg(all(target_os = "linux", target_env = "gnu", not(test)))]
mod start {
    use std::{ffi::c_int, fs::File, os::fd::IntoRawFd};

    use rustix::{io::fcntl_getfd, stdio};

    /// What the C library calls.
    #[expect(unsafe_code, reason = "no other function of this program has the name `main`")]
    #[unsafe(no_mangle)]
    extern "C" fn main() -> c_int {
        fill_standard_streams();
        ignore_closed_pipes();
        c_int::from(awsprompt::run())
    }

    /// Opens what the caller has closed of stdin, stdout and stderr, or a file that is opened later
    /// would take its place.
    fn fill_standard_streams() {
        for stream in [stdio::stdin(), stdio::stdout(), stdio::stderr()] {
            if fcntl_getfd(stream).is_err()
                && let Ok(nothing) = File::options().read(true).write(true).open("/dev/null")
            {
                let _ = nothing.into_raw_fd();
            }
        }
    }

    /// Lets a write to a pipe that nobody reads fail, rather than end the program.
    #[expect(unsafe_code, reason = "there is no safe function for it")]
    fn ignore_closed_pipes() {
        // SAFETY: SIG_IGN calls nothing back, and there is no other thread yet.
        unsafe { libc::signal(libc::SIGPIPE, libc::SIG_IGN) };
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu", not(test))))]
fn main() -> std::process::ExitCode {
    awsprompt::run().into()
}
