#include "kinds/inherited.hpp"

#include "grammar/expression.hpp"
#include "kinds/attached_indexes.hpp"
#include "sql/quote.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace limbeck {
namespace {

bool belongs_to(const ObjectId& id, const ObjectId& table) {
  return id.schema == table.schema && id.parent == table.name;
}

// A default is that of an own column now.
void own_defaults(Schema& schema, const ObjectId& table) {
  bool changed = false;
  std::vector<ObjectId> ids;
  for (const auto& [id, entry] : members_of(schema.objects(), Default::kind_name, {table.schema, table.name})) {
    ids.push_back(id);
  }
  for (const ObjectId& id : ids) {
    auto* value = std::get_if<Default>(&schema.find(id)->object);
    if (value == nullptr || !value->base ||
        schema.get<Column>({Column::kind_name, id.schema, id.parent, id.name, ""}) == nullptr) {
      continue;
    }
    if (grammar::same_tokens(value->expression, "null")) {
      schema.remove(id);
    } else {
      value->base.reset();
      changed = true;
    }
  }
  if (changed) schema.reindex();
}

// These tables and all that they have columns of, the nearest first.
std::vector<QName> with_bases(const Schema& schema, std::vector<QName> tables) {
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const auto* table = schema.get<Table>({Table::kind_name, tables[i].schema, "", tables[i].name, ""});
    if (table == nullptr) continue;
    for (const QName& base : table->bases()) {
      if (std::find(tables.begin(), tables.end(), base) == tables.end()) tables.push_back(base);
    }
  }
  return tables;
}

// Whether the table has an object of this name from these bases.
bool is_from(const Schema& schema, const std::vector<QName>& bases, const ObjectId& id) {
  return std::any_of(bases.begin(), bases.end(), [&](const QName& base) {
    return schema.find({id.kind, base.schema, base.name, id.name, ""}) != nullptr;
  });
}

// What a table says of columns that are its own now is in them, and comments stand at them.
void own_heir_columns(Schema& schema, const ObjectId& table) {
  bool moved_any = false;
  for (const auto& [id, entry] : Schema::Objects(schema.objects())) {
    if (!belongs_to(id, table)) continue;
    const auto is_own = [&](const std::string& name) {
      return schema.get<Column>({Column::kind_name, table.schema, table.name, name, ""}) != nullptr;
    };
    if (std::holds_alternative<HeirColumn>(entry.object)) {
      if (is_own(id.name)) schema.remove(id);
      continue;
    }
    auto* comment = std::get_if<Comment>(&schema.find(id)->object);
    if (comment == nullptr || comment->target.kind != HeirColumn::kind_name || !is_own(comment->target.name)) continue;
    comment->target.kind = Column::kind_name;
    moved_any = true;
  }
  if (moved_any) schema.reindex();
}

using IndexNames = std::map<QName, QName>;

// Indexes that were attached, or will be, are its own; those of its parts are attached to them. By the whole's.
void own_attached_indexes(Schema& schema, const ObjectId& table, const IndexNames& own) {
  std::vector<ObjectId> changed;
  for (const auto& [id, entry] : of_kind(schema.objects(), AttachedIndex::kind_name)) {
    const auto* said = std::get_if<AttachedIndex>(&entry.object);
    if (!own.contains(said->whole)) continue;
    const std::vector<QName> above = with_bases(schema, {said->table});
    if (std::find(above.begin(), above.end(), QName{table.schema, table.name}) != above.end()) changed.push_back(id);
  }
  for (const ObjectId& id : changed) {
    Entry entry = *schema.find(id);
    schema.remove(id);
    if (belongs_to(id, table)) continue;
    auto& said = std::get<AttachedIndex>(entry.object);
    said.whole = own.at(said.whole);
    schema.add(std::move(entry));
  }
}

// But for what it goes on having from the bases that stay.
void own_inherited(Schema& live, const ObjectId& table, const std::vector<QName>& staying) {
  const std::vector<QName> bases = with_bases(live, staying);
  IndexNames names;
  for (const auto& [id, entry] : live.inherited) {
    if (!belongs_to(id, table) || is_from(live, bases, id)) continue;
    live.add(entry);
    if (const QName to = attached_to(entry.object); !to.name.empty())
      names.emplace(to, index_of_whole(entry.object)->name);
  }
  if (!names.empty()) own_attached_indexes(live, table, names);
  own_what_is_said(live, table);
}

template <class K>
K moved(K object, const QName& table, const std::string& name) {
  object.table = table;
  if constexpr (requires { object.column; }) {
    object.column = name;
  } else {
    object.name = name;
  }
  return object;
}

// The table's own index or constraint of `live` that is the same but for its name: attaching takes it.
template <class K>
const K* same_in(const Schema& live, const QName& table, const K& object) {
  const K* found = nullptr;
  for (const auto& [id, entry] : members_of(live.objects(), K::kind_name, table)) {
    const auto* own = std::get_if<K>(&entry.object);
    if (moved(object, table, own->name) != *own) continue;
    if (found == nullptr || own->name == object.name) found = own;
  }
  return found;
}

// What had the name before, and has not afterwards, gives it up first.
std::string free_name(const std::string& usual, const std::string& schema, const Schema& desired) {
  const auto is_taken = [&](const std::string& name) {
    return !desired.resolve({space::relation, schema, "", name}).empty();
  };
  std::string name = usual;
  for (int i = 1; is_taken(name); ++i) name = sql::object_name(usual, "", std::to_string(i));
  return name;
}

bool is_foreign(const Schema& schema, const QName& table) {
  const auto* found = schema.get<Table>({Table::kind_name, table.schema, "", table.name, ""});
  return found != nullptr && found->foreign.has_value();
}

bool is_check(const Constraint& constraint) {
  return constraint.type == grammar::ConstraintKind::check;
}

// The entry as the table will have it; nothing if it will not. Columns, their defaults, and checks: ATTACH and INHERIT
// demand them. Foreign keys a part gets in any case, but it keeps those that are there already, and has them after
// DETACH.
std::optional<Object> as_heir(const Object& object, const Schema& live, const Schema& desired, const QName& table,
                              bool has_indexes) {
  if (const auto* column = std::get_if<Column>(&object)) {
    HeirColumn silent;
    silent.table = table;
    const auto* own = desired.get<HeirColumn>({HeirColumn::kind_name, table.schema, table.name, column->name, ""});
    Column heir = (own != nullptr ? *own : silent).applied_to(*column);
    heir.identity.reset();  // not inherited
    heir.rows.elsewhere = is_foreign(desired, table);
    return heir;
  }
  if (const auto* value = std::get_if<Default>(&object)) {
    if (value->base) return std::nullopt;
    return moved(*value, table, value->column);
  }
  const auto* constraint = std::get_if<Constraint>(&object);
  if (constraint == nullptr) return std::nullopt;
  if (is_check(*constraint)) {
    if (constraint->no_inherit) return std::nullopt;
    return moved(*constraint, table, constraint->name);
  }
  if (!has_indexes) return std::nullopt;
  if (const auto* same = same_in(live, table, *constraint)) return *same;
  return moved(*constraint, table, constraint->name);
}

// So with indexes and keys: the table is given them before, under the names that they shall have. `rename` is told of
// one that has another.
template <class K, class Rename>
std::optional<Object> index_as_heir(const K& object, const Schema& live, const Schema& desired, const QName& table,
                                    const Rename& rename) {
  const IndexOfWhole whole = *index_of_whole(object);
  const auto* said = desired.get<AttachedIndex>(attached_index_id(table, whole.name));
  if (whole.only && said == nullptr) return std::nullopt;
  K heir = std::get<K>(said != nullptr ? applied_to(*said, object) : usual_for_part(object, table));
  if (said == nullptr) heir.name = free_name(heir.name, table.schema, desired);
  const K* same = same_in(live, table, heir);
  if (same != nullptr && same->name != heir.name && desired.find(same->id()) == nullptr &&
      live.resolve({space::relation, table.schema, "", heir.name}).empty()) {
    rename(same->id(), heir.name);
  }
  return heir;
}

template <class Rename>
void own_what_attaching_gives(Schema& desired, const Schema& live, const ObjectId& table,
                              const std::vector<QName>& coming, const std::vector<QName>& staying, bool as_partition,
                              const Rename& rename) {
  const QName own{table.schema, table.name};
  const std::vector<QName> bases = with_bases(desired, coming);
  const std::vector<QName> kept = with_bases(desired, staying);
  const bool has_indexes = as_partition && !is_foreign(desired, own);
  std::vector<ObjectId> theirs;
  for (const auto& [id, entry] : desired.objects()) {
    const bool of_base = std::find(bases.begin(), bases.end(), QName{id.schema, id.parent}) != bases.end();
    if (!id.parent.empty() && of_base && !is_from(desired, kept, id)) theirs.push_back(id);
  }
  IndexNames names;
  for (const ObjectId& id : theirs) {
    Entry copy = *desired.find(id);
    std::optional<Object> heir;
    if (const auto whole = index_of_whole(copy.object)) {
      if (!has_indexes) continue;
      std::visit(
          [&](const auto& object) {
            using K = std::decay_t<decltype(object)>;
            if constexpr (std::is_same_v<K, Index> || std::is_same_v<K, Constraint>) {
              heir = index_as_heir(object, live, desired, own, rename);
            }
          },
          copy.object);
      if (heir) names.emplace(whole->name, index_of_whole(*heir)->name);
    } else {
      heir = as_heir(copy.object, live, desired, own, has_indexes);
    }
    if (!heir) continue;
    copy.object = std::move(*heir);
    copy.hints = {};
    desired.add(std::move(copy));
  }
  if (!names.empty()) own_attached_indexes(desired, table, names);
  own_what_is_said(desired, table);
}

std::vector<QName> without(const std::vector<QName>& all, const std::vector<QName>& others) {
  std::vector<QName> out;
  for (const QName& each : all) {
    if (std::find(others.begin(), others.end(), each) == others.end()) out.push_back(each);
  }
  return out;
}

}  // namespace

std::vector<ObjectId> tables_with_other_bases(const Schema& live, const Schema& desired) {
  std::vector<ObjectId> changed;
  for (const auto& [id, entry] : of_kind(desired.objects(), Table::kind_name)) {
    const auto* now = std::get_if<Table>(&entry.object);
    const auto* was = live.get<Table>(id);
    if (was != nullptr && was->base_tables.names != now->base_tables.names) changed.push_back(id);
  }
  return changed;
}

std::vector<std::pair<ObjectId, std::string>> include_inherited(Schema& live, Schema& desired) {
  std::vector<std::pair<ObjectId, std::string>> renamed;
  for (const ObjectId& table : tables_with_other_bases(live, desired)) {
    const std::vector<QName> was = live.get<Table>(table)->bases();
    const Bases now = desired.get<Table>(table)->base_tables;
    const std::vector<QName> coming = without(now.names, was);
    const std::vector<QName> staying = without(now.names, coming);
    own_inherited(live, table, staying);
    own_what_attaching_gives(
        desired, live, table, coming, staying, now.as_partition,
        [&](ObjectId id, std::string name) { renamed.emplace_back(std::move(id), std::move(name)); });
  }
  return renamed;
}

void own_what_is_said(Schema& schema, const ObjectId& table) {
  own_defaults(schema, table);
  own_heir_columns(schema, table);
}

}  // namespace limbeck
