#include "grammar/text_search.hpp"

#include "grammar/clauses.hpp"

namespace limbeck::grammar {
namespace {

DictionaryDefinition take_dictionary(Cursor& in) {
  DictionaryDefinition dictionary;
  const std::size_t open = in.open();
  if (!in.accept("template")) in.fail_expected("TEMPLATE = and the name of a template");
  in.expect("=");
  dictionary.template_name = take_qualified(in, "a text search template");
  while (in.accept(",")) {
    const std::size_t offset = in.peek().offset;
    const std::string key = in.take_label("an option");
    in.expect("=");
    const TokenKind kind = in.peek().kind;
    if (kind != TokenKind::number && kind != TokenKind::word && kind != TokenKind::name && kind != TokenKind::string) {
      in.fail_expected("a value");
    }
    if (!dictionary.options.emplace(key, in.take().value)) {
      in.fail_at(offset, "the option " + key + " is given twice");
    }
  }
  in.close(open);
  return dictionary;
}

}  // namespace

Parsed<DictionaryDefinition> parse_dictionary(std::string_view text) {
  return parse_whole(text, take_dictionary);
}

Parsed<std::vector<QualifiedName>> parse_names(std::string_view text) {
  return parse_whole(text, [](Cursor& in) {
    std::vector<QualifiedName> names;
    do names.push_back(take_qualified(in, "a name"));
    while (in.accept(","));
    return names;
  });
}

}  // namespace limbeck::grammar
