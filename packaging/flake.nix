{
  description = "@DESCRIPTION@";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs = { self, nixpkgs }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ];
      forEach = make: nixpkgs.lib.genAttrs systems (system: make nixpkgs.legacyPackages.${system});
    in {
      packages = forEach (pkgs: {
        default = pkgs.rustPlatform.buildRustPackage {
          pname = "awsprompt";
          version = "@VERSION@";
          src = self;
          cargoLock.lockFile = "${self}/Cargo.lock";
          # The tests need shells, AWS clients and a terminal.
          doCheck = false;
          nativeBuildInputs = [ pkgs.installShellFiles ];
          postInstall = ''
            installShellCompletion --cmd awsprompt --bash completions/awsprompt.bash \
              --zsh completions/_awsprompt --fish completions/awsprompt.fish
            $out/bin/awsprompt man --dir pages
            installManPage pages/*.1
          '';
          meta.mainProgram = "awsprompt";
        };
      });
    };
}
