#include "proof/proof.hpp"

#include "diff/step.hpp"
#include "model/words.hpp"
#include "proof/creation.hpp"
#include "proof/deadline.hpp"
#include "proof/difference.hpp"
#include "proof/rows.hpp"
#include "proof/sections.hpp"
#include "proof/seed.hpp"
#include "run/failure.hpp"
#include "sql/script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <set>
#include <utility>

namespace limbeck::proof {
namespace {

using history::Direction;

constexpr int most_attempts = 12;

// A statement did not run.
struct Halt {
  Direction direction;
  Stop stop;
  std::set<QName> filled;  // the tables that had rows
  bool is_mended = false;  // it need not happen again
};

// It ran, and what it did is wrong.
struct Wrong {
  Direction direction;
  std::string what;
  Diagnostics details;
};

bool holds(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Causes that lie in the server, not in the statement.
bool is_of_server(const Error& error) {
  constexpr std::array classes{"08", "0L", "0P", "28", "53", "54", "55", "57", "58", "F0", "HV", "P0", "XX"};
  constexpr std::array states{"0A000", "42501", "25006"};
  const std::string& state = error.sqlstate;
  if (state.empty()) return true;
  if (std::any_of(classes.begin(), classes.end(), [&](const char* each) { return state.starts_with(each); })) {
    return true;
  }
  if (std::any_of(states.begin(), states.end(), [&](const char* each) { return state == each; })) return true;
  const std::string_view text = error.what();
  return state == "42704" && (text.find("configuration parameter") != std::string_view::npos ||
                              text.starts_with("role ") || text.starts_with("tablespace "));
}

std::string one_line(std::string_view text) {
  constexpr std::size_t longest = 160;
  std::string out(text.substr(0, text.find('\n')));
  if (out.size() > longest) out = out.substr(0, longest) + "...";
  return out;
}

std::string listed(const std::vector<std::string>& parts) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    out += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
  }
  return out;
}

class Proof {
 public:
  Proof(const history::Revision& revision, const Stage& stage)
      : revision_(revision), stage_(stage), deadline_(stage.limit) {}

  // What comes of it once its time is over is no more than that: what was cancelled looks like a failure.
  Result run() {
    try {
      Result result = attempts();
      if (!deadline_.is_over()) return result;
    } catch (const Error& thrown) {
      if (!deadline_.is_over() || thrown.status == ExitStatus::interrupted) throw;
    }
    const double seconds = std::chrono::duration<double>(deadline_.limit()).count();
    return not_proven(fmt::format("it took longer than {} s", seconds));
  }

 private:
  Result attempts() {
    for (int attempt = 1; attempt <= most_attempts; ++attempt) {
      try {
        walk();
        return success();
      } catch (const Halt& halt) {
        if (deadline_.is_over()) break;
        if (halt.is_mended) continue;
        if (halt.filled.empty()) return judge(halt);
        give_way(halt, attempt);
      } catch (const Wrong& wrong) {
        return judge(wrong);
      }
    }
    return not_proven("its statements did not come to an end");
  }

  [[nodiscard]] std::unique_ptr<pg::Connection> open() {
    auto connection = stage_.open();
    const Deadline::Watch watch(deadline_, *connection);
    connection->execute(stage_.session);
    stage_.prepare(*connection);
    reset(*connection);
    return connection;
  }

  void reset(pg::Connection& connection) const {
    connection.execute("DISCARD ALL");
    connection.execute(stage_.session);
  }

  void walk() {
    const auto connection = open();
    const Deadline::Watch watch(deadline_, *connection);
    const Schema base = catalog::introspect(*connection, stage_.introspect);
    if (stage_.before != nullptr && !is_compared_) {
      missing_ = differences(*stage_.before, base, *connection, stage_.scratch, stage_.search_path);
    }
    is_compared_ = true;
    seeds_ = without_rows_ ? Seeds{} : seed(*connection, amounts_, stage_.introspect.excluded);
    const Rows rows = read_rows(*connection);

    run(*connection, Direction::upgrade);
    const Schema reached = catalog::introspect(*connection, stage_.introspect);
    if (stage_.after != nullptr) expect(*stage_.after, reached, *connection, Direction::upgrade);
    keep(rows, read_rows(*connection), Direction::upgrade);

    if (revision_.downgrade.empty() || is_one_way()) return;
    run(*connection, Direction::downgrade);
    expect(base, catalog::introspect(*connection, stage_.introspect), *connection, Direction::downgrade);
    keep(rows, read_rows(*connection), Direction::downgrade);

    run(*connection, Direction::upgrade);
    expect(reached, catalog::introspect(*connection, stage_.introspect), *connection, Direction::upgrade);
    has_way_back_ = true;
  }

  [[nodiscard]] bool is_one_way() const {
    for (const history::Section& section : revision_.downgrade) {
      for (std::size_t at = 0; at < section.statements.size(); ++at) {
        if (holds(hazards_of(section, at), sql::hazard::irreversible)) return true;
      }
    }
    return false;
  }

  void run(pg::Connection& connection, Direction direction) const {
    if (auto stop = run_sections(connection, revision_.sections(direction))) {
      const bool is_mended = stage_.mend && stage_.mend(connection, stop->cause);
      throw Halt{direction, std::move(*stop), seeds_.filled, is_mended};
    }
    reset(connection);
  }

  void expect(const Schema& expected, const Schema& reached, pg::Connection& connection, Direction direction) const {
    const bool is_wanted = &expected == stage_.after;
    // Nearly always these are the same words already.
    if (is_wanted && stage_.settled != nullptr && diff::diff(reached, *stage_.settled).empty()) return;
    std::vector<Difference> found = differences(expected, reached, connection, stage_.scratch, stage_.search_path);
    std::erase_if(found,
                  [&](const Difference& each) { return is_missing(each.id) || stage_.undecided.contains(each.id); });
    if (found.empty()) return;
    // What a schema made at once has, too, is the server's or the comparison's doing.
    if (is_wanted) {
      Schema whole = expected;
      for (const auto& [id, entry] : stage_.outside.objects()) whole.add(entry);
      const catalog::Built built = stage_.scratch.build(whole);
      for (const auto& [id, error] : built.failed) {
        throw Error(fmt::format("{}; but made at once, {} {} fails: {}", one_line(found.front().to_text()), id.kind,
                                display_name(id), one_line(error.what())));
      }
      std::set<ObjectId> also;
      for (const diff::Operation& each : diff::diff(built.schema, reached)) also.insert(each.id());
      std::erase_if(found, [&](const Difference& each) { return !also.contains(each.id); });
      if (found.empty()) return;
    }
    Wrong wrong{direction,
                direction == Direction::upgrade ? "does not give the schema that it is for"
                                                : "does not give back the schema that was there before",
                {}};
    for (const Difference& each : found) wrong.details.push_back({Severity::error, each.to_text(), {}, "", ""});
    throw wrong;
  }

  [[nodiscard]] bool is_missing(const ObjectId& id) const {
    return std::any_of(missing_.begin(), missing_.end(), [&](const Difference& each) { return each.id == id; });
  }

  void keep(const Rows& before, const Rows& after, Direction direction) const {
    std::vector<const history::Section*> sections;
    for (const history::Section& each : revision_.upgrade) sections.push_back(&each);
    if (direction == Direction::downgrade) {
      for (const history::Section& each : revision_.downgrade) sections.push_back(&each);
    }
    const std::vector<std::string> lost = losses(before, after, sections);
    if (lost.empty()) return;
    Wrong wrong{direction, "loses rows or values, and no `-- hazard DATA_LOSS` line says so", {}};
    for (const std::string& each : lost) wrong.details.push_back({Severity::error, each, {}, "", ""});
    throw wrong;
  }

  [[nodiscard]] const history::Section& section_of(const Halt& halt) const {
    return revision_.sections(halt.direction)[halt.stop.section];
  }
  [[nodiscard]] std::string statement_of(const Halt& halt) const {
    return halt.stop.statement ? section_of(halt).statements[*halt.stop.statement].sql : std::string("COMMIT");
  }

  // Rows stand in the way, as it seems. Where the file says that they may, the tables that the statement names get
  // fewer of them.
  void give_way(const Halt& halt, int attempt) {
    std::vector<std::string> hazards;
    if (halt.stop.statement) hazards = hazards_of(section_of(halt), *halt.stop.statement);
    const bool is_marked = holds(hazards, sql::hazard::may_fail) || holds(hazards, sql::hazard::data_loss);
    if (!is_marked) {
      if (!unmarked_) unmarked_ = halt;
      without_rows_ = true;
      return;
    }
    const std::string text = statement_of(halt);
    bool has_changed = false;
    for (const QName& table : halt.filled) {
      if (!names(text, table.name)) continue;
      const auto [amount, fresh] = amounts_.try_emplace(table, Amount::one);
      if (!fresh) amount->second = Amount::none;
      has_changed = true;
    }
    if (!has_changed) {  // a type that any of them may use
      for (const QName& table : halt.filled)
        has_changed = amounts_.try_emplace(table, Amount::one).second || has_changed;
    }
    if (!has_changed || attempt >= most_attempts / 3) without_rows_ = true;
  }

  // What is built from nothing, and fails too, was nothing that this server can do.
  [[nodiscard]] std::optional<std::string> server_lacks() const {
    if (stage_.is_other_version) return "the scratch server is of another version than the database";
    if (!missing_.empty()) {
      return fmt::format("the scratch server does not have {} as the database has it", listed(missing_parts()));
    }
    if (stage_.before != nullptr && !stage_.before->unmodelled.empty())
      return "the database holds what is not modelled";
    if (stage_.after == nullptr) return std::nullopt;
    Schema whole = *stage_.after;
    for (const auto& [id, entry] : stage_.outside.objects()) whole.add(entry);
    for (const auto& [id, error] : stage_.scratch.build(whole).failed) {
      return fmt::format("the scratch server cannot make {} {}: {}", id.kind, display_name(id), one_line(error.what()));
    }
    return std::nullopt;
  }

  [[nodiscard]] Result judge(const Halt& halt) const {
    const std::string what =
        fmt::format("`{}` fails there: {}", one_line(statement_of(halt)), one_line(halt.stop.cause.what()));
    if (is_of_server(halt.stop.cause)) return not_proven(what);
    if (const auto lack = server_lacks()) return not_proven(fmt::format("{}; {}", *lack, what));
    const std::size_t count = revision_.sections(halt.direction).size();
    Error error =
        run::unit_failure(halt.stop.cause, {&revision_, halt.direction, halt.stop.section + 1, count},
                          halt.stop.statement, "it was tried on a scratch server, in a database without rows");
    return failed(std::move(error), fmt::format("its {} fails: {}", word_of(halt.direction), what));
  }

  [[nodiscard]] Result judge(const Wrong& wrong) const {
    const std::string text = fmt::format("its {} {}", word_of(wrong.direction), wrong.what);
    if (const auto lack = server_lacks()) {
      return not_proven(fmt::format("{}; {}: {}", *lack, text, one_line(wrong.details.front().message)));
    }
    return failed(Error(wrong.details, fmt::format("the proof of revision {} failed: {}", revision_.id, text)), text);
  }

  [[nodiscard]] Result failed(Error error, std::string text) const {
    error.status = failed_status;
    error.hint = stage_.place;
    return {Result::Verdict::failed, "failed: " + std::move(text), std::move(error), false, notes()};
  }

  // "postgis", "2 tables": what stands by itself.
  [[nodiscard]] std::vector<std::string> missing_parts() const {
    std::vector<std::string> parts;
    std::map<std::string_view, std::size_t> kinds;
    for (const Difference& each : missing_) {
      if (each.id.kind == Extension::kind_name) parts.push_back(each.id.name);
    }
    for (const Difference& each : missing_) {
      const bool is_part =
          !each.id.parent.empty() && std::any_of(missing_.begin(), missing_.end(), [&](const auto& other) {
            return other.id.parent.empty() && other.id.schema == each.id.schema && other.id.name == each.id.parent;
          });
      if (each.id.kind != Extension::kind_name && !is_part) ++kinds[each.id.kind];
    }
    for (const auto& [kind, count] : kinds) parts.push_back(counted(count, std::string(kind)));
    return parts;
  }

  [[nodiscard]] Result success() const {
    if (unmarked_) {
      return not_proven(fmt::format("it works without rows, but with made-up ones `{}` fails: {}",
                                    one_line(statement_of(*unmarked_)), one_line(unmarked_->stop.cause.what())));
    }
    std::vector<std::string> parts = missing_parts();
    if (!seeds_.refused.empty()) parts.push_back("rows in " + counted(seeds_.refused.size(), "table"));
    if (!revision_.downgrade.empty() && !has_way_back_) parts.emplace_back("the downgrade");
    std::string text = "proven";
    if (!parts.empty()) text += " but for " + listed(parts);
    if (without_rows_) {
      text += ", without rows, since they may stand in the way";
    } else if (!amounts_.empty()) {
      text +=
          fmt::format(", with fewer rows in {}, since they may stand in the way", counted(amounts_.size(), "table"));
    }
    return {Result::Verdict::proven, std::move(text), std::nullopt, false, notes()};
  }

  [[nodiscard]] std::vector<std::string> notes() const {
    std::vector<std::string> out;
    for (const Difference& each : missing_) out.push_back("not as in the database: " + each.to_text());
    for (const auto& [table, why] : seeds_.refused) {
      out.push_back(fmt::format("no row for {}.{}: {}", table.schema, table.name, why));
    }
    for (const auto& [table, amount] : amounts_)
      out.push_back(fmt::format("fewer rows in {}.{}", table.schema, table.name));
    return out;
  }

  const history::Revision& revision_;
  const Stage& stage_;
  Deadline deadline_;
  std::map<QName, Amount> amounts_;
  bool without_rows_ = false;
  std::optional<Halt> unmarked_;  // the first one that no hazard explains
  bool is_compared_ = false;
  std::vector<Difference> missing_;  // what the scratch database does not have as the real one has it
  Seeds seeds_;
  bool has_way_back_ = false;
};

}  // namespace

Result not_proven(const std::string& reason) {
  return {Result::Verdict::not_proven, "not proven: " + one_line(reason), std::nullopt, false, {}};
}

Result prove(const history::Revision& revision, const Stage& stage) {
  try {
    return Proof(revision, stage).run();
  } catch (const Error& error) {
    if (error.status == ExitStatus::interrupted) throw;
    return not_proven(error.what());
  }
}

}  // namespace limbeck::proof
