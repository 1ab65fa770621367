#pragma once
// Expressions inside objects: what they refer to, and renames in them. They are kept as text; names in it are
// qualified.

#include "kinds/kind.hpp"
#include "model/storage_parameters.hpp"

#include <string>
#include <vector>

namespace limbeck {

// Appends the names that the expression uses: columns of `table` (if its name is given), qualified functions, types and
// sequences; of subqueries also every column that may belong to one of their tables. Duplicates are left in.
void append_references(const std::string& expression, const QName& table, std::vector<Slot>& to);

// Follows a renaming of a column of `table`, or of a function, type, sequence or enum label anywhere.
void rename_in_expression(std::string& expression, const QName& table, const Renaming& renaming);

// The same for a query, as a view has it: relations, functions, types, and the columns of its relations by name.
void append_query_references(const std::string& query, std::vector<Slot>& to);
void rename_in_query(std::string& query, const Renaming& renaming);
// And for the body of a function in SQL: `return ...`, `begin atomic ... end`.
void append_body_references(const std::string& body, std::vector<Slot>& to);
void rename_in_body(std::string& body, const Renaming& renaming);

// The same for a collation by its qualified name as SQL; empty: none.
void append_collation(const std::string& collation, std::vector<Slot>& to);
void rename_collation(std::string& collation, const Renaming& renaming);
// And for an operator class, qualified where it is not a built-in one.
void append_operator_class(const std::string& text, std::vector<Slot>& to);
void rename_operator_class(std::string& text, const Renaming& renaming);
// And for an operator, as "OPERATOR(s.=)" where it is not a built-in one.
void append_operator(const std::string& text, std::vector<Slot>& to);
void rename_operator(std::string& text, const Renaming& renaming);
// And for the condition and the commands of a rule on `table`, whose rows are OLD and NEW there.
void append_command_references(const std::string& command, const QName& table, std::vector<Slot>& to);
void rename_in_command(std::string& command, const QName& table, const Renaming& renaming);

// A renamed table, type, sequence, function.
void rename_in(QName& name, std::string_view space, const Renaming& renaming);
// Renamed columns of `table`.
void rename_in(std::vector<Name>& columns, const QName& table, const Renaming& renaming);
void rename_in(std::vector<std::string>& columns, const QName& table, const Renaming& renaming);
void rename_in(Name& column, const QName& table, const Renaming& renaming);

[[nodiscard]] inline Slot relation_slot(const QName& name) {
  return {space::relation, name.schema, "", name.name};
}
[[nodiscard]] inline Slot column_slot(const QName& table, const Name& column) {
  return {space::column, table.schema, table.name, column};
}
// All parts of a partitioned table.
[[nodiscard]] inline Slot part_slot(const QName& parent) {
  return {space::part, parent.schema, "", parent.name};
}
// The label of an enum, in renamings.
inline constexpr std::string_view label_space = "label";
[[nodiscard]] inline Slot label_slot(const QName& type, const std::string& label) {
  return {label_space, type.schema, type.name, label};
}

// "(a = 1, b = 2)" of storage parameters and operator class parameters.
[[nodiscard]] std::string parameter_list(const StorageParameters& parameters);
// The SET and RESET that lead from one set of storage parameters to another, each after `prefix`.
void alter_parameters(const std::string& prefix, const StorageParameters& was, const StorageParameters& now,
                      sql::Script& script);
// The parameters to set so that those of `was` become those of `now`: PostgreSQL appends what is set, so that all
// behind the first change of value or place are among them. Empty where only others have to go.
[[nodiscard]] StorageParameters parameters_to_set(const StorageParameters& was, const StorageParameters& now);
// pg_class.reloptions: {"fillfactor=70"}.
[[nodiscard]] StorageParameters parameters_from(const std::vector<std::string>& reloptions);

}  // namespace limbeck
