// limbeck revision: a new revision file, empty or with the difference between models and database.

#include "cli/approval.hpp"
#include "cli/commands.hpp"
#include "cli/compare.hpp"
#include "cli/new_revision.hpp"
#include "cli/proving.hpp"
#include "cli/revision_text.hpp"
#include "cli/subject.hpp"
#include "history/revision_file.hpp"
#include "history/target.hpp"
#include "sql/emit.hpp"

#include <fmt/core.h>

#include <cstddef>
#include <limits>
#include <memory>
#include <utility>

namespace limbeck::cli {
namespace {

struct Options {
  std::string message;
  std::string id;
  std::string head = "head";
  bool autogenerate = false;
  bool splice = false;
  bool strict = false;
  bool no_prove = false;
  bool prove = false;
  std::string limit;
  NewRevision where;
  std::vector<std::string> branch_labels;
  std::vector<std::string> depends_on;
  std::vector<std::string> allowed;
};

std::vector<history::Unit> sections_of(const sql::Script& script) {
  std::vector<history::Unit> units;
  for (sql::Unit& unit : sql::units_of(script)) units.push_back({unit.transaction, std::move(unit.sql)});
  return units;
}

// A proof makes every table several times, with rows in it: of many it is made only where it is asked for.
std::size_t tables_to_prove(const Options& options) {
  return options.prove ? std::numeric_limits<std::size_t>::max() : 100;
}

// Who asks for the proof waits for it.
std::chrono::milliseconds limit_of(const Options& options, Project& project) {
  if (!options.limit.empty()) return time_limit(options.limit);
  return options.prove ? std::chrono::milliseconds(0) : time_limit(project.config().proof_limit.value());
}

// Tries the draft on the scratch server and notes in it what came of that. Throws Error where it does not do what it is
// for.
void prove(history::RevisionDraft& draft, const Options& options, Project& project, Subject& subject,
           const history::RevisionGraph& graph, const Comparison& comparison) {
  const Console& console = project.console();
  if (comparison.tables > tables_to_prove(options)) {
    const std::string reason =
        fmt::format("not proven: a proof with {} tables takes long and was not asked for", comparison.tables);
    console.say(fmt::format("Proof: {}; `limbeck prove {}` makes it", reason, draft.id));
    draft.header_notes.push_back("Proof: " + reason);
    return;
  }
  Diagnostics diagnostics;
  const std::string text = history::render_new_revision(directory_for(project, options.where), graph, draft);
  const auto revision = history::parse_revision(text, draft.id + ".sql", diagnostics);
  if (!revision) throw Error(std::move(diagnostics), "the revision can not be read back");
  const proof::Result result = prove_new(project, subject, comparison, *revision, limit_of(options, project));
  if (result.failure) throw Error(*result.failure);
  const std::string note = "Proof: " + result.text;
  const bool is_proven = result.verdict == proof::Result::Verdict::proven;
  if (!is_proven && options.prove) {
    throw Error(result.text).with_hint("without --prove the revision is written all the same");
  }
  if (is_proven || result.is_usual) {
    console.say(note);
  } else {
    console.warn(note);
  }
  draft.header_notes.push_back(note);
}

enum class Outcome { changes, none, undecided };

// Fills the draft's units with what differs.
Outcome compare_into(history::RevisionDraft& draft, const Options& options, const Approval& approval, Project& project,
                     const history::RevisionGraph& graph) {
  const Console& console = project.console();
  Subject subject(project, graph);
  require_at_head(graph, subject.state());
  const Comparison comparison = compare(project, subject, options.no_prove ? 0 : tables_to_prove(options));
  for (const diff::Change& change : comparison.plan.changes) console.say("Detected " + diff::to_text(change));
  say_unmodelled(console, comparison.unmodelled);
  say_undecided(console, comparison.undecided);
  if (options.strict && !comparison.undecided.empty()) return Outcome::undecided;
  if (comparison.plan.empty()) return Outcome::none;
  draft.header_notes = approval.require(comparison);
  draft.upgrade = sections_of(comparison.plan.upgrade);
  draft.downgrade = sections_of(comparison.plan.downgrade);
  if (!options.no_prove) prove(draft, options, project, subject, graph, comparison);
  return Outcome::changes;
}

ExitStatus run(const Options& options, Project& project) {
  const history::RevisionGraph graph = project.revisions();
  history::RevisionDraft draft;
  draft.message = options.message;
  if (options.message.find_first_not_of(" \t\r\n") == std::string::npos) {
    throw Error("a revision needs a message", ExitStatus::usage).with_hint("limbeck revision -m \"add countries\"");
  }
  draft.id = options.id;
  draft.down_revisions = history::parents_of_new(graph, options.head, options.splice);
  draft.branch_labels = options.branch_labels;
  for (const std::string& each : options.depends_on) draft.depends_on.push_back(history::resolve_one(graph, each));
  if (options.autogenerate) {
    // What is wrong with the draft itself is better known before a database is asked.
    static_cast<void>(history::render_new_revision(directory_for(project, options.where), graph, draft));
    switch (compare_into(draft, options, Approval(options.allowed), project, graph)) {
      case Outcome::changes:
        break;
      case Outcome::none:
        project.console().say("No changes: no revision was written.");
        return ExitStatus::ok;
      case Outcome::undecided:
        project.console().say("No revision was written.");
        return ExitStatus::differences;
    }
  }
  write_revision(project, graph, options.where, draft);
  return ExitStatus::ok;
}

Action declare(Arguments& arguments) {
  const auto options = std::make_shared<Options>();
  arguments.option("-m,--message", options->message, "TEXT", "What the revision does");
  arguments.flag("--autogenerate", options->autogenerate, "Fill it with what differs between models and database");
  arguments.options("--allow", options->allowed, "HAZARD",
                    "What the upgrade may do: DATA_LOSS, DATA_LOSS:public.t.c, mass-drop or all");
  arguments.flag("--strict", options->strict, "Write nothing if something could not be compared (status 2)");
  arguments.flag("--prove", options->prove, "Write nothing if it could not be tried on a scratch server (status 1)");
  arguments.flag("--no-prove", options->no_prove, "Do not try it on a scratch server first");
  arguments.option(
      "--proof-limit", options->limit, "TIME",
      "Give that up after 90s, 5min; 0: never. Without it `proof_limit` of limbeck.toml, or with --prove never");
  arguments.option("--rev-id", options->id, "ID", "Its id instead of a random one");
  arguments.option("--head", options->head, "REV", "What it revises, instead of the head");
  arguments.flag("--splice", options->splice, "Let --head be no head: a branch begins");
  arguments.options("--branch-label", options->branch_labels, "NAME", "A name for the branch that begins here");
  arguments.options("--depends-on", options->depends_on, "REV", "A revision that must be applied before");
  arguments.option("--version-path", options->where.version_path, "DIR", "The directory of its file");
  arguments.flag("--sql", options->where.sql, "Print it instead of writing a file");
  arguments.require("message", "limbeck revision -m \"what it does\"");
  return [options](Project& project) { return run(*options, project); };
}

}  // namespace

const Command revision_command{
    "revision", "Revisions", "Write a new revision file",
    "limbeck revision --autogenerate -m \"add email verification\"\n"
    "limbeck revision --autogenerate -m \"drop the fax number\" --allow DATA_LOSS:public.people.fax\n"
    "limbeck revision -m \"fill in country codes\"\n"
    "limbeck revision -m \"billing\" --head base --branch-label billing",
    declare};

}  // namespace limbeck::cli
