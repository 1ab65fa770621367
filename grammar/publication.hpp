#pragma once
// Publications.

#include "grammar/definition.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::grammar {

struct PublishedTableUse {
  QualifiedName table;
  std::vector<std::string> columns;  // empty: all
  std::optional<Expression> where;
};

// `for table a (x, y) where (x > 0), b, tables in schema s with (publish = 'insert')`: what stands after the name in
// CREATE PUBLICATION.
struct PublicationDefinition {
  bool all_tables = false;
  std::vector<PublishedTableUse> tables;
  std::vector<std::string> schemas;
  StorageParameters with;
};

[[nodiscard]] Parsed<PublicationDefinition> parse_publication(std::string_view text);

}  // namespace limbeck::grammar
