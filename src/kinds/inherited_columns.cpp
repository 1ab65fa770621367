#include "kinds/inherited_columns.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace limbeck {
namespace {

template <class K, class Visit>
void for_each_of(const Schema& schema, Visit visit) {
  for (const auto& [id, entry] : of_kind(schema.objects(), K::kind_name)) visit(entry, std::get<K>(entry.object));
}

ObjectId column_id(const QName& table, const std::string& name) {
  return {Column::kind_name, table.schema, table.name, name, ""};
}

std::vector<QName> bases_of_table(const Schema& schema, const QName& table) {
  const auto* found = schema.get<Table>({Table::kind_name, table.schema, "", table.name, ""});
  return found == nullptr ? std::vector<QName>{} : found->bases();
}

std::optional<Column> column_above(const Schema& schema, const QName& table, const std::string& name, int depth);

// A column as the table has it, its own or not.
std::optional<Column> effective_column(const Schema& schema, const QName& table, const std::string& name, int depth) {
  const ObjectId id = column_id(table, name);
  if (const auto* own = schema.get<Column>(id)) return *own;
  if (const auto found = schema.inherited.find(id); found != schema.inherited.end()) {
    return std::get<Column>(found->second.object);
  }
  std::optional<Column> above = column_above(schema, table, name, depth);
  if (!above) return above;
  const auto* own = schema.get<HeirColumn>({HeirColumn::kind_name, table.schema, table.name, name, ""});
  if (own != nullptr) return own->applied_to(*above);
  HeirColumn silent;
  silent.table = table;
  return silent.applied_to(*above);
}

// What the bases make of it: NOT NULL of any of them holds.
std::optional<Column> column_above(const Schema& schema, const QName& table, const std::string& name, int depth) {
  constexpr int deepest = 100;  // who is his own base is told so elsewhere
  std::optional<Column> out;
  if (depth > deepest) return out;
  for (const QName& base : bases_of_table(schema, table)) {
    const std::optional<Column> found = effective_column(schema, base, name, depth + 1);
    if (!found) continue;
    if (!out) out = found;
    out->not_null = out->not_null || found->not_null;
  }
  return out;
}

// In a model a primary key says NOT NULL, and a comment needs something to stand at.
void add_implied(Schema& schema) {
  std::vector<Entry> implied;
  const auto imply = [&](const Entry& for_what, const QName& table, const std::string& name, bool not_null) {
    if (schema.get<Column>(column_id(table, name)) != nullptr) return;
    HeirColumn column;
    column.table = table;
    column.name = name;
    column.not_null = not_null;
    implied.push_back({std::move(column), {}, for_what.where, for_what.position, false});
  };
  for_each_of<Comment>(schema, [&](const Entry& entry, const Comment& comment) {
    const ObjectId& target = comment.target;
    if (target.kind == HeirColumn::kind_name) imply(entry, {target.schema, target.parent}, target.name, false);
  });
  for_each_of<Constraint>(schema, [&](const Entry& entry, const Constraint& key) {
    if (key.type != grammar::ConstraintKind::primary_key || bases_of_table(schema, key.table).empty()) return;
    for (const std::string& column : key.columns) imply(entry, key.table, column, true);
  });
  for (Entry& entry : implied) {
    const bool not_null = std::get<HeirColumn>(entry.object).not_null;
    const ObjectId id = id_of(entry.object);
    if (schema.add(std::move(entry)) || !not_null) continue;
    std::get<HeirColumn>(schema.find(id)->object).not_null = true;
  }
}

bool has_comment(const Schema& schema, const ObjectId& id) {
  const std::vector<ObjectId> users = schema.referring({id.kind, id.schema, id.parent, id.name});
  return std::any_of(users.begin(), users.end(), [](const ObjectId& user) { return user.kind == Comment::kind_name; });
}

bool has_heirs(const Schema& schema) {
  bool found = false;
  for_each_of<Table>(schema, [&](const Entry&, const Table& table) { found = found || !table.bases().empty(); });
  return found;
}

}  // namespace

std::optional<Column> column_of(const Schema& schema, const QName& table, const std::string& name) {
  return effective_column(schema, table, name, 0);
}

void complete_part_triggers(Schema& schema) {
  std::vector<Entry> completed;
  for_each_of<PartTrigger>(schema, [&](const Entry& entry, const PartTrigger& said) {
    PartTrigger trigger = said;
    for (const ObjectId& id : schema.resolve({space::trigger, said.table.schema, said.table.name, said.name})) {
      if (const auto* whole = schema.get<Trigger>(id)) trigger.of_whole = whole->enabled;
    }
    completed.push_back(entry);
    completed.back().object = std::move(trigger);
  });
  for (Entry& entry : completed) {
    schema.remove(id_of(entry.object));
    const auto& trigger = std::get<PartTrigger>(entry.object);
    if (trigger.enabled != trigger.of_whole) schema.add(std::move(entry));
  }
}

void complete_heir_columns(Schema& schema) {
  if (!has_heirs(schema)) return;
  for (const auto& [id, entry] : schema.inherited) {
    const auto* own = std::get_if<Column>(&entry.object);
    if (own == nullptr) continue;
    const std::optional<Column> above = column_above(schema, own->table, own->name, 0);
    if (!above) continue;
    HeirColumn said = HeirColumn::between(*above, *own);
    if (said.says_something()) schema.add({std::move(said), {}, {}, entry.position, false});
  }
  add_implied(schema);
  std::vector<Entry> completed;
  for_each_of<HeirColumn>(schema, [&](const Entry& entry, const HeirColumn& said) {
    HeirColumn column = said;
    column.base_tables.names = bases_of_table(schema, column.table);
    if (const std::optional<Column> above = column_above(schema, column.table, column.name, 0)) column.complete(*above);
    completed.push_back(entry);
    completed.back().object = std::move(column);
  });
  for (const Entry& entry : completed) schema.remove(id_of(entry.object));
  for (Entry& entry : completed) {
    if (std::get<HeirColumn>(entry.object).says_something() || has_comment(schema, id_of(entry.object)))
      schema.add(std::move(entry));
  }
}

}  // namespace limbeck
