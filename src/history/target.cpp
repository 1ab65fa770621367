#include "history/target.hpp"

#include "history/mistake.hpp"
#include "model/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

namespace limbeck::history {
namespace {

bool holds(const Ids& ids, std::string_view id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

std::string listed(const Ids& ids) {
  return fmt::format("{}", fmt::join(ids, ", "));
}

Error failure(const std::string& message, std::string hint) {
  return Error(message, ExitStatus::history).with_hint(std::move(hint));
}

// `branch@symbol+steps`, of which at least one part is there.
struct Name {
  std::string_view branch;
  std::string_view symbol;
  bool has_steps = false;
  int steps = 0;  // below zero: down
};

Name parse(const RevisionGraph& graph, std::string_view text) {
  Name name;
  std::string_view rest = text;
  if (const std::size_t at = rest.find('@'); at != std::string_view::npos) {
    name.branch = rest.substr(0, at);
    rest.remove_prefix(at + 1);
    if (name.branch.empty() || rest.empty())
      throw failure(fmt::format("'{}' names no revision", text), "write BRANCH@head");
  }
  name.symbol = rest;
  // A label may end in `-1` itself.
  if (graph.contains(rest) || graph.label_owner(rest) != nullptr) return name;
  const std::size_t sign = rest.find_last_of("+-");
  if (sign == std::string_view::npos) return name;
  const std::string_view digits = rest.substr(sign + 1);
  int count = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  if (error != std::errc{} || end != digits.data() + digits.size()) return name;
  name.symbol = rest.substr(0, sign);
  name.has_steps = true;
  name.steps = rest[sign] == '-' ? -count : count;
  return name;
}

// An id, a prefix of one, or a label.
std::string find_revision(const RevisionGraph& graph, std::string_view text) {
  if (graph.contains(text)) return std::string(text);
  if (const std::string* owner = graph.label_owner(text)) return *owner;
  Ids matches;
  for (const Revision& revision : graph.revisions()) {
    if (!text.empty() && revision.id.starts_with(text)) matches.push_back(revision.id);
  }
  if (matches.size() == 1) return matches.front();
  if (matches.empty()) return graph.at(text).id;  // throws
  std::sort(matches.begin(), matches.end());
  Diagnostics places;
  for (const std::string& id : matches) {
    const Revision& revision = graph.at(id);
    places.push_back(mistake(fmt::format("revision {} begins with '{}'", id, text), {revision.path, revision.where}));
  }
  throw Error(std::move(places), fmt::format("'{}' is the beginning of several revisions: {}", text, listed(matches)),
              ExitStatus::history)
      .with_hint("write more of the id; `limbeck history` lists all");
}

Ids of_branch(const RevisionGraph& graph, const Ids& ids, std::string_view branch) {
  if (branch.empty()) return ids;
  const Ids lineage = graph.lineage(find_revision(graph, branch));
  Ids found;
  std::copy_if(ids.begin(), ids.end(), std::back_inserter(found),
               [&](const std::string& id) { return holds(lineage, id); });
  return found;
}

// `steps` up or down from `id` along `Revises:`; empty for what lies below a base.
std::string walk(const RevisionGraph& graph, std::string id, int steps, std::string_view branch,
                 bool stops_at_base = false) {
  const std::string from = id;
  for (int step = 0; step != steps; step += steps > 0 ? 1 : -1) {
    if (id.empty() && steps < 0 && stops_at_base) break;
    if (id.empty() && steps < 0)
      throw failure(fmt::format("there are not {} revisions below '{}'", -steps, from), "write `base`");
    const Ids next = of_branch(
        graph, steps > 0 ? (id.empty() ? graph.bases() : graph.children(id)) : graph.at(id).down_revisions, branch);
    if (next.size() > 1) {
      throw failure(fmt::format("the way {} '{}' parts: {}", steps > 0 ? "up from" : "down from",
                                id.empty() ? "base" : id, listed(next)),
                    "name the revision instead of a number of steps");
    }
    if (next.empty() && steps > 0) {
      throw failure(fmt::format("there are not {} revisions above '{}'", steps, from.empty() ? "base" : from),
                    "`limbeck heads` shows the last one");
    }
    id = next.empty() ? std::string() : next.front();
  }
  return id;
}

std::string one_head(const RevisionGraph& graph, std::string_view branch) {
  const Ids heads = of_branch(graph, graph.heads(), branch);
  if (heads.size() > 1) {
    throw failure(fmt::format("there are {} heads{}: {}", heads.size(),
                              branch.empty() ? std::string() : fmt::format(" of branch '{}'", branch), listed(heads)),
                  "name one of them, or `heads` for all; `limbeck merge heads -m \"...\"` joins them into one");
  }
  return heads.empty() ? std::string() : heads.front();
}

Ids named(std::string id) {
  return id.empty() ? Ids{} : Ids{std::move(id)};
}

const Ids& known_rows(const Ids* rows, std::string_view text) {
  if (rows == nullptr) {
    throw failure(fmt::format("'{}' depends on where the database stands, and no database is asked", text),
                  "name the revision");
  }
  return *rows;
}

// Where steps without a revision begin: the one row of the branch, or base.
std::string one_row(const RevisionGraph& graph, const Ids& rows, std::string_view branch) {
  const Ids here = of_branch(graph, rows, branch);
  if (here.size() > 1) {
    throw failure(fmt::format("the database stands at several revisions: {}", listed(here)),
                  "name the revision, or write BRANCH@ before the steps");
  }
  return here.empty() ? std::string() : here.front();
}

}  // namespace

Ids resolve(const RevisionGraph& graph, std::string_view text, const Ids* rows) {
  const Name name = parse(graph, text);
  if (name.has_steps) {
    std::string from;
    if (name.symbol.empty() || name.symbol == "current") {
      from = one_row(graph, known_rows(rows, text), name.branch);
    } else if (name.symbol == "head") {
      from = one_head(graph, name.branch);
    } else if (name.symbol != "base") {
      from = find_revision(graph, name.symbol);
    }
    return named(walk(graph, from, name.steps, name.branch));
  }
  if (name.symbol == "base") return {};
  if (name.symbol == "head") return named(one_head(graph, name.branch));
  if (name.symbol == "heads") return of_branch(graph, graph.heads(), name.branch);
  if (name.symbol == "current") return of_branch(graph, known_rows(rows, text), name.branch);
  const std::string id = find_revision(graph, name.symbol);
  if (of_branch(graph, {id}, name.branch).empty()) {
    throw failure(fmt::format("revision '{}' does not belong to branch '{}'", id, name.branch), "leave out the branch");
  }
  return {id};
}

std::string resolve_one(const RevisionGraph& graph, std::string_view text, const Ids* rows) {
  Ids ids = resolve(graph, text, rows);
  if (ids.size() == 1) return std::move(ids.front());
  throw failure(ids.empty() ? fmt::format("'{}' names no revision", text)
                            : fmt::format("'{}' names several revisions: {}", text, listed(ids)),
                "name one revision");
}

Ids upgrade_path(const RevisionGraph& graph, const Ids& rows, std::string_view target) {
  const Name name = parse(graph, target);
  if (name.has_steps && name.symbol.empty()) {
    if (name.steps < 0) throw failure(fmt::format("'{}' leads down", target), "write `limbeck downgrade`");
  } else if (name.symbol == "base") {
    if (!name.has_steps) throw failure("there is nothing to upgrade to at base", "write `limbeck downgrade base`");
  }
  return graph.missing(rows, resolve(graph, target, &rows));
}

Ids downgrade_path(const RevisionGraph& graph, const Ids& rows, std::string_view target) {
  const Name name = parse(graph, target);
  if (name.has_steps && name.symbol.empty()) {
    if (name.steps > 0) throw failure(fmt::format("'{}' leads up", target), "write `limbeck upgrade`");
    Ids path;
    Ids left = rows;
    for (int step = 0; step != name.steps; --step) {
      const std::string last = one_row(graph, left, name.branch);
      if (last.empty()) {
        throw failure(fmt::format("only {} revisions can be undone, not {}", path.size(), -name.steps), "write `base`");
      }
      path.push_back(last);
      left = graph.rows_after(Direction::downgrade, left, last);
    }
    return path;
  }

  const Ids ids = resolve(graph, target, &rows);
  if (ids.size() > 1)
    throw failure(fmt::format("'{}' names several revisions: {}", target, listed(ids)), "name one revision");
  if (ids.empty()) return graph.undone(rows, of_branch(graph, graph.bases(), name.branch));
  const Ids applied = graph.ancestors(rows);
  if (!holds(applied, ids.front())) {
    throw failure(fmt::format("revision '{}' is not applied", ids.front()),
                  "`limbeck current` shows where the database stands");
  }
  return graph.undone(rows, of_branch(graph, graph.children(ids.front()), name.branch));
}

Ids parents_of_new(const RevisionGraph& graph, std::string_view on, bool splice) {
  Ids parents = resolve(graph, on);
  const Ids heads = graph.heads();
  if (parents.size() > 1) {
    throw failure(fmt::format("there are {} heads: {}", parents.size(), listed(parents)),
                  "name one of them with --head, or join them with `limbeck merge heads -m \"...\"`");
  }
  if (!splice && !parents.empty() && !holds(heads, parents.front())) {
    throw failure(fmt::format("revision '{}' is not a head: another one would begin a branch", parents.front()),
                  "add --splice if that is meant");
  }
  return parents;
}

Ids parents_of_merge(const RevisionGraph& graph, const std::vector<std::string>& texts) {
  Ids parents;
  for (const std::string& text : texts) {
    for (std::string& id : resolve(graph, text)) {
      if (!holds(parents, id)) parents.push_back(std::move(id));
    }
  }
  if (parents.size() < 2) throw failure("a merge needs at least two revisions", "`limbeck heads` lists the heads");
  for (const std::string& above : parents) {
    const Ids below = graph.ancestors({above});
    for (const std::string& id : parents) {
      if (id != above && holds(below, id)) {
        throw failure(fmt::format("revision '{}' is an ancestor of '{}': there is nothing to merge", id, above),
                      "name revisions of different branches");
      }
    }
  }
  return parents;
}

Ids stamped_rows(const RevisionGraph& graph, const Ids& rows, const std::vector<std::string>& targets) {
  Ids kept = rows;
  Ids named;
  for (const std::string& target : targets) {
    const Ids ids = resolve(graph, target, &rows);
    named.insert(named.end(), ids.begin(), ids.end());
    if (!ids.empty()) continue;
    const Ids gone = of_branch(graph, kept, parse(graph, target).branch);
    std::erase_if(kept, [&](const std::string& row) { return holds(gone, row); });
  }
  const Ids below = graph.ancestors(named);
  const Ids above = graph.descendants(named);
  std::erase_if(kept, [&](const std::string& row) { return holds(below, row) || holds(above, row); });
  kept.insert(kept.end(), named.begin(), named.end());
  return graph.rows_of(kept);
}

Ids range(const RevisionGraph& graph, std::string_view text, const Ids* rows) {
  const std::size_t colon = text.find(':');
  Ids found;
  if (colon == std::string_view::npos) {
    found = resolve(graph, text, rows);
  } else {
    const std::string_view from = text.substr(0, colon);
    const std::string_view to = text.substr(colon + 1);
    const auto is_steps = [&](std::string_view end) { return parse(graph, end).symbol.empty() && !end.empty(); };
    Ids first;
    Ids last;
    if (is_steps(to) && !is_steps(from)) {
      const Name steps = parse(graph, to);
      first = from.empty() ? Ids{} : Ids{resolve_one(graph, from, rows)};
      last = named(walk(graph, first.empty() ? std::string() : first.front(), steps.steps, steps.branch));
    } else {
      last = to.empty() ? graph.heads() : resolve(graph, to, rows);
      if (is_steps(from)) {
        const Name steps = parse(graph, from);
        if (last.size() > 1) static_cast<void>(one_head(graph, steps.branch));
        if (!last.empty()) first = named(walk(graph, last.front(), steps.steps, steps.branch, true));
      } else if (!from.empty()) {
        first = resolve(graph, from, rows);
      }
    }
    found = graph.ancestors(last);
    if (!first.empty()) {
      const Ids above = graph.descendants(first);
      std::erase_if(found, [&](const std::string& id) { return !holds(above, id); });
    }
  }
  std::reverse(found.begin(), found.end());
  return found;
}

}  // namespace limbeck::history
