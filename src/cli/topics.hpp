#pragma once
// What `limbeck help TOPIC` tells beside the commands.

#include <span>
#include <string_view>

namespace limbeck::cli {

struct Topic {
  std::string_view name;
  std::string_view summary;  // one line
  std::string_view text;     // lines of at most 80 characters
};

[[nodiscard]] std::span<const Topic> topics();
[[nodiscard]] const Topic* find_topic(std::string_view name);

}  // namespace limbeck::cli
