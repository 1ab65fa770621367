// limbeck hook: a commit hook of git that stops a commit whose models and revisions do not belong together. What is
// looked at is what would be committed: the index, not the working tree.

#include "cli/commands.hpp"
#include "cli/compare.hpp"
#include "cli/files.hpp"
#include "cli/proving.hpp"
#include "cli/subject.hpp"
#include "pg/binaries.hpp"
#include "pg/process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <unistd.h>
#include <utility>
#include <vector>

namespace limbeck::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view mark = "# Written by `limbeck hook install`.";

std::string without_line_end(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

// What git prints. Throws Error if it fails.
std::string git(std::vector<std::string> arguments, const std::string& directory) {
  arguments.insert(arguments.begin(), "git");
  const pg::Outcome outcome = pg::run({.arguments = std::move(arguments), .directory = directory});
  if (outcome.status == 127) throw Error("git can not be started");
  if (outcome.status != 0) throw Error("git: " + without_line_end(outcome.err));
  return outcome.out;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\0', at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

bool is_ours(const std::string& path) {
  return path.ends_with(".toml") || path.ends_with(".sql");
}

std::string quoted(const std::string& word) {
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// Where limbeck.toml is, as seen from the top of the working tree.
std::string config_below(const std::string& top, const Config& config) {
  if (config.file.empty()) {
    throw Error("there is no limbeck.toml here or above").with_hint("`limbeck init` begins a project");
  }
  const fs::path file = fs::canonical(config.file).lexically_relative(fs::canonical(top));
  if (file.empty() || *file.begin() == "..") throw Error("limbeck.toml is outside of the working tree " + top);
  return file.string();
}

ExitStatus install(Project& project) {
  const std::string top = without_line_end(git({"rev-parse", "--show-toplevel"}, ""));
  const std::string config = config_below(top, project.config());
  const fs::path hooks = fs::path(top) / without_line_end(git({"rev-parse", "--git-path", "hooks"}, top));
  const fs::path file = hooks / "pre-commit";
  const std::string call = fmt::format("limbeck --config {} hook run", quoted(config));
  const std::optional<std::string> before = read_file(file);
  if (before && before->find(mark) == std::string::npos) {
    throw Error(fmt::format("{} is there already, and not limbeck's", file.string()))
        .with_hint(fmt::format("add a line to it: {}", call));
  }
  write_file(file,
             fmt::format("#!/bin/sh\n{}\n"
                         "command -v limbeck >/dev/null || {{ echo 'limbeck is not in PATH: nothing was checked' >&2; "
                         "exit 1; }}\nexec {}\n",
                         mark, call));
  fs::permissions(file, fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec | fs::perms::others_read |
                            fs::perms::others_exec);
  project.console().say(fmt::format("wrote {}", fs::proximate(file).string()));
  return ExitStatus::ok;
}

// The index's models and revisions as files, and the process in the project's folder among them. Ends with it.
class Checkout {
 public:
  Checkout(const std::string& top, const std::string& config) : before_(fs::current_path()) {
    std::string pattern = (fs::temp_directory_path() / "limbeck-index-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw Error("a temporary directory can not be made: " + pattern);
    root_ = pattern;
    std::vector<std::string> files = split(git({"ls-files", "-z", "--cached"}, top));
    std::erase_if(files, [](const std::string& file) { return !is_ours(file); });
    constexpr std::size_t at_once = 500;  // a command line has an end
    for (std::size_t i = 0; i < files.size(); i += at_once) {
      std::vector<std::string> command{"checkout-index", fmt::format("--prefix={}/", root_.string()), "--"};
      for (std::size_t j = i; j < std::min(i + at_once, files.size()); ++j) command.push_back(files[j]);
      git(std::move(command), top);
    }
    if (!fs::exists(root_ / config)) {
      fs::remove_all(root_);
      throw Error(config + " is not in git").with_hint("git add " + config);
    }
    fs::current_path((root_ / config).parent_path());
  }
  ~Checkout() {
    std::error_code ignored;
    fs::current_path(before_, ignored);
    fs::remove_all(root_, ignored);
  }
  Checkout(const Checkout&) = delete;
  Checkout& operator=(const Checkout&) = delete;

 private:
  fs::path before_;
  fs::path root_;
};

ExitStatus require_revision(Project& project, const history::RevisionGraph& graph) {
  Subject subject(project, graph);
  const Comparison comparison = compare(project, subject);
  if (comparison.plan.empty()) return ExitStatus::ok;
  const Console& console = project.console();
  for (const diff::Change& change : comparison.plan.changes) console.print(diff::to_text(change) + "\n");
  console.report(Error("the models say what no revision does")
                     .with_hint("`limbeck revision --autogenerate -m \"...\"` writes one; add it to the commit"));
  return ExitStatus::differences;
}

ExitStatus require_proofs(Project& project, const history::RevisionGraph& graph, const std::vector<std::string>& staged,
                          const std::string& folder, const Schema& models) {
  ScratchServer scratch({project.config().scratch_url.value(), project.config().scratch_bin.value(),
                         values(project.config().search_path)});
  for (const history::Revision& revision : graph.revisions()) {
    const std::string path = (fs::path(folder) / revision.path).lexically_normal().generic_string();
    if (std::find(staged.begin(), staged.end(), path) == staged.end()) continue;
    const proof::Result result =
        prove_written(project, scratch, graph, revision, &models, time_limit(project.config().proof_limit.value()));
    if (result.verdict == proof::Result::Verdict::proven) {
      project.console().say(fmt::format("{}: {}", revision.id, result.text));
      continue;
    }
    if (result.failure) throw Error(*result.failure);
    throw Error(fmt::format("revision {} is {}", revision.id, result.text), proof::failed_status)
        .with_hint("`git commit --no-verify` commits it all the same");
  }
  return ExitStatus::ok;
}

ExitStatus run(Project& project) {
  const std::string top = without_line_end(git({"rev-parse", "--show-toplevel"}, ""));
  const std::vector<std::string> staged = split(git({"diff", "--cached", "--name-only", "--no-renames", "-z"}, top));
  if (std::none_of(staged.begin(), staged.end(), is_ours)) return ExitStatus::ok;
  const std::string config = config_below(top, project.config());
  Project committed = project.elsewhere(fs::path(config).filename().string());
  const Checkout checkout(top, config);
  // git keeps no empty folders.
  for (const fs::path& folder : committed.directory().paths()) fs::create_directories(folder);
  const history::RevisionGraph graph = committed.revisions();
  if (model_files_there(committed.config()).empty() && graph.revisions().empty()) return ExitStatus::ok;
  const Schema models = read_models(committed).schema;
  if (committed.config().scratch_url.value().empty()) {
    try {
      static_cast<void>(pg::find_binaries(committed.config().scratch_bin.value(), 0));
    } catch (const Error& error) {
      project.console().warn(fmt::format("not compared and not proven: {}", error.what()));
      return ExitStatus::ok;
    }
  }
  const ExitStatus status = require_revision(committed, graph);
  if (status != ExitStatus::ok) return status;
  return require_proofs(committed, graph, staged, fs::path(config).parent_path().string(), models);
}

Action declare(Arguments& arguments) {
  const auto what = std::make_shared<std::string>();
  arguments.positional("WHAT", *what, "install: write git's pre-commit hook; run: what the hook does",
                       {"install", "run"});
  arguments.require("WHAT", "`limbeck hook install`");
  return [what](Project& project) { return *what == "install" ? install(project) : run(project); };
}

}  // namespace

const Command hook_command{"hook", "Tools", "Check models and revisions before each commit",
                           "limbeck hook install\nlimbeck hook run", declare};

}  // namespace limbeck::cli
