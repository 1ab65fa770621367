#pragma once
// Private to grammar/: the clauses that several definitions share.

#include "grammar/cursor.hpp"
#include "grammar/definition.hpp"
#include "grammar/expression_parser.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::grammar {

Argument take_argument(Cursor& in);                               // `in a integer default 1`
QualifiedName take_qualified(Cursor& in, std::string_view what);  // `s.t`, at most two parts
std::vector<std::string> take_columns(Cursor& in);                // `(a, b)`
// Of a key or foreign key, of which the last may be `b without overlaps` or `period b`.
std::vector<std::string> take_key_columns(Cursor& in, ConstraintDefinition& into);
StorageParameters take_parameters(Cursor& in);                           // `(fillfactor = 70, fastupdate)`
Expression take_parenthesised(Cursor& in);                               // `(a > 0)`: what is inside
QualifiedName take_operator(Cursor& in);                                 // `=`, `s.=`, `operator(s.=)`
std::string take_integer(Cursor& in);                                    // `-10`
bool take_nulls_not_distinct(Cursor& in);                                // NULLS [NOT] DISTINCT, if it is there
std::vector<std::string> take_include(Cursor& in);                       // INCLUDE (a, b), if it is there
std::vector<IndexKey> take_index_keys(Cursor& in, bool with_operators);  // `(a desc, (b) with =)`
SequenceOptions take_sequence(Cursor& in, bool of_identity);             // as far as options go

ForeignOptions take_foreign_options(Cursor& in);  // OPTIONS (...), if it is there

// [NOT] DEFERRABLE and INITIALLY ...: one of them, if it is there.
bool take_deferrability(Cursor& in, Deferrability& into);

// What follows REFERENCES, up to ON UPDATE; without deferrability.
void take_references(Cursor& in, ConstraintDefinition& into);

// What follows the columns of PRIMARY KEY, UNIQUE and EXCLUDE: INCLUDE, WITH, USING INDEX TABLESPACE.
void take_index_parameters(Cursor& in, ConstraintDefinition& into, bool with_include);

// Reports the second of two clauses of which there can be one.
template <class T>
void set_once(Cursor& in, std::optional<T>& into, T value, std::size_t offset, std::string_view what) {
  if (into) in.fail_at(offset, std::string(what) + " is given twice");
  into = std::move(value);
}

}  // namespace limbeck::grammar
