#include "run/state.hpp"

#include "history/mistake.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace limbeck::run {
namespace {

constexpr std::string_view undefined_table = "42P01";

// What the log tells about one revision.
struct Trail {
  // Of the last time that it became applied; empty hashes are unknown. `units` by number.
  std::string header_sha256;
  std::string file_sha256;
  std::map<std::size_t, std::string> units;
  bool has_hashes = false;
  // Since it last came to an end.
  std::optional<Partial> unfinished;
  std::string unfinished_header;
  std::map<std::size_t, std::string> unfinished_units;

  void read(const LogEntry& entry);
};

void Trail::read(const LogEntry& entry) {
  const auto forget_unfinished = [&] {
    unfinished.reset();
    unfinished_units.clear();
  };
  if (entry.direction == "stamp") {
    forget_unfinished();
    units.clear();
    header_sha256 = entry.header_sha256;
    file_sha256 = entry.file_sha256;
    has_hashes = !entry.file_sha256.empty();
    return;
  }
  const auto direction = entry.direction == "downgrade" ? history::Direction::downgrade : history::Direction::upgrade;
  if (!unfinished || unfinished->direction != direction || entry.unit_no <= 1) {
    forget_unfinished();
    unfinished = Partial{entry.revision, direction, entry.unit_no == 0 ? 0 : entry.unit_no - 1, entry.unit_count, {}};
  }
  unfinished->units = entry.unit_count;
  unfinished_header = entry.header_sha256;
  if (entry.state != "done") {
    unfinished->open =
        OpenUnit{entry.entry, entry.statements_done, entry.done_sha256, entry.state == "running", entry.error};
    return;
  }
  unfinished->units_done = entry.unit_no;
  unfinished->open.reset();
  unfinished_units[entry.unit_no] = entry.sha256;
  if (entry.unit_no < entry.unit_count) return;
  has_hashes = direction == history::Direction::upgrade;
  header_sha256 = entry.header_sha256;
  file_sha256 = entry.file_sha256;
  units = std::move(unfinished_units);
  forget_unfinished();
}

std::string changed_unit(const std::map<std::size_t, std::string>& ran, const std::vector<history::Section>& sections,
                         history::Direction direction) {
  for (const auto& [unit, hash] : ran) {
    if (unit == 0) continue;
    if (unit > sections.size() || sections[unit - 1].sha256 != hash) {
      return fmt::format("{} section {}", word_of(direction), unit);
    }
  }
  return {};
}

// What of an applied revision's file changed; empty: nothing.
std::string changed_part(const Trail& trail, const history::Revision& revision) {
  if (!trail.has_hashes || trail.file_sha256 == revision.file_sha256) return {};
  if (trail.header_sha256 != revision.header_sha256) return "its header";
  if (trail.units.empty()) return "its sections";  // stamped: nothing ran
  std::string unit = changed_unit(trail.units, revision.upgrade, history::Direction::upgrade);
  if (!unit.empty()) return unit;
  const std::size_t ran = trail.units.contains(0) ? 0 : trail.units.size();
  return ran == revision.upgrade.size() ? "its downgrade" : "its upgrade sections";
}

// The same of the units that have run of one that is unfinished: the rest may still be mended.
std::string changed_part_that_ran(const Trail& trail, const history::Revision& revision) {
  if (trail.unfinished->has_begun() && trail.unfinished_header != revision.header_sha256) return "its header";
  const history::Direction direction = trail.unfinished->direction;
  const auto& sections = revision.sections(direction);
  std::string unit = changed_unit(trail.unfinished_units, sections, direction);
  if (!unit.empty() || !trail.unfinished->open) return unit;
  const OpenUnit& open = *trail.unfinished->open;
  const std::size_t at = trail.unfinished->units_done;
  const bool same =
      open.statements_done == 0 || (at < sections.size() && open.statements_done <= sections[at].statements.size() &&
                                    hash_of_first(sections[at], open.statements_done) == open.done_sha256);
  return same ? std::string()
              : fmt::format("{} section {}, whose first {} statements have run", word_of(direction), at + 1,
                            open.statements_done);
}

}  // namespace

Recorded read_recorded(pg::Connection& connection, const Ledger& ledger) {
  Recorded recorded;
  std::optional<pg::Result> result;
  try {
    result = connection.execute(ledger.read());
  } catch (const Error& error) {
    if (error.sqlstate != undefined_table) throw;
  }
  if (!result) {
    const pg::Result exist = connection.execute(ledger.exist());
    const bool has_version = exist.text(0, 0) == "t";
    const bool has_log = exist.text(0, 1) == "t";
    if (has_version && has_log) return read_recorded(connection, ledger);  // made in between
    if (!has_version && has_log) {
      throw Error(fmt::format("the table {} is missing beside {}: nobody can tell what is applied",
                              ledger.table().qualified(), ledger.table().qualified_log()),
                  ExitStatus::history)
          .with_hint("restore it, or drop the log too and stamp the database");
    }
    if (!has_version) return recorded;
    const pg::Result rows = connection.execute(ledger.read_rows());
    for (std::size_t row = 0; row < rows.rows(); ++row) recorded.rows.emplace_back(rows.text(row, 0));
    return recorded;
  }
  recorded.has_tables = true;
  for (std::size_t row = 0; row < result->rows(); ++row) {
    const auto text = [&](std::size_t column) { return std::string(result->text(row, column)); };
    const auto number = [&](std::size_t column) { return result->number<std::size_t>(row, column); };
    if (result->is_null(row, 2)) {
      recorded.rows.push_back(text(1));
      continue;
    }
    recorded.log.push_back(LogEntry{text(0), text(1), text(2), number(3), number(4), text(5), text(6), text(7), text(8),
                                    number(9), text(10), text(11), text(12)});
  }
  return recorded;
}

std::string Partial::to_text() const {
  return fmt::format("{} ({}{} of {})", revision, direction == history::Direction::downgrade ? "downgrade, " : "",
                     units_done, units);
}

const Partial* State::partial() const {
  const auto found =
      std::find_if(unfinished.begin(), unfinished.end(), [](const Partial& each) { return each.has_begun(); });
  return found == unfinished.end() ? nullptr : &*found;
}

State evaluate(const history::RevisionGraph& graph, const Recorded& recorded) {
  State state;
  state.has_tables = recorded.has_tables;
  for (const std::string& id : recorded.rows) (graph.contains(id) ? state.rows : state.unknown).push_back(id);
  const history::Ids ancestors = graph.ancestors(state.rows);
  std::set<std::string, std::less<>> applied(ancestors.begin(), ancestors.end());
  applied.insert(state.unknown.begin(), state.unknown.end());
  std::sort(state.unknown.begin(), state.unknown.end());
  std::sort(state.rows.begin(), state.rows.end());

  std::map<std::string, Trail> trails;
  for (const LogEntry& entry : recorded.log) trails[entry.revision].read(entry);
  for (const auto& [id, trail] : trails) {
    // A row that somebody moved by hand ends what was under way.
    const bool is_open =
        trail.unfinished && (trail.unfinished->direction == history::Direction::downgrade) == applied.contains(id);
    if (is_open) state.unfinished.push_back(*trail.unfinished);
    if (!graph.contains(id) || !(is_open || applied.contains(id))) continue;
    const history::Revision& revision = graph.at(id);
    std::string part = is_open ? changed_part_that_ran(trail, revision) : changed_part(trail, revision);
    if (!part.empty()) state.edited.push_back({id, revision.path, std::move(part)});
  }
  return state;
}

bool is_at_head(const history::RevisionGraph& graph, const State& state) {
  return state.unknown.empty() && state.partial() == nullptr && graph.missing(state.rows, graph.heads()).empty();
}

void require_known(const State& state) {
  if (state.unknown.empty()) return;
  throw Error(fmt::format("the database stands at {}, which no file holds", fmt::join(state.unknown, ", ")),
              ExitStatus::history)
      .with_hint(
          "get the missing file, perhaps from another branch; `limbeck stamp --purge REVISION` if it is gone for good");
}

void require_unedited(const State& state) {
  if (state.edited.empty()) return;
  Diagnostics diagnostics;
  std::vector<std::string> ids;
  for (const Edited& each : state.edited) {
    diagnostics.push_back(history::mistake(
        fmt::format("revision {} was edited after it was applied: {}", each.revision, each.part), {each.path, {}}));
    ids.push_back(each.revision);
  }
  throw Error(std::move(diagnostics), fmt::format("edited after they were applied: {}", fmt::join(ids, ", ")),
              ExitStatus::history)
      .with_hint(
          fmt::format("put the file back and write a new revision; `limbeck resolve --accept {}` takes it as it is now",
                      ids.front()));
}

void require_whole(const State& state) {
  const Partial* partial = state.partial();
  if (partial == nullptr) return;
  throw Error(fmt::format("only a part of a revision has run: {}", partial->to_text()), ExitStatus::history)
      .with_hint(fmt::format("`limbeck {}` goes on with it", word_of(partial->direction)));
}

}  // namespace limbeck::run
