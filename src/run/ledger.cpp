#include "run/ledger.hpp"

#include "history/sha256.hpp"
#include "sql/quote.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace limbeck::run {
namespace {

constexpr std::string_view version_suffix = "_version";

// What an entry tells about where it was written; the same expressions in a script as in a session.
constexpr std::string_view circumstances =
    "pg_catalog.current_setting('server_version'), current_user, "
    "coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local')";

history::Ids difference(history::Ids of, history::Ids without) {
  std::sort(of.begin(), of.end());
  std::sort(without.begin(), without.end());
  history::Ids left;
  std::set_difference(of.begin(), of.end(), without.begin(), without.end(), std::back_inserter(left));
  return left;
}

}  // namespace

std::string VersionTable::log_name() const {
  if (name.ends_with(version_suffix)) return name.substr(0, name.size() - version_suffix.size()) + "_log";
  return name + "_log";
}

std::string VersionTable::qualified() const {
  return sql::name(QName{schema, name});
}

std::string VersionTable::qualified_log() const {
  return sql::name(QName{schema, log_name()});
}

const history::Section& UnitId::section() const {
  return revision->sections(direction)[number - 1];
}

std::string hash_of_first(const history::Section& section, std::size_t count) {
  std::string text;
  for (std::size_t at = 0; at < count; ++at) text += section.statements[at].sql + ";\n";
  return history::sha256(text);
}

Ledger::Ledger(VersionTable table, std::string tool_version)
    : table_(std::move(table)), tool_version_(std::move(tool_version)) {}

std::vector<std::string> Ledger::create() const {
  const char* const columns = table_.is_alembics() ? "version_num character varying(32) NOT NULL,\n"
                                                     "  CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)"
                                                   : "revision text PRIMARY KEY";
  return {fmt::format("CREATE TABLE IF NOT EXISTS {} (\n  {}\n)", table_.qualified(), columns),
          fmt::format("CREATE TABLE IF NOT EXISTS {} (\n"
                      "  entry bigint PRIMARY KEY,\n"
                      "  revision text NOT NULL,\n"
                      "  direction text NOT NULL,\n"
                      "  unit_no integer NOT NULL,\n"
                      "  unit_count integer NOT NULL,\n"
                      "  sha256 text,\n"
                      "  header_sha256 text,\n"
                      "  file_sha256 text,\n"
                      "  state text NOT NULL,\n"
                      "  statements_done integer,\n"
                      "  done_sha256 text,\n"
                      "  started timestamp with time zone NOT NULL,\n"
                      "  finished timestamp with time zone,\n"
                      "  error text,\n"
                      "  sqlstate text,\n"
                      "  tool_version text NOT NULL,\n"
                      "  server_version text NOT NULL,\n"
                      "  role text NOT NULL,\n"
                      "  host text NOT NULL\n"
                      ")",
                      table_.qualified_log())};
}

std::string Ledger::exist() const {
  return fmt::format("SELECT pg_catalog.to_regclass({}) IS NOT NULL, pg_catalog.to_regclass({}) IS NOT NULL",
                     sql::literal(table_.qualified()), sql::literal(table_.qualified_log()));
}

std::string Ledger::read() const {
  return fmt::format(
      "SELECT 0::bigint AS entry, {} AS revision, NULL AS direction, NULL::integer AS unit_no, NULL::integer AS "
      "unit_count, "
      "NULL AS sha256, NULL AS header_sha256, NULL AS file_sha256, NULL AS state, NULL::integer AS statements_done, "
      "NULL AS done_sha256, NULL AS error, NULL AS sqlstate FROM {} "
      "UNION ALL SELECT entry, revision, direction, unit_no, unit_count, sha256, header_sha256, file_sha256, state, "
      "statements_done, done_sha256, error, sqlstate FROM {} ORDER BY entry",
      table_.column(), table_.qualified(), table_.qualified_log());
}

std::string Ledger::read_rows() const {
  return fmt::format("SELECT {} FROM {}", table_.column(), table_.qualified());
}

std::string Ledger::locked_rows() const {
  return fmt::format(
      "(SELECT coalesce(pg_catalog.string_agg({0}, ',' ORDER BY {0} COLLATE \"C\"), '') "
      "FROM (SELECT {0} FROM {1} FOR UPDATE) AS rows)",
      table_.column(), table_.qualified());
}

std::string Ledger::assert_rows(const history::Ids& rows) const {
  history::Ids sorted = rows;
  std::sort(sorted.begin(), sorted.end());
  const std::string list = fmt::format("{}", fmt::join(sorted, ","));
  return fmt::format(
      "DO {}", sql::dollar_quoted(fmt::format(
                   "BEGIN IF {} <> {} THEN RAISE EXCEPTION {}; END IF; END", locked_rows(), sql::literal(list),
                   sql::literal(fmt::format("the database does not stand at {}", list.empty() ? "base" : list)))));
}

std::string Ledger::forget_rows() const {
  return fmt::format("DELETE FROM {}", table_.qualified());
}

std::vector<std::string> Ledger::move_rows(const history::Ids& from, const history::Ids& to) const {
  const history::Ids gone = difference(from, to);
  const history::Ids come = difference(to, from);
  const std::string table = table_.qualified();
  const char* const column = table_.column();
  if (gone.size() == 1 && come.size() == 1) {
    return {fmt::format("UPDATE {0} SET {1} = {2} WHERE {1} = {3}", table, column, sql::literal(come.front()),
                        sql::literal(gone.front()))};
  }
  std::vector<std::string> statements;
  for (const std::string& id : gone) {
    statements.push_back(fmt::format("DELETE FROM {} WHERE {} = {}", table, column, sql::literal(id)));
  }
  for (const std::string& id : come) {
    statements.push_back(fmt::format("INSERT INTO {} ({}) VALUES ({})", table, column, sql::literal(id)));
  }
  return statements;
}

namespace {

// The entry's number is the next one: nobody else writes while the lock is held, and of two scripts one would fail.
std::string insert(const VersionTable& table, std::string_view tool_version, std::string_view columns,
                   std::string_view values) {
  return fmt::format(
      "INSERT INTO {0} (entry, {1}, tool_version, server_version, role, host) "
      "VALUES ((SELECT coalesce(max(entry), 0) + 1 FROM {0}), {2}, {3}, {4})",
      table.qualified_log(), columns, values, sql::literal(tool_version), circumstances);
}

constexpr std::string_view unit_columns =
    "revision, direction, unit_no, unit_count, sha256, header_sha256, file_sha256, state, statements_done, "
    "done_sha256, "
    "started, finished";

std::string unit_values(const UnitId& unit) {
  return fmt::format("{}, '{}', {}, {}, {}, '{}', '{}'", sql::literal(unit.revision->id), word_of(unit.direction),
                     unit.number, unit.count, unit.number == 0 ? "NULL" : sql::literal(unit.section().sha256),
                     unit.revision->header_sha256, unit.revision->file_sha256);
}

}  // namespace

std::string Ledger::log_done(const UnitId& unit) const {
  return insert(table_, tool_version_, unit_columns,
                unit_values(unit) + ", 'done', NULL, NULL, pg_catalog.now(), pg_catalog.clock_timestamp()");
}

std::string Ledger::log_begin(const UnitId& unit) const {
  return insert(table_, tool_version_, unit_columns,
                unit_values(unit) +
                    fmt::format(", 'running', 0, '{}', pg_catalog.now(), NULL", hash_of_first(unit.section(), 0)));
}

std::string Ledger::log_resume(const UnitId& unit, std::string_view entry) const {
  return fmt::format(
      "UPDATE {} SET state = 'running', unit_count = {}, sha256 = '{}', header_sha256 = '{}', file_sha256 = '{}', "
      "finished = NULL, error = NULL, sqlstate = NULL WHERE entry = {}",
      table_.qualified_log(), unit.count, unit.section().sha256, unit.revision->header_sha256,
      unit.revision->file_sha256, entry);
}

std::string Ledger::running_row(const UnitId& unit) const {
  return fmt::format("revision = {} AND direction = '{}' AND unit_no = {} AND state = 'running'",
                     sql::literal(unit.revision->id), word_of(unit.direction), unit.number);
}

std::string Ledger::log_progress(const UnitId& unit, std::size_t done) const {
  return fmt::format("UPDATE {} SET statements_done = {}, done_sha256 = '{}' WHERE {}", table_.qualified_log(), done,
                     hash_of_first(unit.section(), done), running_row(unit));
}

std::string Ledger::log_end(const UnitId& unit) const {
  return fmt::format("UPDATE {} SET state = 'done', finished = pg_catalog.clock_timestamp() WHERE {}",
                     table_.qualified_log(), running_row(unit));
}

std::string Ledger::log_failure(const UnitId& unit, std::string_view sqlstate, std::string_view message) const {
  return fmt::format(
      "UPDATE {} SET state = 'failed', finished = pg_catalog.clock_timestamp(), error = {}, sqlstate = {} WHERE {}",
      table_.qualified_log(), sql::literal(message), sql::literal(sqlstate), running_row(unit));
}

std::string Ledger::log_stamp(std::string_view id, const history::Revision* revision) const {
  const auto hash = [&](const std::string history::Revision::*of) {
    return revision == nullptr ? std::string("NULL") : sql::literal(revision->*of);
  };
  return insert(
      table_, tool_version_,
      "revision, direction, unit_no, unit_count, header_sha256, file_sha256, state, "
      "started, finished",
      fmt::format("{}, 'stamp', 0, 0, {}, {}, 'done', pg_catalog.now(), pg_catalog.clock_timestamp()", sql::literal(id),
                  hash(&history::Revision::header_sha256), hash(&history::Revision::file_sha256)));
}

}  // namespace limbeck::run
