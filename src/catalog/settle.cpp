#include "catalog/settle.hpp"

#include "catalog/closure.hpp"
#include "catalog/expressions.hpp"
#include "catalog/judge.hpp"
#include "catalog/whole.hpp"
#include "sql/quote.hpp"

#include <functional>
#include <map>
#include <optional>
#include <utility>

namespace limbeck::catalog {
namespace {

// The type of this name along the search path, for a server that may only be read. Its modifiers stay as written.
std::optional<Type> read_type(pg::Connection& connection, const Type& written, const std::vector<std::string>& path) {
  std::vector<std::string> schemas{"pg_catalog"};
  for (const std::string& schema : path) schemas.push_back(sql::name(schema));
  const pg::Transaction transaction(connection, "BEGIN READ ONLY");
  connection.execute("SET LOCAL search_path = " + sql::join(schemas));
  const std::string name = sql::name(written.user.name);
  const pg::Result row = connection.query(
      "SELECT n.nspname, t.typname FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace "
      "WHERE t.oid = pg_catalog.to_regtype($1)",
      {name});
  if (row.rows() == 0 || !written.text.text().starts_with(name)) return std::nullopt;
  const QName found{std::string(row.text(0, 0)), std::string(row.text(0, 1))};
  const std::string tail = written.text.text().substr(name.size());
  if (found.schema == "pg_catalog") return Type{found.name + tail, {}};
  return Type{sql::name(found) + tail, found};
}

// Types that no model declares: an extension's, which the catalog may write in another way ("Point" for "POINT").
void settle_types(Schema& desired, const Oracle& oracle) {
  std::map<std::string, std::vector<Type*>> unknown;
  desired.for_each([&](Entry& entry) {
    std::visit(
        [&](auto& each) {
          each.types([&](Type& type) {
            const auto reference = type.reference();
            if (reference && desired.resolve(*reference).empty()) unknown[type.text].push_back(&type);
          });
        },
        entry.object);
  });
  if (unknown.empty() || oracle.live == nullptr) return;
  const auto settle_with = [&](const std::function<std::optional<Type>(const Type&)>& ask) {
    std::erase_if(unknown, [&](const auto& each) {
      const auto found = ask(*each.second.front());
      if (!found) return false;
      for (Type* type : each.second) *type = *found;
      return true;
    });
  };
  {
    std::optional<Judge> judge;
    if (oracle.may_write) judge.emplace(*oracle.live, TableShapes{}, oracle.search_path);
    const bool may_ask = judge && !judge->refusal();
    settle_with([&](const Type& type) {
      return may_ask ? judge->type(type.text) : read_type(*oracle.live, type, oracle.search_path);
    });
  }
  // Of an extension that the database does not have yet.
  if (!unknown.empty() && oracle.scratch != nullptr) {
    try {
      Judge judge(*oracle.scratch->build(closure(desired, {})).connection, {}, oracle.search_path);
      settle_with([&](const Type& type) { return judge.type(type.text); });
    } catch (const Error&) {
      // No server: the types stay as the model has them.
    }
  }
  desired.reindex();
}

}  // namespace

std::vector<Undecided> settle(Schema& desired, const Schema& live, const Oracle& oracle) {
  settle_types(desired, oracle);
  Diagnostics mistakes;
  std::vector<Undecided> undecided = settle_whole(desired, live, oracle);
  for (Undecided& each : settle_expressions(desired, live, oracle, mistakes)) undecided.push_back(std::move(each));
  if (!mistakes.empty()) throw Error(std::move(mistakes), "PostgreSQL refuses what the models say");
  for (Undecided& each : undecided) {
    if (const Entry* entry = desired.find(each.id)) each.where = entry->where;
  }
  return undecided;
}

}  // namespace limbeck::catalog
