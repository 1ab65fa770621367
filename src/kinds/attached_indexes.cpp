#include "kinds/attached_indexes.hpp"

#include "kinds/expression.hpp"
#include "sql/quote.hpp"

#include <algorithm>
#include <utility>

namespace limbeck {
namespace {

// What an index calls a key that is an expression: a function by its name (FigureIndexColname, for most).
std::string name_of_key(const IndexKey& key) {
  if (!key.column.empty()) return key.column;
  const std::string& text = key.expression;
  const std::size_t paren = text.find('(');
  if (paren == std::string::npos || paren == 0 || text.back() != ')') return "expr";
  const std::string head = text.substr(0, paren);
  const bool is_name = std::all_of(head.begin(), head.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  });
  int depth = 0;
  for (std::size_t i = paren; i + 1 < text.size(); ++i) {
    depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
    if (depth == 0) return "expr";
  }
  if (!is_name) return "expr";
  const std::size_t dot = head.rfind('.');
  return dot == std::string::npos ? head : head.substr(dot + 1);
}

std::string usual_index_name(const Index& index) {
  std::vector<std::string> names;
  const auto append = [&](const std::string& name) {
    std::string free = name;
    for (int i = 1; std::find(names.begin(), names.end(), free) != names.end(); ++i) free = name + std::to_string(i);
    names.push_back(free);
  };
  for (const IndexKey& key : index.keys) append(name_of_key(key));
  for (const std::string& column : index.include) append(column);
  return sql::object_name(index.table.name, sql::join(names, "_"), "idx");
}

bool is_numbered(const std::string& name, const std::string& usual) {
  return name.size() > usual.size() && name.starts_with(usual) &&
         std::all_of(name.begin() + static_cast<std::ptrdiff_t>(usual.size()), name.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

std::string name_of(const Object& index) {
  const auto found = index_of_whole(index);
  return found ? found->name.name : "";
}

// The index or constraint that has the name.
const Entry* find_index(const Schema& schema, const QName& name) {
  for (const ObjectId& id : schema.resolve(relation_slot(name))) {
    if (id.kind == Index::kind_name || id.kind == Constraint::kind_name) return schema.find(id);
  }
  return nullptr;
}

bool is_in(const Schema& schema, const QName& table, std::string_view kind) {
  return schema.find({kind, table.schema, "", table.name, ""}) != nullptr;
}

// Whether there are parts without one where only the whole was meant.
bool is_only(const Schema& schema, const QName& part, const QName& whole, bool otherwise) {
  const auto* table = schema.get<Table>({Table::kind_name, part.schema, "", part.name, ""});
  if (table == nullptr || table->bases().empty()) return otherwise;
  const QName above = table->bases().front();
  for (const std::string_view kind : {Index::kind_name, Constraint::kind_name}) {
    for (const auto& [id, entry] : members_of(schema.inherited, kind, above)) {
      if (attached_to(entry.object) == whole) return index_of_whole(entry.object)->only;
    }
  }
  return otherwise;
}

std::optional<AttachedIndex> said_by(const Schema& schema, const Object& own, const QName& to) {
  const Entry* entry = find_index(schema, to);
  const auto found = index_of_whole(own);
  if (entry == nullptr || !found || !is_in(schema, found->table, Partition::kind_name)) return std::nullopt;
  const IndexOfWhole whole = *index_of_whole(entry->object);
  AttachedIndex said;
  said.table = found->table;
  said.whole = whole.name;
  said.name = found->name.name;
  said.only = found->only;
  if (found->parameters != whole.parameters) said.parameters = found->parameters;
  if (found->tablespace != whole.tablespace) said.tablespace = found->tablespace;
  if (const auto* index = std::get_if<Index>(&own)) said.statistics = index->statistics;
  const bool is_usual = said.name == name_of(usual_for_part(entry->object, said.table));
  const bool says_something = !is_usual || said.only || said.parameters || said.tablespace || !said.statistics.empty();
  if (!says_something && !is_only(schema, said.table, said.whole, whole.only)) return std::nullopt;
  return said;
}

}  // namespace

std::optional<IndexOfWhole> index_of_whole(const Object& object) {
  if (const auto* index = std::get_if<Index>(&object)) {
    return IndexOfWhole{
        index->table, {index->table.schema, index->name}, index->only, index->parameters, index->tablespace};
  }
  const auto* key = std::get_if<Constraint>(&object);
  if (key == nullptr || (!key->is_key() && key->type != grammar::ConstraintKind::exclusion)) return std::nullopt;
  return IndexOfWhole{key->table, {key->table.schema, key->name}, key->only, key->parameters, key->tablespace};
}

QName attached_to(const Object& object) {
  if (const auto* index = std::get_if<Index>(&object)) return index->of_whole.attached_to;
  const auto* key = std::get_if<Constraint>(&object);
  return key == nullptr ? QName{} : key->of_whole.attached_to;
}

ObjectId attached_index_id(const QName& part, const QName& whole) {
  AttachedIndex index;
  index.table = part;
  index.whole = whole;
  return index.id();
}

Object usual_for_part(const Object& whole, const QName& part) {
  if (const auto* index = std::get_if<Index>(&whole)) {
    Index own = *index;
    own.table = part;
    own.only = false;
    own.of_whole = {};
    own.statistics.clear();
    own.name = usual_index_name(own);
    return own;
  }
  Constraint own = std::get<Constraint>(whole);
  own.table = part;
  own.only = false;
  own.of_whole = {};
  own.name = usual_name(own);
  return own;
}

Object applied_to(const AttachedIndex& own, const Object& whole) {
  Object out = usual_for_part(whole, own.table);
  const auto apply = [&](auto& object) {
    object.name = own.name;
    object.only = own.only;
    if (own.parameters) object.parameters = *own.parameters;
    if (own.tablespace) object.tablespace = *own.tablespace;
  };
  if (auto* index = std::get_if<Index>(&out)) {
    apply(*index);
    index->statistics = own.statistics;
  } else {
    apply(std::get<Constraint>(out));
  }
  return out;
}

bool has_certain_name(const Object& object) {
  constexpr std::size_t longest = 63;  // others may have been cut to the same
  const auto* index = std::get_if<Index>(&object);
  const bool has_expression = index != nullptr && std::any_of(index->keys.begin(), index->keys.end(),
                                                              [](const IndexKey& key) { return key.column.empty(); });
  return !has_expression && name_of(object).size() < longest;
}

std::optional<SaidOfWhole> said_of_whole(const Object& object) {
  if (const auto* index = std::get_if<AttachedIndex>(&object)) return SaidOfWhole{index->table, index->whole, ""};
  const auto* trigger = std::get_if<PartTrigger>(&object);
  return trigger == nullptr ? std::nullopt : std::optional(SaidOfWhole{trigger->table, {}, trigger->name});
}

std::map<QName, std::vector<QName>> parts_with_indexes(const Schema& schema) {
  std::map<QName, std::vector<QName>> out;
  for (const auto& [id, entry] : of_kind(schema.objects(), Table::kind_name)) {
    const auto& table = std::get<Table>(entry.object);
    if (table.base_tables.as_partition && !table.foreign) out[table.bases().front()].push_back(table.name);
  }
  return out;
}

void complete_attached_indexes(Schema& schema) {
  std::vector<ObjectId> had;
  for (const auto& [id, entry] : of_kind(schema.objects(), AttachedIndex::kind_name)) had.push_back(id);
  for (const ObjectId& id : had) schema.remove(id);
  std::vector<AttachedIndex> found;
  for (const auto& [id, entry] : schema.inherited) {
    const QName to = attached_to(entry.object);
    if (to.name.empty()) continue;
    if (auto said = said_by(schema, entry.object, to)) found.push_back(std::move(*said));
  }
  for (AttachedIndex& each : found) schema.add(Entry{std::move(each), {}, {}});
}

void adopt_numbered_indexes(Schema& desired, const Schema& live) {
  std::vector<AttachedIndex> adopted;
  for (const auto& [id, entry] : of_kind(live.objects(), AttachedIndex::kind_name)) {
    const auto* there = std::get_if<AttachedIndex>(&entry.object);
    if (desired.find(id) != nullptr || !is_in(desired, there->table, Partition::kind_name)) continue;
    const Entry* whole = find_index(desired, there->whole);
    if (whole == nullptr) continue;
    const std::string usual = name_of(usual_for_part(whole->object, there->table));
    const Slot wanted = relation_slot({there->table.schema, usual});
    const auto has = [&](const Schema& schema) {
      return !schema.resolve(wanted).empty() ||
             std::any_of(schema.inherited.begin(), schema.inherited.end(), [&](const auto& each) {
               return each.first.schema == wanted.schema && each.first.name == usual &&
                      index_of_whole(each.second.object);
             });
    };
    if (!is_numbered(there->name, usual) || !(has(desired) || has(live))) continue;
    AttachedIndex silent;
    silent.table = there->table;
    silent.whole = there->whole;
    silent.name = there->name;
    adopted.push_back(std::move(silent));
  }
  for (AttachedIndex& each : adopted) desired.add(Entry{std::move(each), {}, {}});
}

}  // namespace limbeck
