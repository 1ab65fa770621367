#pragma once
// Casts.

#include "grammar/definition.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace limbeck::grammar {

// `integer as s.mood`: what stands in the parentheses after CREATE CAST.
struct CastTypes {
  TypeName source;
  TypeName target;
};

// `with function f(integer, boolean) as assignment`, `without function`, `with inout as implicit`: what follows them.
struct CastDefinition {
  enum class Method { function, binary, text };
  enum class Context { explicit_, assignment, implicit };
  Method method = Method::function;
  Context context = Context::explicit_;
  QualifiedName function;
  std::optional<std::vector<TypeName>> arguments;  // of the function, where they are written
};

[[nodiscard]] Parsed<CastTypes> parse_cast_types(std::string_view text);
[[nodiscard]] Parsed<CastDefinition> parse_cast(std::string_view text);

}  // namespace limbeck::grammar
