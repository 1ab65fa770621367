#include "grammar/operator_class.hpp"

#include "grammar/clauses.hpp"
#include "grammar/type_parser.hpp"

namespace limbeck::grammar {
namespace {

std::vector<TypeName> take_types(Cursor& in) {
  std::vector<TypeName> types;
  const std::size_t open = in.open();
  if (!in.at(")")) {
    do types.push_back(take_type(in).type);
    while (in.accept(","));
  }
  in.close(open);
  return types;
}

// After OPERATOR or FUNCTION.
ClassMember take_member(Cursor& in, bool is_function) {
  ClassMember member;
  member.is_function = is_function;
  member.number = take_integer(in);
  if (is_function) {
    if (in.at("(")) member.types = take_types(in);
    member.name = take_qualified(in, "a function");
    if (in.at("(")) member.arguments = take_types(in);
    return member;
  }
  member.name = take_operator(in);
  if (in.at("(")) member.types = take_types(in);
  if (in.accept("for", "order", "by")) {
    member.order_family = take_qualified(in, "an operator family");
  } else {
    (void)in.accept("for", "search");
  }
  return member;
}

std::optional<ClassMember> accept_member(Cursor& in) {
  if (in.accept("operator")) return take_member(in, false);
  if (in.accept("function")) return take_member(in, true);
  return std::nullopt;
}

OperatorClassDefinition take_class(Cursor& in) {
  OperatorClassDefinition out;
  out.is_default = in.accept("default");
  in.expect("for");
  in.expect("type");
  out.type = take_type(in).type;
  in.expect("using");
  out.method = in.take_name("an access method");
  if (in.accept("family")) out.family = take_qualified(in, "an operator family");
  in.expect("as");
  do {
    const std::size_t offset = in.peek().offset;
    if (in.accept("storage")) {
      set_once(in, out.storage, take_type(in).type, offset, "STORAGE");
    } else if (auto member = accept_member(in)) {
      out.members.push_back(std::move(*member));
    } else {
      in.fail_expected("OPERATOR, FUNCTION or STORAGE");
    }
  } while (in.accept(","));
  return out;
}

OperatorFamilyDefinition take_family(Cursor& in) {
  OperatorFamilyDefinition out;
  in.expect("using");
  out.method = in.take_name("an access method");
  if (!in.accept("add")) return out;
  do {
    auto member = accept_member(in);
    if (!member) in.fail_expected("OPERATOR or FUNCTION");
    out.members.push_back(std::move(*member));
  } while (in.accept(","));
  return out;
}

}  // namespace

Parsed<OperatorClassDefinition> parse_operator_class(std::string_view text) {
  return parse_whole(text, take_class);
}

Parsed<OperatorFamilyDefinition> parse_operator_family(std::string_view text) {
  return parse_whole(text, take_family);
}

}  // namespace limbeck::grammar
