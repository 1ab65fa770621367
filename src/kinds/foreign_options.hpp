#pragma once
// OPTIONS (...) of foreign data wrappers and servers.

#include <map>
#include <string>
#include <vector>

namespace limbeck {

using ForeignOptions = std::map<std::string, std::string>;

// pg_foreign_server.srvoptions and the like: {"host=h"}.
[[nodiscard]] ForeignOptions options_from(const std::vector<std::string>& stored);
// " OPTIONS (host 'h')" with `word` for the keyword; empty where there are none.
[[nodiscard]] std::string options_clause(const ForeignOptions& options, const std::string& word = "OPTIONS");
// " OPTIONS (ADD a 'x', SET b 'y', DROP c)"; empty where nothing changes.
[[nodiscard]] std::string options_change(const ForeignOptions& was, const ForeignOptions& now);

}  // namespace limbeck
