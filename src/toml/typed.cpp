#include "toml/typed.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace limbeck {
namespace {

class TypedTables {
 public:
  TypedTables(Drafts& drafts, LoadScope& scope) : drafts_(drafts), scope_(scope) {
    for (Draft& draft : drafts_) {
      if (auto* column = std::get_if<Column>(&draft.object)) columns_[column->table][column->name] = &draft;
      if (const auto* type = std::get_if<Composite>(&draft.object)) types_.emplace(type->name, type);
      if (auto* attribute = std::get_if<Attribute>(&draft.object)) attributes_[attribute->composite].push_back(&draft);
    }
  }

  void complete() {
    std::vector<Draft> added;
    for (Draft& draft : drafts_) {
      auto* typed = std::get_if<TypedTable>(&draft.object);
      const auto type = typed == nullptr ? types_.end() : types_.find(typed->type);
      if (type == types_.end()) continue;
      typed->fields = type->second->fields;
      std::map<Name, Draft*>& own = columns_[typed->table];
      int position = 0;
      for (const CompositeField& field : typed->fields) {
        const auto written = own.find(field.name);
        if (written == own.end()) {
          added.push_back(derived(*typed, field, draft, position));
        } else {
          take(*written->second, field, *typed, position);
          own.erase(written);
        }
        ++position;
      }
      for (const auto& [name, column] : own) {
        scope_.error(column->at, 0, fmt::format("the type of table {} has no attribute {}", typed->table.name, name));
      }
    }
    for (Draft& draft : added) drafts_.push_back(std::move(draft));
  }

 private:
  // Its hint of a rename is the attribute's.
  [[nodiscard]] std::string renamed_from(const QName& type, const std::string& name) {
    for (Draft* each : attributes_[type]) {
      auto& attribute = std::get<Attribute>(each->object);
      attribute.in_tables = true;
      if (attribute.field.name == name) return each->hints.renamed_from;
    }
    return "";
  }

  Draft derived(const TypedTable& typed, const CompositeField& field, const Draft& from, int position) {
    Column column;
    column.table = typed.table;
    column.name = field.name;
    column.type = field.type;
    column.collation = field.collation;
    column.rows.of_type = true;
    Hints hints;
    hints.renamed_from = renamed_from(typed.type, field.name);
    return {std::move(column), std::move(hints), from.at, position, false, from.definition};
  }

  void take(Draft& draft, const CompositeField& field, const TypedTable& typed, int position) {
    auto& column = std::get<Column>(draft.object);
    column.rows.of_type = true;
    draft.position = position;
    draft.hints.renamed_from = renamed_from(typed.type, field.name);
    if (column.type == field.type && column.collation == field.collation && !column.identity && !column.generated) {
      return;
    }
    scope_.error(draft.at, 0,
                 fmt::format("column {} of table {} has its type from {}: {}", field.name, typed.table.name,
                             typed.type.name, field.definition(Namer{typed.type.schema, {}})));
  }

  Drafts& drafts_;
  LoadScope& scope_;
  std::map<QName, std::map<Name, Draft*>> columns_;
  std::map<QName, const Composite*> types_;
  std::map<QName, std::vector<Draft*>> attributes_;
};

}  // namespace

void complete_typed_tables(Drafts& drafts, LoadScope& scope) {
  const auto is_typed = [](const Draft& draft) { return std::holds_alternative<TypedTable>(draft.object); };
  if (std::any_of(drafts.begin(), drafts.end(), is_typed)) TypedTables(drafts, scope).complete();
}

}  // namespace limbeck
