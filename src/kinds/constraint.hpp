#pragma once
// A table constraint (pg_constraint): primary key, unique, check, foreign key, exclusion. NOT NULL is an attribute of
// its column on every version (rule R18).

#include "grammar/definition.hpp"
#include "kinds/index_key.hpp"
#include "kinds/kind.hpp"
#include "model/storage_parameters.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct ForeignKey {
  QName table;
  std::vector<Name> columns;  // empty only until the model is completed: the table's primary key
  std::string match;          // "full", "partial"; empty: simple
  grammar::ForeignKeyAction on_delete = grammar::ForeignKeyAction::no_action;
  grammar::ForeignKeyAction on_update = grammar::ForeignKeyAction::no_action;
  std::vector<Name> on_delete_columns;
  bool operator==(const ForeignKey&) const = default;
};

struct Constraint : KindDefaults {
  static constexpr std::string_view kind_name = "constraint";
  static constexpr bool is_dependent = true;

  QName table;
  Name name;
  grammar::ConstraintKind type = grammar::ConstraintKind::check;
  std::vector<Name> columns;  // of keys and foreign keys
  std::vector<Name> include;  // of keys and exclusions
  bool nulls_not_distinct = false;
  StorageParameters parameters;  // of the index below it
  std::string tablespace;        // of the index below it; empty: the database's
  std::string expression;        // of a check, without the parentheses that SQL demands
  bool no_inherit = false;
  std::optional<ForeignKey> references_to;
  std::string method;              // of an exclusion
  std::vector<IndexKey> elements;  // of an exclusion
  std::string where;               // of an exclusion
  bool deferrable = false;
  bool initially_deferred = false;
  bool not_valid = false;
  bool not_enforced = false;  // from PostgreSQL 18, as the next
  bool temporal = false;      // the last column is a range: WITHOUT OVERLAPS of a key, PERIOD of a foreign key
  bool only = false;          // a key of a partitioned table: there are parts that have none
  OfWhole of_whole = {};
  bool operator==(const Constraint&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const;
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const { return ObjectId{"table", table.schema, "", table.name, ""}; }
  std::optional<ObjectId> inline_parent() const;
  std::string inline_text(const std::vector<Child>& children) const;
  Filling filling() const { return type == grammar::ConstraintKind::check ? Filling::before : Filling::after; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const Constraint& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const Constraint& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const;
  void rename(const Renaming& renaming);
  void expressions(const ExpressionSink& sink);
  static constexpr bool is_printed_whole = true;
  bool is_plain() const;
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;

  [[nodiscard]] bool is_key() const;  // primary key or unique
  // "PRIMARY KEY (id)", all of it after the name.
  [[nodiscard]] std::string definition(const Namer& namer) const;
};

// A constraint of a model, inline in the definition of `column` or of a table of its own. The name is PostgreSQL's
// choice where none is written.
[[nodiscard]] Constraint constraint_from(const grammar::ConstraintDefinition& written, const QName& table,
                                         const std::string& name, const std::string& column, const Text& text,
                                         LoadScope& scope);

// The name that PostgreSQL would choose if nothing else had it.
[[nodiscard]] std::string usual_name(const Constraint& constraint);

}  // namespace limbeck
