#pragma once
// PostgreSQL's keywords, as pg_get_keywords() lists them, of every supported major version (14 to 18).

#include <string_view>

namespace limbeck::grammar {

// Whether `word` (lower case) needs quotes to stand as a name anywhere: every keyword that is not unreserved (catcode
// other than U) in some supported version. quote_ident() quotes exactly these.
[[nodiscard]] bool needs_quotes_as_keyword(std::string_view word);

// Whether `word` (lower case) is reserved (catcode R or T): it cannot be a column reference or a type without quotes.
[[nodiscard]] bool is_reserved(std::string_view word);

}  // namespace limbeck::grammar
