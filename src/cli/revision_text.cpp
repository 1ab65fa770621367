#include "cli/revision_text.hpp"

#include "model/error.hpp"
#include "model/words.hpp"

#include <fmt/format.h>

namespace limbeck::cli {
namespace {

std::string listed(const history::Ids& ids, const char* none = "") {
  return ids.empty() ? std::string(none) : fmt::format("{}", fmt::join(ids, ", "));
}

std::string after_comma(const std::string& text) {
  return text.empty() ? text : ", " + text;
}

}  // namespace

std::string name_of(const history::RevisionGraph& graph, const std::string& id) {
  const history::Revision& revision = graph.at(id);
  std::string text = id;
  if (!revision.branch_labels.empty()) text += fmt::format(" ({})", listed(revision.branch_labels));
  const std::size_t children = graph.children(id).size();
  if (children == 0) text += " (head)";
  if (children > 1) text += " (branchpoint)";
  if (revision.down_revisions.size() > 1) text += " (mergepoint)";
  return text;
}

std::string line_of(const history::RevisionGraph& graph, const std::string& id) {
  const history::Revision& revision = graph.at(id);
  std::string below = listed(revision.down_revisions, "<base>");
  if (!revision.depends_on.empty()) below += fmt::format(" ({})", listed(revision.depends_on));
  return fmt::format("{} -> {}{}", below, name_of(graph, id), after_comma(revision.message));
}

std::string block_of(const history::RevisionGraph& graph, const std::string& id) {
  const history::Revision& revision = graph.at(id);
  std::string text = fmt::format("Revision:    {}\n", name_of(graph, id));
  text += fmt::format("Revises:     {}\n", listed(revision.down_revisions, "<base>"));
  if (!revision.depends_on.empty()) text += fmt::format("Depends on:  {}\n", listed(revision.depends_on));
  if (const history::Ids children = graph.children(id); !children.empty()) {
    text += fmt::format("Revised by:  {}\n", listed(children));
  }
  if (!revision.created.empty()) text += fmt::format("Created:     {}\n", revision.created);
  text += fmt::format("File:        {}\n", revision.path);
  if (!revision.message.empty()) text += fmt::format("\n    {}\n", revision.message);
  return text + "\n";
}

std::vector<std::string> position_of(const history::RevisionGraph& graph, const run::State& state) {
  std::vector<std::string> lines;
  const run::Partial* partial = state.partial();
  for (const std::string& id : state.rows) {
    if (partial == nullptr || partial->revision != id) lines.push_back(name_of(graph, id));
  }
  if (partial != nullptr) lines.push_back(partial->to_text());
  for (const std::string& id : state.unknown) lines.push_back(id + " (no file has it)");
  return lines;
}

std::string to_text(const run::Edited& edited) {
  return fmt::format("revision {} was edited after it was applied: {} ({})", edited.revision, edited.part, edited.path);
}

history::Ids pending(const history::RevisionGraph& graph, const run::State& state) {
  return graph.missing(state.rows, graph.heads());
}

void require_one_head(const history::RevisionGraph& graph) {
  const history::Ids heads = graph.heads();
  if (heads.size() < 2) return;
  Diagnostics places;
  for (const std::string& id : heads) {
    const history::Revision& head = graph.at(id);
    places.push_back({Severity::error, fmt::format("revision {} is a head", id), {head.path, head.where}, "", ""});
  }
  throw Error(std::move(places), fmt::format("there are {} heads: {}", heads.size(), listed(heads)),
              ExitStatus::history)
      .with_hint("`limbeck merge heads -m \"...\"` joins them into one");
}

void require_at_head(const history::RevisionGraph& graph, const run::State& state) {
  run::require_known(state);
  run::require_unedited(state);
  require_applied(graph, state);
}

void require_applied(const history::RevisionGraph& graph, const run::State& state) {
  run::require_known(state);
  run::require_whole(state);
  const history::Ids missing = pending(graph, state);
  if (missing.empty()) return;
  const history::Ids heads = graph.heads();
  const bool one = missing.size() == 1;
  throw Error(
      fmt::format("the database is not at head: it stands at {}, and {} {} not applied: {}", listed(state.rows, "base"),
                  counted(missing.size(), "revision"), one ? "is" : "are", listed(missing)),
      ExitStatus::history)
      .with_hint(
          fmt::format("`limbeck upgrade {}` applies {}", heads.size() == 1 ? "head" : "heads", one ? "it" : "them"));
}

}  // namespace limbeck::cli
