#pragma once
// An operator or support function of an operator class or family (pg_amop, pg_amproc).

#include "grammar/operator_class.hpp"
#include "kinds/kind.hpp"
#include "kinds/type.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

class LoadScope;
class Row;

struct ClassMember {
  bool is_function = false;
  std::string number;
  Type left;  // those that it stands for, without modifiers
  Type right;
  QName name;                   // like the family: without a schema it is a built-in one
  std::vector<Type> arguments;  // of the function
  QName order_family;           // empty: the operator searches
  bool operator==(const ClassMember&) const = default;

  // "FUNCTION 1 (integer, bigint)": what tells it from others of a family.
  [[nodiscard]] std::string key() const;
  // Of a class the operand types of a function may be left out, where they are the class's.
  [[nodiscard]] std::string definition(const Namer& namer) const;
  void append_references(std::vector<Slot>& to) const;
  void rename(const Renaming& renaming);
  void types(const TypeSink& sink);
};

// The type without modifiers.
[[nodiscard]] Type class_type(grammar::TypeName written, const Text& text, const std::string& home, LoadScope& scope);
// `of`: the class's type, or nothing in a family. Nothing: an error was reported.
[[nodiscard]] std::optional<ClassMember> member_from(const grammar::ClassMember& written, const std::string& method,
                                                     const Type* of, const Text& text, const std::string& home,
                                                     LoadScope& scope);
// The values of `member_query` behind the first four.
[[nodiscard]] ClassMember read_member(Row& row);

// Whether PostgreSQL makes it the family's own, also where it stands in CREATE OPERATOR CLASS: what only adds to the
// class (amadjustmembers of the access method).
[[nodiscard]] bool is_loose(const ClassMember& member, const std::string& method, const Type& of);

// A query of all members; before these columns stand the member's catalog and oid, those of its class or 0, and those
// of its family.
extern const std::string_view member_query;

}  // namespace limbeck
