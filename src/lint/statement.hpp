#pragma once
// What lint knows of a statement: the parts that its rules ask about, each with its place. Not a tree of SQL.

#include "grammar/type.hpp"
#include "lint/reader.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace limbeck::lint {

// `name type not null default ...`, in CREATE TABLE and ADD COLUMN.
struct Column {
  std::string name;
  std::size_t offset = 0;
  std::optional<grammar::TypeName> type;  // nothing: none that can be read
  std::size_t type_offset = 0;
  bool not_null = false;
  bool has_default = false;
  bool default_is_null = false;
  std::vector<std::string> default_calls;  // the functions that the default calls, as written
  bool identity = false;
  bool generated_stored = false;
  bool generated = false;
  bool primary_key = false;
  bool unique = false;
  bool check = false;
  bool references = false;

  [[nodiscard]] bool is_serial() const { return type && type->is_serial(); }
  // Rows that are there get a value.
  [[nodiscard]] bool is_filled() const {
    return (has_default && !default_is_null) || identity || generated || is_serial();
  }
};

struct Constraint {
  enum class Kind { check, foreign_key, primary_key, unique, exclusion, not_null, other };
  Kind kind = Kind::other;
  std::size_t offset = 0;
  std::string name;  // empty: PostgreSQL names it
  bool using_index = false;
  bool not_valid = false;
  bool not_enforced = false;
  Relation references;                 // of a foreign key
  std::string not_null_column;         // of CHECK (a IS NOT NULL): a
  std::vector<std::string> columns{};  // of a key
};

struct CreateTable {
  Relation table;
  bool if_not_exists = false;
  std::vector<Column> columns;
  std::vector<Constraint> constraints;
};

// One of the changes of an ALTER TABLE.
struct Action {
  enum class Kind {
    add_column,
    drop_column,
    change_type,
    set_not_null,
    drop_not_null,
    add_constraint,
    drop_constraint,
    validate_constraint,
    rename_column,
    rename_table,
    attach_partition,
    detach_partition,
    rewrite,  // SET LOGGED, SET TABLESPACE, SET ACCESS METHOD
    light,    // what takes SHARE UPDATE EXCLUSIVE or less
    other,
  };
  Kind kind = Kind::other;
  std::size_t offset = 0;
  std::string name;  // of the column or constraint, or the new name of a table
  bool cascade = false;
  bool concurrently = false;
  Column column;          // of add_column and, but for its constraints, of change_type
  Constraint constraint;  // of add_constraint
  Relation part;          // of attach_partition
};

// ALTER TABLE, and what has its form: views, materialized views, indexes, sequences, foreign tables, composite types.
struct AlterTable {
  std::string kind;  // "table", "materialized view"
  Relation table;
  std::vector<Action> actions;
};

struct CreateIndex {
  bool unique = false;
  bool concurrently = false;
  std::string name;
  bool only = false;
  Relation table;
};

struct Drop {
  std::string kind;  // "table", "schema", "materialized view", "owned"
  bool concurrently = false;
  bool cascade = false;
  std::vector<Relation> names;
};

struct Reindex {
  std::string kind;  // "index", "table", "schema", "database", "system"
  bool concurrently = false;
  Relation name;
};

struct Truncate {
  bool cascade = false;
  std::vector<Relation> tables;
};

struct LockTable {
  std::vector<Relation> tables;
};

struct CreateType {  // or a domain
  Relation type;
};

struct AddEnumValue {
  Relation type;
  std::string value;
};

struct AlterDomain {
  Relation domain;
  bool validates = false;  // adds a constraint or NOT NULL, for which every value is looked at
};

struct Refresh {
  Relation view;
  bool concurrently = false;
};

struct Set {
  bool local = false;
  std::string name;   // "search_path"
  std::string value;  // the first word of it
};

struct Trigger {
  Relation table;
};

struct Cluster {
  Relation table;  // empty: all
};

struct Vacuum {
  bool full = false;
};

struct Other {};

// Rows that a statement changes, also below WITH.
struct Write {
  enum class Kind { insert, update, remove, merge };
  Kind kind = Kind::insert;
  std::size_t offset = 0;
  Relation table;
  bool has_where = false;
  bool from_query = false;  // of INSERT: not of VALUES
};

struct Statement {
  std::vector<grammar::Token> tokens;  // `end` last
  std::variant<Other, CreateTable, AlterTable, CreateIndex, Drop, Reindex, Truncate, LockTable, CreateType,
               AddEnumValue, AlterDomain, Refresh, Set, Trigger, Cluster, Vacuum>
      what;
  std::vector<Write> writes;

  // The word at `index`, empty if something else stands there.
  [[nodiscard]] std::string_view word(std::size_t index) const {
    return index < tokens.size() && tokens[index].kind == grammar::TokenKind::word
               ? std::string_view(tokens[index].value)
               : std::string_view();
  }
};

// A statement that cannot be divided into tokens has none but `end`.
[[nodiscard]] Statement read_statement(std::string_view sql);

}  // namespace limbeck::lint
