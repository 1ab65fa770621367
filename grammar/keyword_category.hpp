#pragma once
// Private to grammar/: where a keyword may stand as a name (SQL Key Words, appendix C; kwlist.h).

#include <string_view>

namespace limbeck::grammar {

enum class KeywordCategory {
  none,              // no keyword
  unreserved,        // catcode U: a name anywhere
  column_name,       // C: a column, not a function or a type of the user's
  type_or_function,  // T: a function or a type, not a column
  reserved,          // R: no name without quotes
};

// Of `word` in lower case, the strictest category of all supported versions.
[[nodiscard]] KeywordCategory keyword_category(std::string_view word);

}  // namespace limbeck::grammar
