#!/bin/sh
# Installs awsprompt for you alone, into ~/.local/bin; it needs no root.
#
#   sh install.sh            the newest release
#   sh install.sh 0.1.0      this one
#
# AWSPROMPT_INSTALL_DIR  another directory for the program
# AWSPROMPT_RELEASES     another address of the releases, such as a mirror's
#
# It downloads one archive and the list of checksums, compares them, and writes the program and its
# manual pages. `awsprompt uninstall` removes them.
set -eu

say() { printf '%s\n' "$*"; }
fail() {
  printf 'install.sh: %s\n' "$*" >&2
  exit 1
}

# Names what is built for this machine.
target() {
  machine=$(uname -m)
  case $machine in
    x86_64 | amd64) machine=x86_64 ;;
    aarch64 | arm64) machine=aarch64 ;;
    *) fail "there is no program for $machine; build it with: cargo install --locked awsprompt" ;;
  esac
  case $(uname -s) in
    Linux) say "$machine-unknown-linux-musl" ;;
    Darwin) say "$machine-apple-darwin" ;;
    *) fail "there is no program for $(uname -s); for Windows, see Scoop in the guide" ;;
  esac
}

download() {
  if command -v curl >/dev/null 2>&1; then
    curl --fail --silent --show-error --location --proto-redir '=https' --output "$2" "$1"
  elif command -v wget >/dev/null 2>&1; then
    wget -q -O "$2" "$1"
  else
    fail "it needs curl or wget"
  fi || fail "could not download $1"
}

checksum() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum "$1"
  else
    shasum -a 256 "$1"
  fi | cut -d ' ' -f 1
}

# Everything is in a function, so that half a script does nothing.
main() {
  [ -n "${HOME-}" ] || fail "HOME is not set"
  command -v sha256sum >/dev/null 2>&1 || command -v shasum >/dev/null 2>&1 ||
    fail "it needs sha256sum or shasum, to compare the checksum"
  directory=${AWSPROMPT_INSTALL_DIR:-$HOME/.local/bin}
  [ ! -d "$directory/awsprompt" ] || fail "$directory/awsprompt is a directory"
  releases=${AWSPROMPT_RELEASES:-https://github.com/awsprompt/awsprompt/releases}
  case ${1-} in
    '') from=$releases/latest/download ;;
    -*) fail "usage: sh install.sh [VERSION]" ;;
    *) from=$releases/download/v${1#v} ;;
  esac
  archive=awsprompt-$(target).tar.gz
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  trap 'exit 1' HUP INT TERM

  say "downloading $from/$archive"
  download "$from/$archive" "$work/$archive"
  download "$from/SHA256SUMS" "$work/SHA256SUMS"
  expected=$(sed -n "s/^\([0-9a-f]\{64\}\) [ *]$archive\$/\1/p" "$work/SHA256SUMS")
  [ -n "$expected" ] || fail "SHA256SUMS does not have $archive; nothing was installed"
  [ "$(checksum "$work/$archive")" = "$expected" ] ||
    fail "the checksum of $archive differs; nothing was installed"

  tar -xzf "$work/$archive" -C "$work" || fail "could not unpack $archive"
  mkdir -p "$directory"
  # In the same directory, so that it takes the place of the old one in one step.
  new=$directory/.awsprompt.new
  cp "$work/awsprompt" "$new"
  chmod 755 "$new"
  # A program that does not run here replaces none that does.
  version=$("$new" --version) || {
    rm -f "$new"
    fail "the program does not run on this machine"
  }
  mv -f "$new" "$directory/awsprompt"
  "$directory/awsprompt" man --dir "$HOME/.local/share/man/man1" 2>/dev/null ||
    say "could not write the manual pages"

  say "$version is installed as $directory/awsprompt"
  say "To remove it: awsprompt uninstall"
  case :$PATH: in
    *":$directory:"*) ;;
    *) say "Add this directory to PATH first: $directory" ;;
  esac
  say "Now run: awsprompt init"
}

main "$@"
