#pragma once
// Operator classes and families.

#include "grammar/definition.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::grammar {

// `operator 1 < (int4, int8) for order by f`, `function 1 (int4, int8) btint48cmp(int4, int8)`
struct ClassMember {
  bool is_function = false;
  std::string number;
  QualifiedName name;
  std::vector<TypeName> types;                     // those it stands for; empty: the class's
  std::optional<std::vector<TypeName>> arguments;  // of the function
  std::optional<QualifiedName> order_family;
};

// `default for type t using btree family f as operator 1 <, function 1 f(t, t), storage u`: what stands after the name
// in CREATE OPERATOR CLASS.
struct OperatorClassDefinition {
  bool is_default = false;
  TypeName type;
  std::string method;
  std::optional<QualifiedName> family;
  std::vector<ClassMember> members;
  std::optional<TypeName> storage;
};

// `using btree add operator 1 < (int4, int8)`: what stands after the name in CREATE and ALTER OPERATOR FAMILY.
struct OperatorFamilyDefinition {
  std::string method;
  std::vector<ClassMember> members;
};

[[nodiscard]] Parsed<OperatorClassDefinition> parse_operator_class(std::string_view text);
[[nodiscard]] Parsed<OperatorFamilyDefinition> parse_operator_family(std::string_view text);

}  // namespace limbeck::grammar
