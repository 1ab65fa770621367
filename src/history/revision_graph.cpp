#include "history/revision_graph.hpp"

#include "history/mistake.hpp"
#include "model/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <queue>
#include <tuple>
#include <utility>

namespace limbeck::history {
namespace {

Diagnostic mistake_of(const Revision& revision, std::string message, std::string hint = {}) {
  return mistake(std::move(message), {revision.path, revision.where}, std::move(hint));
}

// The edges of one revision to those that must go before it, as positions in `revisions`. A revision that is named both
// ways counts once.
std::vector<std::size_t> requirements(const Revision& revision,
                                      const std::map<std::string, std::size_t, std::less<>>& positions) {
  std::vector<std::size_t> found;
  for (const auto* list : {&revision.down_revisions, &revision.depends_on}) {
    for (const std::string& id : *list) {
      if (const auto at = positions.find(id); at != positions.end()) found.push_back(at->second);
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

// A cycle among the positions that the sort left over: each of them requires one that is left over too.
Diagnostic cycle_of(const std::vector<Revision>& revisions, const std::vector<std::vector<std::size_t>>& required,
                    const std::vector<bool>& sorted) {
  const auto left = std::find(sorted.begin(), sorted.end(), false);
  std::size_t at = static_cast<std::size_t>(left - sorted.begin());
  std::vector<std::size_t> path;
  while (std::find(path.begin(), path.end(), at) == path.end()) {
    path.push_back(at);
    at = *std::find_if(required[at].begin(), required[at].end(), [&](std::size_t next) { return !sorted[next]; });
  }
  path.erase(path.begin(), std::find(path.begin(), path.end(), at));
  path.push_back(at);
  std::vector<std::string> ids;
  ids.reserve(path.size());
  for (const std::size_t each : path) ids.push_back(revisions[each].id);
  return mistake_of(
      revisions[at], fmt::format("revisions form a cycle: {}", fmt::join(ids, " -> ")),
      fmt::format("correct the `Revises:` or `Depends-On:` line of one of them: `limbeck edit {}`", ids[0]));
}

}  // namespace

RevisionGraph::RevisionGraph(std::vector<Revision> revisions) {
  Diagnostics mistakes;
  // The order of the files must not show: the first of two doubles is the one whose path sorts first.
  std::sort(revisions.begin(), revisions.end(), [](const Revision& a, const Revision& b) {
    return std::tie(a.created, a.id, a.path) < std::tie(b.created, b.id, b.path);
  });
  std::map<std::string, Index, std::less<>> positions;
  std::map<std::string, Index, std::less<>> labels;
  for (Index at = 0; at < revisions.size(); ++at) {
    if (const auto [first, fresh] = positions.emplace(revisions[at].id, at); !fresh) {
      mistakes.push_back(mistake_of(
          revisions[at], fmt::format("revision '{}' stands in {} too", revisions[at].id, revisions[first->second].path),
          "give one of the two files another id"));
    }
    for (const std::string& label : revisions[at].branch_labels) {
      if (const auto [first, fresh] = labels.emplace(label, at); !fresh) {
        mistakes.push_back(mistake_of(
            revisions[at],
            fmt::format("branch label '{}' belongs to revision '{}' already", label, revisions[first->second].id),
            fmt::format("give it another name: `limbeck edit {}`", revisions[at].id)));
      }
    }
  }
  for (const Revision& revision : revisions) {
    for (const auto& [list, what] :
         {std::pair{&revision.down_revisions, "revises"}, std::pair{&revision.depends_on, "depends on"}}) {
      for (const std::string& id : *list) {
        if (positions.contains(id)) continue;
        std::vector<std::string> known;
        known.reserve(positions.size());
        for (const auto& [other, at] : positions) known.push_back(other);
        const std::string near = nearest(id, known);
        mistakes.push_back(mistake_of(
            revision, fmt::format("revision '{}' {} '{}', which no file holds", revision.id, what, id),
            near.empty() ? fmt::format("add the missing file, or correct the header: `limbeck edit {}`", revision.id)
                         : fmt::format("did you mean '{}'? `limbeck edit {}` opens the file", near, revision.id)));
      }
    }
    for (const std::string& label : revision.branch_labels) {
      if (positions.contains(label)) {
        mistakes.push_back(mistake_of(revision, fmt::format("branch label '{}' is the id of a revision", label),
                                      fmt::format("give it another name: `limbeck edit {}`", revision.id)));
      }
    }
  }

  // Kahn's algorithm; positions are in the order of (created, id) already, so the smallest one goes first.
  std::vector<std::vector<Index>> required(revisions.size());
  std::vector<std::vector<Index>> followers(revisions.size());
  std::vector<std::size_t> open(revisions.size());
  std::priority_queue<Index, std::vector<Index>, std::greater<>> free;
  for (Index at = 0; at < revisions.size(); ++at) {
    required[at] = requirements(revisions[at], positions);
    open[at] = required[at].size();
    for (const Index before : required[at]) followers[before].push_back(at);
    if (open[at] == 0) free.push(at);
  }
  std::vector<Index> order;
  std::vector<bool> sorted(revisions.size());
  while (!free.empty()) {
    const Index at = free.top();
    free.pop();
    order.push_back(at);
    sorted[at] = true;
    for (const Index after : followers[at]) {
      if (--open[after] == 0) free.push(after);
    }
  }
  if (order.size() != revisions.size()) {
    mistakes.push_back(cycle_of(revisions, required, sorted));
  }
  if (!mistakes.empty()) throw Error(std::move(mistakes), "the revisions do not fit together", ExitStatus::history);

  for (const Index at : order) {
    index_.emplace(revisions[at].id, revisions_.size());
    for (const std::string& label : revisions[at].branch_labels) labels_.emplace(label, revisions_.size());
    revisions_.push_back(std::move(revisions[at]));
  }
  down_.resize(revisions_.size());
  up_ = needs_ = needed_by_ = down_;
  for (Index at = 0; at < revisions_.size(); ++at) {
    for (const std::string& id : revisions_[at].down_revisions) {
      down_[at].push_back(index_.find(id)->second);
      up_[down_[at].back()].push_back(at);
    }
    for (const std::string& id : revisions_[at].depends_on) {
      needs_[at].push_back(index_.find(id)->second);
      needed_by_[needs_[at].back()].push_back(at);
    }
  }
}

RevisionGraph::Index RevisionGraph::index_of(std::string_view id) const {
  const auto found = index_.find(id);
  if (found == index_.end()) {
    Ids known{"head", "heads", "base", "current"};
    for (const auto& [other, at] : index_) known.push_back(other);
    const std::string near = nearest(id, known);
    throw Error(fmt::format("no file holds revision '{}'", id), ExitStatus::history)
        .with_hint(near.empty() ? "`limbeck history` lists the revisions" : fmt::format("did you mean '{}'?", near));
  }
  return found->second;
}

const Revision& RevisionGraph::at(std::string_view id) const {
  return revisions_[index_of(id)];
}

const std::string* RevisionGraph::label_owner(std::string_view branch_label) const {
  const auto found = labels_.find(branch_label);
  return found == labels_.end() ? nullptr : &revisions_[found->second].id;
}

RevisionGraph::Marks RevisionGraph::marked(const Ids& ids) const {
  Marks marks(revisions_.size());
  for (const std::string& id : ids) marks[index_of(id)] = true;
  return marks;
}

RevisionGraph::Marks RevisionGraph::closure(Marks marks, const std::vector<const Edges*>& edges) const {
  std::vector<Index> open;
  for (Index at = 0; at < marks.size(); ++at) {
    if (marks[at]) open.push_back(at);
  }
  while (!open.empty()) {
    const Index at = open.back();
    open.pop_back();
    for (const Edges* each : edges) {
      for (const Index next : (*each)[at]) {
        if (marks[next]) continue;
        marks[next] = true;
        open.push_back(next);
      }
    }
  }
  return marks;
}

Ids RevisionGraph::ids_of(const Marks& marks) const {
  Ids ids;
  for (Index at = 0; at < marks.size(); ++at) {
    if (marks[at]) ids.push_back(revisions_[at].id);
  }
  return ids;
}

Ids RevisionGraph::heads() const {
  Ids ids;
  for (Index at = 0; at < revisions_.size(); ++at) {
    if (up_[at].empty()) ids.push_back(revisions_[at].id);
  }
  return ids;
}

Ids RevisionGraph::bases() const {
  Ids ids;
  for (Index at = 0; at < revisions_.size(); ++at) {
    if (down_[at].empty()) ids.push_back(revisions_[at].id);
  }
  return ids;
}

Ids RevisionGraph::children(std::string_view id) const {
  Ids ids;
  for (const Index at : up_[index_of(id)]) ids.push_back(revisions_[at].id);
  return ids;
}

Ids RevisionGraph::dependents(std::string_view id) const {
  Ids ids;
  for (const Index at : needed_by_[index_of(id)]) ids.push_back(revisions_[at].id);
  return ids;
}

Ids RevisionGraph::branch_points() const {
  Ids ids;
  for (Index at = 0; at < revisions_.size(); ++at) {
    if (up_[at].size() > 1) ids.push_back(revisions_[at].id);
  }
  return ids;
}

Ids RevisionGraph::ancestors(const Ids& of) const {
  return ids_of(closure(marked(of), {&down_, &needs_}));
}

Ids RevisionGraph::descendants(const Ids& of) const {
  return ids_of(closure(marked(of), {&up_, &needed_by_}));
}

Ids RevisionGraph::lineage(std::string_view id) const {
  Marks marks = closure(marked({std::string(id)}), {&down_});
  const Marks above = closure(marked({std::string(id)}), {&up_});
  for (Index at = 0; at < marks.size(); ++at) marks[at] = marks[at] || above[at];
  return ids_of(marks);
}

RevisionGraph::Marks RevisionGraph::maximal(const Marks& closed) const {
  Marks rows = closed;
  for (Index at = 0; at < closed.size(); ++at) {
    if (!closed[at]) continue;
    for (const Index before : down_[at]) rows[before] = false;
    for (const Index before : needs_[at]) rows[before] = false;
  }
  return rows;
}

Ids RevisionGraph::rows_of(const Ids& applied) const {
  return ids_of(maximal(closure(marked(applied), {&down_, &needs_})));
}

Ids RevisionGraph::missing(const Ids& rows, const Ids& targets) const {
  Marks wanted = closure(marked(targets), {&down_, &needs_});
  const Marks applied = closure(marked(rows), {&down_, &needs_});
  for (Index at = 0; at < wanted.size(); ++at) wanted[at] = wanted[at] && !applied[at];
  return ids_of(wanted);
}

Ids RevisionGraph::undone(const Ids& rows, const Ids& roots) const {
  Marks lost = closure(marked(roots), {&up_, &needed_by_});
  const Marks applied = closure(marked(rows), {&down_, &needs_});
  for (Index at = 0; at < lost.size(); ++at) lost[at] = lost[at] && applied[at];
  Ids ids = ids_of(lost);
  std::reverse(ids.begin(), ids.end());
  return ids;
}

Ids RevisionGraph::rows_after(Direction direction, const Ids& rows, std::string_view id) const {
  const Index at = index_of(id);
  Marks applied = closure(marked(rows), {&down_, &needs_});
  if (direction == Direction::downgrade) {
    if (std::find(rows.begin(), rows.end(), id) == rows.end()) {
      throw Error(fmt::format("revision '{}' can not be undone: another one builds on it, or it is not applied", id),
                  ExitStatus::history);
    }
    applied[at] = false;
    return ids_of(maximal(applied));
  }
  if (applied[at]) throw Error(fmt::format("revision '{}' is applied already", id), ExitStatus::history);
  for (const Edges* edges : {&down_, &needs_}) {
    for (const Index before : (*edges)[at]) {
      if (!applied[before]) {
        throw Error(fmt::format("revision '{}' needs '{}', which is not applied", id, revisions_[before].id),
                    ExitStatus::history);
      }
    }
  }
  applied[at] = true;
  return ids_of(maximal(applied));
}

}  // namespace limbeck::history
