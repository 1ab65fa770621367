#pragma once
// Whether the text of an expression means the same in every session: under any search_path, TimeZone, DateStyle and
// IntervalStyle (design: revision files). What does not is written as PostgreSQL printed it.

#include "kinds/schema.hpp"

#include <set>
#include <string>

namespace limbeck::catalog {

// What the text alone tells, without asking a server: false means that it has to be asked. `table` is whose columns the
// text uses, `type` what its value becomes (of a default), if known; `functions` are names that only pg_catalog has.
[[nodiscard]] bool is_plain(const std::string& text, const QName& table, const Type* type, const Schema& schema,
                            const std::set<std::string>& functions);

// The functions that the text calls without a schema.
void append_bare_functions(const std::string& text, std::set<std::string>& to);

// What the printed text tells: PostgreSQL found every name where any session would, and took every literal as written.
[[nodiscard]] bool is_portable(const std::string& written, const std::string& printed);

}  // namespace limbeck::catalog
