#pragma once
// Text search.

#include "grammar/definition.hpp"

#include <string_view>
#include <vector>

namespace limbeck::grammar {

// `(template = snowball, language = 'english')`: what stands after the name in CREATE TEXT SEARCH DICTIONARY.
struct DictionaryDefinition {
  QualifiedName template_name;
  StorageParameters options;
};

[[nodiscard]] Parsed<DictionaryDefinition> parse_dictionary(std::string_view text);
// `s.unaccent, english_stem`
[[nodiscard]] Parsed<std::vector<QualifiedName>> parse_names(std::string_view text);

}  // namespace limbeck::grammar
