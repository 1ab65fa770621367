#include "grammar/cast.hpp"

#include "grammar/clauses.hpp"
#include "grammar/type_parser.hpp"

namespace limbeck::grammar {
namespace {

CastTypes take_types(Cursor& in) {
  CastTypes types;
  types.source = take_type(in).type;
  in.expect("as");
  types.target = take_type(in).type;
  return types;
}

std::vector<TypeName> take_arguments(Cursor& in) {
  std::vector<TypeName> arguments;
  const std::size_t open = in.open();
  do arguments.push_back(take_type(in).type);
  while (in.accept(","));
  in.close(open);
  return arguments;
}

CastDefinition take_cast(Cursor& in) {
  CastDefinition cast;
  if (in.accept("without", "function")) {
    cast.method = CastDefinition::Method::binary;
  } else if (in.accept("with", "inout")) {
    cast.method = CastDefinition::Method::text;
  } else if (in.accept("with", "function")) {
    cast.function = take_qualified(in, "a function");
    if (in.at("(")) cast.arguments = take_arguments(in);
  } else {
    in.fail_expected("WITH FUNCTION, WITHOUT FUNCTION or WITH INOUT");
  }
  if (in.accept("as")) {
    if (in.accept("assignment")) {
      cast.context = CastDefinition::Context::assignment;
    } else if (in.accept("implicit")) {
      cast.context = CastDefinition::Context::implicit;
    } else {
      in.fail_expected("ASSIGNMENT or IMPLICIT");
    }
  }
  return cast;
}

}  // namespace

Parsed<CastTypes> parse_cast_types(std::string_view text) {
  return parse_whole(text, take_types);
}

Parsed<CastDefinition> parse_cast(std::string_view text) {
  return parse_whole(text, take_cast);
}

}  // namespace limbeck::grammar
