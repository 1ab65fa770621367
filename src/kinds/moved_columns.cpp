#include "kinds/conversion.hpp"
#include "kinds/expression.hpp"
#include "kinds/inherited.hpp"
#include "kinds/inherited_columns.hpp"
#include "kinds/passage.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace limbeck {
namespace {

// A column that is the table's own on one side, and comes from a base's on the other.
struct Moved {
  ObjectId own;
  ObjectId base;
};

QName table_of(const ObjectId& column) {
  return {column.schema, column.parent};
}

ObjectId id_of_table(const QName& name) {
  return {Table::kind_name, name.schema, "", name.name, ""};
}

template <class Visit>
void for_each_heir(const Schema& schema, Visit visit) {
  for (const auto& [id, entry] : of_kind(schema.objects(), Table::kind_name)) {
    const auto& table = std::get<Table>(entry.object);
    if (!table.bases().empty() && !table.base_tables.as_partition) visit(table);
  }
}

// The columns of heirs that `with` has as their own, and `without` from a base, whose column `with` does not have.
std::vector<Moved> moved(const Schema& with, const Schema& without) {
  std::vector<Moved> out;
  for_each_heir(with, [&](const Table& table) {
    const auto* other = without.get<Table>(table.id());
    if (other == nullptr || other->base_tables.names != table.base_tables.names) return;
    const QName& name = table.name;
    for (const auto& [id, column] : members_of(with.objects(), Column::kind_name, name)) {
      const std::vector<ObjectId> found = without.resolve(column_slot(name, id.name));
      if (found.empty() || found.front() == id || with.find(found.front()) != nullptr) continue;
      if (with.find(id_of_table(table_of(found.front()))) != nullptr) out.push_back({id, found.front()});
    }
  });
  return out;
}

// A base's column goes, and heirs keep theirs.
class Leaving {
 public:
  Leaving(const Schema& from, const Schema& to, const std::vector<Moved>& kept) : to_(to) {
    for (const Moved& each : kept) kept_.insert(each.own);
    for_each_heir(from, [&](const Table& table) {
      for (const QName& base : table.bases()) heirs_[base].push_back(table.name);
    });
  }

  // The tables in which it is to be dropped; true: in them alone.
  [[nodiscard]] std::vector<std::pair<QName, bool>> drops(const ObjectId& column) const {
    std::vector<std::pair<QName, bool>> out;
    append(table_of(column), column.name, out);
    return out;
  }

 private:
  [[nodiscard]] bool is_kept(const QName& table, const std::string& column) const {
    return kept_.contains({Column::kind_name, table.schema, table.name, column, ""});
  }
  [[nodiscard]] std::vector<QName> heirs_of(const QName& table) const {
    const auto found = heirs_.find(table);
    return found == heirs_.end() ? std::vector<QName>{} : found->second;
  }
  [[nodiscard]] bool is_kept_below(const QName& table, const std::string& column) const {
    const std::vector<QName> heirs = heirs_of(table);
    return std::any_of(heirs.begin(), heirs.end(),
                       [&](const QName& heir) { return is_kept(heir, column) || is_kept_below(heir, column); });
  }
  void append(const QName& table, const std::string& column, std::vector<std::pair<QName, bool>>& out) const {
    const bool alone = is_kept_below(table, column);
    out.emplace_back(table, alone);
    if (!alone) return;
    for (const QName& heir : heirs_of(table)) {
      // It may go on having the column from another base.
      if (!is_kept(heir, column) && to_.resolve(column_slot(heir, column)).empty()) append(heir, column, out);
    }
  }

  const Schema& to_;
  std::set<ObjectId> kept_;
  std::map<QName, std::vector<QName>> heirs_;
};

// The heir's column as an object, with its default.
void own_column(Schema& schema, const Moved& each) {
  const QName heir = table_of(each.own);
  std::optional<Column> column = column_of(schema, heir, each.own.name);
  if (!column) return;
  column->identity.reset();  // not inherited
  column->moved.above = table_of(each.base);
  const Entry& of_base = *schema.find(each.base);
  schema.add({*std::move(column), {}, {}, of_base.position, false});
  const ObjectId default_id{Default::kind_name, heir.schema, heir.name, each.own.name, ""};
  if (schema.find(default_id) != nullptr) return;
  for (const ObjectId& id : schema.resolve({Default::kind_name, heir.schema, heir.name, each.own.name})) {
    Entry copy = *schema.find(id);
    auto& value = std::get<Default>(copy.object);
    value.table = heir;
    value.base.reset();
    copy.hints = {};
    schema.add(std::move(copy));
    break;
  }
}

// The heirs' columns are there already, as the table's own would be.
void keep_in_heirs(Passage& way, const std::vector<Moved>& kept) {
  const Leaving leaving(way.from(), way.to(), kept);
  Schema& from = way.change_from();
  for (const Moved& each : kept) own_column(from, each);
  std::set<QName> heirs;
  for (const Moved& each : kept) {
    heirs.insert(table_of(each.own));
    std::get<Column>(from.find(each.base)->object).moved.drops = leaving.drops(each.base);
  }
  for (const QName& heir : heirs) own_what_is_said(from, id_of_table(heir));
}

std::string free_name(const Schema& one, const Schema& other, const QName& table, const std::string& column) {
  const std::string usual = sql::object_name(column, "", "old");
  const auto is_taken = [&](const std::string& name) {
    const Slot slot = column_slot(table, name);
    return !one.resolve(slot).empty() || !other.resolve(slot).empty();
  };
  std::string name = usual;
  for (int i = 1; is_taken(name); ++i) name = sql::object_name(usual, "", std::to_string(i));
  return name;
}

// The heirs' columns wait under another name until those of the base are there and have their values.
void give_to_base(Passage& way, const std::vector<Moved>& given) {
  std::vector<Renaming> renamings;
  Schema& from = way.change_from();
  Schema& to = way.change_to();
  for (const Moved& each : given) {
    const Column was = std::get<Column>(from.find(each.own)->object);
    auto& base = std::get<Column>(to.find(each.base)->object);
    const std::string waiting = free_name(from, to, was.table, was.name);
    Column now = was;
    now.name = waiting;
    was.rename_to(now, way.before);
    renamings.push_back({column_slot(was.table, was.name), waiting});
    if (base.generated || base.identity || !is_convertible(was.type, base.type)) continue;
    // Rather an error than values that policies hide.
    const auto* table = from.get<Table>(id_of_table(was.table));
    if (table != nullptr && table->force_row_security) base.moved.fills.emplace_back("SET LOCAL row_security = off");
    const std::string converted = conversion(sql::name(waiting), was.type, base.type);
    base.moved.fills.push_back(fmt::format("UPDATE {} SET {} = {}", sql::name(was.table), sql::name(base.name),
                                           converted.empty() ? sql::name(waiting) : converted));
    std::get<Column>(from.find(each.own)->object).moved.is_copied = true;
  }
  from.rename(renamings);
}

}  // namespace

void follow_moved_columns(Passage& way) {
  const std::vector<Moved> kept = moved(way.to(), way.from());
  const std::vector<Moved> given = moved(way.from(), way.to());
  if (!kept.empty()) keep_in_heirs(way, kept);
  if (!given.empty()) give_to_base(way, given);
}

}  // namespace limbeck
