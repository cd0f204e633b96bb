class Awsprompt < Formula
  desc "@DESCRIPTION@"
  homepage "@REPOSITORY@"
  url "@REPOSITORY@/archive/v@VERSION@.tar.gz"
  sha256 "@SHA256@"
  license any_of: ["MIT", "Apache-2.0"]
  head "@REPOSITORY@.git", branch: "main"

  depends_on "rust" => :build

  def install
    system "cargo", "install", *std_cargo_args
    bash_completion.install "completions/awsprompt.bash" => "awsprompt"
    zsh_completion.install "completions/_awsprompt"
    fish_completion.install "completions/awsprompt.fish"
    system bin/"awsprompt", "man", "--dir", man1
  end

  test do
    (testpath/".aws/config").write "[profile work]\nregion = us-east-1\n"
    ENV["AWS_PROFILE"] = "work"
    assert_match "[AWS:work us-east-1", shell_output("#{bin}/awsprompt prompt")
  end
end
