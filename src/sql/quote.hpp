#pragma once
// The one place where names and literals become SQL (rule R41). Names are quoted only where they must be.

#include "model/name.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace limbeck::sql {

[[nodiscard]] std::string name(std::string_view text);
[[nodiscard]] std::string name(const QName& qualified);  // schema.name; the name alone where there is no schema
// "a, b, c"
[[nodiscard]] std::string names(const std::vector<Name>& list);
[[nodiscard]] std::string names(const std::vector<std::string>& list);
// 'it''s', or E'...' where the text holds a backslash.
[[nodiscard]] std::string literal(std::string_view text);
// $$text$$ with a tag that does not occur in it.
[[nodiscard]] std::string dollar_quoted(std::string_view text);
// Joined by `separator`.
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator = ", ");
[[nodiscard]] std::string join(const std::vector<Name>& parts, std::string_view separator);
// The name that PostgreSQL gives to an unnamed constraint, index or sequence: table, column part and label joined by
// underscores, the longer of the first two cut first so that all fit 63 bytes (makeObjectName in indexcmds.c).
[[nodiscard]] std::string object_name(std::string_view table, std::string_view column, std::string_view label);

}  // namespace limbeck::sql
