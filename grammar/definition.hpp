#pragma once
// The definitions that stand in a model file: what a person writes after an object's name, and what PostgreSQL's
// pg_get_constraintdef, pg_get_indexdef (from USING or the parenthesis on) and pg_get_triggerdef print. These structs
// say what was written; nothing is looked up, no default is filled in.

#include "grammar/expression.hpp"
#include "grammar/parsed.hpp"
#include "grammar/type.hpp"
#include "model/storage_parameters.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace limbeck::grammar {

// A name of one part, or of schema and name; folded to lower case unless quoted.
struct QualifiedName {
  std::vector<std::string> parts;
  std::size_t offset = 0;
  std::size_t length = 0;
};

// `with (fillfactor = 70, fastupdate)`: keys in lower case, values without quotes; a key without a value is "true".
using limbeck::StorageParameters;

// The options of a sequence: `as integer start with 10 increment by 5 minvalue 1 no maxvalue cache 20 cycle owned by
// t.c`.
struct SequenceOptions {
  std::optional<TypeName> type;
  std::optional<std::string> start, increment, minimum, maximum, cache;  // digits with an optional minus sign
  bool no_minimum = false;
  bool no_maximum = false;
  std::optional<bool> cycle;
  std::optional<QualifiedName> owned_by;  // [schema.]table.column, two or three parts; `owned by none` gives no parts
  std::optional<QualifiedName> sequence_name;  // only in an identity clause
  std::optional<bool> logged;                  // only in an identity clause
};

struct IndexKey {
  std::optional<std::string> column;     // a plain column; else `expression`
  std::optional<Expression> expression;  // a parenthesised expression or a function call; parentheses not in the text
  std::optional<QualifiedName> collation;
  std::optional<QualifiedName> operator_class;
  StorageParameters operator_class_parameters;
  bool descending = false;
  std::optional<bool> nulls_first;                // as written
  std::optional<QualifiedName> exclude_operator;  // of an exclusion constraint; the last part is the operator's symbol
  std::size_t offset = 0;
};

struct Deferrability {
  std::optional<bool> deferrable;
  std::optional<bool> initially_deferred;
};

enum class ConstraintKind { primary_key, unique, check, foreign_key, exclusion };
enum class ForeignKeyAction { no_action, restrict, cascade, set_null, set_default };

struct ConstraintDefinition {
  ConstraintKind kind = ConstraintKind::check;
  std::optional<std::string> name;   // `constraint x ...`; only inside a column definition
  std::vector<std::string> columns;  // empty for an inline constraint and for a check
  std::vector<std::string> include;  // of keys and exclusions
  bool nulls_not_distinct = false;
  StorageParameters with;
  std::optional<std::string> tablespace;
  std::optional<Expression> expression;  // of a check; the parentheses that SQL demands are not in the text
  bool no_inherit = false;
  std::optional<QualifiedName> references;
  std::vector<std::string> referenced_columns;  // empty: the primary key of the referenced table
  std::optional<std::string> match;             // "full", "partial", "simple"
  std::optional<ForeignKeyAction> on_delete, on_update;
  std::vector<std::string> on_delete_columns;  // on delete set null (a, b)
  std::optional<std::string> method;           // of an exclusion: using gist
  std::vector<IndexKey> elements;              // of an exclusion
  std::optional<Expression> where;             // of an exclusion
  Deferrability deferrability;
  bool not_valid = false;
  bool not_enforced = false;
  bool temporal = false;  // the last column WITHOUT OVERLAPS, or that of both sides PERIOD
  std::size_t offset = 0;
};

struct IdentityClause {
  bool always = false;
  SequenceOptions options;
};

struct GeneratedClause {
  Expression expression;
  bool stored = true;  // false: `virtual`, or nothing written (PostgreSQL 18)
};

// `options (host 'h', "a b" 'c')` of foreign data; names keep their case where they are quoted.
using ForeignOptions = std::map<std::string, std::string>;

// `integer not null default 3 check (x > 0)`, in the order of SQL's column constraints, in any order.
struct ColumnDefinition {
  TypeName type;
  std::optional<QualifiedName> collation;
  std::optional<std::string> storage;      // "plain", "external", "extended", "main"
  std::optional<std::string> compression;  // "pglz", "lz4", "default"
  std::optional<ForeignOptions> options;   // of a foreign table's column
  bool not_null = false;
  bool null = false;  // `null` was written
  std::optional<Expression> default_value;
  std::optional<IdentityClause> identity;
  std::optional<GeneratedClause> generated;
  std::vector<ConstraintDefinition> constraints;  // inline: primary key, unique, check, references
};

// `unique using btree (lower(a) collate "C" text_ops desc nulls last, b) include (c) nulls not distinct with
// (fillfactor = 70) tablespace x where c > 0`; `unique` first. Accepts what pg_get_indexdef prints from USING on.
struct IndexDefinition {
  bool unique = false;
  std::optional<std::string> method;
  std::vector<IndexKey> keys;
  std::vector<std::string> include;
  bool nulls_not_distinct = false;
  StorageParameters with;
  std::optional<std::string> tablespace;
  std::optional<Expression> where;
};

struct Argument {
  enum class Mode { in, out, inout, variadic };
  Mode mode = Mode::in;
  std::optional<std::string> name;
  TypeName type;
  std::optional<Expression> default_value;
};

struct TableColumn {  // of returns table (...)
  std::string name;
  TypeName type;
};

// `(a integer, b text default 'x') returns trigger language plpgsql volatile as $$...$$`: all of CREATE FUNCTION
// after the name; CREATE PROCEDURE has no `returns`.
struct FunctionDefinition {
  std::vector<Argument> arguments;
  std::optional<TypeName> returns;
  bool returns_set = false;                // setof
  std::vector<TableColumn> returns_table;  // returns table (...)
  std::optional<std::string> language;     // folded
  std::optional<std::string> volatility;   // "immutable", "stable", "volatile"
  std::optional<bool> strict;              // strict / returns null on null input; false: called on null input
  std::optional<bool> security_definer;
  std::optional<bool> leakproof;
  std::optional<std::string> parallel;    // "safe", "restricted", "unsafe"
  std::optional<std::string> cost, rows;  // numbers as written
  bool window = false;
  std::optional<QualifiedName> support;
  std::vector<std::pair<std::string, std::string>> set;  // set search_path = '' ; the text after = or TO, as written
  std::optional<std::string> body;                       // the string's value, byte for byte
  std::optional<std::string> link_symbol;                // as 'file', 'symbol': the second
  std::optional<std::string> sql_body;                   // RETURN ... or BEGIN ATOMIC ... END, as written
  std::size_t body_offset = 0;
};

// `before insert or update of a, b on t from r not deferrable initially immediate referencing new table as n for each
// row when (expr) execute function f('x')`, optionally with `constraint` first; `on t` is optional.
struct TriggerDefinition {
  bool constraint = false;
  std::string timing;  // "before", "after", "instead of"
  bool on_insert = false, on_update = false, on_delete = false, on_truncate = false;
  std::vector<std::string> update_columns;
  std::optional<QualifiedName> table;
  std::optional<QualifiedName> from;
  Deferrability deferrability;
  std::optional<std::string> old_table, new_table;  // transition tables
  bool for_each_row = false;
  std::optional<Expression> when;
  QualifiedName function;
  std::vector<std::string> arguments;  // the values of the string literals; other literals as written
};

// One of `(subtype = float8, deterministic = false)`.
struct Option {
  std::string key;    // folded
  std::string text;   // as written; empty: only the key
  std::string value;  // of a single string or word: what it says; else the text
  std::size_t key_offset = 0;
  std::size_t offset = 0;  // of the text
};

// `(integer, variadic "any" order by anyelement) (sfunc = f, stype = internal)`: all of CREATE AGGREGATE after the
// name. `(*)` has no arguments.
struct AggregateDefinition {
  std::vector<Argument> arguments;
  bool ordered_set = false;       // ORDER BY was written
  std::vector<Argument> ordered;  // what follows it
  std::vector<Option> options;
};

[[nodiscard]] Parsed<QualifiedName> parse_qualified(std::string_view text);
[[nodiscard]] Parsed<QualifiedName> parse_operator(std::string_view text);  // `<`, `operator(s.<)`
[[nodiscard]] Parsed<std::vector<Option>> parse_options(std::string_view text);
[[nodiscard]] Parsed<AggregateDefinition> parse_aggregate(std::string_view text);
// `range (created_at, lower(code) collate "C" text_ops)`: what stands after PARTITION BY, as pg_get_partkeydef prints
// it.
struct PartitionKey {
  std::string strategy;  // "range", "list", "hash"
  std::vector<IndexKey> keys;
};

// `s.parent for values from ('2024-01-01') to (maxvalue)`, `parent default`: what stands after PARTITION OF.
struct PartitionOf {
  QualifiedName parent;
  std::string clause;     // "from", "in", "with", "default"
  std::string values;     // after FROM, IN or WITH, without the parentheses
  std::string to_values;  // after TO
};

[[nodiscard]] Parsed<ColumnDefinition> parse_column(std::string_view text);
// `not null storage external compression lz4`: what can be said of a column that comes from a base.
[[nodiscard]] Parsed<ColumnDefinition> parse_inherited_column(std::string_view text);
[[nodiscard]] Parsed<ConstraintDefinition> parse_constraint(std::string_view text);
[[nodiscard]] Parsed<IndexDefinition> parse_index(std::string_view text);
[[nodiscard]] Parsed<SequenceOptions> parse_sequence(std::string_view text);
[[nodiscard]] Parsed<FunctionDefinition> parse_function(std::string_view text);
[[nodiscard]] Parsed<TriggerDefinition> parse_trigger(std::string_view text);
[[nodiscard]] Parsed<PartitionKey> parse_partition_key(std::string_view text);
[[nodiscard]] Parsed<PartitionOf> parse_partition_of(std::string_view text);

}  // namespace limbeck::grammar
