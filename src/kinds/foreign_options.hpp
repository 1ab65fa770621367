#pragma once
// OPTIONS (...) of foreign data wrappers and servers.

#include <map>
#include <string>

namespace limbeck {

using ForeignOptions = std::map<std::string, std::string>;

// " OPTIONS (host 'h')" with `word` for the keyword; empty where there are none.
[[nodiscard]] std::string options_clause(const ForeignOptions& options, const std::string& word = "OPTIONS");
// " OPTIONS (ADD a 'x', SET b 'y', DROP c)"; empty where nothing changes.
[[nodiscard]] std::string options_change(const ForeignOptions& was, const ForeignOptions& now);

}  // namespace limbeck
