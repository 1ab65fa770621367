#include "toml/check_names.hpp"

#include "grammar/lex.hpp"
#include "kinds/attached_indexes.hpp"
#include "kinds/expression.hpp"
#include "model/diagnostic.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>

namespace limbeck {
namespace {

std::string shown(const QName& name) {
  return display_name({"", name.schema, "", name.name, ""});
}

class NameCheck {
 public:
  NameCheck(const Drafts& drafts, bool whole, const DeclaredNames& names, const Filter& filter, LoadScope& scope)
      : whole_(whole), names_(names), filter_(filter), scope_(scope) {
    for (const Draft& draft : drafts) {
      if (const ObjectId id = id_of(draft.object);
          id.kind == View::kind_name || id.kind == MaterializedView::kind_name) {
        views_.insert({id.schema, id.name});
      }
      for (Slot& slot : slots_of(draft.object)) {
        if (slot.space == space::key) keys_.insert(std::move(slot));
      }
      if (const auto* trigger = std::get_if<Trigger>(&draft.object)) triggers_.emplace(trigger->table, trigger->name);
      if (const auto index = index_of_whole(draft.object)) indexes_.emplace(index->name, index->table);
      if (const auto* column = std::get_if<Column>(&draft.object)) columns_.emplace(column->table, column->name);
      if (const auto* table = std::get_if<Table>(&draft.object)) tables_.emplace(table->name, table);
      if (const auto* each = std::get_if<Operator>(&draft.object)) operators_.emplace(each->id(), each);
    }
  }

  void check(Draft& draft) {
    const ObjectId id = id_of(draft.object);
    subject_ = &id;
    at_ = &draft.at;
    definition_ = draft.definition;
    if (!id.schema.empty() && !knows_schema(id.schema) && reported_.insert(id.schema).second) {
      scope_.error(draft.at, 0,
                   fmt::format("{} stands in the schema {}, which no model declares", subject(), id.schema),
                   suggestion(id.schema, names_.in(space::schema),
                              fmt::format("declare it: [schema.{}]", sql::name(id.schema))));
    }
    check_expressions(draft.object);
    if (const auto* table = std::get_if<Table>(&draft.object)) {
      check_bases(*table);
    } else if (const auto* partition = std::get_if<Partition>(&draft.object)) {
      check_partition(*partition);
    } else if (const auto* own = std::get_if<Column>(&draft.object)) {
      check_is_own(*own);
    } else if (const auto* value = std::get_if<Default>(&draft.object); value != nullptr && value->base) {
      check_of_base(value->table, value->column, "its default stands there");
    } else if (const auto* heirs = std::get_if<HeirColumn>(&draft.object)) {
      check_of_base(heirs->table, heirs->name, "all of it stands there");
    } else if (const auto* constraint = std::get_if<Constraint>(&draft.object)) {
      check_constraint(*constraint);
    } else if (const auto* index = std::get_if<Index>(&draft.object)) {
      for (const IndexKey& key : index->keys) check_column(index->table, key.column);
      check_columns(index->table, index->include);
    } else if (const auto said = said_of_whole(draft.object)) {
      check_said(*said);
    } else if (const auto* trigger = std::get_if<Trigger>(&draft.object)) {
      check_columns(trigger->table, trigger->update_columns);
    } else if (const auto* setting = std::get_if<TableSetting>(&draft.object)) {
      check_index(setting->table, setting->index);
    } else if (const auto* grant = std::get_if<Grant>(&draft.object)) {
      for (const auto& [column, privileges] : grant->privileges) {
        check_column({grant->target.schema, grant->target.name}, column);
      }
    } else if (const auto* each = std::get_if<Operator>(&draft.object)) {
      if (each->left)
        check_partner(each->commutator, {each->right, *each->left}, "commutator", &Operator::commutator, *each);
      if (each->left) check_partner(each->negator, {*each->left, each->right}, "negator", &Operator::negator, *each);
    } else if (const auto* statistics = std::get_if<Statistics>(&draft.object)) {
      if (check_table(statistics->table)) check_columns(statistics->table, statistics->columns);
    } else if (const auto* published = std::get_if<PublishedTable>(&draft.object)) {
      if (check_table(published->table)) check_columns(published->table, published->columns);
    } else if (const auto* sequence = std::get_if<Sequence>(&draft.object); sequence != nullptr && sequence->owner) {
      if (check_table(sequence->owner->table)) check_column(sequence->owner->table, sequence->owner->column);
    }
  }

 private:
  // Columns that expressions of the table name. A trigger's WHEN sees two rows, not the table.
  void check_expressions(Object& object) {
    QName table;
    if (const auto* constraint = std::get_if<Constraint>(&object)) table = constraint->table;
    if (const auto* index = std::get_if<Index>(&object)) table = index->table;
    if (const auto* column = std::get_if<Column>(&object)) table = column->table;
    if (const auto* itself = std::get_if<Table>(&object)) table = itself->name;
    if (const auto* statistics = std::get_if<Statistics>(&object)) table = statistics->table;
    if (const auto* published = std::get_if<PublishedTable>(&object)) table = published->table;
    if (table.name.empty()) return;
    static const std::set<std::string> always{"tableoid", "ctid", "xmin", "xmax", "cmin", "cmax"};  // system columns
    std::set<std::string> seen;
    std::visit(
        [&](auto& each) {
          each.expressions([&](const ExpressionUse& use) {
            std::vector<Slot> used;
            append_references(*use.text, table, used);
            for (const Slot& slot : used) {
              // The table's own name stands for the whole row.
              const bool own = slot.space == space::column && slot.name != table.name && !always.contains(slot.name);
              if (own && seen.insert(slot.name).second) check_column(table, slot.name);
            }
          });
        },
        object);
  }

  [[nodiscard]] std::string subject() const { return fmt::format("{} {}", subject_->kind, display_name(*subject_)); }

  // PostgreSQL enters an operator with its commutator or negator, whether or not that one says so.
  void check_partner(const QName& name, std::pair<Type, Type> arguments, std::string_view word, QName Operator::*member,
                     const Operator& own) {
    Operator wanted;
    wanted.name = name;
    wanted.left = std::move(arguments.first);
    wanted.right = std::move(arguments.second);
    const auto found = operators_.find(wanted.id());
    if (name.name.empty() || found == operators_.end() || found->second->*member == own.name) return;
    scope_.error(
        *at_, 0,
        fmt::format("{} names {} as its {}, which does not name it", subject(), display_name(wanted.id()), word),
        fmt::format("add `{} = {}` there", word, own.name.name));
  }

  // The table itself and all that it has columns of, the nearest first.
  [[nodiscard]] std::vector<QName> with_bases(const QName& table) const {
    std::vector<QName> out{table};
    for (std::size_t i = 0; i < out.size(); ++i) {
      const auto found = tables_.find(out[i]);
      if (found == tables_.end()) continue;
      for (const QName& base : found->second->bases()) {
        if (std::find(out.begin(), out.end(), base) == out.end()) out.push_back(base);
      }
    }
    return out;
  }

  void check_bases(const Table& table) {
    if (table.partition_key) {
      for (const IndexKey& key : table.partition_key->keys) check_column(table.name, key.column);
    }
    for (const QName& base : table.bases()) {
      if (!check_table(base)) continue;
      const std::vector<QName> above = with_bases(base);
      if (std::find(above.begin(), above.end(), table.name) != above.end()) {
        scope_.error(*at_, 0, fmt::format("{} would be its own base", subject()));
      }
    }
  }

  void check_partition(const Partition& partition) {
    const auto parent = tables_.find(partition.parent);
    if (parent == tables_.end() || parent->second->partition_key) return;
    scope_.error(*at_, 0,
                 fmt::format("table {} is a part of {}, which is not partitioned", shown(partition.table),
                             shown(partition.parent)),
                 fmt::format("give {} the key `partition_by`", shown(partition.parent)));
  }

  void check_said(const SaidOfWhole& said) {
    const auto table = tables_.find(said.part);
    std::vector<QName> wholes = with_bases(said.part);
    wholes.erase(wholes.begin());
    const auto has = [&](const QName& whole) {
      if (!said.trigger.empty()) return triggers_.contains({whole, said.trigger});
      const auto index = indexes_.find(said.index);
      return index != indexes_.end() && index->second == whole;
    };
    const bool is_part = table != tables_.end() && table->second->base_tables.as_partition;
    if (is_part && std::any_of(wholes.begin(), wholes.end(), has)) return;
    scope_.error(
        *at_, 0,
        said.trigger.empty()
            ? fmt::format("{} is no index or key of a table that {} is a part of", shown(said.index), shown(said.part))
            : fmt::format("trigger {} has no `definition`, and {} is no part of a table with such a trigger",
                          said.trigger, shown(said.part)));
  }

  void check_is_own(const Column& column) {
    const auto table = tables_.find(column.table);
    if (table == tables_.end() || !table->second->base_tables.as_partition) return;
    scope_.error(*at_, 0,
                 fmt::format("{} has the columns of {}, and none of its own", shown(column.table),
                             shown(table->second->bases().front())),
                 fmt::format("what is its own of a column stands in [table.{0}.inherited] and [table.{0}.defaults]",
                             column.table.name));
  }

  void check_of_base(const QName& table, const std::string& column, std::string_view otherwise) {
    if (columns_.contains({table, column})) {
      scope_.error(*at_, 0, fmt::format("{} is a column of the table's own: {}", column, otherwise));
    } else {
      check_column(table, column);
    }
  }

  void check_constraint(const Constraint& constraint) {
    check_columns(constraint.table, constraint.columns);
    check_columns(constraint.table, constraint.include);
    for (const IndexKey& element : constraint.elements) check_column(constraint.table, element.column);
    if (!constraint.references_to) return;
    const ForeignKey& to = *constraint.references_to;
    check_columns(constraint.table, to.on_delete_columns);
    if (!check_table(to.table) || !check_columns(to.table, to.columns) || !whole_ || to.columns.empty()) return;
    for (const Slot& slot : references_of(Object{constraint})) {
      if (slot.space != space::key || keys_.contains(slot)) continue;
      if (const auto target = tables_.find(to.table);
          target != tables_.end() && target->second->base_tables.as_partition) {
        const std::vector<QName> wholes = with_bases(to.table);
        if (std::any_of(wholes.begin(), wholes.end(), [&](const QName& whole) {
              return keys_.contains({slot.space, whole.schema, whole.name, slot.name});
            })) {
          continue;
        }
      }
      scope_.error(*at_, 0,
                   fmt::format("{}: no primary key or unique constraint of {} has the columns ({})", subject(),
                               shown(to.table), sql::names(to.columns)),
                   "a foreign key refers to columns that are unique together");
    }
  }

  void check_index(const QName& table, const std::string& index) {
    if (index.empty() || names_.contains({space::relation, table.schema, "", index})) return;
    // One that PostgreSQL has named.
    if (const auto part = tables_.find(table); part != tables_.end() && part->second->base_tables.as_partition) return;
    scope_.error(*at_, 0, fmt::format("{}: there is no index `{}`", shown(table), index),
                 suggestion(index, names_.in(space::relation, table.schema, ""), ""));
  }

  // False if the table's columns are not known either.
  bool check_table(const QName& table) {
    if (names_.contains({space::relation, table.schema, "", table.name})) return true;
    if (!knows_schema(table.schema)) return false;  // a schema that the models leave alone
    if (filter_.leaves_out({Table::kind_name, table.schema, "", table.name, ""})) return false;
    const std::vector<std::string> known = names_.in(space::relation, table.schema, "");
    // Extensions bring tables, too; but hardly one that is named almost like one of the models'.
    if (scope_.has_extensions() && nearest(table.name, known).empty()) return false;
    error_at(table.name, fmt::format("{} refers to {}, which no model declares", subject(), shown(table)),
             suggestion(table.name, known, ""));
    return false;
  }

  template <class Columns>
  bool check_columns(const QName& table, const Columns& columns) {
    bool all = true;
    for (const auto& column : columns) all = check_column(table, column) && all;
    return all;
  }

  bool check_column(const QName& table, const Name& column) {
    if (column.empty() || views_.contains(table)) return true;  // only PostgreSQL knows what a query gives
    const std::vector<QName> all = with_bases(table);
    for (const QName& each : all) {
      if (names_.contains({space::column, each.schema, each.name, column})) return true;
      if (!tables_.contains(each) && each != table) return true;  // nobody knows that base's columns
    }
    std::vector<std::string> known;
    for (const QName& each : all) {
      for (std::string& name : names_.in(space::column, each.schema, each.name)) known.push_back(std::move(name));
    }
    error_at(column, fmt::format("{}: the table {} has no column `{}`", subject(), shown(table), column),
             suggestion(column, known, ""));
    return false;
  }

  // Where the entry's SQL has the name, if it does: what is named in the entry's other keys has no such place.
  void error_at(const std::string& name, std::string message, std::string hint) {
    if (definition_ != nullptr) {
      const auto tokens = grammar::tokenise(definition_->value);
      for (const grammar::Token& token : tokens ? *tokens : std::vector<grammar::Token>{}) {
        if ((token.kind != grammar::TokenKind::word && token.kind != grammar::TokenKind::name) || token.value != name)
          continue;
        return scope_.error(*definition_, token.offset, std::move(message), std::move(hint));
      }
    }
    scope_.error(*at_, 0, std::move(message), std::move(hint));
  }

  [[nodiscard]] bool knows_schema(const std::string& name) const {
    return names_.contains({space::schema, "", "", name});
  }

  static std::string suggestion(const std::string& word, const std::vector<std::string>& known, std::string otherwise) {
    const std::string near = nearest(word, known);
    return near.empty() ? std::move(otherwise) : fmt::format("did you mean `{}`?", near);
  }

  bool whole_;
  const DeclaredNames& names_;
  const Filter& filter_;
  LoadScope& scope_;
  std::unordered_set<Slot, HashOfSlot> keys_;
  std::set<QName> views_;
  std::set<std::pair<QName, std::string>> columns_;
  std::map<QName, const Table*> tables_;
  std::set<std::pair<QName, std::string>> triggers_;
  std::map<QName, QName> indexes_;  // and keys: their tables
  std::map<ObjectId, const Operator*> operators_;
  std::set<std::string> reported_;     // schemas
  const ObjectId* subject_ = nullptr;  // of the draft that is looked at
  const Text* at_ = nullptr;
  const Text* definition_ = nullptr;
};

}  // namespace

void check_names(Drafts& drafts, bool whole, const DeclaredNames& names, const Filter& filter, LoadScope& scope) {
  NameCheck check(drafts, whole, names, filter, scope);
  for (Draft& draft : drafts) check.check(draft);
}

}  // namespace limbeck
