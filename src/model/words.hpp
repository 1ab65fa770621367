#pragma once
// Small matters of English in messages.

#include <cstddef>
#include <string>

namespace limbeck {

// "1 policy", "3 policies", "2 indexes"
[[nodiscard]] std::string counted(std::size_t count, const std::string& noun);

}  // namespace limbeck
